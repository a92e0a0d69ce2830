from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sbom import LockfileError, strict_json
from sbom.strict_json import Duplicate, parse


def parse_value(data: bytes) -> object:
    return parse(data, "x.json", LockfileError).value


def refusal(data: bytes) -> str:
    with pytest.raises(LockfileError) as caught:
        parse_value(data)
    assert caught.value.hint
    return caught.value.message


def test_reads_utf_8_with_or_without_a_byte_order_mark() -> None:
    assert parse_value('{"a": "é"}'.encode()) == {"a": "é"}
    assert parse_value('\ufeff{"a": "é"}'.encode()) == {"a": "é"}


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_names_utf_16_and_utf_32(encoding: str) -> None:
    assert refusal('{"a": 1}'.encode(encoding)) == "x.json: the text is UTF-16 or UTF-32"


def test_says_on_which_line_a_byte_is_not_utf_8() -> None:
    assert refusal(b'{"a":\n"\xff"}') == "x.json: line 2: byte 7 is not UTF-8"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "x.json: the file is empty"),
        (b" \n", "x.json: the file is empty"),
        (b'{"a": 1', "x.json: line 1, column 8: the JSON ends too early"),
        (b'{"a": "b', "x.json: line 1, column 7: the JSON ends too early"),
        (b'{"a": nope}', "x.json: line 1, column 7: this is not JSON (expecting value)"),
        (b'{"a": NaN}', "x.json: NaN is no JSON number"),
        (b'{"a": -Infinity}', "x.json: -Infinity is no JSON number"),
        (b'{"a": 1e999}', "x.json: a number is too large for JSON's number range"),
        (b"[" + b"9" * 20 + b"]", "x.json: an integer of 20 digits is too large"),
        (
            b'{\n<<<<<<< HEAD\n"a": 1\n=======\n"a": 2\n>>>>>>> other\n}',
            "x.json: line 2: there is a merge conflict marker",
        ),
    ],
)
def test_refuses_with_place_and_reason(data: bytes, message: str) -> None:
    assert refusal(data) == message


def test_reads_the_longest_integer_and_a_float() -> None:
    assert parse_value(b"[" + b"9" * 19 + b", 1.5]") == [int("9" * 19), 1.5]


def test_depth_is_limited_before_anything_recurses() -> None:
    limit = strict_json.MAX_DEPTH
    assert parse_value(b"[" * limit + b"]" * limit) is not None
    assert "nested more than" in refusal(b"[" * (limit + 1) + b"]" * (limit + 1))
    assert "nested more than" in refusal(b"[" * 200_000)
    assert "nested more than" in refusal(b'{"a":' * 200_000 + b"1" + b"}" * 200_000)


def test_brackets_and_escaped_quotes_inside_texts_are_no_depth() -> None:
    text = '["' + "[{" * 300 + '\\"' + "[" * 300 + '\\\\"]'
    assert parse_value(text.encode()) == ["[{" * 300 + '"' + "[" * 300 + "\\"]


def test_bytes_are_limited() -> None:
    assert parse(b"[1]", "x.json", LockfileError, max_bytes=3).value == [1]
    with pytest.raises(LockfileError, match="4 bytes are more than the 3"):
        parse(b"[10]", "x.json", LockfileError, max_bytes=3)


def test_containers_are_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(strict_json, "MAX_CONTAINERS", 3)
    assert parse_value(b"[[],[]]") == [[], []]
    assert "4 objects and lists are more than the 3" in refusal(b"[[],[],[]]")


def test_repeated_names_are_located_and_compared() -> None:
    document = parse(b'{"a": {"b": 1, "b": 1}, "c": [{"d": 1, "d": 2}]}', "x", LockfileError)
    assert document.duplicates == (
        Duplicate(("a",), "b", same=True),
        Duplicate(("c", "0"), "d", same=False),
    )


def test_half_surrogates_are_replaced_and_whole_ones_kept() -> None:
    document = parse(rb'["\ud83d\ude00", "\ud800x", "\\ud800"]', "x", LockfileError)
    assert document.value == ["\U0001f600", "\ufffdx", "\\ud800"]
    assert document.surrogates == 1


@given(st.binary(max_size=200))
def test_any_bytes_give_a_value_or_our_error(data: bytes) -> None:
    with contextlib.suppress(LockfileError):
        parse(data, "x", LockfileError)
