"""What does npm's lockfile say?

package-lock.json and npm-shrinkwrap.json, lockfileVersion 1, 2 and 3, read as
npm's own resolver (Arborist) reads them, but from the lockfile alone: of the
project only the package.json files are asked for, and nothing of the
environment or of any ``.npmrc``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from sbom.graph import Flags, Tree, compute_flags
from sbom.model import Component, Dependency, Inventory, Link
from sbom.reader import Load, Notes, Reader
from sbom.readers._npm_component import read_component
from sbom.readers._npm_drift import note_drift, note_halves
from sbom.readers._npm_edges import connect, declared, declared_by_root
from sbom.readers._npm_entries import Entries, read_entries
from sbom.readers._npm_file import Lockfile, open_lockfile
from sbom.readers._npm_lines import find_lines
from sbom.readers._npm_manifest import Manifest, load_manifest, read_root

_FILENAMES = ("npm-shrinkwrap.json", "package-lock.json")


def read(files: Mapping[str, bytes], load: Load) -> Inventory:
    """Return the inventory of the first of ``files`` that npm would use.

    Raises:
        LockfileError: the lockfile or a package.json cannot be read.
    """
    name = next(each for each in _FILENAMES if each in files)
    notes = Notes(name)
    if len(files) > 1:
        notes.add("two-lockfiles", "", f"{name} was read: npm ignores {_FILENAMES[1]} beside it")
    lockfile = open_lockfile(name, files[name], notes)
    manifest = load_manifest(load, "package.json")
    entries = read_entries(lockfile.packages, notes)
    tree = Tree(("", *entries.packages), entries.links)
    dependencies, flags = _graph(lockfile, manifest, entries, tree, notes)
    root = read_root(manifest, lockfile.value, lockfile.root, notes)
    components = _components(lockfile, entries, flags, notes)
    note_halves(lockfile, entries, notes)
    note_drift(manifest, lockfile, entries, load, notes)
    return Inventory(
        lockfile=name,
        format="npm",
        version=lockfile.version,
        sha256=hashlib.sha256(files[name]).hexdigest(),
        components=(root, *components),
        dependencies=dependencies,
        problems=notes.sorted(),
        links=tuple(Link(location, entries.links[location]) for location in sorted(entries.links)),
    )


def _graph(
    lockfile: Lockfile, manifest: Manifest | None, entries: Entries, tree: Tree, notes: Notes
) -> tuple[tuple[Dependency, ...], dict[str, Flags] | None]:
    """Return all edges, and the flags where package.json makes the written ones stale."""
    wanted = declared_by_root(lockfile.root, entries.packages, notes)
    flags_hold = True
    if manifest is not None:
        by_manifest = declared_by_root(manifest, entries.packages, Notes("package.json"))
        flags_hold = lockfile.is_old or by_manifest == wanted
        wanted = by_manifest
    elif lockfile.is_old:
        notes.add(
            "root-edges-unknown", "", "without package.json the direct dependencies are unknown"
        )
    edges = list(connect("", wanted, tree))
    for location in sorted(entries.packages):
        entry = entries.packages[location]
        wanted = declared(entry, location, notes, top=lockfile.is_old or tree.is_top(location))
        edges.extend(connect(location, wanted, tree))
    for edge in edges:
        if edge.missing:
            notes.add("missing", edge.source, f"{edge.name} {edge.range} is not installed")
    if flags_hold:
        return tuple(edges), None
    notes.add("root-out-of-sync", "", "package.json and the lockfile list other dependencies")
    return tuple(edges), compute_flags(entries.packages, edges)


def _components(
    lockfile: Lockfile,
    entries: Entries,
    flags: dict[str, Flags] | None,
    notes: Notes,
) -> list[Component]:
    lines = find_lines(lockfile.text, lockfile.keys)
    targets = set(entries.links.values())
    return [
        read_component(
            location,
            entries.packages[location],
            notes,
            line=lines.get(location, 0),
            local=location in targets,
            flags=flags[location] if flags else None,
        )
        for location in sorted(entries.packages)
    ]


READER = Reader("npm", _FILENAMES, read, rank=10)
