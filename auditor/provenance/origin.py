"""Where does a release come from, in the words that can be compared with another release?

Everything but ``builder`` and ``predicate_type`` is the certificate's word, so
the identity provider's; None is what the certificate does not say.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from auditor.provenance.identity import Identity
from auditor.provenance.response import AttestationVerdict, Kind, ResponseVerdict
from auditor.provenance.verdict import INCONCLUSIVE, Code

# Given only after signature, log, signer and subject held: the signer is known, and unwanted.
_SIGNER_IS_KNOWN = frozenset(
    {Code.PREDICATE_IDENTITY_MISMATCH} | {code for code in Code if code.startswith("identity_")}
)
_NOTHING_THERE = frozenset({Code.ATTESTATIONS_EMPTY, Code.PROVENANCE_MISSING})


@dataclass(frozen=True, slots=True)
class Origin:
    """Who built a release, and from what.

    ``build_signer`` is the reusable workflow that signed, without its ref, and empty where
    the source repository's own workflow did. ``builder`` is what the predicate names, without
    its version.
    """

    issuer: str | None = None
    source_repository: str | None = None
    source_repository_id: str | None = None
    source_owner_id: str | None = None
    workflow: str | None = None
    build_signer: str | None = None
    runner_environment: str | None = None
    predicate_type: str | None = None
    builder: str | None = None


@dataclass(frozen=True, slots=True)
class Proof:
    """What an origin rests on: the time and place in the log, and the answer's digest."""

    signed_at: datetime
    log_id: str
    log_index: int
    sha256: str


class State(StrEnum):
    """What is known of the provenance of one release."""

    VERIFIED = "verified"
    ABSENT = "absent"  # there is none
    REFUSED = "refused"  # there is one, and it does not hold
    UNKNOWN = "unknown"  # it could not be looked at, or not be judged


@dataclass(frozen=True, slots=True)
class Release:
    """One version of a package, and what is known of its provenance.

    ``published`` is what the registry says, signed by nobody. ``origin`` and ``proof`` are
    there where the state is VERIFIED; where it is REFUSED they may be.
    """

    version: str
    state: State
    reason: str = ""
    published: datetime | None = None
    origin: Origin | None = None
    proof: Proof | None = None

    @property
    def time(self) -> datetime | None:
        """When it came to be: as the log says, else as the registry does."""
        return self.published if self.proof is None else self.proof.signed_at


def judged(
    version: str, data: bytes, verdict: ResponseVerdict, published: datetime | None = None
) -> Release:
    """Return what ``verdict`` on ``data``, the registry's answer about ``version``, tells."""
    provenance = next((one for one in verdict.attestations if one.kind is Kind.PROVENANCE), None)
    if verdict.code is Code.OK:
        state = State.VERIFIED
    elif verdict.code in _NOTHING_THERE:
        state = State.ABSENT
    elif verdict.code in INCONCLUSIVE:
        state = State.UNKNOWN
    else:
        state = State.REFUSED
    origin = proof = None
    if provenance is not None and state in (State.VERIFIED, State.REFUSED):
        origin, proof = _signed_by(provenance, data)
    return Release(version, state, verdict.reason, published, origin, proof)


def _signed_by(
    verdict: AttestationVerdict, data: bytes
) -> tuple[Origin, Proof] | tuple[None, None]:
    """The origin that a provenance proves, and its proof; nothing where the signer is not known."""
    evidence = verdict.evidence
    identity = evidence.identity if evidence else None
    if evidence is None or identity is None or verdict.code not in (Code.OK, *_SIGNER_IS_KNOWN):
        return None, None
    origin = Origin(
        issuer=identity.issuer,
        source_repository=identity.source_repository,
        source_repository_id=identity.source_repository_id,
        source_owner_id=identity.source_owner_id,
        workflow=identity.workflow,
        build_signer=_build_signer(identity),
        runner_environment=identity.runner_environment,
        predicate_type=verdict.label,
        builder=None if verdict.builder is None else _without_ref(verdict.builder),
    )
    digest = hashlib.sha256(data).hexdigest()
    return origin, Proof(evidence.time, evidence.log_id, evidence.log_index, digest)


def _build_signer(identity: Identity) -> str | None:
    address = identity.builder or identity.subject or None
    if address is None:
        return None
    if identity.source_repository and address.startswith(f"{identity.source_repository}/"):
        return ""
    return _without_ref(address)


def _without_ref(address: str) -> str:
    """Leave out what changes with every release: the ref, tag or version after an ``@``."""
    return address.partition("@")[0]
