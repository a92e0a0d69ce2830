from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.errors import TargetError
from auditor.formats.yaml_nodes import (
    MAX_ALIASES,
    MAX_BYTES,
    MAX_DEPTH,
    at,
    compose,
    compose_all,
    flag,
    items,
    line,
    merged,
    sequence,
    text,
    value,
)


def test_gives_what_was_written_with_its_line() -> None:
    root = compose(b"a: 20.10\nb:\n  - yes\n  - |\n    x\n    y\n")
    assert text(value(root, "a")) == "20.10"
    one, two = sequence(value(root, "b"))
    assert (text(one), line(one), text(two), line(two)) == ("yes", 3, "x\ny\n", 4)
    assert [key for key, _ in items(root)] == ["a", "b"]


def test_an_alias_is_what_was_anchored() -> None:
    root = compose(b"a: &x {n: 1}\nb: *x\nc: [*x]\n")
    assert value(root, "b") is value(root, "a")
    assert list(sequence(value(root, "c"))) == [value(root, "a")]


def test_other_shapes_have_nothing() -> None:
    root = compose(b"a: [1]")
    assert list(items(value(root, "a"))) == []
    assert list(sequence(root)) == []
    assert (text(root), text(None), value(None, "a")) == ("", "", None)


@pytest.mark.parametrize("data", [b"", b"# nothing\n"])
def test_an_empty_file_has_no_root(data: bytes) -> None:
    assert compose(data) is None


@pytest.mark.parametrize("data", [b"a: [", b"\xff", b"a: *x", b"a: 1\n---\nb: [", b"\ta", b"%x"])
def test_what_is_no_yaml_is_refused(data: bytes) -> None:
    with pytest.raises(TargetError, match="no YAML"):
        compose(data)


def test_size_depth_and_aliases_are_limited() -> None:
    assert compose(b"#".ljust(MAX_BYTES)) is None
    assert compose(b"[" * MAX_DEPTH + b"]" * MAX_DEPTH) is not None
    aliases = ", ".join(["*x"] * MAX_ALIASES)
    assert compose(f"[&x a, {aliases}]".encode()) is not None
    for data, message in (
        (b"#".ljust(MAX_BYTES + 1), "larger than"),
        (b"[" * (MAX_DEPTH + 1) + b"]" * (MAX_DEPTH + 1), "nested deeper"),
        (f"[&x a, *x, {aliases}]".encode(), "aliases"),
    ):
        with pytest.raises(TargetError, match=message):
            compose(data)


@given(st.text(alphabet="ab:-[]{},&*|> \n'\"#!%?", max_size=40))
def test_any_text_is_read_or_refused(content: str) -> None:
    try:
        root = compose(content.encode())
    except TargetError:
        return
    assert root is None or line(root) >= 1


def test_reads_every_document() -> None:
    assert [text(value(one, "a")) for one in compose_all(b"a: 1\n---\na: 2\n")] == ["1", "2"]
    assert compose_all(b"") == ()


def test_a_key_that_stands_twice_is_refused() -> None:
    with pytest.raises(TargetError, match='the key "a" stands twice'):
        compose(b"a: 1\nb: 2\na: 3\n")


def test_a_merge_brings_keys_that_are_not_there_already() -> None:
    root = compose(b"x: &x {a: 1, b: 2}\ny: &y {b: 3, c: 4}\nz: {<<: [*x, *y], a: 0}\n")

    told = {key: text(one) for key, one in merged(at(root, "z")).items()}
    assert told == {"a": "0", "b": "2", "c": "4"}


@pytest.mark.parametrize(("word", "says"), [("on", True), ("No", False), ("1", None), ("[]", None)])
def test_tells_switches_apart(word: str, says: bool | None) -> None:
    assert flag(at(compose(f"a: {word}".encode()), "a")) is says
