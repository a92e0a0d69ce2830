"""In which order do npm versions stand?

The order of Semantic Versioning 2.0.0 section 11, over the spellings that npm
accepts in lockfiles and advisories (node-semver's loose mode: a leading ``v``
or ``=``, blanks around, a prerelease without its hyphen). Build metadata is
ignored.
"""

from __future__ import annotations

import re
from functools import lru_cache

MAX_LENGTH = 256
MAX_NUMBER = 2**53 - 1
CACHED_VERSIONS = 2**16

Key = tuple[int, int, int, int, tuple[tuple[int, float, str], ...]]
"""Sorts as npm sorts: major, minor, patch, 1 for a release and 0 before it, prerelease parts."""

LOWEST: Key = (-1, 0, 0, 0, ())
"""Below every version, prereleases of 0.0.0 included: what OSV writes as ``introduced: "0"``."""

# What JavaScript calls white space (ECMA-262 section 12.2 and 12.3); Python's own set differs.
BLANKS = "\t\n\v\f\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"
_PART = "(?:[0-9]*[A-Za-z-][0-9A-Za-z-]*|[0-9]+)"
_VERSION = re.compile(
    rf"[{BLANKS}]*[v={BLANKS}]*"
    r"([0-9]+)\.([0-9]+)\.([0-9]+)"
    rf"(?:-?({_PART}(?:\.{_PART})*))?"
    r"(?:\+[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?"
    rf"[{BLANKS}]*"
)
_NUMBER = "(?:0|[1-9][0-9]*)"
_STRICT_PART = f"(?:[0-9]*[A-Za-z-][0-9A-Za-z-]*|{_NUMBER})"
_STRICT = re.compile(
    rf"[{BLANKS}]*v?{_NUMBER}\.{_NUMBER}\.{_NUMBER}"
    rf"(?:-{_STRICT_PART}(?:\.{_STRICT_PART})*)?"
    r"(?:\+[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?"
    rf"[{BLANKS}]*"
)


@lru_cache(maxsize=CACHED_VERSIONS)
def key(version: str) -> Key | None:
    """Return what ``version`` sorts by, or None where npm would not take it for a version.

    Two versions are the same for npm where their keys are equal. Longer than
    256 characters or a number above 2**53 - 1 is no version, as in node-semver.
    """
    if len(version) > MAX_LENGTH:
        return None
    found = _VERSION.fullmatch(version)
    if found is None:
        return None
    major, minor, patch = (int(number) for number in found.group(1, 2, 3))
    if max(major, minor, patch) > MAX_NUMBER:
        return None
    prerelease = found[4]
    if prerelease is None:
        return (major, minor, patch, 1, ())
    return (major, minor, patch, 0, tuple(_part(part) for part in prerelease.split(".")))


def is_strict(version: str) -> bool:
    """Whether ``version`` is spelled as Semantic Versioning has it, but for a ``v`` before it.

    Blanks around are no fault. Only together with a ``key`` it is a version.
    """
    return _STRICT.fullmatch(version) is not None


def is_release(version: Key) -> bool:
    """Whether the version of this key is no prerelease."""
    return version[3] == 1


def _part(text: str) -> tuple[int, float, str]:
    """Numbers sort before words, by value; words by their ASCII characters."""
    if not text.isdecimal():
        return (1, 0, text)
    number = int(text)
    # Beyond 2**53 - 1 JavaScript compares what is left of the number as a double.
    return (0, number if number < MAX_NUMBER else float(number), "")
