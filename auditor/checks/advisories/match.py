"""Which advisories hold for which component?

The evaluation of the OSV schema ("affected", "ranges"), with npm's version
order: a component is affected where one of the record's npm entries of exactly
its name lists its version or has it in a range.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from auditor import semver
from auditor.sanitise import excerpt
from sbom.model import Component, Kind

if TYPE_CHECKING:
    from auditor.sources.osv import AdvisoryStore
    from auditor.sources.osv_record import Advisory, Affected, Event
    from sbom.model import Inventory

_LOCAL = frozenset({Kind.ROOT, Kind.WORKSPACE, Kind.OUTSIDE})
_TIES = {"introduced": 0, "last_affected": 1, "fixed": 2, "limit": 3}
_HIGHEST: semver.Key = (semver.MAX_NUMBER + 1, 0, 0, 0, ())


class Advisories(Protocol):
    """Where advisories are looked up by package name."""

    def lookup(self, names: Collection[str]) -> AdvisoryStore:
        """Return the advisories about ``names``.

        Raises:
            SourceError: they cannot be had.
        """
        ...


@dataclass(frozen=True, slots=True)
class Row:
    """One advisory that holds for one component.

    ``fixed`` is the lowest version that ends a range the component is in, or
    None where the record names none.
    """

    component: Component
    advisory: Advisory
    fixed: str | None


@dataclass(frozen=True, slots=True)
class Unchecked:
    """A component that could not be looked up, wholly or in one advisory, and why."""

    component: Component
    reason: str


@dataclass(frozen=True, slots=True)
class Matches:
    """What was found, each sorted by location and id.

    ``examined`` counts the components that advisories can be about.
    ``withdrawn`` rows rest on a record that was taken back: shown on request,
    never counted.
    """

    examined: int
    rows: tuple[Row, ...]
    withdrawn: tuple[Row, ...]
    unchecked: tuple[Unchecked, ...]


def subjects(inventory: Inventory) -> tuple[Component, ...]:
    """The components that advisories can be about: everything but the project's own folders."""
    return tuple(one for one in inventory.components if one.kind not in _LOCAL)


def match(inventory: Inventory, store: AdvisoryStore) -> Matches:
    """Return every advisory of ``store`` that holds for a component of ``inventory``."""
    components = subjects(inventory)
    rows: list[Row] = []
    unchecked: list[Unchecked] = []
    for component in components:
        if component.version is None:
            reason = f"it has no version: its source is {component.kind}"
            unchecked.append(Unchecked(component, reason))
            continue
        version = semver.key(component.version)
        if version is None:
            reason = f"its version '{excerpt(component.version)}' is none that npm can order"
            unchecked.append(Unchecked(component, reason))
        for advisory in store.advisories.get(component.name, ()):
            hit = _affects(advisory, component.name, component.version, version)
            if hit.affected:
                rows.append(Row(component, advisory, hit.lowest_fix))
            elif hit.unreadable:
                bound = excerpt(hit.unreadable, max_characters=40)
                reason = f"{advisory.id} bounds a range by '{bound}', which is no version"
                unchecked.append(Unchecked(component, reason))
    rows.sort(key=lambda row: (row.component.location, row.advisory.id))
    unchecked.sort(key=lambda one: (one.component.location, one.reason))
    return Matches(
        examined=len(components),
        rows=tuple(row for row in rows if not row.advisory.withdrawn),
        withdrawn=tuple(row for row in rows if row.advisory.withdrawn),
        unchecked=tuple(unchecked),
    )


def look_up(inventory: Inventory, source: Advisories) -> tuple[AdvisoryStore, Matches]:
    """Ask ``source`` about every package of ``inventory``, and match what it says.

    Raises:
        SourceError: the advisories cannot be had.
    """
    store = source.lookup({component.name for component in subjects(inventory)})
    return store, match(inventory, store)


@dataclass(slots=True)
class _Hit:
    """What one advisory says about one version."""

    affected: bool = False
    fixes: dict[semver.Key, str] = field(default_factory=dict)
    unreadable: str = ""

    @property
    def lowest_fix(self) -> str | None:
        return self.fixes[min(self.fixes)] if self.fixes else None


def _affects(advisory: Advisory, name: str, spelling: str, version: semver.Key | None) -> _Hit:
    hit = _Hit()
    for entry in advisory.affected:
        if entry.package != name:
            continue
        if _listed(entry, spelling, version):
            hit.affected = True
        if version is not None:
            for events in entry.ranges:
                _walk(events, version, hit)
    return hit


def _listed(entry: Affected, spelling: str, version: semver.Key | None) -> bool:
    if spelling in entry.versions:
        return True
    return version is not None and any(semver.key(one) == version for one in entry.versions)


def _walk(events: tuple[Event, ...], version: semver.Key, hit: _Hit) -> None:
    """Walk one range upwards, as the schema's evaluation algorithm does."""
    ordered: list[tuple[semver.Key, int, Event]] = []
    for event in events:
        at = _boundary(event)
        if at is None:
            hit.unreadable = event.version
            return
        ordered.append((at, _TIES[event.kind], event))
    ordered.sort(key=lambda item: item[:2])
    inside = False
    for at, _, event in ordered:
        if event.kind == "introduced" and version >= at:
            inside = True
        elif event.kind == "fixed" and version >= at:  # noqa: SIM114 -- one line per event kind
            inside = False
        elif event.kind == "last_affected" and version > at:
            inside = False
    limits = [at for at, _, event in ordered if event.kind == "limit"]
    if not inside or (limits and version >= max(limits)):
        return
    hit.affected = True
    for at, _, event in ordered:
        if event.kind == "fixed" and at > version:
            hit.fixes.setdefault(at, event.version)
            return


def _boundary(event: Event) -> semver.Key | None:
    if event.kind == "introduced" and event.version == "0":
        return semver.LOWEST
    if event.kind == "limit" and event.version == "*":
        return _HIGHEST
    return semver.key(event.version)
