from __future__ import annotations

import pytest

from auditor.checks.code.evaluate import evaluate
from auditor.checks.code.javascript import (
    MAX_BYTES,
    MAX_CHILDREN,
    MAX_DEPTH,
    Source,
    member_path,
    text_of,
)


def parsed(code: str | bytes, path: str = "app.js") -> Source:
    source = Source.parse(path, code if isinstance(code, bytes) else code.encode())
    assert source is not None
    return source


def test_finds_the_call_that_covers_a_span() -> None:
    source = parsed("await wrap(new Thing({ a: 1 }));")
    assert text_of(source.call_at(6, 31)) == "wrap(new Thing({ a: 1 }))"
    assert text_of(source.call_at(11, 30)) == "new Thing({ a: 1 })"


@pytest.mark.parametrize(("start", "end"), [(0, 5), (5, 5), (-1, 4), (4, 2), (0, 10_000)])
def test_finds_no_call_where_there_is_none(start: int, end: int) -> None:
    assert parsed("a + b(1)").call_at(start, end) is None


def test_offsets_count_bytes() -> None:
    code = "const ä = '€'; call('ü');"
    source = parsed(code)
    start = code.encode().index(b"call")
    node = source.call_at(start, len(code.encode()) - 1)
    assert text_of(node) == "call('ü')"
    assert node is not None
    assert source.place_of(node) == (1, 16, 1)


def test_names_the_literal_a_constant_was_declared_with() -> None:
    source = parsed("const KEY = 'text';\nuse(KEY, other, 'x');\nconst later = f();\nuse(later);")
    start = source.data.index(b"KEY, ")
    assert text_of(source.literal_at(start, start + 3)) == "'text'"
    for name in (b"other", b"'x'", b"later);"):
        start = source.data.index(name)
        assert source.literal_at(start, start + len(name.rstrip(b");"))) is None
    assert source.literal_at(5, 5) is None


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("a.js", "const view = <b>{call(1)}</b>;"),
        ("a.jsx", "const view = <b>{call(1)}</b>;"),
        ("a.tsx", "const view: X = <b>{call(1)}</b>;"),
        ("a.ts", "const old = <string>call(1);"),
        ("a.mts", "const typed: string = call(1);"),
        ("a.cts", "import call = require('x'); enum E { A } call(1);"),
    ],
)
def test_reads_each_dialect_by_its_ending(path: str, code: str) -> None:
    source = parsed(code, path)
    assert not source.root.has_error
    start = code.index("call(1)")
    assert source.call_at(start, start + 7) is not None


def test_lists_what_is_assigned() -> None:
    source = parsed("a = 1; a.b.c = 2; a[0] = 3; a++; ({ a, d: [a] } = x); b.a = 4;")
    assert len(source.changes("a")) == 6
    assert [member_path(node.child_by_field_name("left")) for node in source.changes("b")] == [
        ("a",)
    ]
    assert source.changes("c") == []


def test_a_path_with_a_computed_part_is_none() -> None:
    (change,) = parsed("a[b].c = 1;").changes("a")
    assert member_path(change.child_by_field_name("left")) is None


def test_files_are_read_up_to_a_limit() -> None:
    line = b"call(1);"
    assert Source.parse("a.js", line + b" " * (MAX_BYTES - len(line))) is not None
    assert Source.parse("a.js", line + b" " * (MAX_BYTES - len(line) + 1)) is None


def test_a_scope_with_too_many_statements_declares_nothing() -> None:
    for count, expected in ((MAX_CHILDREN, "1"), (MAX_CHILDREN + 1, "")):
        source = parsed("const A = 1;" + "0;" * (count - 2) + "use(A);")
        start = source.data.index(b"A);")
        assert text_of(source.literal_at(start, start + 1)) == expected


def test_what_is_nested_too_deeply_is_in_no_scope() -> None:
    for depth, expected in ((MAX_DEPTH // 2, "1"), (MAX_DEPTH, "")):
        source = parsed("const A = 1;" + "{" * depth + "use(A);" + "}" * depth)
        start = source.data.index(b"A);")
        assert text_of(source.literal_at(start, start + 1)) == expected


@pytest.mark.parametrize(
    "opening", [b"[", b"(", b"{", b"f(", b"a=>", b"`${", b"!", b"<a>", b"if(a)"]
)
def test_fifty_thousand_levels_end_without_an_answer(opening: bytes) -> None:
    code = b"const A = 1;" + opening * 50_000 + b"use(A)"
    source = parsed(code)
    call = source.call_at(len(code) - 6, len(code))
    source.changes("A")
    if call is not None:
        evaluate(source, call)
    evaluate(source, source.root)


def test_a_line_of_two_megabytes_is_not_read() -> None:
    assert Source.parse("a.js", b"a=[" + b"1," * 2**20 + b"]") is None


def test_bytes_that_are_no_text_are_replaced() -> None:
    source = parsed(b"call('\xff\xfe')")
    assert "\ufffd" in text_of(source.call_at(0, len(source.data)))
