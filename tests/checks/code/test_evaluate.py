from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.checks.code import evaluate as module
from auditor.checks.code.evaluate import evaluate
from auditor.checks.code.folding import MAX_NUMBER, MAX_TEXT
from auditor.checks.code.javascript import MAX_COMMENTS, Source
from auditor.checks.code.values import (
    UNDEFINED,
    UNKNOWN,
    Array,
    Call,
    Conditional,
    Environment,
    JsValue,
    Member,
    Moment,
    Package,
    Record,
)

ValueOf = Callable[..., JsValue]
PRODUCTION = Conditional(production=True, otherwise=False)


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("'text'", "text"),
        ('"text"', "text"),
        ("`text`", "text"),
        (r"'a\n\x41\u0042\u{43}\q\'\ud800\u{110000}'", "a\nABCq'\ufffd\ufffd"),
        ("12", 12),
        ("1_000", 1000),
        ("0x10", 16),
        ("0o17", 15),
        ("0b11", 3),
        ("1.5e3", 1500),
        ("10.", 10),
        (".25", 0.25),
        ("true", True),
        ("null", None),
        ("undefined", UNDEFINED),
        ("-5", -5),
        ("+'x'", UNKNOWN),
        ("!true", False),
        ("!''", True),
        ("24 * 60 * 60 * 1000", 86_400_000),
        ("7 * 86400 / 2", 302_400),
        ("(1 + 2) - 4", -1),
        ("(/* why */ 5)", 5),
        ("1 / 0", UNKNOWN),
        ("2 ** 3", UNKNOWN),
        ("'a' + 'b'", "ab"),
        ("'a' + 1", UNKNOWN),
        ("'x' as string", "x"),
        ("'x'!", "x"),
        ("{} satisfies object", Record()),
        ("await 5", 5),
        ("x => x", UNKNOWN),
        ("/a/", UNKNOWN),
        ("tag`a`", UNKNOWN),
        ("'a' === 'a'", True),
        ("1 === 1", UNKNOWN),
        ("Math.floor(7 / 2)", 3),
        ("Math.ceil(7 / 2)", 4),
        ("Math.round(7 / 2)", 4),
        ("Math.trunc(-7 / 2)", -3),
        ("Math.floor(x)", UNKNOWN),
        ("Number('42')", 42),
        ("Number('x')", UNKNOWN),
        ("parseInt(5, 10)", 5),
        ("Number(y)", UNKNOWN),
        ("Object.freeze('x')", "x"),
        ("'' || 'b'", "b"),
        ("'a' || 'b'", "a"),
        ("'a' && 'b'", "b"),
        ("null ?? 'b'", "b"),
        ("0 ?? 'b'", 0),
        ("x || 'b'", UNKNOWN),
        ("true ? 1 : 2", 1),
        ("x ? 1 : 2", UNKNOWN),
        ("a.b.c", UNKNOWN),
        ("['a', 'b'][1]", "b"),
        ("['a'][2]", UNDEFINED),
        ("['a'][x]", UNKNOWN),
    ],
)
def test_folds_what_is_written(value_of: ValueOf, expression: str, expected: JsValue) -> None:
    found = value_of(expression)
    assert (found, type(found)) == (expected, type(expected))


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("process.env.NAME", Environment("NAME")),
        ("process.env['NAME']", Environment("NAME")),
        ("process.env.NAME || 'x'", Environment("NAME", "x")),
        ("process.env.NAME ?? 5", Environment("NAME", 5)),
        ("process.env.NAME || 'x' || 'y'", Environment("NAME", "x")),
        ("Number(process.env.NAME) || 5", Environment("NAME", 5)),
        ("+process.env.NAME", Environment("NAME")),
        ("process.env.NAME && 5", UNKNOWN),
        ("process.env.NAME.split(',')", Environment("NAME")),
        ("process.env.NAME.length", Member(Environment("NAME"), "length")),
        ("process.env.NAME === 'on'", UNKNOWN),
    ],
)
def test_knows_the_environment(value_of: ValueOf, expression: str, expected: JsValue) -> None:
    assert value_of(expression) == expected


@pytest.mark.parametrize(
    ("before", "expression"),
    [
        ("const { NAME } = process.env;", "NAME"),
        ("const { NAME: other } = process.env;", "other"),
        ("const env = process.env;", "env.NAME"),
        ("import { env } from 'node:process';", "env.NAME"),
        ("import process from 'process';", "process.env.NAME"),
        ("const env = cleanEnv(process.env, {});", "env.NAME"),
        ("const env = z.object({}).parse(process.env);", "env.NAME"),
        ("const env = z.object({}).safeParse(process.env);", "env.data.NAME"),
        ("function need(key) { return process.env[key]; }", "need('NAME')"),
        ("const need = (key) => { const v = process.env[key]; return v; };", "need('NAME')"),
    ],
)
def test_knows_the_ways_to_the_environment(value_of: ValueOf, before: str, expression: str) -> None:
    assert value_of(expression, before) == Environment("NAME")


