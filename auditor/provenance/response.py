"""What does a registry's answer about one release prove, all of it together?

A release has exactly one provenance and one publish attestation. An answer
that leaves one out, adds a second, or labels one as the other is refused.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

from auditor.provenance import fields, strict_json
from auditor.provenance.claims import PROVENANCE_V02, PROVENANCE_V1, builder_of, check_claims
from auditor.provenance.evidence import Evidence, Trust, verify_parsed
from auditor.provenance.memory import Memory, Remembered
from auditor.provenance.policy import NO_POLICY, IdentityPolicy, check_grade, check_identity
from auditor.provenance.statement import Package, check_publish, check_subject, read_statement
from auditor.provenance.strict_json import Value
from auditor.provenance.verdict import Code, RefusedError

MAX_ATTESTATIONS = 8
PUBLISH_V01 = "https://github.com/npm/attestation/tree/main/specs/publish/v0.1"


class Kind(StrEnum):
    """What an attestation is about, by its label."""

    PROVENANCE = "provenance"
    PUBLISH = "publish"
    OTHER = "other"


class Stance(StrEnum):
    """What a second verifier says of a bundle."""

    ACCEPTS = "accepts"
    REFUSES = "refuses"
    UNSUPPORTED = "unsupported"  # it does not know this kind of bundle


@dataclass(frozen=True, slots=True)
class Opinion:
    """A second verifier's answer, and why."""

    stance: Stance
    reason: str = ""


# Asked with a bundle as JSON text, and with what it is about.
SecondEngine = Callable[[bytes], Opinion]

_KINDS = {
    PROVENANCE_V02: Kind.PROVENANCE,
    PROVENANCE_V1: Kind.PROVENANCE,
    PUBLISH_V01: Kind.PUBLISH,
}


@dataclass(frozen=True, slots=True)
class AttestationVerdict:
    """The verdict on one attestation.

    ``evidence`` is there as soon as signature, signer and log hold, also where the verdict
    is not ok because of what is attested. ``builder`` is the predicate's own word.
    """

    label: str
    kind: Kind
    code: Code
    reason: str
    evidence: Evidence | None = None
    builder: str | None = None
    second: Opinion | None = None


@dataclass(frozen=True, slots=True)
class ResponseVerdict:
    """The verdict on an answer, and on each of its attestations in their order."""

    code: Code
    reason: str
    attestations: tuple[AttestationVerdict, ...] = ()


def verify_response(
    data: bytes,
    package: Package,
    trust: Trust,
    policy: IdentityPolicy = NO_POLICY,
    second: SecondEngine | None = None,
    memory: Memory | None = None,
) -> ResponseVerdict:
    """Return the verdict on ``data``, a registry's answer ``{"attestations": [...]}``.

    Args:
        data: the answer as it came.
        package: the release as the lockfile pins it.
        trust: whom to believe.
        policy: whom the provenance is expected from.
        second: another verifier, asked about each bundle that this one accepts.
        memory: what was verified before; the verdicts are the same without it.
    """
    try:
        listed = _attestations(data)
    except RefusedError as error:
        return ResponseVerdict(error.code, error.message)
    verifier = _Verifier(trust, second, memory)
    verdicts = tuple([_judge(one, package, verifier, policy) for one in listed])
    return _together(verdicts)


def _attestations(data: bytes) -> list[tuple[str, Value]]:
    place = "the answer"
    answer = fields.message(strict_json.parse(data, place), place)
    if "attestations" not in answer:
        raise RefusedError(Code.MALFORMED, f"{place}: there is no list of attestations")
    listed = fields.items(answer["attestations"], f"{place}: attestations")
    if not listed:
        raise RefusedError(Code.ATTESTATIONS_EMPTY, f"{place}: its list of attestations is empty")
    if len(listed) > MAX_ATTESTATIONS:
        raise RefusedError(
            Code.TOO_MANY_ATTESTATIONS, f"{place}: {len(listed):,} attestations for one release"
        )
    read = []
    for item in listed:
        attestation = fields.message(item, f"{place}: an attestation")
        label = fields.text(attestation.get("predicateType"), f"{place}: predicateType")
        read.append((label, attestation.get("bundle")))
    counts = Counter(_KINDS.get(label, Kind.OTHER) for label, _ in read)
    for kind in (Kind.PROVENANCE, Kind.PUBLISH):
        if counts[kind] > 1:
            raise RefusedError(
                Code.DUPLICATE_ATTESTATION,
                f"{place}: {counts[kind]} attestations of the kind {kind.value}",
            )
    return read


