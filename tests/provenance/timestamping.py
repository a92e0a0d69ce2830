"""A timestamp authority of our own: RFC 3161 responses, encoded by hand."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID
from provenance.instance import BORN, Instance, b64, iso, named, new_key, sign, usage

_SEQUENCE, _SET, _INTEGER, _OCTETS, _CHOICE = b"\x30", b"\x31", b"\x02", b"\x04", b"\xa0"
_SIGNED_DATA = "1.2.840.113549.1.7.2"
_TST_INFO = "1.2.840.113549.1.9.16.1.4"
_CONTENT_TYPE = "1.2.840.113549.1.9.3"
_MESSAGE_DIGEST = "1.2.840.113549.1.9.4"
_SHA256 = "2.16.840.1.101.3.4.2.1"
_ECDSA_SHA256 = "1.2.840.10045.4.3.2"
_POLICY = "1.3.6.1.4.1.57264.2"


def der(tag: bytes, *parts: bytes) -> bytes:
    """One element of DER (X.690, section 8.1)."""
    content = b"".join(parts)
    size = len(content)
    if size < 0x80:
        return tag + bytes([size]) + content
    length = size.to_bytes((size.bit_length() + 7) // 8)
    return tag + bytes([0x80 | len(length)]) + length + content


def oid(dotted: str) -> bytes:
    first, second, *rest = (int(number) for number in dotted.split("."))
    content = b""
    for number in (first * 40 + second, *rest):
        digits = [number & 0x7F]
        while number := number >> 7:
            digits.append(0x80 | number & 0x7F)
        content += bytes(reversed(digits))
    return der(b"\x06", content)


def number(value: int) -> bytes:
    return der(_INTEGER, value.to_bytes(value.bit_length() // 8 + 1))


class TimestampAuthority:
    """A signing certificate under a root of its own."""

    def __init__(self) -> None:
        root_key, self.key = new_key(), new_key()
        end = BORN + timedelta(days=3650)
        builder = named("stamp root", "stamp root", root_key, BORN, end)
        builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
        builder = builder.add_extension(usage(key_cert_sign=True), critical=True)
        self.root = builder.sign(root_key, hashes.SHA256())
        builder = named("stamps", "stamp root", self.key, BORN, end)
        builder = builder.add_extension(usage(digital_signature=True), critical=True)
        purpose = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
        builder = builder.add_extension(purpose, critical=True)
        self.signer = builder.sign(root_key, hashes.SHA256())

    def trusted(self, instance: Instance, **window: str) -> dict[str, Any]:
        """The trust root of ``instance`` with this authority in it."""
        chain = [self.signer, self.root]
        authority = {
            "subject": {"organization": "instance.example", "commonName": "stamps"},
            "uri": "https://stamps.instance.example",
            "certChain": {
                "certificates": [{"rawBytes": b64(one.public_bytes(Encoding.DER))} for one in chain]
            },
            "validFor": {"start": iso(BORN), **window},
        }
        return {**instance.trusted_root(), "timestampAuthorities": [authority]}

    def stamp(self, message: bytes, time: datetime) -> bytes:
        """A response (RFC 3161, section 2.4.2) that ``message`` existed at ``time``."""
        sha256 = der(_SEQUENCE, oid(_SHA256))
        info = der(
            _SEQUENCE,
            number(1),
            oid(_POLICY),
            der(_SEQUENCE, sha256, der(_OCTETS, hashlib.sha256(message).digest())),
            number(1),
            der(b"\x18", time.strftime("%Y%m%d%H%M%SZ").encode()),
        )
        attributes = (
            der(_SEQUENCE, oid(_CONTENT_TYPE), der(_SET, oid(_TST_INFO))),
            der(
                _SEQUENCE,
                oid(_MESSAGE_DIGEST),
                der(_SET, der(_OCTETS, hashlib.sha256(info).digest())),
            ),
        )
        signer = der(
            _SEQUENCE,
            number(1),
            der(_SEQUENCE, self.signer.issuer.public_bytes(), number(self.signer.serial_number)),
            sha256,
            der(_CHOICE, *attributes),
            der(_SEQUENCE, oid(_ECDSA_SHA256)),
            der(_OCTETS, sign(self.key, der(_SET, *attributes))),
        )
        content = der(_SEQUENCE, oid(_TST_INFO), der(_CHOICE, der(_OCTETS, info)))
        signed = der(_SEQUENCE, number(3), der(_SET, sha256), content, der(_SET, signer))
        token = der(_SEQUENCE, oid(_SIGNED_DATA), der(_CHOICE, signed))
        return der(_SEQUENCE, der(_SEQUENCE, number(0)), token)
