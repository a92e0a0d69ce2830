"""Which dependencies does a package declare?

npm reads the sections of package.json in one order, and a later section wins
where two name the same package; workspaces win over all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sbom.characters import clean_text
from sbom.graph import Tree, is_missing
from sbom.locations import folder_name
from sbom.model import Dependency, EdgeKind
from sbom.reader import Notes
from sbom.readers._npm_workspaces import match_workspaces, read_patterns
from sbom.source import clean_range

Declared = dict[str, tuple[EdgeKind, str]]

_NO_META: Mapping[str, object] = {}


def declared(entry: Mapping[str, object], location: str, notes: Notes, *, top: bool) -> Declared:
    """Return kind and range by name; ``top`` packages also have development dependencies."""
    found: Declared = {}
    if "peerDependencies" in entry:
        meta = entry.get("peerDependenciesMeta")
        metas = meta if isinstance(meta, dict) else _NO_META
        for name, wanted in _section(entry, "peerDependencies", location, notes):
            about = metas.get(name)
            optional = isinstance(about, dict) and bool(about.get("optional"))
            found[name] = (EdgeKind.PEER_OPTIONAL if optional else EdgeKind.PEER, wanted)
    if "dependencies" in entry:
        for name, wanted in _section(entry, "dependencies", location, notes):
            found[name] = (EdgeKind.PROD, wanted)
    if "optionalDependencies" in entry:
        for name, wanted in _section(entry, "optionalDependencies", location, notes):
            found[name] = (EdgeKind.OPTIONAL, wanted)
    if top and "devDependencies" in entry:
        for name, wanted in _section(entry, "devDependencies", location, notes):
            found[name] = (EdgeKind.DEV, wanted)
    return found


def declared_by_root(
    entry: Mapping[str, object], packages: Mapping[str, Mapping[str, object]], notes: Notes
) -> Declared:
    """Return what the root declares, with an edge for each workspace among ``packages``."""
    found = declared(entry, "", notes, top=True)
    patterns = read_patterns(entry.get("workspaces"))
    for location in match_workspaces(patterns, packages) if patterns else ():
        name = packages[location].get("name")
        known = name if isinstance(name, str) and name else folder_name(location)
        found[known] = (EdgeKind.WORKSPACE, f"file:{location}")
    return found


def connect(source: str, wanted: Declared, tree: Tree) -> list[Dependency]:
    """Return one edge for each declared dependency, resolved from ``source``, by name."""
    edges: list[Dependency] = []
    for name in sorted(wanted):
        kind, wanted_range = wanted[name]
        target = tree.resolve(source, name)
        missing = target is None and is_missing(kind, target)
        edges.append(Dependency(source, name, wanted_range, kind, target, missing))
    return edges


def _section(
    entry: Mapping[str, object], key: str, location: str, notes: Notes
) -> Iterable[tuple[str, str]]:
    section = entry[key]
    if not isinstance(section, dict):
        if section is not None:
            notes.add("field-ignored", location, f"{key} is no object")
        return
    for name, wanted in section.items():
        if isinstance(wanted, str):
            yield (name if name.isprintable() else clean_text(name)), clean_range(wanted)
        else:
            notes.add("field-ignored", location, f"{key}: the range of {name} is no text")
