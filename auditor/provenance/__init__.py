"""What do npm's sigstore attestations prove? Bytes in, verdict out; no clock, no network."""

from __future__ import annotations

from auditor.provenance.evidence import Evidence, Trust, verify_bundle
from auditor.provenance.identity import Identity
from auditor.provenance.policy import IdentityPolicy
from auditor.provenance.response import (
    AttestationVerdict,
    Kind,
    Opinion,
    ResponseVerdict,
    SecondEngine,
    Stance,
    verify_response,
)
from auditor.provenance.statement import Package
from auditor.provenance.trust_root import TrustRoot, read_trust_root
from auditor.provenance.verdict import Code, Grade, RefusedError

__all__ = [
    "AttestationVerdict",
    "Code",
    "Evidence",
    "Grade",
    "Identity",
    "IdentityPolicy",
    "Kind",
    "Opinion",
    "Package",
    "RefusedError",
    "ResponseVerdict",
    "SecondEngine",
    "Stance",
    "Trust",
    "TrustRoot",
    "read_trust_root",
    "verify_bundle",
    "verify_response",
]
