from __future__ import annotations

import base64
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.provenance import RefusedError, fields
from auditor.provenance.strict_json import Value


@given(st.binary(min_size=1))
def test_canonical_base64_is_read(data: bytes) -> None:
    assert fields.octets(base64.b64encode(data).decode(), "x") == data


@given(st.text(alphabet="AEQgwx019+/=-_ \n", max_size=12))
def test_only_the_canonical_spelling_is_read(text: str) -> None:
    try:
        data = fields.octets(text, "x")
    except RefusedError:
        return
    assert base64.b64encode(data).decode() == text


@pytest.mark.parametrize(
    "value",
    ["", "=", "==", "====", "AB==", "AAB=", "A", "AAAA\n", "0000=", "0000====", "é", 3, None],
)
def test_other_spellings_are_refused(value: Value) -> None:
    with pytest.raises(RefusedError, match=r"^x is no base64$"):
        fields.octets(value, "x")


@pytest.mark.parametrize(
    ("value", "number"), [(0, 0), ("0", 0), (None, 0), ("17", 17), (2**63 - 1, 2**63 - 1)]
)
def test_integers_may_be_text(value: Value, number: int) -> None:
    assert fields.integer(value, "x") == number


@pytest.mark.parametrize(
    "value", [-1, "-1", "+1", "01", "1.0", 1.0, "", " 1", True, [], 2**63, str(2**63), "\u0661"]
)
def test_other_numbers_are_refused(value: Value) -> None:
    with pytest.raises(RefusedError, match=r"^x is no whole number$"):
        fields.integer(value, "x")


def test_objects_lists_and_texts_are_told_apart() -> None:
    assert fields.items(None, "x") == []
    readers: list[tuple[Callable[[Value, str], object], Value]] = [
        (fields.message, []),
        (fields.items, {}),
        (fields.text, None),
    ]
    for read, value in readers:
        with pytest.raises(RefusedError, match=r"^x is no "):
            read(value, "x")
