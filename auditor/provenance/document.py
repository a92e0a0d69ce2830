"""How is a provenance verdict written as JSON? Version 1; members are added, never changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict

from auditor.provenance.evidence import Evidence
from auditor.provenance.response import AttestationVerdict, ResponseVerdict
from auditor.provenance.statement import Package
from auditor.provenance.verdict import INCONCLUSIVE, Code

FORMAT = "auditor.provenance/1"


def as_document(
    package: Package, verdict: ResponseVerdict, trusted: Mapping[str, object]
) -> dict[str, object]:
    """Return the verdict on ``package`` as JSON values.

    ``trusted`` says of the trust root and of the keys what they are and how old.
    """
    return {
        "format": FORMAT,
        "package": {"name": package.name, "version": package.version, "sha512": package.sha512},
        "verdict": _summary(verdict.code),
        "code": verdict.code.value,
        "reason": verdict.reason,
        "attestations": [_attestation(one) for one in verdict.attestations],
        "trusted": dict(trusted),
    }


def _summary(code: Code) -> str:
    if code is Code.OK:
        return "ok"
    return "undecided" if code in INCONCLUSIVE else "refused"


def _attestation(verdict: AttestationVerdict) -> dict[str, object]:
    evidence = verdict.evidence
    second = verdict.second
    return {
        "kind": verdict.kind.value,
        "predicate_type": verdict.label,
        "code": verdict.code.value,
        "reason": verdict.reason,
        "evidence": None if evidence is None else _evidence(evidence),
        "claimed_builder": verdict.builder,
        "second_engine": None
        if second is None
        else {"stance": second.stance.value, "reason": second.reason},
    }


def _evidence(evidence: Evidence) -> dict[str, object]:
    return {
        "signed_at": f"{evidence.time:%Y-%m-%dT%H:%M:%SZ}",
        "log_id": evidence.log_id,
        "log_index": evidence.log_index,
        "log_kind": evidence.log_kind,
        "grade": evidence.grade.value,
        "keyid": evidence.keyid,
        "identity": None if evidence.identity is None else asdict(evidence.identity),
    }
