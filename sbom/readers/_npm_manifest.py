"""What does a package.json of the project say?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from sbom.errors import LockfileError
from sbom.model import Component, Kind
from sbom.purl import npm_purl
from sbom.reader import Load, Notes
from sbom.readers._npm_component import read_license, text_field
from sbom.source import read_address
from sbom.strict_json import parse

Manifest = Mapping[str, object]


def load_manifest(load: Load, path: str) -> Manifest | None:
    """Return the object in a package.json, or None where there is none.

    Raises:
        LockfileError: the file is there and is no JSON object.
    """
    data = load(path)
    if data is None:
        return None
    document = parse(data, path, LockfileError)
    if not isinstance(document.value, dict):
        raise LockfileError(f"{path}: the file holds no object", hint="repair package.json")
    return document.value


def read_root(
    manifest: Manifest | None, lock: Manifest, entry: Manifest, notes: Notes
) -> Component:
    """Return the component of the project itself.

    npm takes name and version from package.json where there is one, else from
    the lockfile's root entry, else from the lockfile's own first lines.
    """
    sources = (manifest,) if manifest is not None else (entry, lock)
    name = _first(sources, "name", notes)
    version = _first(sources, "version", notes)
    about = manifest if manifest is not None else entry
    root = Component(
        location="",
        name=name or "",
        version=version,
        kind=Kind.ROOT,
        purl=npm_purl(name, version) if name else "",
        license=read_license(about),
        private=about.get("private") is True,
        has_install_script=bool(entry.get("hasInstallScript")),
    )
    return replace(root, website=_address(about.get("homepage")), repository=_repository(about))


def _first(sources: tuple[Manifest, ...], key: str, notes: Notes) -> str | None:
    for source in sources:
        value = text_field(source, key, "", notes)
        if value:
            return value
    return None


def _repository(manifest: Manifest) -> str | None:
    value = manifest.get("repository")
    return _address(value.get("url") if isinstance(value, dict) else value)


def _address(value: object) -> str | None:
    """Return an http or git address without credentials; anything else is None."""
    if not isinstance(value, str):
        return None
    address = read_address(value)
    return address.url if address.form in ("git", "tarball", "registry") else None
