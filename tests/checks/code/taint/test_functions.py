import pytest

from auditor.checks.code.javascript import Source
from auditor.checks.code.taint.functions import (
    DEFAULT,
    Argument,
    Parameter,
    arguments_at,
    imported,
    parameter_at,
    specifiers,
)


def parsed(code: str, path: str = "a.ts") -> Source:
    source = Source.parse(path, code.encode())
    assert source is not None
    return source


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("function find(a, HERE) { use(X); }", "find"),
        ("const find = (a, HERE) => use(X);", "find"),
        ("const find = wrap(async (a, HERE) => use(X));", "find"),
        ("this.find = function (a, HERE) { use(X); };", "find"),
        ("Store.prototype.find = function (a, HERE) { use(X); };", "find"),
        ("find = (a, HERE) => use(X);", "find"),
        ("module.exports = (a, HERE) => use(X);", DEFAULT),
        ("export default (a, HERE) => use(X);", DEFAULT),
        ("const store = { find: (a, HERE) => use(X) };", "find"),
        ("class Store { find(a, HERE) { use(X); } }", "find"),
        ("class Store { find = (a, HERE) => use(X); }", "find"),
        ("function find(a, HERE) { each(() => use(X)); }", "find"),
    ],
)
def test_a_parameter_belongs_to_a_named_function_at_a_position(code: str, name: str) -> None:
    code = code.replace("HERE", "item")
    found = parameter_at(parsed(code), "a.ts", code.index("X"), "item")
    assert found == Parameter("a.ts", name, 1)


@pytest.mark.parametrize(
    "code",
    ["use((item) => X);", "if (item) { X; }", "a[0] = (item) => X;", "[a] = (item) => X;"],
)
def test_a_function_without_a_name_is_nobodys(code: str) -> None:
    assert parameter_at(parsed(code), "a.ts", code.index("X"), "item") is None


def test_a_parameter_with_a_type_is_found_by_its_text() -> None:
    code = "function find({ id }: Query) { use(X); }"
    found = parameter_at(parsed(code), "a.ts", code.index("X"), "{ id }: Query")
    assert found == Parameter("a.ts", "find", 0)


def given(code: str, text: str, name: str = "") -> list[Argument]:
    start = code.index(text)
    return list(arguments_at(parsed(code), start, start + len(text), name))


def test_an_argument_has_a_callee_and_a_position() -> None:
    assert given("find(a, /* of */ b)", "b") == [Argument("find", "", 1)]
    assert given("this.store.find(a)", "a)"[:1]) == [Argument("find", "this.store", 0)]


def test_calls_inside_an_argument_are_looked_at_by_what_they_speak_of() -> None:
    code = "res.json(find(1, other, req.body.x))"
    assert given(code, "find(1, other, req.body.x)") == [
        Argument("json", "res", 0),
        Argument("find", "", 2),
    ]


def test_where_none_speaks_of_it_all_but_literals_are_meant() -> None:
    assert given("run(find(1, other))", "find(1, other)") == [
        Argument("run", "", 0),
        Argument("find", "", 1),
    ]


@pytest.mark.parametrize("code", ["x = value", "run(() => { value })", "run()(value)"])
def test_what_is_no_argument_of_a_name_is_none(code: str) -> None:
    assert given(code, "value") == []


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("import { find as used } from './store.js';", ("./store.js", "find")),
        ("import used from './store.js';", ("./store.js", DEFAULT)),
        ("const used = require('./store');", ("./store", DEFAULT)),
        ("const used = require('./store').find;", ("./store", "find")),
        ("const { used } = require('./store');", ("./store", "used")),
        ("const { find: used } = require('./store');", ("./store", "find")),
        ("const used = 1;", None),
        ("", None),
    ],
)
def test_a_name_stands_for_what_was_imported(code: str, expected: tuple[str, str] | None) -> None:
    assert imported(parsed(code), "used") == expected


def test_imports_are_read_as_they_are_written() -> None:
    code = (
        b"import a from 'a'; import 'b'; const c = require(\"c\"); import(`d`); export * from 'e'"
    )
    assert list(specifiers(code)) == ["a", "b", "c", "d", "e"]
