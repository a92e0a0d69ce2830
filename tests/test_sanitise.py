from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.sanitise import excerpt, printable


@pytest.mark.parametrize(
    ("hostile", "shown"),
    [
        ("\x1b[2Jcleared", "\\x1b[2Jcleared"),
        ("line\n::error::break", "line\\x0a::error::break"),
        ("\x9b31m", "\\x9b31m"),
        ("a\u202eb", "a\\u202eb"),
        ("zero\u200bwidth", "zero\\u200bwidth"),
        ("\ud800", "\\ud800"),
        ("\U000e0041", "\\U000e0041"),
    ],
)
def test_shows_what_a_terminal_would_obey(hostile: str, shown: str) -> None:
    assert printable(hostile) == shown


def test_leaves_ordinary_text_of_any_script_alone() -> None:
    text = "src/größe/данные/文件.js:12 «quoted»"
    assert printable(text) == text


def test_excerpt_cuts_with_an_ellipsis() -> None:
    assert excerpt("abcdef", max_characters=4) == "abc…"
    assert excerpt("abcd", max_characters=4) == "abcd"


@given(st.text())
def test_result_can_always_be_encoded_and_is_stable(text: str) -> None:
    shown = printable(text)
    shown.encode("utf-8")
    assert printable(shown) == shown
    assert all(
        character.isprintable() or character == " " or ord(character) > 0x9F for character in shown
    )
