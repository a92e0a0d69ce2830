from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.errors import PolicyError
from auditor.policy.builtin import builtin_folder
from auditor.policy.document import (
    MAX_ALIASES,
    MAX_BYTES,
    MAX_DEPTH,
    MAX_DIGITS,
    parse_document,
    read_document,
)
from auditor.sanitise import printable


def parse(text: str | bytes) -> object:
    return parse_document(text if isinstance(text, bytes) else text.encode(), "p.yaml").value


def problem(text: str | bytes) -> str:
    with pytest.raises(PolicyError) as caught:
        parse(text)
    return caught.value.message


def test_reads_plain_values_with_their_types() -> None:
    text = "a: 1\nb: 1.5\nc: true\nd: no\ne: 2026-07-01\nf: '1'\ng: [x, {h: i}]\nj: 0x1F\nk: {}\n"

    assert parse(text) == {
        "a": 1,
        "b": 1.5,
        "c": True,
        "d": "no",
        "e": "2026-07-01",
        "f": "1",
        "g": ["x", {"h": "i"}],
        "j": 31,
        "k": {},
    }


def test_knows_the_line_of_every_key_and_item() -> None:
    document = parse_document(b"a:\n  b:\n    - x\n    - c: 1\n", "p.yaml")

    assert document.place(("a", "b")) == "p.yaml:2"
    assert document.place(("a", "b", 1, "c")) == "p.yaml:4"
    assert document.place(("a", "b", 0, "nowhere", "near")) == "p.yaml:3"
    assert document.place(("z",)) == "p.yaml:1"


def test_follows_an_alias_to_its_anchor() -> None:
    assert parse("a: &x [1]\nb: *x\n") == {"a": [1], "b": [1]}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "p.yaml: is empty"),
        ("# nothing\n", "p.yaml: is empty"),
        ("a: 1\nb: 2\na: 3\n", 'p.yaml:3: the key "a" stands twice'),
        ("a:\n", 'p.yaml:1: the key "a" has no value'),
        ("a: [1, ~]\n", "p.yaml:1: an item has no value"),
        ("a: !!python/object:os.system x\n", "p.yaml:1: tags are not allowed"),
        ("a: !!str 1\n", "p.yaml:1: tags are not allowed"),
        ("!!str a: 1\n", "p.yaml:1: a key must be plain text"),
        ("? [a]\n: b\n", "p.yaml:1: a key must be plain text"),
        ("%YAML 1.1\n---\na: no\n", "p.yaml:2: directives are not allowed"),
        ("a: 1\n---\nb: 2\n", "p.yaml:2: a second document; one file holds one"),
        ("a: *x\n", 'p.yaml:1: nothing is anchored as "x"'),
        ("a: &x [*x]\n", 'p.yaml:1: nothing is anchored as "x"'),
        ("a: [1\nb: 2\n", "p.yaml:2: not YAML: expected ',' or ']', but got ':'"),
        ("a: b: c\n", "p.yaml:1: not YAML: mapping values are not allowed here"),
        ('a: "\\uD800"\n', "p.yaml:1: text with half of a surrogate pair"),
        (b"a: \xff\n", "p.yaml: not UTF-8 at byte 3"),
    ],
)
def test_says_where_and_what_is_wrong(text: str | bytes, message: str) -> None:
    assert problem(text) == message


def test_names_a_control_character_without_printing_it() -> None:
    message = problem(b"a: \x00\n")

    assert message.startswith("p.yaml: not YAML: unacceptable character")
    assert printable(message) == message


def test_shortens_and_escapes_what_it_quotes() -> None:
    key = "\\e" + "k" * 500

    message = problem(f'"{key}": 1\n"{key}": 2\n')

    assert printable(message) == message
    assert len(message) < 300


def test_refuses_one_byte_more_than_the_limit() -> None:
    comment = b"#" * (MAX_BYTES - len(b"a: 1\n"))

    assert parse(b"a: 1\n" + comment) == {"a": 1}
    assert problem(b"a: 1\n" + comment + b"#") == "p.yaml: larger than 256 KiB"


def test_refuses_ten_megabytes_without_reading_them(tmp_path: Path) -> None:
    path = tmp_path / "big.yaml"
    with path.open("wb") as stream:
        stream.truncate(10 * 2**20)

    with pytest.raises(PolicyError, match=r"big\.yaml: larger than 256 KiB"):
        read_document(path)


def test_refuses_one_level_more_than_the_limit() -> None:
    assert parse("[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1))
    assert (
        problem("[" * (MAX_DEPTH + 2) + "]" * (MAX_DEPTH + 2)) == "p.yaml:1: nested deeper than 20"
    )


@pytest.mark.parametrize("opening", ["[", "{a: ", "- "])
def test_refuses_a_tower_of_openings(opening: str) -> None:
    assert problem(opening * 20_000).startswith("p.yaml")


def test_refuses_one_alias_more_than_the_limit() -> None:
    lines = ["a: &x 1", *(f"b{number}: *x" for number in range(MAX_ALIASES))]

    assert parse("\n".join(lines))
    assert problem("\n".join([*lines, "c: *x"])) == "p.yaml:18: more than 16 aliases"


def test_refuses_an_alias_bomb() -> None:
    lines = ["a: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [
        f"b{level}: &a{level} [{', '.join([f'*a{level - 1}'] * 9)}]" for level in range(1, 10)
    ]

    assert problem("\n".join(lines)) == "p.yaml:3: more than 16 aliases"


def test_refuses_one_digit_more_than_the_limit() -> None:
    assert parse("a: " + "9" * MAX_DIGITS) == {"a": int("9" * MAX_DIGITS)}
    assert problem("a: " + "9" * (MAX_DIGITS + 1)) == "p.yaml:1: a number of more than 40 digits"


def test_says_that_there_is_no_such_file(tmp_path: Path) -> None:
    with pytest.raises(PolicyError) as caught:
        read_document(tmp_path, "folder")

    assert caught.value.message == "folder: no such file"


def test_says_that_a_file_cannot_be_read(tmp_path: Path) -> None:
    path = tmp_path / "locked.yaml"
    path.write_text("a: 1\n")
    path.chmod(0)
    try:
        path.read_bytes()
    except PermissionError:
        with pytest.raises(PolicyError, match="cannot be read: Permission denied"):
            read_document(path)
    else:
        pytest.skip("this user may read everything")


@given(st.text(max_size=200) | st.text("[]{}:,-&*!%#|>'\"? \n\tab1~\\x0", max_size=60))
def test_any_text_is_read_or_refused_in_one_sentence(text: str) -> None:
    message = "p.yaml"
    try:
        parse_document(text.encode(errors="surrogatepass"), "p.yaml")
    except PolicyError as error:
        message = error.message
    assert message.startswith("p.yaml")
    assert printable(message) == message


def test_what_is_shipped_reads_the_same_by_the_c_library() -> None:
    for path in sorted((builtin_folder() / "controls").glob("*/*.yaml")):
        assert read_document(path, path.name, shipped=True) == read_document(path, path.name)
