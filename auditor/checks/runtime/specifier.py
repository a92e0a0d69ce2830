"""Which release lines of Node.js does a text ask for?

The spellings of image tags, .nvmrc, .node-version, setup-node and engines:
``18.13.0``, ``v20``, ``22.x``, ``lts/iron``, ``lts/*``, ``latest``, ``>=18 <23``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from auditor import ranges
from auditor.sources.node_tables import Line, Releases

_FLOATING = frozenset(
    {"", "*", "x", "latest", "current", "node", "stable", "lts", "lts/*", "lts/-1"}
)
_FULL = re.compile(r"v?([0-9]{1,4})\.([0-9]{1,4})\.([0-9]{1,4})")
_PARTIAL = re.compile(r"v?([0-9]{1,4})(?:\.([0-9]{1,4}|[xX*]))?(?:\.[xX*])?")
_FAR_ABOVE = "9999.0.0"


class State(StrEnum):
    """What is known about the lines that a text allows."""

    SUPPORTED = "supported"
    END_OF_LIFE = "end_of_life"
    FLOATING = "floating"
    UNKNOWN = "unknown"


class Precision(StrEnum):
    """How much of the version is fixed."""

    EXACT = "exact"
    LINE = "line"
    RANGE = "range"
    FLOATING = "floating"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a text asks for: the lines it allows, and the version where it names one."""

    precision: Precision
    lines: tuple[Line, ...] = ()
    version: str = ""

    def state(self, today: date) -> State:
        """Whether all that is allowed is kept up, all is dead, or it depends on the day."""
        if self.precision in {Precision.FLOATING, Precision.UNKNOWN}:
            return State(self.precision.value)
        day = today.isoformat()
        started = [line for line in self.lines if line.start <= day]
        dead = [line for line in started if line.end < day]
        if not started:
            return State.UNKNOWN
        if len(dead) == len(started):
            return State.END_OF_LIFE
        return State.FLOATING if dead else State.SUPPORTED

    @property
    def end(self) -> str:
        """The last day on which any of the allowed lines is kept up; empty where not known."""
        return max((line.end for line in self.lines), default="")


def read_specifier(text: str, releases: Releases) -> Wanted:
    """Return what ``text`` asks for; what cannot be read is of unknown precision."""
    text = text.strip().lower()
    if text in _FLOATING:
        return Wanted(Precision.FLOATING)
    line = releases.named(text.removeprefix("lts/"))
    if line is not None:
        return Wanted(Precision.LINE, (line,))
    full = _FULL.fullmatch(text)
    if full:
        version = ".".join(full.groups())
        return Wanted(Precision.EXACT, _line(full[1], full[2], releases), version)
    partial = _PARTIAL.fullmatch(text)
    if partial and (partial[1] != "0" or partial[2]):
        return Wanted(Precision.LINE, _line(partial[1], partial[2], releases))
    return _read_range(text, releases)


def _line(major: str, minor: str | None, releases: Releases) -> tuple[Line, ...]:
    """The line of a version: before version 1 every minor was a line of its own."""
    name = f"0.{int(minor)}" if int(major) == 0 and minor and minor.isdigit() else str(int(major))
    line = releases.lines.get(name)
    return (line,) if line else ()


def _read_range(text: str, releases: Releases) -> Wanted:
    allowed = ranges.parse(text, loose=True)
    if allowed is None:
        return Wanted(Precision.UNKNOWN)
    if allowed.allows(_FAR_ABOVE):
        return Wanted(Precision.FLOATING)
    # A range is a union of intervals, so each piece of it begins at a line's first
    # version, at a bound, or right above one.
    bounds = {one.key[:3] for alternative in allowed.alternatives for one in alternative}
    above = {(major, minor, patch + 1) for major, minor, patch in bounds}
    beginnings = [(".".join(map(str, one)), one) for one in sorted(bounds | above)]
    reached = []
    for line in releases.lines.values():
        inside = [text for text, numbers in beginnings if _is_of(numbers, line)]
        if any(allowed.allows(version) for version in (line.first, *inside)):
            reached.append(line)
    return Wanted(Precision.RANGE, tuple(reached))


def _is_of(numbers: tuple[int, int, int], line: Line) -> bool:
    major, minor, _ = numbers
    return line.name == (f"0.{minor}" if major == 0 else str(major))
