"""Does a signature fit a message and a public key?

ECDSA over P-256, P-384 and P-521 with the hash of the curve's size, Ed25519,
and RSA (PKCS #1 v1.5, SHA-256) for the certificate transparency logs that
still use it.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.serialization import load_der_public_key
from cryptography.utils import CryptographyDeprecationWarning

# cryptography reads some malformed certificates and warns; from here they are refused.
warnings.filterwarnings(
    "error", category=CryptographyDeprecationWarning, module=r"auditor\.provenance\."
)

# What cryptography raises on bytes that are no key or certificate, also when a part of one
# is asked for later.
UNREADABLE = (
    ValueError,
    TypeError,
    OverflowError,
    CryptographyDeprecationWarning,
    UnsupportedAlgorithm,
    x509.DuplicateExtension,
    x509.InvalidVersion,
    x509.UnsupportedGeneralNameType,
)

_HASHES = {"secp256r1": "sha256", "secp384r1": "sha384", "secp521r1": "sha512"}
# One object per algorithm: building one costs as much as hashing a kilobyte.
_ECDSA = {
    "sha256": ec.ECDSA(hashes.SHA256()),
    "sha384": ec.ECDSA(hashes.SHA384()),
    "sha512": ec.ECDSA(hashes.SHA512()),
}
_MIN_RSA_BITS = 2048
_PKCS1 = padding.PKCS1v15()
_SHA256 = hashes.SHA256()

Key = ec.EllipticCurvePublicKey | ed25519.Ed25519PublicKey | rsa.RSAPublicKey


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A public key of a supported algorithm."""

    key: Key

    def verifies(
        self, signature: bytes, signed: bytes, algorithm: hashes.HashAlgorithm | None = None
    ) -> bool:
        """Whether ``signature`` is this key's over ``signed``.

        ``algorithm`` replaces the hash of the curve's size, as a certificate may.
        """
        key = self.key
        try:
            if isinstance(key, ec.EllipticCurvePublicKey):
                scheme = _ECDSA.get(algorithm.name if algorithm else _HASHES[key.curve.name])
                if scheme is None:
                    return False
                key.verify(signature, signed, scheme)
            elif isinstance(key, ed25519.Ed25519PublicKey):
                key.verify(signature, signed)
            else:
                key.verify(signature, signed, _PKCS1, _SHA256)
        except InvalidSignature:
            return False
        return True


def supported(key: object) -> PublicKey | None:
    """Return ``key`` where its algorithm is supported, else None."""
    if isinstance(key, ec.EllipticCurvePublicKey) and key.curve.name in _HASHES:
        return PublicKey(key)
    if isinstance(key, rsa.RSAPublicKey) and key.key_size >= _MIN_RSA_BITS:
        return PublicKey(key)
    if isinstance(key, ed25519.Ed25519PublicKey):
        return PublicKey(key)
    return None


def load(der: bytes) -> PublicKey | None:
    """Read a key in DER (SubjectPublicKeyInfo, or RSA's own form); None if unsupported."""
    try:
        return supported(load_der_public_key(der))
    except UNREADABLE:
        return None
