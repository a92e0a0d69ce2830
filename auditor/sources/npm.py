"""What did the registry say of its packages?

Reads registry documents ("packuments", whole, abbreviated or reduced to what is
signed). A document that is not entirely as it should be is not used, and the
reason is kept under the name of its package.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, partial
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeVar

from auditor.errors import DataError, SourceError
from auditor.model import Gap
from auditor.sanitise import excerpt
from auditor.sources.npm_keys import KeyRing, read_keys, read_time
from auditor.sources.registry import Document, RegistryData
from sbom import strict_json
from sbom.errors import DocumentError

if TYPE_CHECKING:
    from sbom.model import Component

MAX_SIGNATURES = 16
# Answers up to this size are kept for the next check that asks; a real one has 11 to 20 KB.
KEPT_BYTES = 32 * 2**10
AT_ONCE = 32

Q = TypeVar("Q")
A = TypeVar("A")


@dataclass(frozen=True, slots=True)
class Signature:
    """A registry's signature, as it stands in ``dist.signatures``."""

    keyid: str
    sig: str


@dataclass(frozen=True, slots=True)
class Release:
    """One version, as the registry tells it; nobody signs any of this but ``integrity``.

    ``integrity`` is the registry's, not the lockfile's; empty where it gives
    none. ``published`` is None where it is not told. ``attested`` says whether
    it points at attestations, ``provenance`` whether a provenance is to be among
    them, ``expected`` whether it was published in a way that attests.
    """

    integrity: str
    signatures: tuple[Signature, ...]
    published: datetime | None = None
    attested: bool = False
    provenance: bool = False
    expected: bool = False


@dataclass(frozen=True, slots=True)
class Packument:
    """One package's document; ``origin`` and ``sha256`` name what it was read from."""

    name: str
    releases: Mapping[str, Release]
    origin: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Packuments:
    """The documents of the packages that were asked for, by exact name.

    ``failures`` say of a package why there is none; what the registry simply does not hold
    is in neither. ``gaps`` belong to no package.
    """

    packages: Mapping[str, Packument]
    failures: Mapping[str, str]
    gaps: tuple[Gap, ...] = ()


class RegistrySource:
    """Registry documents out of ``data``, and signing keys from ``keys`` (None: the shipped).

    ``base`` is the registry's address: packages that the lockfile takes from elsewhere are
    not asked about. Empty, everything is. Answers are kept, so that several checks may ask.
    """

    def __init__(
        self, data: RegistryData | None, *, keys: Path | None = None, base: str = ""
    ) -> None:
        self._data = data
        self._keys = keys
        self.base = base.rstrip("/")
        self._lock = threading.Lock()
        self._parsing = threading.Lock()
        self._packuments: dict[str, Packument | str | None] = {}
        self._answers: dict[tuple[str, str], Document | Gap | None] = {}

    @property
    def available(self) -> bool:
        """Whether there is anything to ask."""
        return self._data is not None

    @cached_property
    def keys(self) -> KeyRing:
        """The registry's signing keys.

        Raises:
            DataError: the file of keys cannot be read.
        """
        return read_keys(self._keys)

    def serves(self, component: Component) -> bool:
        """Whether the lockfile takes ``component``, a registry's package, from this registry."""
        address = component.resolved
        return not self.base or address is None or address.startswith(f"{self.base}/")

    def lookup(self, names: Collection[str]) -> Packuments:
        """Return the documents about ``names``; nothing where there is nothing to ask.

        Raises:
            SourceError: nothing can be asked at all.
        """
        data = self._data
        if data is None:
            return Packuments({}, {})
        with self._lock:
            data.prepare(names)
            new = sorted(set(names) - self._packuments.keys())
            self._packuments.update(_each(new, partial(self._packument, data), data.workers))
            known = {name: self._packuments[name] for name in sorted(names)}
        return Packuments(
            MappingProxyType({n: one for n, one in known.items() if isinstance(one, Packument)}),
            MappingProxyType({n: one for n, one in known.items() if isinstance(one, str)}),
            data.gaps,
        )

    def attestations(
        self, releases: Iterable[tuple[str, str]]
    ) -> Mapping[tuple[str, str], Document | Gap | None]:
        """Return the registry's answers about ``releases``, names with versions.

        None is what the registry does not hold, a Gap what cannot be had. Ask about at most
        AT_ONCE at a time, so that not all answers stand in memory together.
        """
        data = self._data
        asked = sorted(set(releases))
        if data is None:
            return dict.fromkeys(asked)
        with self._lock:
            found = {one: self._answers[one] for one in asked if one in self._answers}
            new = [one for one in asked if one not in found]
            answers = _each(new, lambda one: _answer(data, *one), data.workers)
            for release, answer in answers.items():
                if not isinstance(answer, Document) or len(answer.data) <= KEPT_BYTES:
                    self._answers[release] = answer
        return found | answers

    def _packument(self, data: RegistryData, name: str) -> Packument | str | None:
        try:
            found = data.packument(name)
        except SourceError as error:
            return error.message
        # One at a time: a parsed document takes several times its bytes, and it is no faster.
        with self._parsing:
            return None if found is None else _read(found, name)


def _each(questions: list[Q], ask: Callable[[Q], A], workers: int) -> dict[Q, A]:
    if workers == 1:
        return {one: ask(one) for one in questions}
    with ThreadPoolExecutor(max_workers=workers) as pool:
        return dict(zip(questions, pool.map(ask, questions), strict=True))


def _answer(data: RegistryData, name: str, version: str) -> Document | Gap | None:
    try:
        return data.attestations(name, version)
    except SourceError as error:
        return Gap(excerpt(f"{name}@{version}"), error.message)


def _read(found: Document, name: str) -> Packument | str:
    """The packument in ``found``; a sentence where it is malformed or about something else."""
    label = found.origin
    try:
        document = strict_json.parse(
            found.data, label, DocumentError, max_bytes=strict_json.MAX_BYTES
        )
        value = document.value
        if not isinstance(value, dict) or value.get("name") != name:
            return f"{label}: the document is not about this package"
        if document.duplicates:
            twice = document.duplicates[0]
            place = excerpt(".".join((*twice.path, twice.key)))
            return f"{label}: {place} occurs twice, so two readers may see two documents"
        return Packument(name, _releases(value), label, found.sha256)
    except DocumentError as error:
        return error.message
    except DataError as error:
        return f"{label}: {error.message}"


def _releases(document: Mapping[str, strict_json.Value]) -> Mapping[str, Release]:
    versions = _object(document.get("versions"), "versions")
    times = _object(document.get("time", {}), "time")
    releases = {}
    for version in sorted(versions):
        place = excerpt(f"versions.{version}", max_characters=80)
        manifest = _object(versions[version], place)
        dist = _object(manifest.get("dist"), f"{place}.dist")
        integrity = dist.get("integrity")
        pointer = dist.get("attestations")
        releases[version] = Release(
            integrity=integrity if isinstance(integrity, str) else "",
            signatures=_signatures(dist.get("signatures", []), f"{place}.dist.signatures"),
            published=read_time(times.get(version)),
            attested=pointer is not None,
            provenance=isinstance(pointer, dict) and "provenance" in pointer,
            expected=_attests(manifest),
        )
    return MappingProxyType(releases)


def _attests(manifest: Mapping[str, strict_json.Value]) -> bool:
    """Whether it was published by a trusted publisher, or was to be published with provenance."""
    user, publish = manifest.get("_npmUser"), manifest.get("publishConfig")
    trusted = isinstance(user, dict) and "trustedPublisher" in user
    return trusted or (isinstance(publish, dict) and publish.get("provenance") is True)


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
