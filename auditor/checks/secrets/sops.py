"""Which files does SOPS keep encrypted here, and when were their keys last used?

``.sops.yaml`` names files by regular expressions (SOPS documentation, "Using
.sops.yaml conf to select KMS, PGP and age for new files"). These are the target's own,
so that only those are tried whose matching cannot take long.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime

MAX_RULES = 100
MAX_PATTERN_CHARACTERS = 300
MAX_PATH_CHARACTERS = 256
MAX_REPEATS = 2

_RULE = re.compile(
    r"^\s{0,20}-?\s{0,10}(?:path_regex|filename_regex)\s{0,4}:\s{0,4}(.{1,400})$", re.MULTILINE
)
_REPEAT = re.compile(r"(?<!\\)[*+]|\{\d*,\d*\}")
_GROUP_REPEAT = re.compile(r"\)[*+?{]")
_MAC = re.compile(r"""(?m)^\s{0,20}["']?(?:sops_)?mac["']?\s{0,4}[:=]\s{0,4}["']?ENC\[""")
_MODIFIED = re.compile(
    r"""(?m)^\s{0,20}["']?(?:sops_)?lastmodified["']?\s{0,4}[:=]\s{0,4}["']?"""
    r"""(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)"""
)


@dataclass(frozen=True, slots=True)
class Rules:
    """The expressions of a ``.sops.yaml``, and the lines of those that are not tried."""

    patterns: tuple[re.Pattern[str], ...]
    unclear: tuple[int, ...]


def read_rules(text: str) -> Rules:
    """Return the creation rules that name files."""
    patterns: list[re.Pattern[str]] = []
    unclear = []
    for match in _RULE.finditer(text):
        line = text.count("\n", 0, match.start(1)) + 1
        pattern = _pattern(match[1]) if len(patterns) < MAX_RULES else None
        if pattern is None:
            unclear.append(line)
        else:
            patterns.append(pattern)
    return Rules(tuple(patterns), tuple(unclear))


def is_encrypted(text: str) -> bool:
    """Whether a file carries the message authentication code of SOPS."""
    return _MAC.search(text) is not None


def last_modified(text: str) -> datetime | None:
    """When SOPS last wrote the file; None where it does not say."""
    match = _MODIFIED.search(text)
    if match is None:
        return None
    try:
        return datetime.strptime(match[1], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    except ValueError:
        return None


def _pattern(written: str) -> re.Pattern[str] | None:
    text = written.strip().split(" #")[0].strip()
    if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'":
        text = text[1:-1].replace("\\\\", "\\") if text[0] == '"' else text[1:-1]
    if (
        len(text) > MAX_PATTERN_CHARACTERS
        or len(_REPEAT.findall(text)) > MAX_REPEATS
        or _GROUP_REPEAT.search(text)
    ):
        return None
    try:
        return re.compile(text)
    except re.error:
        return None
