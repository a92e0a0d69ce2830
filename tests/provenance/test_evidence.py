from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID
from provenance.instance import (
    BORN,
    KEYID,
    MEDIA_V01,
    SIGNED,
    Instance,
    Leaf,
    b64,
    changed,
    iso,
    new_key,
    sign,
    spki,
)

from auditor.provenance import Code, Evidence, Grade, RefusedError, Trust, verify_bundle
from auditor.provenance.bundle import MAX_PROOF_HASHES, MAX_TIMESTAMPS
from auditor.sources.npm_keys import Key, KeyRing

MATERIAL = ("verificationMaterial",)
ENTRY = (*MATERIAL, "tlogEntries", 0)
PROOF = (*ENTRY, "inclusionProof")
ENVELOPE = ("dsseEnvelope",)
SIGNATURE = (*ENVELOPE, "signatures", 0)
CERTIFICATE = (*MATERIAL, "certificate", "rawBytes")

Path = tuple[str | int, ...]


def prove(bundle: Any, trust: Trust) -> Evidence:
    return verify_bundle(json.dumps(bundle).encode(), trust)


def refusal(bundle: Any, trust: Trust) -> RefusedError:
    with pytest.raises(RefusedError) as refused:
        prove(bundle, trust)
    return refused.value


@pytest.fixture(scope="module")
def bundle(instance: Instance) -> dict[str, Any]:
    return instance.provenance()


@pytest.fixture(scope="module")
def published(instance: Instance) -> dict[str, Any]:
    return instance.publish()


def test_a_bundle_proves_payload_signer_and_time(bundle: dict[str, Any], trust: Trust) -> None:
    evidence = prove(bundle, trust)
    assert (evidence.time, evidence.log_index, evidence.log_kind) == (SIGNED, 7, "dsse 0.0.1")
    assert (evidence.grade, evidence.keyid) == (Grade.PROOF, None)


@pytest.mark.parametrize(
    ("path", "new", "code"),
    [
        (("mediaType",), "application/vnd.dev.sigstore.bundle+json;version=9", Code.MEDIA_TYPE),
        (("mediaType",), 3, Code.MALFORMED),
        (ENVELOPE, ..., Code.MALFORMED),
        ((*ENVELOPE, "payloadType"), "text/plain", Code.PAYLOAD_TYPE),
        ((*ENVELOPE, "payload"), "e30=\n", Code.MALFORMED),
        ((*ENVELOPE, "payload"), "e31=", Code.MALFORMED),  # bits that the padding hides
        ((*ENVELOPE, "payload"), "e30=", Code.SIGNATURE),
        ((*ENVELOPE, "payload"), "é", Code.MALFORMED),
        ((*ENVELOPE, "signatures"), [], Code.SIGNATURE_COUNT),
        ((*ENVELOPE, "signatures"), [{}, {}], Code.SIGNATURE_COUNT),
        ((*SIGNATURE, "sig"), "AAAA", Code.SIGNATURE),
        ((*SIGNATURE, "keyid"), "SHA256:other", Code.KEYID_UNEXPECTED),
        (MATERIAL, None, Code.MALFORMED),
        ((*MATERIAL, "publicKey"), {"hint": KEYID}, Code.MALFORMED),
        ((*MATERIAL, "certificate"), None, Code.MALFORMED),
        (CERTIFICATE, "AAAA", Code.CERTIFICATE),
        ((*MATERIAL, "tlogEntries"), [], Code.LOG_ENTRY_MISSING),
        ((*MATERIAL, "tlogEntries"), None, Code.LOG_ENTRY_MISSING),
        ((*MATERIAL, "tlogEntries"), [{}, {}], Code.LOG_ENTRY_COUNT),
        ((*ENTRY, "kindVersion", "kind"), "hashedrekord", Code.LOG_KIND_UNSUPPORTED),
        ((*ENTRY, "kindVersion"), {"kind": "intoto", "version": "0.0.2"}, Code.LOG_BODY),
        ((*ENTRY, "logId", "keyId"), "AAAA", Code.LOG_UNKNOWN),
        ((*ENTRY, "logIndex"), "8", Code.LOG_PROMISE),
        ((*ENTRY, "logIndex"), "-1", Code.MALFORMED),
        ((*ENTRY, "logIndex"), "007", Code.MALFORMED),
        ((*ENTRY, "logIndex"), True, Code.MALFORMED),
        ((*ENTRY, "logIndex"), 2**63, Code.MALFORMED),
        ((*ENTRY, "integratedTime"), "1", Code.LOG_PROMISE),
        ((*ENTRY, "integratedTime"), 253_402_300_800, Code.MALFORMED),
        ((*ENTRY, "canonicalizedBody"), "e30=", Code.LOG_PROMISE),
        ((*ENTRY, "inclusionPromise"), None, Code.NO_TRUSTED_TIME),
        ((*ENTRY, "inclusionPromise", "signedEntryTimestamp"), "AAAA", Code.LOG_PROMISE),
        (PROOF, None, Code.LOG_PROOF_MISSING),
        ((*PROOF, "logIndex"), "0", Code.LOG_INCLUSION),
        ((*PROOF, "logIndex"), "2", Code.LOG_INCLUSION),
        ((*PROOF, "treeSize"), "3", Code.LOG_INCLUSION),
        ((*PROOF, "rootHash"), "AAAA", Code.LOG_INCLUSION),
        ((*PROOF, "hashes"), [], Code.LOG_INCLUSION),
        ((*PROOF, "hashes"), ["AAAA"] * MAX_PROOF_HASHES, Code.LOG_INCLUSION),
        ((*PROOF, "hashes"), ["AAAA"] * (MAX_PROOF_HASHES + 1), Code.MALFORMED),
        ((*PROOF, "checkpoint"), None, Code.LOG_CHECKPOINT),
        (
            (*MATERIAL, "timestampVerificationData"),
            {"rfc3161Timestamps": [{"signedTimestamp": "AAAA"}] * MAX_TIMESTAMPS},
            Code.TIMESTAMP,
        ),
        (
            (*MATERIAL, "timestampVerificationData"),
            {"rfc3161Timestamps": [{"signedTimestamp": "AAAA"}] * (MAX_TIMESTAMPS + 1)},
            Code.MALFORMED,
        ),
        (
            (*MATERIAL, "timestampVerificationData"),
            {"rfc3161Timestamps": [{"signedTimestamp": "AAAA"}]},
            Code.TIMESTAMP,
        ),
    ],
)
def test_every_change_of_a_bundle_is_refused(
    path: Path, new: Any, code: Code, bundle: dict[str, Any], trust: Trust
) -> None:
    assert refusal(changed(bundle, path, new), trust).code is code


