"""What is the smallest change that removes the vulnerable packages?

For every dependency on a vulnerable package the lowest version that no advisory
is about: within the dependent's own range ``npm update`` finds it; where the
project's own range stands in the way it is raised; where another package's
does, an entry of ``overrides`` in package.json, with the packages that never
asked for that version. What is bundled in a tarball changes with the package
whose tarball it is; what its versions bundle is not known, so its newest is
advised. Nothing is looked up: the versions that exist come in.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

from auditor import ranges, semver
from auditor.checks.advisories.match import match
from sbom.model import Component, EdgeKind, Kind

if TYPE_CHECKING:
    from auditor.checks.advisories.match import Matches
    from auditor.sources.osv import AdvisoryStore
    from sbom.model import Dependency, Inventory

_OWN = frozenset({Kind.ROOT, Kind.WORKSPACE})
_FLAGS = {EdgeKind.DEV: "--save-dev", EdgeKind.OPTIONAL: "--save-optional"}
# What may stand on a command line and in package.json without being more than a name there.
_PLAIN_NAME = re.compile(r"(?:@[A-Za-z0-9_~][\w.~-]*/)?[A-Za-z0-9_~][\w.~-]*", re.ASCII)
_PLAIN_VERSION = re.compile(r"[0-9][0-9A-Za-z.+-]*", re.ASCII)


class Way(StrEnum):
    """How a version gets in."""

    UPDATE = "update"  # every dependent's range has it already
    INSTALL = "install"  # the project's own range has to be raised
    OVERRIDE = "override"  # another package's range has to be overruled
    NONE = "none"  # no such version is known, or npm cannot put it there


@dataclass(frozen=True, slots=True)
class Fix:
    """One change: ``package`` at version ``installed`` becomes ``version``.

    ``places`` are the locations it concerns, ``advisories`` the ids that go away.
    ``workspace`` is the folder whose own range is raised, ``flag`` npm's option for
    its section. ``breaks`` are the packages that did not ask for the version, each
    as ``name@version wants range``. ``reason`` says why there is no way.
    """

    package: str
    installed: str
    version: str | None
    way: Way
    places: tuple[str, ...]
    advisories: tuple[str, ...]
    workspace: str = ""
    flag: str = ""
    breaks: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """All fixes as one set of steps, in this order.

    ``installs`` and ``updates`` are command lines, each a tuple of arguments;
    ``overrides`` go into package.json between the two, followed by
    ``npm install``.
    """

    installs: tuple[tuple[str, ...], ...]
    overrides: Mapping[str, str]
    updates: tuple[tuple[str, ...], ...]


def advise(
    inventory: Inventory,
    matches: Matches,
    store: AdvisoryStore,
    versions: Mapping[str, Iterable[str]] | None = None,
) -> tuple[Fix, ...]:
    """Return the fixes for everything that ``matches`` found, sorted by package.

    Args:
        inventory: what is installed.
        matches: what ``match`` found in it.
        store: the advisories that were matched.
        versions: every published version by package name, where it is known;
            otherwise the ``fixed`` versions of the advisories and the versions
            that are installed elsewhere stand for them.
    """
    clean = _clean_versions(inventory, matches, store, versions or {})
    components = {one.location: one for one in inventory.components}
    dependents: defaultdict[str, list[Dependency]] = defaultdict(list)
    for edge in inventory.dependencies:
        if edge.target is not None:
            dependents[edge.target].append(edge)
    ids: defaultdict[str, set[str]] = defaultdict(set)
    malware = {row.component.location for row in matches.rows if row.advisory.malware}
    bundlers: set[str] = set()
    for row in matches.rows:
        place = row.component.location
        if row.component.bundled and place not in malware:
            place = _bundler(row.component, components)
            bundlers.add(place)
        ids[place].add(row.advisory.id)
    found: list[Fix] = []
    for location in sorted(ids):
        component = components[location]
        above = _above(component, clean.get(component.name, ()))
        case = _Case(
            component,
            tuple(sorted(ids[location])),
            above[::-1] if location in bundlers else above,
            tuple(dependents[location]),
            components,
        )
        found.extend(_fixes(case, is_malware=location in malware))
    return _merged((*found, *_raised(found, inventory, components)))


def plan(fixes: Iterable[Fix]) -> Plan:
    """Put the fixes together; names that could be more than a name are left out."""
    usable = [one for one in fixes if one.version and _is_plain(one.package, one.version)]
    raised: defaultdict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for fix in usable:
        if fix.way is Way.INSTALL:
            wanted = raised[fix.workspace, fix.flag]
            wanted[fix.package] = _higher(wanted.get(fix.package), fix.version or "")
    overrides = {
        f"{fix.package}@{fix.installed}": fix.version or ""
        for fix in usable
        if fix.way is Way.OVERRIDE and _is_plain(fix.package, fix.installed)
    }
    updates = sorted({fix.package for fix in usable if fix.way is Way.UPDATE})
    return Plan(
        installs=tuple(
            (
                "npm",
                "install",
                *([flag] if flag else []),
                *([f"--workspace={workspace}"] if workspace else []),
                *(f"{name}@^{version}" for name, version in sorted(wanted.items())),
            )
            for (workspace, flag), wanted in sorted(raised.items())
        ),
        overrides=MappingProxyType(dict(sorted(overrides.items()))),
        updates=(("npm", "update", *updates),) if updates else (),
    )


@dataclass(frozen=True, slots=True)
class _Case:
    """One component to change, the clean versions above it (best first), and who asks for it."""

    component: Component
    advisories: tuple[str, ...]
    candidates: tuple[str, ...]
    dependents: tuple[Dependency, ...]
    components: Mapping[str, Component]

    def is_own(self, edge: Dependency) -> bool:
        return self.components[edge.source].kind in _OWN

    def fix(self, way: Way, version: str | None) -> Fix:
        component = self.component
        return Fix(
            component.name,
            component.version or "",
            version,
            way,
            (component.location,),
            self.advisories,
        )


def _fixes(case: _Case, *, is_malware: bool) -> Iterable[Fix]:
    """One fix for each way that a dependent needs."""
    reason = _no_way(case, is_malware=is_malware)
    if reason:
        yield replace(case.fix(Way.NONE, None), reason=reason)
        return
    common = next((one for one in case.candidates if _all_allow(case.dependents, one)), None)
    if common is not None and case.dependents:
        yield case.fix(Way.UPDATE, common)
        return
    foreign = [edge for edge in case.dependents if not case.is_own(edge)]
    stuck = [edge for edge in foreign if _lowest(case, edge) is None]
    chosen = next((one for one in case.candidates if _all_allow(foreign, one)), case.candidates[0])
    for edge in case.dependents:
        version = _lowest(case, edge)
        if case.is_own(edge) and (version is None or stuck):
            # npm refuses an override that would change what the project itself asks for.
            yield _install(case, edge, version or chosen)
        elif version is not None:
            yield case.fix(Way.UPDATE, version)
    if stuck:
        yield replace(
            case.fix(Way.OVERRIDE, chosen),
            breaks=tuple(sorted(_label(case, edge) for edge in stuck)),
        )


def _raised(
    fixes: Iterable[Fix], inventory: Inventory, components: Mapping[str, Component]
) -> Iterable[Fix]:
    """Raise the root's own ranges that an override would change: there npm ends with EOVERRIDE."""
    by_place = {place: fix for fix in fixes for place in fix.places if fix.way is Way.UPDATE}
    installs = {place for fix in fixes for place in fix.places if fix.way is Way.INSTALL}
    overrides = [fix for fix in fixes if fix.way is Way.OVERRIDE]
    for edge in inventory.dependencies:
        if edge.source or edge.target is None or edge.target in installs:
            continue
        target = components[edge.target]
        for fix in overrides:
            if fix.package == target.name and _allows(edge, fix.installed):
                better = by_place.get(edge.target)
                yield replace(
                    better or fix,
                    installed=target.version or "",
                    version=better.version if better else target.version,
                    way=Way.INSTALL,
                    places=(edge.target,),
                    advisories=better.advisories if better else (),
                    flag=_FLAGS.get(edge.kind, ""),
                    breaks=(),
                )