def test_keeps_the_default_of_a_destructured_variable(value_of: ValueOf) -> None:
    before = "const { A = 'a', B: b = 'b' } = process.env;"
    assert value_of("A", before) == Environment("A", "a")
    assert value_of("b", before) == Environment("B", "b")


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("process.env.NODE_ENV === 'production'", PRODUCTION),
        ("'production' == process.env.NODE_ENV", PRODUCTION),
        ("app.get('env') === 'production'", PRODUCTION),
        ("process.env.NODE_ENV !== 'production'", Conditional(production=False, otherwise=True)),
        ("process.env.NODE_ENV !== 'test'", Conditional(production=True, otherwise=UNKNOWN)),
        ("process.env.NODE_ENV === 'production' ? 1 : 2", Conditional(1, 2)),
        ("(process.env.NODE_ENV === 'production' ? 1 : 2) * 60", Conditional(60, 120)),
        ("60 * (process.env.NODE_ENV === 'production' ? 1 : 2)", Conditional(60, 120)),
        ("process.env.NODE_ENV === 'production' ? 1 : 1", 1),
        ("process.env.NODE_ENV === 'production' && 'x'", Conditional("x", otherwise=False)),
        ("-(process.env.NODE_ENV === 'production' ? 1 : 2)", Conditional(-1, -2)),
        ("process.env.NODE_ENV === process.env.MODE", UNKNOWN),
    ],
)
def test_tells_production_from_the_rest(
    value_of: ValueOf, expression: str, expected: JsValue
) -> None:
    assert value_of(expression) == expected


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("ms('7d')", 604_800_000),
        ("ms('nonsense')", UNKNOWN),
        ("Date.now()", Moment()),
        ("Date.now() + 60 * 1000", Moment(Fraction(60_000))),
        ("60 * 1000 + Date.now()", Moment(Fraction(60_000))),
        ("new Date(Date.now() + 1000)", Moment(Fraction(1000))),
        ("new Date().getTime() - 5", Moment(Fraction(-5))),
        ("Math.floor(Date.now() / 1000) + 60", Moment(Fraction(60_000), 1000)),
        ("Math.floor(Date.now() / 1000) * 1000", Moment()),
        ("Date.now() / 7", UNKNOWN),
        ("Date.now() * 2", UNKNOWN),
    ],
)
def test_knows_durations_and_moments(value_of: ValueOf, expression: str, expected: JsValue) -> None:
    assert value_of(expression, "import ms from 'ms';") == expected


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ("const A = 5;", 5),
        ("export const A = 5;", 5),
        ("let A = 5;", 5),
        ("var B = 1, A = 5;", 5),
        ("const B = 5; const A = B;", 5),
        ("let A = 5; A = 6;", UNKNOWN),
        ("let A = 5; A++;", UNKNOWN),
        ("let A = 5; [A] = list;", UNKNOWN),
        ("let A;", UNKNOWN),
        ("const [A] = [5];", UNKNOWN),
        ("const { A } = { A: 5 };", 5),
        ("const { B: { A } } = { B: { A: 5 } };", UNKNOWN),
        ("function A() {}", UNKNOWN),
        ("class A {}", UNKNOWN),
        ("import { A } from './other.js';", UNKNOWN),
        ("const A = A;", UNKNOWN),
        ("const A = `${B}m`; const B = 15;", "15m"),
    ],
)
def test_follows_names_within_the_file(value_of: ValueOf, before: str, expected: JsValue) -> None:
    assert value_of("A", before) == expected


@pytest.mark.parametrize(
    "code",
    [
        "const A = 5; function f(A) { MARK(A); }",
        "const A = 5; const f = ({ A, ...rest }) => MARK(A);",
        "const A = 5; const f = A => MARK(A);",
        "const A = 5; function f(x = 1, [y, A] = []) { MARK(A); }",
        "const A = 5; for (const A of list) { MARK(A); }",
        "const A = 5; for (let A = 0; ; ) { MARK(A); }",
        "const A = 5; try { g(); } catch (A) { MARK(A); }",
    ],
)
def test_a_name_bound_further_in_hides_the_constant(code: str) -> None:
    assert argument_of(code) is UNKNOWN


def test_typed_parameters_hide_a_constant() -> None:
    code = "const A = 5; function f(A: number, b?: string) { MARK(A); }"
    assert argument_of(code, "app.ts") is UNKNOWN


