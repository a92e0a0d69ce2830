import pytest
from builders import MemoryTarget
from hypothesis import given
from hypothesis import strategies as st

from auditor.sources.suppressions import MAX_PER_FILE, Suppression, in_names, in_source
from auditor.target import Unread


def test_finds_markers_with_line_and_text() -> None:
    data = b"eval(x) // nosemgrep: my-rule\nok()\n  eval(y) /* NOSEM */"
    assert list(in_source("a.js", data)) == [
        Suppression("a.js", 1, "nosemgrep", "eval(x) // nosemgrep: my-rule"),
        Suppression("a.js", 3, "nosemgrep", "eval(y) /* NOSEM */"),
    ]


@pytest.mark.parametrize("data", [b"", b"nosemantics", b"xnosem", b"no semgrep", b"eval(x)"])
def test_other_words_are_no_markers(data: bytes) -> None:
    assert list(in_source("a.js", data)) == []


def test_a_line_with_two_markers_is_listed_once() -> None:
    assert len(list(in_source("a.js", b"nosem nosem\nnosem"))) == 2


def test_the_number_per_file_is_limited() -> None:
    assert len(list(in_source("a.js", b"nosem\n" * MAX_PER_FILE))) == MAX_PER_FILE
    assert len(list(in_source("a.js", b"nosem\n" * (MAX_PER_FILE + 1)))) == MAX_PER_FILE


def test_a_long_line_is_shortened() -> None:
    (found,) = in_source("a.js", b"x" * 500 + b" nosem")
    assert found.text == "x" * 200


def test_finds_what_configures_the_engine() -> None:
    paths = [".semgrepignore", "web/.semgrepignore", ".semgrep/rules.yml", "semgrep.yml", "a.js"]
    target = MemoryTarget(
        dict.fromkeys(paths, b""), unread=(Unread("lib/.semgrepignore", "symlink", "a link"),)
    )
    assert sorted((one.path, one.kind) for one in in_names(target)) == [
        (".semgrep/rules.yml", "config"),
        (".semgrepignore", "semgrepignore"),
        ("lib/.semgrepignore", "semgrepignore"),
        ("semgrep.yml", "config"),
        ("web/.semgrepignore", "semgrepignore"),
    ]


@given(st.binary(max_size=200) | st.text("nosem\n \r", max_size=200).map(str.encode))
def test_lines_are_those_of_the_file(data: bytes) -> None:
    lines = data.split(b"\n")
    for one in in_source("a.js", data):
        assert b"nosem" in lines[one.line - 1].lower()
