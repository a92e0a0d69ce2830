from __future__ import annotations

import base64
from datetime import UTC, datetime

import pytest
from builders import NOW
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from auditor.checks.provenance.verdicts import Code, Verdict, judge
from auditor.sources.npm import Release, Signature
from auditor.sources.npm_keys import Key, KeyRing
from sbom.model import Component, Digest, Kind

PINNED = bytes(range(64))
INTEGRITY = "sha512-" + base64.b64encode(PINNED).decode()
START = datetime(2020, 1, 1, tzinfo=UTC)
END = datetime(2025, 1, 29, tzinfo=UTC)
BEFORE = datetime(2024, 1, 1, tzinfo=UTC)

PRIVATE = ec.generate_private_key(ec.SECP256R1())
SPKI = PRIVATE.public_key().public_bytes(
    serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
)


def ring(start: datetime | None = START, end: datetime | None = END) -> KeyRing:
    usage = "npm:signatures"
    return KeyRing((Key("SHA256:a", usage, SPKI, start, end),), "2026-08-21", "shipped")


def signature(
    name: str = "lodash",
    version: str = "1.0.0",
    integrity: str = INTEGRITY,
    keyid: str = "SHA256:a",
) -> Signature:
    message = f"{name}@{version}:{integrity}".encode()
    made = PRIVATE.sign(message, ec.ECDSA(hashes.SHA256()))
    return Signature(keyid, base64.b64encode(made).decode())


def component(**changes: object) -> Component:
    fields: dict[str, object] = {
        "location": "node_modules/lodash",
        "name": "lodash",
        "version": "1.0.0",
        "integrity": INTEGRITY,
        "digests": (Digest("sha512", PINNED.hex()),),
    }
    return Component(**(fields | changes))  # type: ignore[arg-type] # a builder


def verdict(
    *signatures: Signature,
    pin: Component | None = None,
    published: datetime | None = BEFORE,
    keys: KeyRing | None = None,
    integrity: str = INTEGRITY,
) -> Verdict:
    release = Release(integrity, signatures, published)
    return judge(pin or component(), release, keys or ring(), now=NOW)


def test_a_signature_over_what_the_lockfile_pins_is_ok() -> None:
    assert verdict(signature()).code is Code.OK


def test_other_bytes_in_the_lockfile_are_found_although_the_registrys_own_integrity_fits() -> None:
    poisoned = component(digests=(Digest("sha512", bytes(64).hex()),))
    found = verdict(signature(), pin=poisoned)
    assert found == Verdict(
        Code.INVALID, "the lockfile pins other bytes than the registry published"
    )


@pytest.mark.parametrize(
    "wrong",
    [signature(name="lodahs"), signature(version="1.0.1"), Signature("SHA256:a", "bogus")],
    ids=["name", "version", "bogus"],
)
def test_a_signature_of_something_else_is_invalid(wrong: Signature) -> None:
    found = verdict(wrong)
    assert found == Verdict(Code.INVALID, "the signature does not fit name, version and integrity")


def test_a_second_content_in_the_pin_is_invalid_although_the_first_is_signed() -> None:
    digests = (Digest("sha512", PINNED.hex()), Digest("sha512", bytes(64).hex()))
    found = verdict(signature(), pin=component(digests=digests))
    assert found.code is Code.INVALID
    assert "several contents" in found.reason


def test_a_weaker_digest_beside_sha512_does_not_matter() -> None:
    digests = (Digest("sha1", bytes(20).hex()), Digest("sha512", PINNED.hex()))
    assert verdict(signature(), pin=component(digests=digests)).code is Code.OK


def test_one_signature_that_holds_suffices() -> None:
    junk = Signature("SHA256:a", "bogus")
    assert verdict(junk, signature(), Signature("SHA256:other", "x")).code is Code.OK


def test_no_signature_is_missing() -> None:
    assert verdict().code is Code.MISSING


def test_a_key_that_is_not_known_says_which_and_as_of_when() -> None:
    found = verdict(signature(keyid="SHA256:new"))
    assert found == Verdict(
        Code.UNKNOWN_KEY,
        "it is signed with SHA256:new, which the shipped keys as of 2026-08-21 do not hold",
    )
    undated = KeyRing((), "", "keys.json")
    assert "the keys.json keys do not hold" in verdict(signature(), keys=undated).reason


def test_a_key_for_attestations_does_not_sign_packages() -> None:
    keys = KeyRing((Key("SHA256:a", "npm:attestations", SPKI),), "", "test")
    assert verdict(signature(), keys=keys).code is Code.UNKNOWN_KEY


@pytest.mark.parametrize(
    ("published", "start", "end", "code"),
    [
        (END, START, END, Code.OK),
        (datetime(2025, 6, 1, tzinfo=UTC), START, END, Code.EXPIRED_KEY),
        (datetime(2019, 1, 1, tzinfo=UTC), START, END, Code.EXPIRED_KEY),
        (START, START, None, Code.OK),
        (None, START, END, Code.TIME_UNKNOWN),
        (None, START, None, Code.OK),
        (None, None, None, Code.OK),
        (None, datetime(2030, 1, 1, tzinfo=UTC), None, Code.EXPIRED_KEY),
    ],
)
def test_the_key_is_judged_at_the_time_of_publishing(
    published: datetime | None, start: datetime | None, end: datetime | None, code: Code
) -> None:
    assert verdict(signature(), published=published, keys=ring(start, end)).code is code


@pytest.mark.parametrize(
    ("pin", "code"),
    [
        (component(kind=Kind.GIT), Code.NOT_APPLICABLE),
        (component(kind=Kind.WORKSPACE), Code.NOT_APPLICABLE),
        (component(bundled=True), Code.NOT_APPLICABLE),
        (component(digests=(), integrity=None), Code.UNCOVERED),
        (component(digests=(Digest("sha1", bytes(20).hex()),)), Code.UNCOVERED),
    ],
)
def test_what_a_registry_does_not_sign_is_said(pin: Component, code: Code) -> None:
    assert verdict(signature(), pin=pin).code is code


def test_a_version_that_the_data_do_not_hold_is_unreachable() -> None:
    assert judge(component(), None, ring(), now=NOW).code is Code.UNREACHABLE


@pytest.mark.parametrize("name", ["__proto__", "org.webjars.npm:json-pointer", "\ud800"])
def test_hostile_names_are_signed_or_not_like_any_other(name: str) -> None:
    if name.isprintable():
        assert verdict(signature(name=name), pin=component(name=name)).code is Code.OK
    assert verdict(signature(), pin=component(name=name)).code is Code.INVALID
