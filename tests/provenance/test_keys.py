from __future__ import annotations

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from provenance.instance import new_key, spki

from auditor.provenance.keys import load, supported

MESSAGE = b"what is signed"


@pytest.mark.parametrize(
    ("curve", "digest"),
    [
        (ec.SECP256R1(), hashes.SHA256()),
        (ec.SECP384R1(), hashes.SHA384()),
        (ec.SECP521R1(), hashes.SHA512()),
    ],
)
def test_ecdsa_uses_the_hash_of_the_curves_size(
    curve: ec.EllipticCurve, digest: hashes.HashAlgorithm
) -> None:
    private = new_key(curve)
    key = load(spki(private))
    assert key is not None
    signature = private.sign(MESSAGE, ec.ECDSA(digest))
    assert key.verifies(signature, MESSAGE)
    assert key.verifies(signature, MESSAGE, digest)
    assert not key.verifies(signature, MESSAGE + b"!")
    assert not key.verifies(b"junk", MESSAGE)
    assert not key.verifies(signature, MESSAGE, hashes.SHA1())  # noqa: S303 -- it is refused


def test_ed25519_and_rsa_are_supported_for_logs() -> None:
    small = ed25519.Ed25519PrivateKey.generate()
    key = supported(small.public_key())
    assert key is not None
    assert key.verifies(small.sign(MESSAGE), MESSAGE)
    assert not key.verifies(bytes(64), MESSAGE)
    large = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    for form in (PublicFormat.SubjectPublicKeyInfo, PublicFormat.PKCS1):
        key = load(large.public_key().public_bytes(Encoding.DER, form))
        assert key is not None
        signature = large.sign(MESSAGE, padding.PKCS1v15(), hashes.SHA256())
        assert key.verifies(signature, MESSAGE)
        assert not key.verifies(signature[::-1], MESSAGE)


def test_weak_and_other_keys_are_not_supported() -> None:
    weak = rsa.generate_private_key(public_exponent=65537, key_size=1024)  # noqa: S505 -- refused
    assert supported(weak.public_key()) is None
    assert supported(new_key(ec.SECP256K1()).public_key()) is None
    assert supported("no key") is None
    assert load(b"junk") is None
