from __future__ import annotations

import base64
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import rfc8785
from provenance.instance import SIGNED, Instance, Leaf, b64, changed, iso
from provenance.timestamping import TimestampAuthority

from auditor.provenance import Code, Evidence, Grade, RefusedError, Trust
from auditor.provenance.evidence import verify_parsed

STAMPS = ("verificationMaterial", "timestampVerificationData")
PROMISE = ("verificationMaterial", "tlogEntries", 0, "inclusionPromise")


@pytest.fixture(scope="module")
def authority() -> TimestampAuthority:
    return TimestampAuthority()


@pytest.fixture(scope="module")
def stamped_trust(instance: Instance, authority: TimestampAuthority) -> Trust:
    return instance.trust(authority.trusted(instance))


@pytest.fixture(scope="module")
def bundle(instance: Instance) -> dict[str, Any]:
    return instance.provenance()


def stamped(bundle: dict[str, Any], *stamps: bytes) -> Any:
    listed = [{"signedTimestamp": b64(stamp)} for stamp in stamps]
    return changed(bundle, STAMPS, {"rfc3161Timestamps": listed})


def signature(bundle: dict[str, Any]) -> bytes:
    return base64.b64decode(bundle["dsseEnvelope"]["signatures"][0]["sig"])


def refusal(bundle: Any, trust: Trust) -> Code:
    with pytest.raises(RefusedError) as refused:
        verify_parsed(bundle, trust)
    return refused.value.code


def test_a_timestamp_is_a_trusted_time(
    bundle: dict[str, Any], authority: TimestampAuthority, stamped_trust: Trust
) -> None:
    time = SIGNED + timedelta(seconds=2)
    with_stamp = stamped(bundle, authority.stamp(signature(bundle), time))
    assert verify_parsed(with_stamp, stamped_trust).time == SIGNED  # the log's comes first
    alone = verify_parsed(changed(with_stamp, PROMISE, None), stamped_trust)
    assert (alone.time, alone.grade) == (time, Grade.PROOF)


@pytest.mark.parametrize("minutes", [-10, 10])
def test_the_certificate_must_be_valid_at_every_time(
    minutes: int, bundle: dict[str, Any], authority: TimestampAuthority, stamped_trust: Trust
) -> None:
    late = authority.stamp(signature(bundle), SIGNED + timedelta(minutes=minutes))
    assert refusal(stamped(bundle, late), stamped_trust) is Code.CERTIFICATE_TIME


def test_timestamps_that_do_not_hold_are_refused(
    bundle: dict[str, Any],
    authority: TimestampAuthority,
    stamped_trust: Trust,
    trust: Trust,
) -> None:
    good = authority.stamp(signature(bundle), SIGNED)
    stranger = TimestampAuthority().stamp(signature(bundle), SIGNED)
    for stamps, believed in (
        ([authority.stamp(b"another signature", SIGNED)], stamped_trust),
        ([stranger], stamped_trust),
        ([good, stranger], stamped_trust),
        ([good, good], stamped_trust),
        ([good[:-1] + bytes([good[-1] ^ 1])], stamped_trust),
        ([good[:40]], stamped_trust),
        ([good], trust),
    ):
        assert refusal(stamped(bundle, *stamps), believed) is Code.TIMESTAMP


def test_the_window_of_the_authority_counts(
    instance: Instance, bundle: dict[str, Any], authority: TimestampAuthority
) -> None:
    stamp = authority.stamp(signature(bundle), SIGNED)
    for end, holds in ((SIGNED, True), (SIGNED - timedelta(seconds=1), False)):
        believed = instance.trust(authority.trusted(instance, end=iso(end)))
        if holds:
            assert verify_parsed(stamped(bundle, stamp), believed).time == SIGNED
        else:
            assert refusal(stamped(bundle, stamp), believed) is Code.TIMESTAMP


