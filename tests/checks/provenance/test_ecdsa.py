from __future__ import annotations

import base64

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from hypothesis import given
from hypothesis import strategies as st

from auditor.checks.provenance.ecdsa import MAX_SIGNATURE_CHARACTERS, holds
from auditor.errors import DataError

PRIVATE = ec.derive_private_key(2**200 + 7, ec.SECP256R1())
MESSAGE = b"lodash@4.17.20:sha512-AA=="


def spki(key: ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey) -> bytes:
    return key.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )


def signed(message: bytes = MESSAGE) -> str:
    return base64.b64encode(
        PRIVATE.sign(message, ec.ECDSA(hashes.SHA256(), deterministic_signing=True))
    ).decode()


SIGNATURE = signed()


def test_a_signature_over_the_message_holds() -> None:
    assert SIGNATURE.endswith("w==")
    assert holds(spki(PRIVATE), MESSAGE, SIGNATURE)


def test_another_message_or_another_key_does_not() -> None:
    assert not holds(spki(PRIVATE), MESSAGE + b" ", SIGNATURE)
    assert not holds(spki(ec.generate_private_key(ec.SECP256R1())), MESSAGE, SIGNATURE)


@pytest.mark.parametrize(
    "signature",
    [
        "",
        "bogus",
        SIGNATURE[:40] + "\n" + SIGNATURE[40:],
        SIGNATURE + "=",
        SIGNATURE.removesuffix("=="),
        SIGNATURE[:-3] + chr(ord(SIGNATURE[-3]) + 1) + "==",  # other bits behind the padding
        "é" * 8,
        "A" * (MAX_SIGNATURE_CHARACTERS + 4),
    ],
)
def test_what_is_no_strict_base64_of_a_signature_does_not(signature: str) -> None:
    assert not holds(spki(PRIVATE), MESSAGE, signature)


@pytest.mark.parametrize(
    ("key", "message"),
    [
        (b"", "no public key in DER"),
        (spki(ed25519.Ed25519PrivateKey.generate()), "not on the curve P-256"),
        (spki(ec.generate_private_key(ec.SECP384R1())), "not on the curve P-256"),
    ],
    ids=["empty", "ed25519", "p384"],
)
def test_a_key_of_another_kind_is_an_error(key: bytes, message: str) -> None:
    with pytest.raises(DataError, match=message):
        holds(key, MESSAGE, SIGNATURE)


@given(st.binary(max_size=100))
def test_no_other_bytes_are_a_signature(noise: bytes) -> None:
    assert not holds(spki(PRIVATE), MESSAGE, base64.b64encode(noise).decode())
