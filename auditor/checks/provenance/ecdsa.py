"""Does an ECDSA signature over P-256 with SHA-256 hold?

As npm registries sign: the signature in ASN.1 DER (RFC 3279, section 2.2.3),
in base64; the key as a SubjectPublicKeyInfo (RFC 5480).
"""

from __future__ import annotations

import base64
import binascii
from functools import lru_cache
from typing import TYPE_CHECKING

from auditor.errors import DataError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey

MAX_SIGNATURE_CHARACTERS = 128


def holds(spki: bytes, message: bytes, signature: str) -> bool:
    """Whether ``signature`` (base64) is one over ``message`` by the key in ``spki`` (DER).

    Raises:
        DataError: ``spki`` is no P-256 key.
    """
    from cryptography.exceptions import InvalidSignature  # noqa: PLC0415 -- heavy, not for --help
    from cryptography.hazmat.primitives import hashes  # noqa: PLC0415 -- as above
    from cryptography.hazmat.primitives.asymmetric import ec  # noqa: PLC0415 -- as above

    key = _load(spki)
    if len(signature) > MAX_SIGNATURE_CHARACTERS:
        return False
    try:
        der = binascii.a2b_base64(signature, strict_mode=True)
        if base64.b64encode(der).decode() != signature:  # bits that the padding hides
            return False
        key.verify(der, message, ec.ECDSA(hashes.SHA256()))
    except (binascii.Error, ValueError, InvalidSignature):
        return False
    return True


@lru_cache(maxsize=128)
def _load(spki: bytes) -> EllipticCurvePublicKey:
    from cryptography.exceptions import UnsupportedAlgorithm  # noqa: PLC0415 -- as above
    from cryptography.hazmat.primitives.asymmetric import ec  # noqa: PLC0415 -- as above
    from cryptography.hazmat.primitives.serialization import (  # noqa: PLC0415 -- as above
        load_der_public_key,
    )

    try:
        key = load_der_public_key(spki)
    except (ValueError, UnsupportedAlgorithm) as error:
        raise DataError("npm keys: a key is no public key in DER") from error
    if not isinstance(key, ec.EllipticCurvePublicKey) or not isinstance(key.curve, ec.SECP256R1):
        raise DataError("npm keys: a key is not on the curve P-256")
    return key