def test_the_nearest_declaration_counts() -> None:
    assert argument_of("const A = 5; function f() { const A = 6; MARK(A); }") == 6
    assert argument_of("const A = 5; function f() { { const A = 6; } MARK(A); }") == 5


@pytest.mark.parametrize(
    ("before", "expression", "expected"),
    [
        ("import s from 'express-session';", "s", Package("express-session")),
        ("import * as s from 'x';", "s.a.b", Package("x", ("a", "b"))),
        ("import { a as s } from 'x';", "s", Package("x", ("a",))),
        ("import { default as s } from 'x';", "s", Package("x")),
        ("import s = require('x');", "s", Package("x")),
        ("const s = require('node:https');", "s", Package("https")),
        ("const { a: s } = require('x');", "s", Package("x", ("a",))),
        ("const s = await import('x');", "s.default", Package("x")),
        ("const s = require(name);", "s", UNKNOWN),
        ("const s = require('./s');", "s", UNKNOWN),
        ("function require() {} const s = require('x');", "s", Call(UNKNOWN, ("x",))),
    ],
)
def test_knows_what_is_imported(
    value_of: ValueOf, before: str, expression: str, expected: JsValue
) -> None:
    assert value_of(expression, before) == expected


def test_reads_objects_with_all_kinds_of_keys(value_of: ValueOf) -> None:
    found = value_of(
        "{ a: 1, 'b-c': 2, 3: 3, ['d']: 4, short, method() { return 1; } }", "const short = 5;"
    )
    assert found == Record({"a": 1, "b-c": 2, "3": 3, "d": 4, "short": 5, "method": UNKNOWN})


def test_a_key_the_file_does_not_tell_may_be_any_key(value_of: ValueOf) -> None:
    assert value_of("{ a: 1, [key]: 2, b: 3 }") == Record({"a": UNKNOWN, "b": 3}, open=True)


@pytest.mark.parametrize(
    ("before", "spread", "expected"),
    [
        ("const base = { a: 1, b: 2 };", "...base, b: 3", Record({"a": 1, "b": 3})),
        ("", "b: 1, ...other, c: 2", Record({"b": UNKNOWN, "c": 2}, open=True)),
        ("", "a: 1, ...null, ...false, ...undefined", Record({"a": 1})),
        (
            "const isProduction = process.env.NODE_ENV === 'production';",
            "a: 1, ...(isProduction && { a: 2 })",
            Record({"a": Conditional(2, 1)}),
        ),
    ],
)
def test_merges_spreads(value_of: ValueOf, before: str, spread: str, expected: JsValue) -> None:
    assert value_of(f"{{ {spread} }}", before) == expected


def test_reads_arrays_and_their_spreads(value_of: ValueOf) -> None:
    assert value_of("['a', ...more]", "const more = ['b', 1];") == Array(("a", "b", 1))
    assert value_of("['a', ...more]") == Array(("a",), open=True)
    assert value_of("['a', /* why */ 'b']") == Array(("a", "b"))


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("(production ? { a: 1 } : { a: 2 }).a", Conditional(1, 2)),
        ("(production ? 1 : 2) + (production ? 10 : 20)", Conditional(11, 22)),
        ("production ? (production ? 1 : 2) : 3", Conditional(1, 3)),
        ("!undefined", True),
        ("`a${x}`", UNKNOWN),
        ("`a${true}`", UNKNOWN),
        ("process.env[`${x}`]", UNKNOWN),
        ("import.meta.env", UNKNOWN),
        ("p.a.b.c.d.e.f.g.h", Package("p", tuple("abcdefgh"))),
        ("p.a.b.c.d.e.f.g.h.i", UNKNOWN),
    ],
)
def test_mixes_what_is_known_and_what_is_not(
    value_of: ValueOf, expression: str, expected: JsValue
) -> None:
    before = "import p from 'p'; const production = process.env.NODE_ENV === 'production';"
    assert value_of(expression, before) == expected


