"""Which values have names in a JSON file?

A tokeniser of one pass and without recursion (RFC 8259, and the comments and
trailing commas that tools allow): depth, duplicate keys and what is broken cost
nothing, and every occurrence of a key is seen.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

from auditor.checks.secrets.readers.nested import Nested
from auditor.checks.secrets.readers.pair import Pair

_TOKEN = re.compile(
    r'"(?:[^"\\\n]|\\.)*+"?|[{}\[\],:]|//[^\n]*+|/\*(?:[^*]|\*(?!/))*+(?:\*/)?|[^\s"{}\[\],:/]++|/'
)


def read_json(text: str) -> Iterable[Pair]:
    """Return the values that are named like secrets, and those of commands."""
    nested = Nested()
    line, counted = 1, 0
    for match in _TOKEN.finditer(text):
        token = match[0]
        mark = token[0]
        if mark in "{[":
            nested.open(is_map=mark == "{")
        elif mark in "}]":
            nested.close()
        elif mark == ",":
            nested.separator()
        elif mark not in ":/":
            line += text.count("\n", counted, match.start())
            counted = match.start()
            nested.scalar(_unquoted(token), line)
    nested.end_document()
    return nested.pairs


def _unquoted(token: str) -> str:
    if token[0] != '"':
        return token
    if "\\" in token:
        try:
            return str(json.loads(token, strict=False))
        except ValueError:
            pass
    return token.strip('"')