@dataclass(frozen=True, slots=True)
class _Verifier:
    """Both verifiers, and what they said before."""

    trust: Trust
    second: SecondEngine | None
    memory: Memory | None

    def recall(self, bundle: bytes) -> Remembered | None:
        """What is known of ``bundle`` already, if it is all that is asked."""
        known = self.memory.recall(bundle, self.trust) if self.memory else None
        if known is None or (self.second is not None and known.second is None):
            return None
        return known if self.second is not None else replace(known, second=None)

    def verify(self, value: Value) -> Remembered:
        """Verify a bundle, or remember that it was; a disagreement is for the caller to see."""
        if self.second is None and self.memory is None:
            return Remembered(verify_parsed(value, self.trust))
        bundle = json.dumps(value).encode()
        known = self.recall(bundle)
        if known is not None:
            return known
        evidence = verify_parsed(value, self.trust)
        found = Remembered(evidence, self.second(bundle) if self.second else None)
        if self.memory and not (found.second and found.second.stance is Stance.REFUSES):
            self.memory.keep(bundle, self.trust, found)
        return found


def _judge(
    attestation: tuple[str, Value],
    package: Package,
    verifier: _Verifier,
    policy: IdentityPolicy,
) -> AttestationVerdict:
    label, bundle = attestation
    kind = _KINDS.get(label, Kind.OTHER)
    verdict = AttestationVerdict(label, kind, Code.OK, "verified")
    if kind is Kind.OTHER:
        return replace(
            verdict, code=Code.PREDICATE_TYPE, reason="the label: not a kind that is supported"
        )
    try:
        found = verifier.verify(bundle)
        verdict = replace(verdict, evidence=found.evidence, second=found.second)
        if found.second is not None:
            _agree(found.second)
        builder = _check_content(label, found.evidence, package, policy)
    except RefusedError as error:
        return replace(verdict, code=error.code, reason=error.message)
    return replace(verdict, builder=builder)


def _agree(opinion: Opinion) -> None:
    if opinion.stance is Stance.REFUSES:
        raise RefusedError(
            Code.ENGINES_DISAGREE,
            f"the bundle: verified here, refused by the second verifier: {opinion.reason}",
        )


def _check_content(
    label: str, evidence: Evidence, package: Package, policy: IdentityPolicy
) -> str | None:
    """Check what is attested; return the builder that a provenance names."""
    statement = read_statement(evidence.payload, label)
    check_subject(statement, package)
    check_grade(evidence.grade, policy)
    identity = evidence.identity
    if _KINDS[label] is Kind.PUBLISH:
        if identity is not None:
            raise RefusedError(
                Code.SIGNER_UNEXPECTED, "the publish attestation: not signed by the registry"
            )
        check_publish(statement, package)
        return None
    if identity is None:
        raise RefusedError(Code.SIGNER_UNEXPECTED, "the provenance: not signed by a build")
    check_identity(identity, policy)
    check_claims(statement, identity)
    return builder_of(statement)


def _together(verdicts: tuple[AttestationVerdict, ...]) -> ResponseVerdict:
    for verdict in verdicts:
        if verdict.kind is not Kind.OTHER and verdict.code is not Code.OK:
            return ResponseVerdict(verdict.code, f"{verdict.kind}: {verdict.reason}", verdicts)
    kinds = {verdict.kind for verdict in verdicts}
    for kind, code in (
        (Kind.PROVENANCE, Code.PROVENANCE_MISSING),
        (Kind.PUBLISH, Code.PUBLISH_MISSING),
    ):
        if kind in kinds:
            continue
        if Kind.OTHER in kinds:
            code = Code.PREDICATE_TYPE  # noqa: PLW2901 -- what is missing may be what is mislabelled
        reason = f"the answer: there is no {kind.value} attestation of a supported kind"
        return ResponseVerdict(code, reason, verdicts)
    return ResponseVerdict(Code.OK, "provenance and publish attestation verified", verdicts)