@pytest.mark.parametrize("value", [None, [], 3, "x"])
def test_what_is_no_bundle_is_malformed(value: Any, trust: Trust) -> None:
    assert refusal(value, trust).code is Code.MALFORMED


def test_an_older_bundle_carries_a_chain_of_which_the_first_counts(
    bundle: dict[str, Any], trust: Trust
) -> None:
    raw = bundle["verificationMaterial"]["certificate"]
    old = changed(bundle, (*MATERIAL, "certificate"), ...)
    old = changed(old, (*MATERIAL, "x509CertificateChain"), {"certificates": [raw, {}]})
    assert refusal(old, trust).code is Code.MALFORMED  # not in 0.3
    old = changed(old, ("mediaType",), MEDIA_V01)
    assert prove(old, trust).grade is Grade.PROOF
    empty = changed(old, (*MATERIAL, "x509CertificateChain", "certificates"), [])
    assert refusal(empty, trust).code is Code.MALFORMED


@pytest.mark.parametrize(
    ("path", "new", "code"),
    [
        (PROOF, None, None),
        ((*PROOF, "checkpoint"), None, None),
        ((*ENTRY, "inclusionPromise"), None, Code.NO_TRUSTED_TIME),
    ],
)
def test_a_0_1_bundle_may_rest_on_the_promise(
    path: Path, new: Any, code: Code | None, published: dict[str, Any], trust: Trust
) -> None:
    old = changed(changed(published, ("mediaType",), MEDIA_V01), path, new)
    if code is None:
        assert prove(old, trust).grade is Grade.PROMISE
    else:
        assert refusal(old, trust).code is code
    bare = changed(changed(old, PROOF, None), (*ENTRY, "inclusionPromise"), None)
    assert refusal(bare, trust).code is Code.LOG_PROOF_MISSING


def test_an_intoto_entry_is_verified(instance: Instance, trust: Trust) -> None:
    bundle = instance.bundle(b"{}", leaf=Leaf(), kind="intoto")
    assert prove(bundle, trust).log_kind == "intoto 0.0.2"


