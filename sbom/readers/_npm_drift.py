"""Do the lockfile's two halves, and the package.json files, say the same?

npm 6 installs from ``dependencies``, npm 7 and later from ``packages``. Where they
disagree, two developers install two things from one file.
"""

from __future__ import annotations

from collections.abc import Mapping

from sbom.errors import LockfileError
from sbom.locations import is_installed, is_outside
from sbom.reader import Load, Notes
from sbom.readers._npm_edges import declared
from sbom.readers._npm_entries import Entries
from sbom.readers._npm_file import Lockfile
from sbom.readers._npm_manifest import Manifest, load_manifest
from sbom.readers._npm_v1 import to_packages

_COMPARED = ("version", "integrity")


def note_halves(lockfile: Lockfile, entries: Entries, notes: Notes) -> None:
    """Note the packages on which ``dependencies`` and ``packages`` of one file differ."""
    old = lockfile.value.get("dependencies")
    if lockfile.is_old or not isinstance(old, dict) or not old:
        return
    converted = to_packages(old, Notes(notes.file))
    other = {_as_location(each, entries): entry for each, entry in converted.items()}
    for location in sorted(set(other) | set(entries.packages)):
        if not is_installed(location) or is_outside(location) or location in entries.links:
            continue
        here, there = entries.packages.get(location), other.get(location)
        if here is None or not isinstance(there, dict):
            where = "packages" if here is not None else "dependencies"
            notes.add("halves-disagree", location, f"the package is listed in {where} only")
            continue
        if there.get("link"):
            continue
        for key in _COMPARED:
            mine, theirs = here.get(key), there.get(key)
            if mine and theirs and mine != theirs:
                notes.add("halves-disagree", location, f"dependencies has another {key}")


def _as_location(converted: str, entries: Entries) -> str:
    """Undo what conversion does to folders: ``dependencies`` lists them by path, not by name."""
    path = converted.removeprefix("node_modules/")
    folder = path.partition("/node_modules/")[0]
    return path if folder in entries.packages else converted


def note_drift(
    manifest: Manifest | None, lockfile: Lockfile, entries: Entries, load: Load, notes: Notes
) -> None:
    """Note where the root's or a workspace's package.json says other than the lockfile."""
    if manifest is not None and not lockfile.is_old:
        for key in ("name", "version"):
            if lockfile.root.get(key) and lockfile.root.get(key) != manifest.get(key):
                notes.add("root-out-of-sync", "", f"package.json has another {key}")
    for location in sorted(set(entries.links.values()) - entries.absent):
        if not location or is_outside(location) or is_installed(location):
            continue
        _note_workspace(location, entries.packages[location], load, notes)


def _note_workspace(location: str, entry: Mapping[str, object], load: Load, notes: Notes) -> None:
    try:
        manifest = load_manifest(load, f"{location}/package.json")
    except LockfileError as error:
        notes.add("workspace-unreadable", location, str(error))
        return
    if manifest is None:
        return
    if manifest.get("version") != entry.get("version"):
        notes.add("workspace-out-of-sync", location, "its package.json has another version")
    quiet = Notes(notes.file)
    here = declared(entry, location, quiet, top=True)
    there = declared(manifest, location, quiet, top=True)
    if here != there:
        notes.add("workspace-out-of-sync", location, "its package.json lists other dependencies")
