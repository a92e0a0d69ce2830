from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sbom.characters import clean_text


def test_controls_overrides_and_non_characters_are_replaced() -> None:
    unwanted = "\x00\x85\u202e\u2066\u200f\uffff\U0010ffff\ud800"
    assert clean_text(f"a{unwanted}b") == f"a{chr(0xFFFD) * 8}b"


def test_other_text_is_kept() -> None:
    assert clean_text("é \u00a0 \u3042 \U0001f600") == "é \u00a0 \u3042 \U0001f600"


@given(st.text())
def test_what_is_clean_stays_as_it_is_and_can_be_encoded(text: str) -> None:
    cleaned = clean_text(text)
    assert clean_text(cleaned) == cleaned
    assert cleaned.encode().decode() == cleaned
