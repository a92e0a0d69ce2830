"""Did the story of where a package comes from change between its versions?

Versions are compared along their release lines: those of one major in the order
of their numbers, prereleases apart, so that an older major that is still looked
after is never held against a newer one. The first version of a major is compared
with what the majors below it had established when it came to be.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, replace

from auditor import semver
from auditor.provenance.drift import (
    FAILING,
    Change,
    Difference,
    Weight,
    differences,
    unknown_fields,
    value_of,
)
from auditor.provenance.origin import Origin, Proof, Release, State


@dataclass(frozen=True, slots=True)
class Event:
    """What changed in ``version``, against what ``since`` had established.

    ``seen`` is the first version that had the same value before, where it only came back;
    that is a notice. ``before_proof`` and ``after_proof`` are the evidence of both.
    """

    version: str
    line: str
    change: Change
    weight: Weight
    since: str
    field: str = ""
    before: str = ""
    after: str = ""
    seen: str = ""
    before_proof: Proof | None = None
    after_proof: Proof | None = None


@dataclass(frozen=True, slots=True)
class Unknown:
    """What could not be compared of ``version``; ``field`` is empty where it is everything."""

    version: str
    field: str
    reason: str


@dataclass(frozen=True, slots=True)
class History:
    """What was found, in the order of the versions; ``verified`` counts what it rests on."""

    verified: int
    events: tuple[Event, ...]
    unknown: tuple[Unknown, ...]

    @property
    def failing(self) -> tuple[Event, ...]:
        """The events that fail by default."""
        return tuple(event for event in self.events if event.weight is Weight.FAILS)


def line_of(version: str) -> str:
    """Name the release line of ``version``: its major, and whether it is a prerelease.

    Empty where npm would not take it for a version.
    """
    key = semver.key(version)
    if key is None:
        return ""
    return f"{key[0]}" if semver.is_release(key) else f"{key[0]}-prerelease"


def history(releases: Iterable[Release]) -> History:
    """Compare ``releases``, versions of one package in any order."""
    lines: defaultdict[str, list[Release]] = defaultdict(list)
    unknown: list[Unknown] = []
    events: list[Event] = []
    verified = 0
    for release in sorted(releases, key=_order):
        verified += release.state is State.VERIFIED
        if line := line_of(release.version):
            lines[line].append(release)
        else:
            unknown.append(Unknown(release.version, "", "it is no version that npm would take"))
    for line, members in lines.items():
        established = _Established()
        if _is_release_line(line):
            established, doubt = _below(int(line), lines, members[0])
            unknown += doubt
        for release in members:
            events += _compare(release, line, established)
            unknown += _not_known(release, established)
            established.take(release)
    return History(verified, tuple(events), tuple(unknown))


class _Established:
    """What the verified versions so far have said: of each field, the last that was known."""

    def __init__(self) -> None:
        self.origin = Origin()
        self.last: Release | None = None
        self._seen: dict[tuple[str, str], str] = {}
        self._from: dict[str, Release] = {}

    def take(self, release: Release) -> None:
        """Let a verified release say what is expected from now on."""
        if release.state is not State.VERIFIED or release.origin is None:
            return
        self.last = release
        known = {}
        for field in fields(Origin):
            value = value_of(release.origin, field.name)
            if value is not None:
                known[field.name] = value
                self._from[field.name] = release
                self._seen.setdefault((field.name, value), release.version)
        self.origin = replace(self.origin, **known)

    def source_of(self, field: str) -> Release:
        """The release that said last what ``field`` is."""
        return self._from[field]

    def first_seen(self, difference: Difference) -> str:
        """The first version that had the value that is there now; empty where none had."""
        return self._seen.get((difference.field, difference.after), "")


def _below(
    major: int, lines: dict[str, list[Release]], first: Release
) -> tuple[_Established, list[Unknown]]:
    """What the lower majors had established when ``first`` came to be."""
    lower = [
        release
        for line in lines
        if _is_release_line(line) and int(line) < major
        for release in lines[line]
        if release.state is State.VERIFIED
    ]
    established = _Established()
    if lower and first.time is None:
        reason = "when it was published is not known, so it is not compared with older majors"
        return established, [Unknown(first.version, "", reason)]
    for release in sorted(lower, key=_order):
        if first.time is not None and release.time is not None and release.time <= first.time:
            established.take(release)
    return established, []


def _compare(release: Release, line: str, established: _Established) -> Iterator[Event]:
    last = established.last
    if last is None:
        return
    if release.state is State.ABSENT:
        yield Event(
            release.version,
            line,
            Change.PROVENANCE_LOST,
            Weight.FAILS,
            last.version,
            after=release.reason,
            before_proof=last.proof,
        )
    if release.origin is None:
        return
    for difference in differences(established.origin, release.origin):
        source = established.source_of(difference.field)
        seen = established.first_seen(difference)
        fails = difference.change in FAILING and not seen
        yield Event(
            release.version,
            line,
            difference.change,
            Weight.FAILS if fails else Weight.NOTICE,
            source.version,
            difference.field,
            difference.before,
            difference.after,
            seen,
            source.proof,
            release.proof,
        )


def _not_known(release: Release, established: _Established) -> Iterator[Unknown]:
    if release.state in (State.UNKNOWN, State.REFUSED):
        yield Unknown(release.version, "", release.reason or "its provenance is not known")
    elif release.origin is not None and established.last is not None:
        for field in unknown_fields(established.origin, release.origin):
            yield Unknown(release.version, field, "its certificate does not say")


def _is_release_line(line: str) -> bool:
    return line.isdecimal()


def _order(release: Release) -> tuple[semver.Key, str]:
    return (semver.key(release.version) or semver.LOWEST, release.version)