def _no_way(case: _Case, *, is_malware: bool) -> str:
    if is_malware:
        return "it is malware: remove what brings it in"
    if not case.component.is_registry:
        return f"its source is {case.component.kind}, where npm chooses no version"
    if case.component.bundled:
        return "it is bundled inside another package's tarball"
    if not case.candidates:
        return "no version without an advisory is known"
    return "" if case.dependents else "nothing in the lockfile asks for it"


def _install(case: _Case, edge: Dependency, version: str) -> Fix:
    source = case.components[edge.source]
    return replace(
        case.fix(Way.INSTALL, version),
        workspace=source.location,
        flag=_FLAGS.get(edge.kind, ""),
    )


def _lowest(case: _Case, edge: Dependency) -> str | None:
    return next((one for one in case.candidates if _allows(edge, one)), None)


def _all_allow(edges: Iterable[Dependency], version: str) -> bool:
    return all(_allows(edge, version) for edge in edges)


def _allows(edge: Dependency, version: str) -> bool:
    wanted = edge.range
    if wanted.startswith("npm:"):  # an alias: npm:name@range
        wanted = wanted.rpartition("@")[2] if "@" in wanted[len("npm:@") :] else "*"
    return ranges.satisfies(version, wanted, loose=True)


def _label(case: _Case, edge: Dependency) -> str:
    source = case.components[edge.source]
    return f"{source.name}@{source.version} wants {edge.range or '*'}"


