"""How is one field of a JSON message read, and what is refused?

The messages are protobuf in JSON: bytes are base64 (RFC 4648, section 4),
64-bit integers may be text. Only the one canonical form is taken.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Mapping

from auditor.provenance.strict_json import Value
from auditor.provenance.verdict import Code, RefusedError

MAX_INTEGER = 2**63 - 1
# Last digits of one and of two bytes whose unused bits are zero.
_LAST_OF_ONE = frozenset("AQgw")
_LAST_OF_TWO = frozenset("AEIMQUYcgkosw048")
_NUMBER = re.compile(r"(?:0|[1-9][0-9]{0,18})")

Message = Mapping[str, Value]


def message(value: Value, place: str, code: Code = Code.MALFORMED) -> Message:
    """Return ``value`` where it is an object."""
    if not isinstance(value, dict):
        raise RefusedError(code, f"{place} is no object")
    return value


def items(value: Value, place: str) -> list[Value]:
    """Return ``value`` where it is a list; null and absence are the empty list."""
    if value is None:
        return []
    if not isinstance(value, list):
        raise RefusedError(Code.MALFORMED, f"{place} is no list")
    return value


def text(value: Value, place: str, code: Code = Code.MALFORMED) -> str:
    """Return ``value`` where it is text."""
    if not isinstance(value, str):
        raise RefusedError(code, f"{place} is no text")
    return value


def octets(value: Value, place: str, code: Code = Code.MALFORMED) -> bytes:
    """Return the bytes that ``value`` encodes in canonical base64; empty is refused."""
    if isinstance(value, str):
        try:
            data = binascii.a2b_base64(value, strict_mode=True)
        except ValueError:  # binascii.Error, and text that is not ASCII
            data = b""
        if data and (value[-1] != "=" or _is_padded_well(value)):
            return data
    raise RefusedError(code, f"{place} is no base64")


def integer(value: Value, place: str) -> int:
    """Return ``value`` where it is a whole number from 0 to 2^63-1, also as text.

    Absence is 0, which protobuf leaves out.
    """
    number = 0 if value is None else -1
    if isinstance(value, str) and _NUMBER.fullmatch(value):
        number = int(value)
    elif isinstance(value, int) and not isinstance(value, bool):
        number = value
    if not 0 <= number <= MAX_INTEGER:
        raise RefusedError(Code.MALFORMED, f"{place} is no whole number")
    return number


def _is_padded_well(encoded: str) -> bool:
    """Whether the padding is no longer than it must be, and hides no bits that are set.

    The decoder, strict as it is, lets both pass: one value would have many spellings.
    """
    if len(encoded) % 4:
        return False
    if encoded[-2] == "=":
        return encoded[-3] in _LAST_OF_ONE
    return encoded[-2] in _LAST_OF_TWO
