"""Did a trusted authority issue the signing certificate, and is it one for signing code?

RFC 5280 path validation, narrowed to what Fulcio issues: the leaf is issued by
the first certificate of an authority in the trust root, whose own chain was
verified when the root was read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from cryptography import x509
from cryptography.x509.oid import ExtendedKeyUsageOID, ExtensionOID

from auditor.provenance import keys
from auditor.provenance.identity import Extensions, Identity, read_identity
from auditor.provenance.sct import verify_sct
from auditor.provenance.trust_root import Authority, TrustRoot
from auditor.provenance.verdict import Code, RefusedError

# Critical extensions that are understood here or by what is called.
_UNDERSTOOD = frozenset(
    {
        ExtensionOID.KEY_USAGE,
        ExtensionOID.EXTENDED_KEY_USAGE,
        ExtensionOID.BASIC_CONSTRAINTS,
        ExtensionOID.SUBJECT_ALTERNATIVE_NAME,
    }
)
_PLACE = "the certificate"
T = TypeVar("T", bound=x509.ExtensionType)


@dataclass(frozen=True, slots=True)
class Leaf:
    """A signing certificate that was read and not yet verified."""

    certificate: x509.Certificate
    extensions: Extensions
    key: keys.PublicKey


def read_leaf(der: bytes) -> Leaf:
    """Read the certificate in ``der``.

    Raises:
        RefusedError: certificate.
    """
    try:
        certificate = x509.load_der_x509_certificate(der)
        extensions = {one.oid: one for one in certificate.extensions}
        key = keys.supported(certificate.public_key())
    except keys.UNREADABLE as error:
        raise RefusedError(Code.CERTIFICATE, f"{_PLACE}: it cannot be read") from error
    if key is None:
        raise RefusedError(Code.CERTIFICATE, f"{_PLACE}: its kind of key is not supported")
    return Leaf(certificate, extensions, key)


def verify_leaf(leaf: Leaf, times: Sequence[datetime], root: TrustRoot) -> Identity:
    """Verify path, lifetime, purpose and publication at every one of ``times``.

    Raises:
        RefusedError: certificate, certificate_chain, certificate_time, sct, trust_root_too_old.
    """
    try:
        issuer = _issuer(leaf.certificate, times, root)
        _check_lifetime(leaf.certificate, times)
        _check_purpose(leaf.extensions)
        stamps = _value(leaf.extensions, x509.PrecertificateSignedCertificateTimestamps)
        verify_sct(leaf.certificate, list(stamps or ()), issuer.key_sha256, root)
        return read_identity(leaf.extensions)
    except keys.UNREADABLE as error:  # parts of a certificate are parsed when they are asked for
        raise RefusedError(Code.CERTIFICATE, f"{_PLACE}: it cannot be read") from error


def _check_lifetime(certificate: x509.Certificate, times: Sequence[datetime]) -> None:
    start, end = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    for time in times:
        if not start <= time <= end:
            raise RefusedError(
                Code.CERTIFICATE_TIME,
                f"{_PLACE}: signed at {time:%Y-%m-%d %H:%M:%S}, it is valid from"
                f" {start:%Y-%m-%d %H:%M:%S} to {end:%Y-%m-%d %H:%M:%S}",
            )


def _issuer(certificate: x509.Certificate, times: Sequence[datetime], root: TrustRoot) -> Authority:
    ended = None
    issuer = certificate.issuer
    for authority in root.authorities:
        if authority.subject != issuer or not _signed_by(certificate, authority):
            continue
        if all(authority.is_in_use(time) for time in times):
            return authority
        ended = authority
    if ended is not None:
        raise RefusedError(
            Code.CERTIFICATE_CHAIN,
            f"{_PLACE}: signed on {times[0]:%Y-%m-%d}, outside the window of its authority"
            f" ({ended.windows[0]})",
        )
    if root.is_older_than(certificate.not_valid_before_utc):
        raise RefusedError(
            Code.TRUST_ROOT_TOO_OLD,
            f"{_PLACE}: the trust root of {root.as_of} does not hold its authority, and the"
            " certificate is newer; renew the trust root",
        )
    raise RefusedError(
        Code.CERTIFICATE_CHAIN, f"{_PLACE}: no authority in the trust root issued it"
    )


def _signed_by(certificate: x509.Certificate, authority: Authority) -> bool:
    return authority.key is not None and authority.key.verifies(
        certificate.signature,
        certificate.tbs_certificate_bytes,
        certificate.signature_hash_algorithm,
    )


def _check_purpose(extensions: Extensions) -> None:
    for extension in extensions.values():
        if extension.critical and extension.oid not in _UNDERSTOOD:
            raise RefusedError(Code.CERTIFICATE, f"{_PLACE}: a critical extension is not known")
    usage = _value(extensions, x509.KeyUsage)
    purposes = _value(extensions, x509.ExtendedKeyUsage)
    if (
        usage is None
        or purposes is None
        or not usage.digital_signature
        or ExtendedKeyUsageOID.CODE_SIGNING not in purposes
    ):
        raise RefusedError(Code.CERTIFICATE, f"{_PLACE}: it is not one for signing code")
    constraints = _value(extensions, x509.BasicConstraints)
    if usage.key_cert_sign or (constraints is not None and constraints.ca):
        raise RefusedError(Code.CERTIFICATE, f"{_PLACE}: it is an authority's own")


def _value(extensions: Extensions, kind: type[T]) -> T | None:
    extension = extensions.get(kind.oid)
    value = None if extension is None else extension.value
    return value if isinstance(value, kind) else None
