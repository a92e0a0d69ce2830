from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.provenance import Code, RefusedError
from auditor.provenance import strict_json as strict
from auditor.provenance.strict_json import MAX_BYTES, MAX_DEPTH


def refusal(data: bytes) -> RefusedError:
    with pytest.raises(RefusedError) as refused:
        strict.parse(data, "here")
    return refused.value


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"nul",
        b"\xff",
        b"\xef\xbb\xbf{}",
        b"NaN",
        b"[Infinity]",
        b'"\\ud800"',
        b'"\\udfff\\ud800"',
        b"1" * 5000,
    ],
)
def test_what_is_no_json_is_malformed(data: bytes) -> None:
    assert refusal(data).code is Code.MALFORMED
    assert refusal(data).message.startswith("here: ")


def test_a_pair_of_surrogates_is_one_character() -> None:
    assert strict.parse(b'"\\ud83d\\ude00"', "here") == "\U0001f600"


@pytest.mark.parametrize(
    "data", [b'{"a":1,"a":1}', b'[{"b":{"a":1,"a":2}}]', b'{"a":1,"\\u0061":2}']
)
def test_two_members_of_one_name_are_refused(data: bytes) -> None:
    assert refusal(data).code is Code.DUPLICATE_KEY


def test_a_document_may_be_nested_so_deep_and_no_deeper() -> None:
    assert strict.parse(b"[" * MAX_DEPTH + b"]" * MAX_DEPTH, "here")
    deeper = MAX_DEPTH + 1
    assert "nested" in refusal(b"[" * deeper + b"]" * deeper).message
    assert "nested" in refusal(b"[" * 1_000_000).message


def test_brackets_in_text_do_not_count() -> None:
    many = '[{"a\\"[[": "' + "[{" * MAX_DEPTH + '"}]'
    assert strict.parse(many.encode(), "here") == [{'a"[[': "[{" * MAX_DEPTH}]
    flat = b"[" + b",".join([b"[]"] * MAX_DEPTH * 2) + b"]"
    assert strict.parse(flat, "here") == [[]] * MAX_DEPTH * 2


def test_a_document_may_be_so_large_and_no_larger() -> None:
    assert strict.parse(b'"' + b"x" * (MAX_BYTES - 2) + b'"', "here")
    assert "larger" in refusal(b'"' + b"x" * (MAX_BYTES - 1) + b'"').message


@given(st.binary() | st.text().map(str.encode))
def test_bytes_are_read_as_json_does_or_refused(data: bytes) -> None:
    try:
        value = strict.parse(data, "here")
    except RefusedError:
        return
    assert value == json.loads(data)
