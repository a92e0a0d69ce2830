"""What does the old, nested form of package-lock (lockfileVersion 1) say?

Turns it into the flat form of later versions, as npm 7 and later do on reading:
``version`` may be a version, an alias, an address or a folder.
"""

from __future__ import annotations

import re

from sbom.locations import is_location, normalise
from sbom.reader import Notes
from sbom.source import read_address, read_git_shortcut

Entry = dict[str, object]

_VERSION = re.compile(r"[v=]?\d+\.\d+\.\d+[0-9A-Za-z.+-]*")
_ALIAS = re.compile(r"npm:(?P<name>(?:@[^/@]+/)?[^/@]+)(?:@(?P<version>.+))?")
_TARBALL_FILE = re.compile(r"\.(?:tgz|tar\.gz|tar)$", re.IGNORECASE)
_COPIED = ("resolved", "integrity", "dev", "optional", "requires")


def to_packages(dependencies: dict[str, object], notes: Notes) -> dict[str, object]:
    """Return the ``packages`` object that says the same as a nested ``dependencies`` object."""
    packages: dict[str, object] = {}
    stack = _children("", dependencies)
    while stack:
        location, name, old = stack.pop()
        if not isinstance(old, dict):
            notes.add("entry-unreadable", location, "the entry is no object and is left out")
            continue
        link, entry = _convert(name, old, location, notes)
        if link is None:
            packages[location] = entry
        else:
            packages[location] = {"link": True, "resolved": link}
            packages.setdefault(link, entry)
        inner = old.get("dependencies")
        if isinstance(inner, dict):
            stack.extend(_children(location if link is None else link, inner))
        elif inner is not None:
            notes.add("field-ignored", location, "dependencies is no object")
    _sort_requires(packages)
    return packages


def _children(location: str, dependencies: dict[str, object]) -> list[tuple[str, str, object]]:
    prefix = f"{location}/node_modules/" if location else "node_modules/"
    return [(prefix + name, name, old) for name, old in reversed(dependencies.items())]


def _convert(name: str, old: Entry, location: str, notes: Notes) -> tuple[str | None, Entry]:
    """Return the target where the entry is a link to a folder, and the entry in the new form."""
    entry: Entry = {key: old[key] for key in _COPIED if key in old}
    if old.get("bundled"):
        entry["inBundle"] = True
    version = old.get("version")
    if not isinstance(version, str):
        if version is not None:
            notes.add("field-ignored", location, "version is no text")
        return None, entry
    alias = _ALIAS.fullmatch(version)
    if _VERSION.fullmatch(version):
        entry["version"] = version
    elif alias:
        entry["name"] = alias["name"]
        entry["version"] = alias["version"]
    elif version.startswith("file:") and not _TARBALL_FILE.search(version):
        return _linked(version, entry, location, notes)
    else:
        _place(name, version, entry, location, notes)
    return None, entry


def _linked(version: str, entry: Entry, location: str, notes: Notes) -> tuple[str | None, Entry]:
    target = normalise(version.removeprefix("file:"))
    if target is None or not is_location(target):
        notes.add("unsafe-location", location, "the folder it links to has no relative path")
        return None, entry
    entry.pop("resolved", None)
    return target, entry


def _place(name: str, version: str, entry: Entry, location: str, notes: Notes) -> None:
    """Note where a package from git, a tarball or a file comes from; npm guesses its version."""
    entry["resolved"] = read_git_shortcut(version) or version
    address = read_address(version)
    guess: str | None = None
    if address.form == "registry":
        guess = _version_in(address.file, address.name)
        if guess and address.name != name:
            entry["name"] = address.name
    elif address.form == "file":
        guess = _version_in(version.removeprefix("file:").rpartition("/")[2], name)
    elif address.form == "unknown" and read_git_shortcut(version) is None:
        notes.add("version-unreadable", location, "version is neither a version nor an address")
        entry.pop("resolved")
    if guess:
        entry["version"] = guess
        notes.add("version-guessed", location, "the version is taken from the tarball's name")


def _version_in(file: str, name: str) -> str | None:
    base = name.rpartition("/")[2] + "-"
    version = file.removeprefix(base).removesuffix(".tgz")
    named = file.startswith(base) and file.endswith(".tgz")
    return version if named and _VERSION.fullmatch(version) else None


def _sort_requires(packages: dict[str, object]) -> None:
    """Give each ``requires`` its section: optional where only the target is optional, and so on."""
    for location, entry in packages.items():
        requires = entry.pop("requires", None) if isinstance(entry, dict) else None
        if not isinstance(requires, dict) or not isinstance(entry, dict):
            continue
        for name, wanted in requires.items():
            found = _lookup(packages, location, name)
            section = "dependencies"
            if found.get("optional") and not entry.get("optional"):
                section = "optionalDependencies"
            elif found.get("dev") and not entry.get("dev"):
                section = "devDependencies"
            listed = entry.setdefault(section, {})
            if isinstance(listed, dict):
                listed[name] = wanted


def _lookup(packages: dict[str, object], location: str, name: str) -> Entry:
    here = location
    while True:
        found = packages.get(f"{here}/node_modules/{name}" if here else f"node_modules/{name}")
        if isinstance(found, dict):
            return found
        if not here:
            return {}
        here = here.rpartition("/")[0]
