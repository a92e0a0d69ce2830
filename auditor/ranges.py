"""Which versions does an npm range allow?

The range grammar of node-semver 7 (README, "Ranges"): comparators, hyphen
ranges, x-ranges, tilde, caret and ``||``, with its rule for prereleases: one
is allowed only where the same major.minor.patch is named with a prerelease,
unless ``prereleases`` (includePrerelease) is asked for. ``loose`` takes what
npm's own resolver takes: ``1.2.3beta``, leading zeros, words that are ignored.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from auditor import semver

MAX_LENGTH = 2_048
CACHED_RANGES = 2**14

# As npm cuts them; "\s" of Python is another set. Once collapsed, a blank is a space.
_BLANKS = re.compile(f"[{semver.BLANKS}]+")
_BUILD = re.compile(r"\+[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*")


@dataclass(frozen=True, slots=True)
class Comparator:
    """One bound: ``operator`` is ``<``, ``<=``, ``>``, ``>=`` or ``=``."""

    operator: str
    key: semver.Key

    def allows(self, version: semver.Key) -> bool:
        """Whether ``version`` is on the right side of the bound."""
        match self.operator:
            case "<":
                return version < self.key
            case "<=":
                return version <= self.key
            case ">":
                return version > self.key
            case ">=":
                return version >= self.key
            case _:
                return version == self.key


@dataclass(frozen=True, slots=True)
class Range:
    """A version is in it where it passes every comparator of one of ``alternatives``.

    An alternative without comparators allows everything.
    """

    alternatives: tuple[tuple[Comparator, ...], ...]
    prereleases: bool = False
    loose: bool = False

    def allows(self, version: str) -> bool:
        """Whether ``version`` is one, and in the range."""
        if not self.loose and not semver.is_strict(version):
            return False
        key = semver.key(version)
        return key is not None and any(self._passes(key, one) for one in self.alternatives)

    def _passes(self, version: semver.Key, comparators: tuple[Comparator, ...]) -> bool:
        if not all(comparator.allows(version) for comparator in comparators):
            return False
        if self.prereleases or semver.is_release(version):
            return True
        named = (one.key for one in comparators if not semver.is_release(one.key))
        return any(key[:3] == version[:3] for key in named)


@lru_cache(maxsize=CACHED_RANGES)
def parse(text: str, *, prereleases: bool = False, loose: bool = False) -> Range | None:
    """Return what ``text`` allows, or None where npm would not take it for a range.

    Longer than 2,048 characters is no range either; node-semver has no such limit.
    """
    if len(text) > MAX_LENGTH:
        return None
    grammar = _grammar(loose=loose)
    found = []
    for part in _BLANKS.sub(" ", text).split("||"):
        try:
            comparators = grammar.comparators(part.strip(" "), prereleases=prereleases)
        except _NotARangeError:
            return None
        if comparators is not None:
            found.append(comparators)
    if not found:
        return None
    possible = [one for one in found if one != _NOTHING] or found[:1]
    everything = [one for one in possible if not one]
    return Range(tuple(everything[:1] or possible), prereleases, loose)


def satisfies(version: str, text: str, *, prereleases: bool = False, loose: bool = False) -> bool:
    """Whether ``version`` is in the range ``text``; False where either is none."""
    allowed = parse(text, prereleases=prereleases, loose=loose)
    return allowed is not None and allowed.allows(version)


def lowest(versions: Iterable[str], allowed: Range) -> str | None:
    """Return the lowest of ``versions`` that the range allows; of equal ones the first."""
    return min((one for one in versions if allowed.allows(one)), key=_order, default=None)


def highest(versions: Iterable[str], allowed: Range) -> str | None:
    """Return the highest of ``versions`` that the range allows; of equal ones the first."""
    return max((one for one in versions if allowed.allows(one)), key=_order, default=None)


def _order(version: str) -> semver.Key:
    return semver.key(version) or semver.LOWEST


class _NotARangeError(Exception):
    """A part of the text is nothing that npm could read; never leaves this module."""


@lru_cache(maxsize=2)
def _grammar(*, loose: bool) -> _Grammar:
    """The patterns are worth building only once, and only for those who need them."""
    return _Grammar(loose=loose)


class _Grammar:
    """Reads one alternative of a range: the text between two ``||``."""

    def __init__(self, *, loose: bool) -> None:
        number = "[0-9]+" if loose else "(?:0|[1-9][0-9]*)"
        part = rf"(?:[0-9]*[A-Za-z-][0-9A-Za-z-]*|{number})"
        tail = rf"{'-?' if loose else '-'}({part}(?:\.{part})*)"
        wild = rf"({number}|[xX*])"
        partial = rf"[v= ]*{wild}(?:\.{wild}(?:\.{wild}(?:{tail})?)?)?"
        self._loose = loose
        self._partial = re.compile(partial)
        self._marked = re.compile(rf"(\^|~>?|[<>]?=?){partial}")
        ungrouped = partial.replace(wild, f"(?:{wild[1:]}").replace(
            tail, tail.replace("(", "(?:", 1)
        )
        self._hyphen = re.compile(rf"({ungrouped}) - ({ungrouped})")
        self._bound = re.compile(
            rf"([<>]?=?)({'[v= ]*' if loose else 'v?'}{number}\.{number}\.{number}(?:{tail})?)"
        )

    def comparators(self, text: str, *, prereleases: bool) -> tuple[Comparator, ...] | None:
        """What ``text`` asks for; None where nothing of it counts, which loose allows.

        Raises:
            _NotARangeError: it is no range.
        """
        text = _BUILD.sub("", text)
        floor = "-0" if prereleases else ""
        sides = self._hyphen.fullmatch(text)
        if sides:
            text = self._between(sides[1], sides[2], floor)
        for gap, closed in _GAPS:
            text = gap.sub(closed, text)
        bounds = (bound for word in text.split(" ") for bound in self._bounds(word, floor))
        found: list[Comparator] = []
        everything = False
        for word in _SPACES.split(" ".join(bounds)):
            bound = self._bound.fullmatch(word)
            if word in {"", f">=0.0.0{floor}"}:
                everything = True
            elif bound:
                found.append(_comparator(bound[1], bound[2]))
            elif not self._loose:
                raise _NotARangeError
        if _NOTHING[0] in found:
            return _NOTHING
        return tuple(found) if found or everything else None

    def _between(self, low: str, high: str, floor: str) -> str:
        """``1.2 - 3``: both ends are part of it, and all that begins like the upper end."""
        return f"{self._from(low, floor)} {self._to(high, floor)}".strip(" ")

    def _from(self, low: str, floor: str) -> str:
        major, minor, patch, tail = self._parts(low)
        if major is None:
            return ""
        if minor is None:
            return f">={major}.0.0{floor}"
        if patch is None:
            return f">={major}.{minor}.0{floor}"
        return f">={low}" if tail else f">={low}{floor}"

    def _to(self, high: str, floor: str) -> str:
        major, minor, patch, tail = self._parts(high)
        if major is None:
            return ""
        if minor is None:
            return f"<{int(major) + 1}.0.0-0"
        if patch is None:
            return f"<{major}.{int(minor) + 1}.0-0"
        if tail:
            return f"<={major}.{minor}.{patch}-{tail}"
        return f"<{major}.{minor}.{int(patch) + 1}-0" if floor else f"<={high}"

    def _parts(self, text: str) -> _Parts:
        found = self._partial.fullmatch(text)
        return _parts(found.groups()) if found else (None, None, None, None)

    def _bounds(self, word: str, floor: str) -> tuple[str, ...]:
        """The plain bounds that one word stands for; a word that is none stays itself."""
        found = self._marked.fullmatch(word)
        if found:
            mark, *rest = found.groups()
            parts = _parts(rest)
            if mark == "^":
                return _caret(parts, floor)
            if mark.startswith("~"):
                return _tilde(parts, floor)
            if _in_order(rest):
                return _wild(mark, parts, floor) or (word,)
        return (_STAR.sub("", word, count=1),)


_Parts = tuple[str | None, str | None, str | None, str | None]

_GAPS = (
    (re.compile("( ?)([<>]?=?) ?([v= ]*[0-9xX*])"), r"\1\2\3"),
    (re.compile("~>? "), "~"),
    (re.compile(r"\^ "), "^"),
)
# A star between two other words disappears here, as it does in node-semver.
_SPACES = re.compile(" +")
_STAR = re.compile(r"[<>]?=?\*")


def _parts(groups: Iterable[str | None]) -> _Parts:
    """Major, minor, patch and prerelease; None for what is left open."""
    major, minor, patch, tail = (None if one in {None, "x", "X", "*"} else one for one in groups)
    return major, minor, patch, tail


def _in_order(groups: Iterable[str | None]) -> bool:
    """Whether no number follows an open one, as in ``1.x.3``."""
    numbers = list(groups)[:3]
    opened = [one in {None, "x", "X", "*"} for one in numbers]
    return not (opened[0] and not opened[1]) and not (opened[1] and not opened[2])


def _caret(parts: _Parts, floor: str) -> tuple[str, ...]:
    """``^1.2.3``: whatever leaves the leftmost number that is not zero as it is."""
    major, minor, patch, tail = parts
    if major is None:
        return ("",)
    if minor is None:
        return f">={major}.0.0{floor}", f"<{int(major) + 1}.0.0-0"
    low = f">={major}.{minor}.0{floor}" if patch is None else _at(">=", major, minor, patch, tail)
    if major != "0":
        return low, f"<{int(major) + 1}.0.0-0"
    if minor != "0" or patch is None:
        return low, f"<{major}.{int(minor) + 1}.0-0"
    return low, f"<{major}.{minor}.{int(patch) + 1}-0"


def _tilde(parts: _Parts, floor: str) -> tuple[str, ...]:
    """``~1.2.3``: patches alone where a minor is named, minors too where not."""
    major, minor, patch, tail = parts
    if major is None:
        return ("",)
    if minor is None:
        return f">={major}.0.0{floor}", f"<{int(major) + 1}.0.0-0"
    low = f">={major}.{minor}.0{floor}" if patch is None else _at(">=", major, minor, patch, tail)
    return low, f"<{major}.{int(minor) + 1}.0-0"


def _at(operator: str, major: str, minor: str, patch: str, tail: str | None) -> str:
    return f"{operator}{major}.{minor}.{patch}" + (f"-{tail}" if tail else "")


def _wild(operator: str, parts: _Parts, floor: str) -> tuple[str, ...]:
    """``1.x``, ``>=1.2``, ``*``; nothing where no part is open, so that it stands for itself."""
    major, minor, patch, _ = parts
    if major is None:
        return ("<0.0.0-0",) if operator in {"<", ">"} else ("",)
    if minor is None:
        this, following = f"{major}.0.0", f"{int(major) + 1}.0.0"
    elif patch is None:
        this, following = f"{major}.{minor}.0", f"{major}.{int(minor) + 1}.0"
    else:
        return ()
    match operator:
        case ">":
            return (f">={following}{floor}",)
        case ">=":
            return (f">={this}{floor}",)
        case "<":
            return (f"<{this}-0",)
        case "<=":
            return (f"<{following}-0",)
        case _:
            return f">={this}{floor}", f"<{following}-0"


def _comparator(operator: str, version: str) -> Comparator:
    key = semver.key(version)
    if key is None:  # a number or a text beyond node-semver's limits
        raise _NotARangeError
    return Comparator(operator or "=", key)


# What "<" and ">" of everything leave over.
_NOTHING = (_comparator("<", "0.0.0-0"),)
