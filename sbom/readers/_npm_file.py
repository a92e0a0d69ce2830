"""Is this npm's lockfile, in which version, and where are its packages?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sbom.errors import LockfileError
from sbom.locations import folder_name
from sbom.reader import Notes
from sbom.readers._npm_v1 import to_packages
from sbom.strict_json import Duplicate, parse

KNOWN_VERSIONS = (1, 2, 3)
MAX_PACKAGES = 500_000

_REWRITE = "write it anew with: npm install --package-lock-only --ignore-scripts"
_DECISIVE = ("packages", "dependencies", "lockfileVersion", "requires")


@dataclass(frozen=True, slots=True)
class Lockfile:
    """An opened lockfile.

    ``packages`` are the entries by location, converted where ``is_old`` (the
    nested form of version 1); ``root`` is the entry of the project itself.
    ``keys`` are locations with the key that the text has for each, in order.
    """

    value: dict[str, object]
    text: str
    version: str
    is_old: bool
    packages: dict[str, object]
    root: dict[str, object]
    keys: Iterable[tuple[str, str]]


def open_lockfile(file: str, data: bytes, notes: Notes) -> Lockfile:
    """Return the lockfile in ``data``.

    Raises:
        LockfileError: it is no lockfile of npm, or one whose meaning is not certain.
    """
    document = parse(data, file, LockfileError)
    if not isinstance(document.value, dict):
        raise LockfileError(f"{file}: the file holds no object", hint=_REWRITE)
    value: dict[str, object] = dict(document.value)
    _check_duplicates(file, document.duplicates, notes)
    if document.surrogates:
        notes.add("half-surrogates", "", "the text holds halves of surrogate pairs")
    version = _read_version(file, value)
    packages = _object(file, value, "packages")
    dependencies = _object(file, value, "dependencies")
    is_old = packages is None and dependencies is not None
    if packages is None:
        packages = to_packages(dependencies or {}, notes)
    if is_old and "requires" not in value and version in ("", "1"):
        notes.add("edges-unknown", "", "the file is of a time when lockfiles listed no edges")
    if len(packages) > MAX_PACKAGES:
        raise LockfileError(
            f"{file}: {len(packages):,} entries are more than the {MAX_PACKAGES:,} that are read",
            hint="check that this is the file that was meant",
        )
    root = packages.get("", {})
    if not isinstance(root, dict):
        raise LockfileError(f'{file}: packages[""]: the root entry is no object', hint=_REWRITE)
    keys = ((each, folder_name(each) if is_old else each) for each in packages)
    return Lockfile(value, document.text, version, is_old, packages, root, keys)


def _read_version(file: str, value: dict[str, object]) -> str:
    """Return lockfileVersion as text, empty where the file is older than the field."""
    version = value.get("lockfileVersion")
    if version is None and "dependencies" in value and "packages" not in value:
        return ""
    if version is None and "packages" not in value:
        raise LockfileError(
            f"{file}: there is neither lockfileVersion nor packages: this is no lockfile of npm",
            hint=_REWRITE,
        )
    if version is None:
        return ""
    if type(version) is not int or version not in KNOWN_VERSIONS:
        raise LockfileError(
            f"{file}: lockfileVersion: {version!r:.40} is none of 1, 2 and 3", hint=_REWRITE
        )
    return str(version)


def _object(file: str, value: dict[str, object], key: str) -> dict[str, object] | None:
    found = value.get(key)
    if found is not None and not isinstance(found, dict):
        raise LockfileError(f"{file}: {key}: this is no object", hint=_REWRITE)
    return found


def _check_duplicates(file: str, duplicates: tuple[Duplicate, ...], notes: Notes) -> None:
    for duplicate in duplicates:
        place = ".".join((*duplicate.path, duplicate.key))
        decides = (*duplicate.path, duplicate.key)[0] in _DECISIVE
        if decides and not duplicate.same:
            raise LockfileError(
                f"{file}: {place:.200}: the name occurs twice with different values,"
                " so that two readers see two lockfiles",
                hint=_REWRITE,
            )
        notes.add("duplicate-key", place, "the name occurs twice; the last one counts")