@pytest.mark.parametrize("name", ["dsse", "intoto"])
def test_an_entry_about_another_payload_is_refused(
    name: str, instance: Instance, trust: Trust
) -> None:
    one = instance.bundle(b"{}", leaf=Leaf(), kind=name)
    other = instance.bundle(b"[]", leaf=Leaf(), kind=name)
    entries = other["verificationMaterial"]["tlogEntries"]
    found = refusal(changed(one, (*MATERIAL, "tlogEntries"), entries), trust)
    assert (found.code, "another payload" in found.message) == (Code.LOG_BODY, True)


@pytest.mark.parametrize(
    ("path", "new", "code"),
    [
        ((*SIGNATURE, "keyid"), "", Code.KEYID_MISMATCH),
        ((*SIGNATURE, "keyid"), ..., Code.KEYID_MISMATCH),
        ((*SIGNATURE, "sig"), "AAAA", Code.SIGNATURE),
        ((*MATERIAL, "publicKey", "hint"), 3, Code.MALFORMED),
    ],
)
def test_every_change_of_a_publish_attestation_is_refused(
    path: Path, new: Any, code: Code, published: dict[str, Any], trust: Trust
) -> None:
    assert refusal(changed(published, path, new), trust).code is code


def ring(trust: Trust, key: Key, as_of: str = "") -> Trust:
    return Trust(trust.root, KeyRing((key,), as_of, "test"))


def test_a_key_of_another_use_is_unknown(
    instance: Instance, published: dict[str, Any], trust: Trust
) -> None:
    key = Key(KEYID, "npm:signatures", spki(instance.registry_key), BORN)
    assert refusal(published, ring(trust, key)).code is Code.KEY_UNKNOWN
    broken = Key(KEYID, "npm:attestations", b"junk", BORN)
    assert refusal(published, ring(trust, broken)).code is Code.KEY_UNKNOWN


@pytest.mark.parametrize(
    ("start", "end", "holds"),
    [
        (SIGNED, SIGNED, True),
        (None, None, True),
        (SIGNED + timedelta(seconds=1), None, False),
        (BORN, SIGNED - timedelta(seconds=1), False),
    ],
)
def test_the_window_of_a_registry_key_holds_the_time_of_signing(
    start: datetime | None,
    end: datetime | None,
    holds: bool,
    instance: Instance,
    published: dict[str, Any],
    trust: Trust,
) -> None:
    key = Key(KEYID, "npm:attestations", spki(instance.registry_key), start, end)
    if holds:
        assert prove(published, ring(trust, key)).keyid == KEYID
    else:
        assert refusal(published, ring(trust, key)).code is Code.KEY_EXPIRED


@pytest.mark.parametrize(
    ("leaf", "code"),
    [
        (Leaf(start=SIGNED - timedelta(minutes=10)), None),
        (Leaf(start=SIGNED - timedelta(minutes=10, seconds=1)), Code.CERTIFICATE_TIME),
        (Leaf(start=SIGNED), None),
        (Leaf(start=SIGNED + timedelta(seconds=1)), Code.CERTIFICATE_TIME),
        (Leaf(sct=False), Code.SCT),
        (Leaf(usage=ExtendedKeyUsageOID.CLIENT_AUTH), Code.CERTIFICATE),
        (Leaf(digital_signature=False), Code.CERTIFICATE),
        (Leaf(is_ca=True), Code.CERTIFICATE),
        (Leaf(is_ca=False), None),
        (Leaf(extra=x509.InhibitAnyPolicy(0)), Code.CERTIFICATE),
        (Leaf(bare={1: "https://issuer.example"}), Code.CERTIFICATE),
    ],
)
def test_certificates_that_are_not_for_this_are_refused(
    leaf: Leaf, code: Code | None, instance: Instance, trust: Trust
) -> None:
    bundle = instance.provenance(leaf=leaf)
    if code is None:
        assert prove(bundle, trust).identity is not None
    else:
        assert refusal(bundle, trust).code is code


def test_an_authority_of_the_same_names_is_another_one(
    instance: Instance, bundle: dict[str, Any]
) -> None:
    stranger = Instance().trusted_root()
    root = {**instance.trusted_root(), "certificateAuthorities": stranger["certificateAuthorities"]}
    found = refusal(bundle, instance.trust(root))
    assert found.code is Code.CERTIFICATE_CHAIN


@pytest.mark.parametrize(("name", "code"), [("tlogs", Code.LOG_UNKNOWN), ("ctlogs", Code.SCT)])
def test_a_log_that_the_root_does_not_hold_is_refused(
    name: str, code: Code, instance: Instance, bundle: dict[str, Any]
) -> None:
    root = {**instance.trusted_root(), name: []}
    assert refusal(bundle, instance.trust(root)).code is code
    unsupported = {**instance.trusted_root()}
    raw = b64(spki(new_key(ec.SECP256K1())))
    unsupported = changed(unsupported, (name, 0, "publicKey", "rawBytes"), raw)
    assert refusal(bundle, instance.trust(unsupported)).code is code


