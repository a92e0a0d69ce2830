"""How is what is proven about a package written into an SBOM?

Every component gets a verdict; that nothing is proven is said, not left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from auditor.checks.provenance.attested import Standing
from sbom import Annotation

if TYPE_CHECKING:
    from auditor.checks.provenance.attested import Proven
    from auditor.provenance import Trust

_OURS = "auditor:provenance:"
# Of copies of one package that differ, the first in this order speaks.
_FIRST = (
    Standing.INVALID,
    Standing.MISMATCH,
    Standing.STRIPPED,
    Standing.EXPIRED,
    Standing.UNKNOWN_KEY,
    Standing.TRUST_ROOT_TOO_OLD,
    Standing.UNSUPPORTED,
    Standing.UNCOVERED,
    Standing.UNREACHABLE,
    Standing.MISSING,
    Standing.VERIFIED,
    Standing.NOT_APPLICABLE,
)


def annotated(
    proven: Iterable[Proven], trust: Trust, *, per_location: bool
) -> Mapping[str, Annotation]:
    """Return what to write about each component, by its location.

    Where copies of a package are one component (not ``per_location``), the gravest standing
    of them is written at all their locations.
    """
    groups: dict[str, list[Proven]] = {}
    for one in proven:
        component = one.component
        together = component.purl and not per_location
        groups.setdefault(component.purl if together else f":{component.location}", []).append(one)
    found: dict[str, Annotation] = {}
    for group in groups.values():
        speaker = min(group, key=lambda one: _FIRST.index(one.standing))
        annotation = _annotation(speaker, trust)
        found |= {one.component.location: annotation for one in group}
    return found


def _annotation(one: Proven, trust: Trust) -> Annotation:
    properties = tuple((f"{_OURS}{name}", text) for name, text in _said(one, trust) if text)
    provenance = one.provenance
    evidence = provenance.evidence if provenance else None
    if one.answer is None or evidence is None or evidence.identity is None:
        return Annotation(properties)
    identity, answer = evidence.identity, one.answer
    is_address = answer.origin.startswith(("http://", "https://"))
    return Annotation(
        properties,
        attestation=answer.origin if is_address else f"urn:sha256:{answer.sha256}",
        attestation_sha256=answer.sha256,
        repository=identity.source_repository or "",
        identified_by=f"{identity.subject} ({identity.issuer})",
    )


def _said(one: Proven, trust: Trust) -> Iterator[tuple[str, str | None]]:
    yield "verdict", one.standing.value
    if one.standing is not Standing.VERIFIED:
        yield "reason", one.reason
        yield "code", one.code
    if one.standing is not Standing.NOT_APPLICABLE:
        yield "trust-root:sha256", trust.root.sha256
        yield "trust-root:as-of", str(trust.root.as_of or "")
        yield "npm-keys:as-of", trust.keys.as_of
    provenance = one.provenance
    evidence = provenance.evidence if provenance else None
    if provenance is None or evidence is None or evidence.identity is None:
        return
    identity = evidence.identity
    yield "predicate", provenance.label
    yield "issuer", identity.issuer
    yield "repository", identity.source_repository
    yield "repository-id", identity.source_repository_id
    yield "owner-id", identity.source_owner_id
    yield "ref", identity.ref
    yield "commit", identity.commit
    yield "workflow", identity.workflow
    yield "runner", identity.runner_environment
    yield "log:id", evidence.log_id
    yield "log:index", str(evidence.log_index)
    yield "log:time", f"{evidence.time:%Y-%m-%dT%H:%M:%SZ}"
    yield "log:evidence", evidence.grade.value
