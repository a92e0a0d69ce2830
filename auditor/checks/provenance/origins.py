"""What is known of where each package comes from, in the words that locks and histories compare?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from auditor import semver
from auditor.checks.provenance.attested import Proven, Standing
from auditor.model import Gap
from auditor.provenance import Package, verify_response
from auditor.provenance.history import History, history, line_of
from auditor.provenance.origin import Release, State, judged
from auditor.sources.npm import AT_ONCE
from sbom.integrity import read_integrity

if TYPE_CHECKING:
    from auditor.provenance import SecondEngine, Trust
    from auditor.provenance.memory import Memory
    from auditor.sources.npm import Packument, Packuments, RegistrySource
    from auditor.sources.registry import Document

# The nearest versions that claim a provenance: one of them will hold where any does.
LOST = 3

_ABSENT = frozenset({Standing.MISSING, Standing.STRIPPED})


@dataclass(frozen=True, slots=True)
class Earlier:
    """Whom to ask about the past: ``versions`` is how many earlier ones of a verified package.

    ``second`` and ``memory`` are those of ``auditor.provenance.verify_response``.
    """

    source: RegistrySource
    trust: Trust
    second: SecondEngine | None
    memory: Memory | None
    versions: int


def release_of(proven: Proven, packument: Packument | None = None) -> Release:
    """Return what is known of one component; ``packument`` says when it was published."""
    version = proven.component.version or ""
    told = packument.releases.get(version) if packument else None
    published = told.published if told else None
    if proven.verdict is not None and proven.answer is not None:
        return judged(version, proven.answer.data, proven.verdict, published)
    state = State.ABSENT if proven.standing in _ABSENT else State.UNKNOWN
    return Release(version, state, proven.reason, published)


def histories(proven: Sequence[Proven], earlier: Earlier) -> Iterator[tuple[Proven, History]]:
    """Compare each of ``proven`` with the versions before it that claim a provenance.

    Of a package that has none, LOST earlier versions are asked about, so that a loss rests
    on evidence that holds; of a verified one as many as ``earlier`` says.

    Raises:
        SourceError: nothing can be asked at all.
    """
    packuments = earlier.source.lookup({one.component.name for one in _from_registry(proven)})
    asked: list[tuple[Proven, Release, list[str]]] = []
    for one in _from_registry(proven):
        packument = packuments.packages.get(one.component.name)
        release = release_of(one, packument)
        wanted = max(earlier.versions, LOST if release.state is State.ABSENT else 0)
        if packument is not None and release.state is not State.UNKNOWN and wanted:
            before = _before(packument, release)[:wanted]
            if before:
                asked.append((one, release, before))
    keys = sorted({(one.component.name, version) for one, _, some in asked for version in some})
    known: dict[tuple[str, str], Release] = {}
    for start in range(0, len(keys), AT_ONCE):
        window = keys[start : start + AT_ONCE]
        for key, answer in earlier.source.attestations(window).items():
            known[key] = _past(key, answer, packuments, earlier)
    for one, release, some in asked:
        past = [known[one.component.name, version] for version in some]
        yield one, _only(history([*past, release]), release)


def _from_registry(proven: Sequence[Proven]) -> Iterator[Proven]:
    return (one for one in proven if one.standing is not Standing.NOT_APPLICABLE)


def _before(packument: Packument, release: Release) -> list[str]:
    """The versions that ``release`` is compared with, the nearest first."""
    key, line = semver.key(release.version), line_of(release.version)
    if key is None:
        return []
    lower: dict[str, semver.Key] = {}
    for version, told in packument.releases.items():
        found = semver.key(version)
        if found is not None and found < key and told.provenance:
            lower[version] = found
    ordered = sorted(lower, key=lambda version: (lower[version], version), reverse=True)
    own = [version for version in ordered if line_of(version) == line]
    if own or not line.isdecimal():
        return own
    return [
        version
        for version in ordered
        if line_of(version).isdecimal()
        and not _is_later(packument.releases[version].published, release.published)
    ]


def _is_later(time: datetime | None, than: datetime | None) -> bool:
    """Whether it is known to be; the history says where it is not known."""
    return time is not None and than is not None and time > than


def _past(
    key: tuple[str, str],
    answer: Document | Gap | None,
    packuments: Packuments,
    earlier: Earlier,
) -> Release:
    """What is proven of an earlier version, for the integrity that the registry gives it."""
    name, version = key
    told = packuments.packages[name].releases[version]
    unknown = Release(version, State.UNKNOWN, "the registry does not serve it", told.published)
    if answer is None:
        return unknown
    if isinstance(answer, Gap):
        return replace(unknown, reason=answer.reason)
    digests, _ = read_integrity(told.integrity)
    pinned = [one.hex for one in digests if one.algorithm == "sha512"]
    if len(pinned) != 1:
        return replace(unknown, reason="the registry gives no sha512 for it")
    package = Package(name, version, pinned[0])
    verdict = verify_response(
        answer.data, package, earlier.trust, second=earlier.second, memory=earlier.memory
    )
    return judged(version, answer.data, verdict, told.published)


def _only(found: History, release: Release) -> History:
    """What is said of ``release`` itself; what its past could not tell is unknown about it."""
    unknown = tuple(one for one in found.unknown if one.version == release.version)
    if not found.verified or (found.verified == 1 and release.state is State.VERIFIED):
        unknown = unknown or found.unknown
    events = tuple(one for one in found.events if one.version == release.version)
    return History(found.verified, events, unknown)