def test_a_checkpoint_of_another_key_is_refused(
    instance: Instance, bundle: dict[str, Any], trust: Trust
) -> None:
    path = (*PROOF, "checkpoint", "envelope")
    note = bundle["verificationMaterial"]["tlogEntries"][0]["inclusionProof"]["checkpoint"]
    text = note["envelope"].partition("\n\n")[0] + "\n"
    forged = instance.log_id[:4] + sign(new_key(), text.encode())
    broken = changed(bundle, path, f"{text}\n\u2014 log {b64(forged)}\n")
    assert refusal(broken, trust).code is Code.LOG_CHECKPOINT


WHEN = SIGNED - timedelta(days=1)


def test_what_is_newer_than_the_root_or_outside_a_window_says_so(
    instance: Instance, bundle: dict[str, Any], published: dict[str, Any]
) -> None:
    """Unknown keys, ended windows and an old root have a code and a message each."""
    root = instance.trusted_root()
    old = date(2026, 1, 1)
    no_keys = KeyRing((), "2026-01-01", "test")
    ended = {"start": iso(BORN), "end": iso(WHEN)}
    authority = ("certificateAuthorities", 0, "validFor")
    found = {
        "unknown log": refusal(bundle, instance.trust({**root, "tlogs": []})),
        "unknown key": refusal(published, Trust(instance.trust().root, KeyRing((), "", "test"))),
        "log ended": refusal(
            bundle, instance.trust(changed(root, ("tlogs", 0, "publicKey", "validFor"), ended))
        ),
        "authority ended": refusal(bundle, instance.trust(changed(root, authority, ended))),
        "root too old for the log": refusal(
            bundle, instance.trust({**root, "tlogs": []}, as_of=old)
        ),
        "root too old for the authority": refusal(
            bundle, instance.trust({**root, "certificateAuthorities": []}, as_of=old)
        ),
        "root too old for the certificate log": refusal(
            bundle, instance.trust({**root, "ctlogs": []}, as_of=old)
        ),
        "keys too old": refusal(published, Trust(instance.trust().root, no_keys)),
    }
    assert {name: error.code.value for name, error in found.items()} == {
        "unknown log": "log_unknown",
        "unknown key": "key_unknown",
        "log ended": "log_key_window",
        "authority ended": "certificate_chain",
        "root too old for the log": "trust_root_too_old",
        "root too old for the authority": "trust_root_too_old",
        "root too old for the certificate log": "trust_root_too_old",
        "keys too old": "trust_root_too_old",
    }
    messages = {error.message for error in found.values()}
    assert len(messages) == len(found)
    assert not any("tamper" in message for message in messages)


def test_a_root_of_the_same_day_is_not_too_old(instance: Instance, bundle: dict[str, Any]) -> None:
    root = {**instance.trusted_root(), "tlogs": []}
    assert refusal(bundle, instance.trust(root, as_of=SIGNED.date())).code is Code.LOG_UNKNOWN


def test_certificates_of_before_2023_name_the_repository_in_the_old_way(
    instance: Instance, trust: Trust
) -> None:
    bare = {1: "https://token.actions.githubusercontent.com", 3: "25" * 20}
    bare |= {2: "push", 5: "acme/widget", 6: "refs/heads/main"}
    identity = prove(instance.provenance(leaf=Leaf(said={}, bare=bare)), trust).identity
    assert identity is not None
    assert identity.source_repository == "https://github.com/acme/widget"
    assert (identity.workflow, identity.trigger) == (".github/workflows/release.yml", "push")
    assert (identity.runner_environment, identity.source_repository_id) == (None, None)


def test_a_person_has_no_source_repository(instance: Instance, trust: Trust) -> None:
    leaf = Leaf(said={8: "https://people.example"}, subject=x509.RFC822Name("a@people.example"))
    identity = prove(instance.provenance(leaf=leaf), trust).identity
    assert identity is not None
    assert (identity.subject, identity.source_repository) == ("a@people.example", None)


def test_the_time_is_judged_by_the_log_and_not_by_a_clock(instance: Instance, trust: Trust) -> None:
    future = datetime(2034, 1, 1, tzinfo=UTC)
    bundle = instance.bundle(
        json.dumps({}).encode(), leaf=Leaf(start=future), seconds=int(future.timestamp())
    )
    assert prove(bundle, trust).time == future
