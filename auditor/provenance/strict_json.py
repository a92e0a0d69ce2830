"""Which JSON is accepted from a registry?

UTF-8, bounded in bytes and depth, no member twice in one object (RFC 8259,
section 4, leaves that open, and readers differ), no half surrogate pairs, no
NaN: every reader sees the same document.
"""

from __future__ import annotations

import json
import re
from typing import NoReturn

from auditor.provenance.verdict import Code, RefusedError

MAX_BYTES = 16 * 2**20
MAX_DEPTH = 64

Value = dict[str, "Value"] | list["Value"] | str | int | float | bool | None

# The escape of a surrogate: one half alone is no character, and UTF-8 cannot carry it.
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")
_TOKENS = re.compile(rb'"(?:[^"\\]|\\.)*"|[\[{]|[\]}]', re.DOTALL)


class _DuplicateError(ValueError):
    pass


def parse(
    data: bytes,
    place: str,
    *,
    malformed: Code = Code.MALFORMED,
    duplicate: Code = Code.DUPLICATE_KEY,
) -> Value:
    """Return the document in ``data``.

    Raises:
        RefusedError: with the code ``malformed`` or ``duplicate``, naming ``place``.
    """
    if len(data) > MAX_BYTES:
        raise RefusedError(malformed, f"{place}: larger than {MAX_BYTES:,} bytes")
    if data.count(b"{") + data.count(b"[") > MAX_DEPTH and _depth(data) > MAX_DEPTH:
        raise RefusedError(malformed, f"{place}: nested more than {MAX_DEPTH} levels deep")
    try:
        text = data.decode()
        value: Value = _DECODER.decode(text)
        if _SURROGATE.search(text):
            json.dumps(value, ensure_ascii=False).encode()  # fails on one half
    except _DuplicateError as error:
        raise RefusedError(duplicate, f"{place}: {error}") from error
    except (ValueError, RecursionError) as error:
        raise RefusedError(malformed, f"{place}: this is not JSON in UTF-8") from error
    return value


def _depth(data: bytes) -> int:
    depth = deepest = 0
    for token in _TOKENS.finditer(data):
        first = data[token.start()]
        if first in b"{[":
            depth += 1
            deepest = max(deepest, depth)
        elif first in b"]}":
            depth -= 1
    return deepest


def _unique(pairs: list[tuple[str, Value]]) -> dict[str, Value]:
    value = dict(pairs)
    if len(value) != len(pairs):
        raise _DuplicateError("an object has two members of the same name")
    return value


def _refuse(text: str) -> NoReturn:
    raise ValueError(text)


_DECODER = json.JSONDecoder(object_pairs_hook=_unique, parse_constant=_refuse)