def test_an_open_argument_list_may_hold_anything(value_of: ValueOf) -> None:
    assert value_of("f('a', ...more)") == Call(UNKNOWN, ("a",), open=True)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ("o.a = 2;", Record({"a": 2})),
        ("o.b = 2;", Record({"a": 1, "b": 2})),
        ("o.c.d = 2;", Record({"a": 1, "c": UNKNOWN})),
        ("o[key] = 2;", UNKNOWN),
        ("o.a += 2;", Record({"a": UNKNOWN})),
        (
            "if (process.env.NODE_ENV === 'production') { o.a = 2; }",
            Record({"a": Conditional(2, 1)}),
        ),
        ("if (app.get('env') === 'production') o.a = 2;", Record({"a": Conditional(2, 1)})),
        (
            "if (process.env.NODE_ENV === 'production') { go(); } else { o.a = 2; }",
            Record({"a": Conditional(1, 2)}),
        ),
        ("if (mood) { o.a = 2; }", Record({"a": UNKNOWN})),
        ("if (one) { if (two) { o.a = 2; } }", Record({"a": UNKNOWN})),
        ("function later() { o.a = 2; }", Record({"a": UNKNOWN})),
    ],
)
def test_sees_assignments_into_an_object(value_of: ValueOf, change: str, expected: JsValue) -> None:
    assert value_of("o", f"const o = {{ a: 1 }}; {change}") == expected


def test_numbers_are_exact_up_to_where_javascript_rounds(value_of: ValueOf) -> None:
    assert value_of(str(MAX_NUMBER)) == MAX_NUMBER
    assert value_of(str(MAX_NUMBER + 1)) is UNKNOWN
    assert value_of(f"{MAX_NUMBER} + 1") is UNKNOWN


def test_texts_are_bounded(value_of: ValueOf) -> None:
    half = "x" * (MAX_TEXT // 2)
    assert value_of(f"'{half}' + '{half}'") == half * 2
    assert value_of(f"'{half}' + '{half}y'") is UNKNOWN
    assert value_of("`${a}${a}`", f"const a = '{half}';") == half * 2
    assert value_of("`${a}${a}y`", f"const a = '{half}';") is UNKNOWN


def test_depth_steps_and_items_are_bounded(value_of: ValueOf) -> None:
    deep = module.MAX_DEPTH - 1
    assert value_of("(" * deep + "1" + ")" * deep) == 1
    assert value_of("(" * (deep + 1) + "1" + ")" * (deep + 1)) is UNKNOWN
    items = module.MAX_ITEMS
    assert value_of(f"[{'1,' * items}]") == Array((1,) * items)
    assert value_of(f"[{'1,' * (items + 1)}]") == Array((), open=True)
    assert value_of("{" + "a: 1," * (items + 1) + "}") is UNKNOWN
    assert value_of("`" + "${1}" * (items + 1) + "`") is UNKNOWN
    assert value_of("f(" + "1," * (items + 1) + ")") == Call(UNKNOWN, (), open=True)


def test_comments_before_a_value_are_skipped_up_to_a_limit(value_of: ValueOf) -> None:
    assert value_of("(" + "/**/" * (MAX_COMMENTS - 1) + "1)") == 1
    assert value_of("(" + "/**/" * MAX_COMMENTS + "1)") is UNKNOWN


def test_doubling_names_do_not_explode(value_of: ValueOf) -> None:
    before = "const a0 = [1, 1];" + "".join(
        f"const a{n} = [...a{n - 1}, ...a{n - 1}];" for n in range(1, 30)
    )
    assert isinstance(value_of("a29", before), Array)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300), st.sampled_from(["a.js", "a.ts", "a.tsx"]))
def test_no_bytes_make_it_fail(data: bytes, path: str) -> None:
    assert_evaluates(path, b"const a = " + data + b";\nMARK(" + data + b", a)")


_TOKENS = st.sampled_from(
    [
        *("const", "let", "var", "a", "b", "=", "{", "}", "[", "]", "(", ")", ";", ",", ":", "."),
        *("...", "'", "`", "${", "+", "-", "*", "/", "||", "??", "&&", "!", "?", "=>", "1", "0x"),
        *("'x'", "`y`", "process.env.A", "require(", "import", "from", "new", "Date", "ms", "if"),
        *(
            "function",
            "else",
            "return",
            "class",
            "switch",
            "for",
            "of",
            "catch",
            "=== 'production'",
        ),
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(_TOKENS, max_size=40), st.sampled_from(["a.js", "a.ts", "a.tsx"]))
def test_no_order_of_tokens_makes_it_fail(tokens: list[str], path: str) -> None:
    assert_evaluates(path, " ".join(tokens).encode())


def assert_evaluates(path: str, data: bytes) -> None:
    source = Source.parse(path, data)
    assert source is not None
    nodes = [source.root]
    while nodes:
        node = nodes.pop()
        nodes.extend(node.named_children)
        evaluate(source, node)


def argument_of(code: str, path: str = "app.js") -> JsValue:
    source = Source.parse(path, code.encode())
    assert source is not None
    start = code.index("MARK")
    node = source.call_at(start, code.index(")", start) + 1)
    assert node is not None
    found = evaluate(source, node)
    assert isinstance(found, Call)
    return found.arguments[0]
