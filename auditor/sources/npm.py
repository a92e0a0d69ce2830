"""What did the registry say of its packages?

Reads registry documents ("packuments", whole or reduced to what is signed) from
a folder of JSON files, one per package. The file name does not matter: the
document's own ``name`` decides. A document that is not entirely as it should be
is not used, and becomes a Gap.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from types import MappingProxyType

from auditor.errors import DataError
from auditor.model import Gap
from auditor.sanitise import excerpt
from auditor.sources.documents import Limits, documents
from auditor.sources.npm_keys import KeyRing, read_keys, read_time
from sbom import strict_json
from sbom.errors import DocumentError

LIMITS = Limits(document_bytes=64 * 2**20, documents=100_000, total_bytes=4 * 2**30)
MAX_SIGNATURES = 16

_HINT = "pass a folder of registry documents, one JSON file per package: --registry-data FOLDER"


@dataclass(frozen=True, slots=True)
class Signature:
    """A registry's signature, as it stands in ``dist.signatures``."""

    keyid: str
    sig: str


@dataclass(frozen=True, slots=True)
class Release:
    """One version, as the registry tells it.

    ``integrity`` is the registry's, not the lockfile's; empty where it gives
    none. ``published`` is signed by nobody; None where it is not told.
    """

    integrity: str
    signatures: tuple[Signature, ...]
    published: datetime | None = None


@dataclass(frozen=True, slots=True)
class Packument:
    """One package's document; ``origin`` and ``sha256`` name the file it was read from."""

    name: str
    releases: Mapping[str, Release]
    origin: str
    sha256: str


@dataclass(frozen=True, slots=True)
class RegistryData:
    """The documents of the packages that were asked for, by exact name."""

    packages: Mapping[str, Packument]
    gaps: tuple[Gap, ...] = ()


class RegistrySource:
    """Registry documents from ``folder`` and signing keys from ``keys`` (None: the shipped)."""

    def __init__(self, folder: Path | None, *, keys: Path | None = None) -> None:
        self._folder = folder
        self._keys = keys

    @property
    def available(self) -> bool:
        """Whether the caller gave any registry documents."""
        return self._folder is not None

    @cached_property
    def keys(self) -> KeyRing:
        """The registry's signing keys.

        Raises:
            DataError: the file of keys cannot be read.
        """
        return read_keys(self._keys)

    def lookup(self, names: Collection[str]) -> RegistryData:
        """Return the documents about ``names``; nothing where no folder was given.

        Raises:
            DataError: the folder cannot be read, or holds more than it may.
        """
        packages: dict[str, Packument] = {}
        gaps: list[Gap] = []
        wanted = frozenset(names)
        found = documents(self._folder, LIMITS, hint=_HINT) if self._folder is not None else ()
        for label, content in found:
            read = content if isinstance(content, Gap) else _packument(content, label, wanted)
            if isinstance(read, Gap):
                gaps.append(read)
            elif read is not None and read.name in packages:
                gaps.append(Gap(label, f"{packages[read.name].origin} is about the same package"))
            elif read is not None:
                packages[read.name] = read
        return RegistryData(MappingProxyType(packages), tuple(sorted(gaps)))


def _packument(data: bytes, label: str, wanted: frozenset[str]) -> Packument | Gap | None:
    """The document in ``data``; a Gap where it is malformed, None where nobody asked for it."""
    try:
        document = strict_json.parse(data, label, DocumentError, max_bytes=LIMITS.document_bytes)
        value = document.value
        if not isinstance(value, dict) or not isinstance(value.get("name"), str):
            return Gap(label, "the document has no name")
        name = str(value["name"])
        if name not in wanted:
            return None
        if document.duplicates:
            twice = document.duplicates[0]
            place = excerpt(".".join((*twice.path, twice.key)))
            return Gap(label, f"{place} occurs twice, so two readers may see two documents")
        return Packument(name, _releases(value), label, hashlib.sha256(data).hexdigest())
    except DocumentError as error:
        return Gap(label, error.message.removeprefix(f"{label}: "))
    except DataError as error:
        return Gap(label, error.message)


def _releases(document: Mapping[str, strict_json.Value]) -> Mapping[str, Release]:
    versions = _object(document.get("versions"), "versions")
    times = _object(document.get("time", {}), "time")
    releases = {}
    for version in sorted(versions):
        place = excerpt(f"versions.{version}", max_characters=80)
        dist = _object(_object(versions[version], place).get("dist"), f"{place}.dist")
        signatures = _signatures(dist.get("signatures", []), f"{place}.dist.signatures")
        integrity = dist.get("integrity")
        releases[version] = Release(
            integrity=integrity if isinstance(integrity, str) else "",
            signatures=signatures,
            published=read_time(times.get(version)),
        )
    return MappingProxyType(releases)


def _signatures(value: strict_json.Value, place: str) -> tuple[Signature, ...]:
    if not isinstance(value, list) or len(value) > MAX_SIGNATURES:
        raise DataError(f"{place} is no list of at most {MAX_SIGNATURES}")
    signatures = []
    for index, item in enumerate(value):
        signature = _object(item, f"{place}[{index}]")
        keyid, sig = signature.get("keyid"), signature.get("sig")
        if not isinstance(keyid, str) or not isinstance(sig, str):
            raise DataError(f"{place}[{index}] lacks keyid or sig")
        signatures.append(Signature(keyid, sig))
    return tuple(signatures)


def _object(value: strict_json.Value, place: str) -> dict[str, strict_json.Value]:
    if not isinstance(value, dict):
        raise DataError(f"{place} is no object")
    return value
