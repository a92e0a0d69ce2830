"""Which values do files of settings give to names?

.env files (as the dotenv package reads them), .npmrc, ini, properties, TOML and
Terraform variables: one ``name = value`` a line; a quoted value may go on over lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.checks.secrets.readers.pair import Pair

MAX_VALUE_LINES = 200

_LINE = re.compile(
    r"\s{0,40}(?:export\s{1,4})?(?:set\s{1,4})?[\"']?([\w.:/@$-]{1,200}+)[\"']?\s{0,20}(?:=>|[=:])\s{0,20}(.*)",
    re.ASCII,
)
_COMMENT = re.compile(r"\s+[#;].*$")
_QUOTES = "\"'`"


def read_settings(text: str) -> Iterator[Pair]:
    """Yield every name and its value."""
    lines = text.split("\n")
    at = 0
    while at < len(lines):
        start, line = at, lines[at].rstrip("\r")
        at += 1
        match = _LINE.match(line) if line and line.lstrip()[:1] not in "#;!" else None
        if match is None:
            continue
        value = match[2].strip()
        quote = value[:1]
        if quote and quote in _QUOTES:
            value, at = _quoted(value, quote, lines, at)
        else:
            value = _COMMENT.sub("", value).rstrip(",")
        yield Pair(match[1], value, start + 1, at if at > start + 1 else 0, flat=True)


def _quoted(first: str, quote: str, lines: list[str], at: int) -> tuple[str, int]:
    """The text between the quotes, and the number of the line after it."""
    end = first.find(quote, 1)
    if end > 0:
        return first[1:end], at
    parts = [first[1:]]
    for number in range(at, min(at + MAX_VALUE_LINES, len(lines))):
        end = lines[number].find(quote)
        if end >= 0:
            return "\n".join([*parts, lines[number][:end]]), number + 1
        parts.append(lines[number])
    return first[1:], at
