"""Which component does one lockfile entry describe?"""

from __future__ import annotations

from collections.abc import Mapping

from sbom.characters import clean_text
from sbom.graph import NO_FLAGS, Flags
from sbom.integrity import read_integrity
from sbom.locations import folder_name, is_outside
from sbom.model import Component, Digest, Kind
from sbom.purl import default_registry, npm_purl
from sbom.reader import Notes
from sbom.source import Address, read_address, vcs_url

Entry = Mapping[str, object]

_FLAGS = frozenset({"dev", "optional", "devOptional", "peer", "extraneous"})
_KINDS = {
    "registry": Kind.REGISTRY,
    "git": Kind.GIT,
    "tarball": Kind.TARBALL,
    "file": Kind.FILE,
    "unknown": Kind.REGISTRY,
}


def read_component(
    location: str, entry: Entry, notes: Notes, *, line: int, local: bool, flags: Flags | None
) -> Component:
    """Return the component at ``location``.

    ``local`` entries are folders that links point at. ``flags`` replace the
    entry's own where those cannot be trusted.
    """
    folder = folder_name(location)
    installed = location.endswith(f"node_modules/{folder}")
    name = (text_field(entry, "name", location, notes) if "name" in entry else None) or folder
    version = text_field(entry, "version", location, notes)
    address = _read_resolved(entry.get("resolved"), location, notes, line)
    kind = _kind(location, address, local=local or not installed)
    integrity = text_field(entry, "integrity", location, notes)
    flags = flags or entry_flags(entry)
    return Component(
        location=location,
        name=name,
        version=version,
        kind=kind,
        alias=folder if folder != name and installed else None,
        resolved=address.url if address else None,
        credentials=address is not None and address.credentials,
        integrity=integrity,
        digests=_digests(integrity, location, notes, line) if integrity else (),
        purl=_purl(kind, name, version, address),
        license=read_license(entry),
        dev=flags.dev,
        optional=flags.optional,
        dev_optional=flags.dev_optional,
        peer=flags.peer,
        bundled=bool(entry.get("inBundle")),
        extraneous=flags.extraneous,
        private=entry.get("private") is True,
        has_install_script=bool(entry.get("hasInstallScript")),
        deprecated=_deprecated(entry) if "deprecated" in entry else None,
        engines=_engines(entry["engines"]) if "engines" in entry else (),
        os=_texts(entry["os"]) if "os" in entry else (),
        cpu=_texts(entry["cpu"]) if "cpu" in entry else (),
        line=line,
    )


def entry_flags(entry: Entry) -> Flags:
    """Return the flags as the entry has them."""
    if _FLAGS.isdisjoint(entry):
        return NO_FLAGS
    return Flags(
        dev=bool(entry.get("dev")),
        optional=bool(entry.get("optional")),
        dev_optional=bool(entry.get("devOptional")),
        peer=bool(entry.get("peer")),
        extraneous=bool(entry.get("extraneous")),
    )


def text_field(entry: Entry, key: str, location: str, notes: Notes) -> str | None:
    """Return a text field without control characters; empty and other types are None."""
    value = entry.get(key)
    if isinstance(value, str):
        return (value if value.isprintable() else clean_text(value)) or None
    if value is not None:
        notes.add("field-ignored", location, f"{key} is no text")
    return None


def read_license(entry: Entry) -> str | None:
    """Return the declared licence: a text, or the ``type`` of the old object form."""
    value = entry.get("license")
    if isinstance(value, dict):
        value = value.get("type")
    return clean_text(value.strip()) or None if isinstance(value, str) else None


def _read_resolved(resolved: object, location: str, notes: Notes, line: int) -> Address | None:
    if not isinstance(resolved, str):
        if resolved is not None and not isinstance(resolved, bool):  # old npm wrote true
            notes.add("field-ignored", location, "resolved is no text", line)
        return None
    if not resolved:
        return None
    address = read_address(resolved)
    if address.credentials:
        notes.add("credentials", location, "resolved holds credentials", line)
    if address.form == "unknown":
        notes.add("resolved-unreadable", location, "resolved is no address that npm knows", line)
    return address


def _kind(location: str, address: Address | None, *, local: bool) -> Kind:
    if address is not None and address.form != "unknown":
        return _KINDS[address.form]
    if is_outside(location):
        return Kind.OUTSIDE
    return Kind.WORKSPACE if local else Kind.REGISTRY


def _digests(integrity: str, location: str, notes: Notes, line: int) -> tuple[Digest, ...]:
    digests, invalid = read_integrity(integrity)
    if invalid:
        notes.add("integrity-invalid", location, "integrity holds parts that are no digest", line)
    return digests


def _purl(kind: Kind, name: str, version: str | None, address: Address | None) -> str:
    """Name what can be fetched; a folder of the project has no purl, lest it be taken for one."""
    qualifiers: list[tuple[str, str]] = []
    url = address.url if address else None
    if kind is Kind.REGISTRY:
        if address and address.form == "registry" and address.base != default_registry():
            qualifiers.append(("repository_url", address.base))
    elif kind is Kind.GIT and url:
        qualifiers.append(("vcs_url", vcs_url(url)))
    elif kind is Kind.TARBALL and url:
        qualifiers.append(("download_url", url))
    else:
        return ""
    return npm_purl(name, version, qualifiers)


def _deprecated(entry: Entry) -> str | None:
    value = entry.get("deprecated")
    if value is True:
        return "deprecated"
    return clean_text(value) or None if isinstance(value, str) else None


def _engines(value: object) -> tuple[tuple[str, str], ...]:
    """Read the object form, and the list form of old packages (``["node >= 0.8"]``)."""
    if isinstance(value, dict):
        pairs = [(k, v) for k, v in value.items() if isinstance(v, str)]
    elif isinstance(value, list):
        pairs = [
            (each.partition(" ")[0], each.partition(" ")[2])
            for each in value
            if isinstance(each, str)
        ]
    else:
        return ()
    return tuple(sorted((clean_text(name), clean_text(wanted)) for name, wanted in pairs))


def _texts(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        value = [value]
    if not isinstance(value, list):
        return ()
    return tuple(clean_text(each) for each in value if isinstance(each, str))
