"""What is proven about where each package of the lockfile comes from?

One standing per package. What could not be looked at or not be judged has
standings of its own, and none of them says that anything is wrong with it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING

from auditor.model import Gap
from auditor.provenance import Code, Kind, Package, Trust, verify_response
from auditor.provenance.verdict import INCONCLUSIVE
from auditor.sources.npm import AT_ONCE

if TYPE_CHECKING:
    from auditor.provenance import AttestationVerdict, ResponseVerdict, SecondEngine
    from auditor.provenance.memory import Memory
    from auditor.sources.npm import Packuments, RegistrySource, Release
    from auditor.sources.registry import Document
    from sbom.model import Component


class Standing(StrEnum):
    """How the provenance of one package stands."""

    VERIFIED = "verified"
    INVALID = "invalid"  # it has attestations that do not hold
    MISMATCH = "integrity_mismatch"  # they are about other bytes than the lockfile pins
    STRIPPED = "stripped"  # the registry announces some and does not serve them, or the reverse
    MISSING = "missing"  # the registry lists none
    UNKNOWN_KEY = "unknown_key"
    EXPIRED = "expired"
    TRUST_ROOT_TOO_OLD = "trust_root_too_old"
    UNSUPPORTED = "unsupported"
    UNCOVERED = "uncovered"  # the lockfile pins no single sha512
    UNREACHABLE = "unreachable"
    NOT_APPLICABLE = "not_applicable"


# Where several things are to be said, the first of these is.
_PRECEDENCE = (
    Standing.INVALID,
    Standing.MISMATCH,
    Standing.STRIPPED,
    Standing.EXPIRED,
    Standing.UNKNOWN_KEY,
    Standing.TRUST_ROOT_TOO_OLD,
    Standing.UNSUPPORTED,
    Standing.VERIFIED,
)
_STANDINGS = {
    Code.OK: Standing.VERIFIED,
    Code.SUBJECT_DIGEST: Standing.MISMATCH,
    Code.ATTESTATIONS_EMPTY: Standing.STRIPPED,
    Code.PROVENANCE_MISSING: Standing.STRIPPED,
    Code.PUBLISH_MISSING: Standing.STRIPPED,
    Code.KEY_EXPIRED: Standing.EXPIRED,
    Code.LOG_KEY_WINDOW: Standing.EXPIRED,
    Code.KEY_UNKNOWN: Standing.UNKNOWN_KEY,
    Code.LOG_UNKNOWN: Standing.UNKNOWN_KEY,
    **dict.fromkeys(INCONCLUSIVE, Standing.UNSUPPORTED),
    Code.TRUST_ROOT_TOO_OLD: Standing.TRUST_ROOT_TOO_OLD,
}

_UNANNOUNCED = "the registry serves attestations that its document about the package does not name"


@dataclass(frozen=True, slots=True)
class Proven:
    """The standing of one component, and why.

    ``code`` is the verifier's where it was asked, else the standing's own. ``verdict`` and
    ``answer``, the document it is about, are there where the registry served one.
    """

    component: Component
    standing: Standing
    reason: str
    code: str = ""
    verdict: ResponseVerdict | None = None
    answer: Document | None = None

    @property
    def provenance(self) -> AttestationVerdict | None:
        """The provenance attestation, where the package is verified."""
        if self.standing is not Standing.VERIFIED or self.verdict is None:
            return None
        kinds = {one.kind: one for one in self.verdict.attestations}
        return kinds[Kind.PROVENANCE]


def prove(
    components: Sequence[Component],
    source: RegistrySource,
    trust: Trust,
    second: SecondEngine | None = None,
    memory: Memory | None = None,
) -> tuple[list[Proven], tuple[Gap, ...]]:
    """Return the standing of each of ``components``, in their order, and what belongs to none.

    ``second`` and ``memory`` are those of ``auditor.provenance.verify_response``.

    Raises:
        SourceError: nothing can be asked at all.
    """
    verify = partial(verify_response, trust=trust, second=second, memory=memory)
    packages = [one for one in components if _set_apart(one, source) is None]
    packuments = source.lookup({one.name for one in packages})
    settled: dict[int, Proven] = {}
    waiting: dict[tuple[str, str], list[tuple[int, Component, Release]]] = defaultdict(list)
    for index, component in enumerate(components):
        found = _set_apart(component, source) or _without_asking(component, packuments)
        if isinstance(found, Proven):
            settled[index] = found
        else:
            key = (component.name, component.version or "")
            waiting[key].append((index, component, found))
    for window in _windows(sorted(waiting)):
        answers = source.attestations(window)
        for key in window:
            judged: dict[str, Proven] = {}
            for index, component, release in waiting[key]:
                pin = _pin(component)
                if pin not in judged:
                    judged[pin] = _judge(component, release, answers[key], verify)
                settled[index] = replace(judged[pin], component=component)
    return [settled[index] for index in range(len(components))], packuments.gaps


def _set_apart(component: Component, source: RegistrySource) -> Proven | None:
    """The standing of what no registry is asked about."""
    if not component.is_registry:
        reason = f"its source is {component.kind}, not a registry"
        return Proven(component, Standing.NOT_APPLICABLE, reason)
    if component.bundled:
        reason = "it comes inside the package that bundles it"
        return Proven(component, Standing.NOT_APPLICABLE, reason)
    if not source.serves(component):
        reason = "the lockfile takes it from another registry than the one that is asked"
        return Proven(component, Standing.UNREACHABLE, reason)
    if not _pin(component):
        reason = (
            "the lockfile does not pin exactly one sha512, which is what attestations are about"
        )
        return Proven(component, Standing.UNCOVERED, reason)
    return None


def _pin(component: Component) -> str:
    pinned = [one.hex for one in component.digests if one.algorithm == "sha512"]
    return pinned[0] if len(pinned) == 1 else ""


def _without_asking(component: Component, packuments: Packuments) -> Proven | Release:
    """The standing that needs no look at attestations, else the release to ask about."""
    failure = packuments.failures.get(component.name)
    packument = packuments.packages.get(component.name)
    if packument is None:
        reason = failure or "the registry does not know this package"
        return Proven(component, Standing.UNREACHABLE, reason)
    release = packument.releases.get(component.version or "")
    if release is None:
        reason = "the registry's document about the package does not list this version"
        return Proven(component, Standing.UNREACHABLE, reason)
    if not release.attested and not release.expected:
        return Proven(component, Standing.MISSING, "the registry lists no attestations")
    return release


def _windows(keys: list[tuple[str, str]]) -> Iterator[list[tuple[str, str]]]:
    for start in range(0, len(keys), AT_ONCE):
        yield keys[start : start + AT_ONCE]


def _judge(
    component: Component,
    release: Release,
    answer: Document | Gap | None,
    verify: Callable[[bytes, Package], ResponseVerdict],
) -> Proven:
    if answer is None or isinstance(answer, Gap):
        return _unserved(component, release, answer)
    package = Package(component.name, component.version or "", _pin(component))
    verdict = verify(answer.data, package)
    standing, code, reason = _together(verdict)
    if code is Code.PROVENANCE_MISSING and not release.provenance:
        standing, reason = Standing.MISSING, "the registry attests the publishing, not the build"
    elif standing is Standing.VERIFIED and not release.attested:
        standing, reason = Standing.STRIPPED, _UNANNOUNCED
    return Proven(component, standing, reason, code.value, verdict, answer)


def _unserved(component: Component, release: Release, answer: Gap | None) -> Proven:
    if not release.attested:
        return Proven(component, Standing.MISSING, "the registry lists no attestations")
    if answer is None:
        reason = "the registry's document names attestations, and the registry serves none"
        return Proven(component, Standing.STRIPPED, reason)
    return Proven(component, Standing.UNREACHABLE, answer.reason)


def _together(verdict: ResponseVerdict) -> tuple[Standing, Code, str]:
    """The gravest of what is said of the answer and of its attestations."""
    said = [(verdict.code, verdict.reason)]
    said += [
        (one.code, f"{one.kind}: {one.reason}")
        for one in verdict.attestations
        if one.kind is not Kind.OTHER
    ]
    standing, code, reason = min(
        ((_STANDINGS.get(code, Standing.INVALID), code, reason) for code, reason in said),
        key=lambda one: _PRECEDENCE.index(one[0]),
    )
    return standing, code, reason
