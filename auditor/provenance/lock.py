"""What did a person once accept as the origin of a package, and is it still so?

A lock pins, for each package and release line, who built it; written on first
use, reviewed like any file. What has no pin yet is said to have none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from auditor import semver
from auditor.provenance.drift import (
    FAILING,
    FIELDS,
    Change,
    Difference,
    Weight,
    differences,
    unknown_fields,
    words,
)
from auditor.provenance.history import line_of
from auditor.provenance.origin import Origin, Release, State
from auditor.sanitise import excerpt


@dataclass(frozen=True, slots=True)
class Pin:
    """The origin that was accepted, the version it was taken from, and the digest of its proof."""

    established_on: str
    evidence: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class Lock:
    """The pins, by name and release line; ``sha256`` is the digest of the file, if it was one."""

    pins: Mapping[str, Mapping[str, Pin]]
    sha256: str = ""

    def __len__(self) -> int:
        return sum(len(lines) for lines in self.pins.values())

    def pin_of(self, name: str, version: str) -> Pin | None:
        """The pin that ``version`` is held against.

        That of its own release line; where there is none, that of the nearest line below.
        """
        lines = self.pins.get(name, {})
        key = semver.key(version)
        if key is None:
            return None
        own = lines.get(line_of(version))
        if own is not None:
            return own
        lower = [pin for pin in lines.values() if _key(pin) < key]
        return max(lower, key=_key, default=None)


class Standing(StrEnum):
    """How a release stands to its pin."""

    UNCHANGED = "unchanged"
    NOTICE = "notice"  # something that may change did
    CHANGED = "changed"  # lost, or another repository, owner or issuer
    UNKNOWN = "unknown"  # pinned, and what is there now cannot be told
    NOT_PINNED = "not_pinned"  # verified, and new
    NO_PROVENANCE = "no_provenance"  # none pinned, and none there


@dataclass(frozen=True, slots=True)
class Judged:
    """How one release stands to ``pin``, and in one sentence why."""

    name: str
    release: Release
    standing: Standing
    reason: str
    pin: Pin | None = None
    changes: tuple[Change, ...] = ()
    differences: tuple[Difference, ...] = ()


def lock_of(packages: Iterable[tuple[str, Release]]) -> Lock:
    """Pin every verified release; of several in one line, the highest version speaks."""
    pins: dict[str, dict[str, Pin]] = {}
    ordered = sorted(packages, key=lambda one: (one[0], semver.key(one[1].version) or ()))
    for name, release in ordered:
        line, origin = line_of(release.version), release.origin
        if release.state is not State.VERIFIED or origin is None or release.proof is None:
            continue
        if line and origin.issuer and origin.source_repository:
            pins.setdefault(name, {})[line] = Pin(release.version, release.proof.sha256, origin)
    return Lock(pins)


def against(lock: Lock, name: str, release: Release) -> Judged:
    """Hold ``release`` of the package ``name`` against its pin."""
    pin = lock.pin_of(name, release.version)
    if pin is None:
        return _without_pin(name, release)
    if release.state is State.ABSENT:
        lost = (Change.PROVENANCE_LOST,)
        reason = f"{words(Change.PROVENANCE_LOST)}; {pin.established_on} had one"
        return Judged(name, release, Standing.CHANGED, reason, pin, lost)
    if release.origin is None:
        reason = release.reason or "its provenance is not known"
        return Judged(name, release, Standing.UNKNOWN, reason, pin)
    found = tuple(differences(pin.origin, release.origin))
    changes = tuple(dict.fromkeys(one.change for one in found))
    standing, reason = _standing(pin.origin, release, found)
    return Judged(name, release, standing, reason, pin, changes, found)


def _without_pin(name: str, release: Release) -> Judged:
    if release.state is State.VERIFIED:
        return Judged(name, release, Standing.NOT_PINNED, "verified, and not pinned yet")
    if release.state is State.ABSENT:
        return Judged(name, release, Standing.NO_PROVENANCE, "no provenance, and none pinned")
    reason = release.reason or "its provenance is not known"
    return Judged(name, release, Standing.UNKNOWN, reason)


def _standing(
    pinned: Origin, release: Release, found: tuple[Difference, ...]
) -> tuple[Standing, str]:
    failing = [one for one in found if one.weight is Weight.FAILS]
    if failing:
        return Standing.CHANGED, _sentence(failing)
    if release.state is not State.VERIFIED:
        return Standing.UNKNOWN, release.reason
    unsaid = [
        field for field in unknown_fields(pinned, release.origin or pinned) if _matters(field)
    ]
    if unsaid:
        named = ", ".join(field.replace("_", " ") for field in unsaid)
        return Standing.UNKNOWN, f"its certificate does not say the {named} that is pinned"
    if found:
        return Standing.NOTICE, _sentence(found)
    return Standing.UNCHANGED, "as pinned"


def _matters(field: str) -> bool:
    return FIELDS[field] in FAILING


def _sentence(found: Iterable[Difference]) -> str:
    return "; ".join(
        f"{words(one.change)} from {excerpt(one.before or 'its own')}"
        f" to {excerpt(one.after or 'its own')}"
        for one in found
    )


def _key(pin: Pin) -> semver.Key:
    return semver.key(pin.established_on) or semver.LOWEST
