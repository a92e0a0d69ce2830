"""Which digests does an integrity text hold?

Subresource Integrity (W3C), section 3.5: ``algorithm-base64?options``, separated
by white space. Only whole, strictly encoded digests of known length count.
"""

from __future__ import annotations

import binascii

from sbom.model import Digest

DIGEST_BYTES = {"sha1": 20, "sha256": 32, "sha384": 48, "sha512": 64}


def read_integrity(text: str) -> tuple[tuple[Digest, ...], tuple[str, ...]]:
    """Return the valid digests, sorted, and the parts that are none."""
    parts = text.split()
    if len(parts) == 1:
        alone = _read_part(text)
        return ((), (text,)) if alone is None else ((alone,), ())
    digests: set[Digest] = set()
    invalid: list[str] = []
    for part in parts:
        digest = _read_part(part)
        if digest is None:
            invalid.append(part)
        else:
            digests.add(digest)
    return tuple(sorted(digests)), tuple(invalid)


def write_integrity(digests: tuple[Digest, ...]) -> str:
    """Return the integrity text of ``digests``, in their order."""
    return " ".join([_write_part(digest) for digest in digests])


def _write_part(digest: Digest) -> str:
    encoded = binascii.b2a_base64(bytes.fromhex(digest.hex), newline=False)
    return f"{digest.algorithm}-{encoded.decode()}"


def _read_part(part: str) -> Digest | None:
    algorithm, dash, rest = part.partition("-")
    encoded = rest.partition("?")[0]
    length = DIGEST_BYTES.get(algorithm)
    if not dash or length is None:
        return None
    try:
        value = binascii.a2b_base64(encoded, strict_mode=True)
    except (binascii.Error, ValueError):
        return None
    return Digest(algorithm, value.hex()) if len(value) == length else None