def _above(component: Component, versions: Iterable[str]) -> tuple[str, ...]:
    """The versions above the installed one; prereleases only where one is installed."""
    installed = semver.key(component.version or "")
    if installed is None:
        return ()
    keyed = [(key, one) for one in versions if (key := semver.key(one)) is not None]
    releases_only = semver.is_release(installed)
    return tuple(
        one
        for key, one in sorted(keyed)
        if key > installed and (semver.is_release(key) or not releases_only)
    )


def _clean_versions(
    inventory: Inventory,
    matches: Matches,
    store: AdvisoryStore,
    versions: Mapping[str, Iterable[str]],
) -> dict[str, tuple[str, ...]]:
    """The versions of every vulnerable package that no advisory is about."""
    known: defaultdict[str, set[str]] = defaultdict(set)
    components = {one.location: one for one in inventory.components}
    names = {row.component.name for row in matches.rows}
    names |= {
        components[_bundler(row.component, components)].name
        for row in matches.rows
        if row.component.bundled
    }
    for name in names:
        known[name].update(versions.get(name) or _told(store, name))
    for component in inventory.components:
        if component.name in names and component.is_registry and component.version:
            known[component.name].add(component.version)
    candidates = tuple(
        Component(f"{name}@{version}", name, version)
        for name in sorted(known)
        for version in sorted(known[name])
    )
    checked = match(replace(inventory, components=(inventory.root, *candidates)), store)
    affected = {row.component.location for row in checked.rows}
    affected |= {one.component.location for one in checked.unchecked}
    clean: defaultdict[str, list[str]] = defaultdict(list)
    for candidate in candidates:
        if candidate.location not in affected:
            clean[candidate.name].append(candidate.version or "")
    return {name: tuple(found) for name, found in clean.items()}


def _bundler(component: Component, components: Mapping[str, Component]) -> str:
    """The location of the package whose tarball holds ``component``; its own if none does."""
    place = component.location
    while components.get(place, component).bundled:
        place, nested, _ = place.rpartition("/node_modules/")
        if not nested:
            return component.location
    return place


def _told(store: AdvisoryStore, name: str) -> set[str]:
    """The versions that the advisories themselves call fixed."""
    return {
        event.version
        for advisory in store.advisories.get(name, ())
        for entry in advisory.affected
        if entry.package == name
        for events in entry.ranges
        for event in events
        if event.kind == "fixed"
    }


def _merged(fixes: Iterable[Fix]) -> tuple[Fix, ...]:
    """Fixes that are the same but for their places become one."""
    groups: defaultdict[tuple[str, ...], list[Fix]] = defaultdict(list)
    for fix in fixes:
        same = (fix.package, fix.installed, fix.way, fix.version or "", fix.workspace, fix.flag)
        groups[same].append(fix)
    return tuple(
        replace(
            found[0],
            places=tuple(sorted({place for one in found for place in one.places})),
            advisories=tuple(sorted({each for one in found for each in one.advisories})),
            breaks=tuple(sorted({each for one in found for each in one.breaks})),
        )
        for _, found in sorted(groups.items())
    )


def _is_plain(name: str, version: str) -> bool:
    return bool(_PLAIN_NAME.fullmatch(name) and _PLAIN_VERSION.fullmatch(version))


def _higher(one: str | None, other: str) -> str:
    keys = semver.key(one or ""), semver.key(other)
    return one if one and keys[0] and keys[1] and keys[0] > keys[1] else other