def test_an_authority_without_a_root_vouches_for_nothing(
    instance: Instance, bundle: dict[str, Any], authority: TimestampAuthority
) -> None:
    root = authority.trusted(instance)
    del root["timestampAuthorities"][0]["certChain"]["certificates"][1]
    stamp = authority.stamp(signature(bundle), SIGNED)
    assert refusal(stamped(bundle, stamp), instance.trust(root)) is Code.TIMESTAMP


def test_a_timestamp_that_is_newer_than_the_root_says_so(
    instance: Instance, bundle: dict[str, Any], authority: TimestampAuthority
) -> None:
    believed = instance.trust(as_of=date(2026, 1, 1))
    stamp = authority.stamp(signature(bundle), SIGNED)
    assert refusal(stamped(bundle, stamp), believed) is Code.TRUST_ROOT_TOO_OLD


def rekor_v2(
    instance: Instance, authority: TimestampAuthority, time: datetime, **changes: Any
) -> Any:
    """A bundle as Rekor v2 would log it: no promise, no time, a hash of what is signed."""
    bundle = instance.bundle(b"{}", leaf=Leaf())
    entry = bundle["verificationMaterial"]["tlogEntries"][0]
    signed = b"DSSEv1 28 application/vnd.in-toto+json 2 {}"
    raw = bundle["verificationMaterial"]["certificate"]["rawBytes"]
    record: dict[str, Any] = {
        "data": {"algorithm": "SHA2_256", "digest": instance.digest(signed)},
        "signature": {
            "content": bundle["dsseEnvelope"]["signatures"][0]["sig"],
            "verifier": {"x509Certificate": {"rawBytes": raw}},
        },
    }
    for path, new in changes.items():
        record = changed(record, tuple(path.split("_")), new)
    body: dict[str, Any] = {
        "apiVersion": "0.0.2",
        "kind": "hashedrekord",
        "spec": {"hashedRekordV002": record},
    }
    logged = rfc8785.dumps(body)
    entry |= {
        "logIndex": "1",
        "kindVersion": {"kind": "hashedrekord", "version": "0.0.2"},
        "integratedTime": "0",
        "inclusionPromise": None,
        "inclusionProof": instance.proof(logged),
        "canonicalizedBody": b64(logged),
    }
    return stamped(bundle, authority.stamp(signature(bundle), time))


def test_a_rekor_v2_bundle_takes_its_time_from_the_timestamp(
    instance: Instance, authority: TimestampAuthority, stamped_trust: Trust
) -> None:
    evidence: Evidence = verify_parsed(rekor_v2(instance, authority, SIGNED), stamped_trust)
    assert (evidence.time, evidence.log_kind) == (SIGNED, "hashedrekord 0.0.2")


@pytest.mark.parametrize(
    ("path", "new"),
    [
        ("data_algorithm", "SHA2_512"),
        ("data_digest", "AAAA"),
        ("signature_content", "AAAA"),
        ("signature_verifier", {}),
        ("signature_verifier_publicKey", {"rawBytes": "AAAA"}),
        ("signature_verifier_x509Certificate_rawBytes", "AAAA"),
    ],
)
def test_a_rekor_v2_entry_about_something_else_is_refused(
    path: str, new: Any, instance: Instance, authority: TimestampAuthority, stamped_trust: Trust
) -> None:
    broken = rekor_v2(instance, authority, SIGNED, **{path: new})
    assert refusal(broken, stamped_trust) is Code.LOG_BODY


def test_a_rekor_v2_bundle_needs_time_and_its_own_index(
    instance: Instance, authority: TimestampAuthority, stamped_trust: Trust
) -> None:
    bundle = rekor_v2(instance, authority, SIGNED)
    assert refusal(changed(bundle, STAMPS, None), stamped_trust) is Code.NO_TRUSTED_TIME
    moved = changed(bundle, ("verificationMaterial", "tlogEntries", 0, "logIndex"), "0")
    assert refusal(moved, stamped_trust) is Code.LOG_INCLUSION
