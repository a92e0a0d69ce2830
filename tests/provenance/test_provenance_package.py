from __future__ import annotations

import auditor.provenance
from auditor.provenance.verdict import INCONCLUSIVE, Code


def test_the_public_names_are_these() -> None:
    assert auditor.provenance.__all__ == [
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
    assert all(hasattr(auditor.provenance, name) for name in auditor.provenance.__all__)


def test_what_could_not_be_judged_is_not_ok() -> None:
    assert Code.OK not in INCONCLUSIVE
