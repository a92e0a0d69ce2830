"""Was the certificate published in a trusted certificate transparency log?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from cryptography import x509
from cryptography.x509.certificate_transparency import LogEntryType, SignedCertificateTimestamp

from auditor.provenance.trust_root import TrustRoot
from auditor.provenance.verdict import Code, RefusedError

MAX_TIMESTAMPS = 8
_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 -- cryptography gives these times without a zone
_PLACE = "the certificate"


def verify_sct(
    certificate: x509.Certificate,
    stamps: Sequence[SignedCertificateTimestamp],
    issuer_sha256: bytes,
    root: TrustRoot,
) -> None:
    """Check that at least one of the embedded ``stamps`` (RFC 6962, section 3.3) is trusted.

    ``issuer_sha256`` is the digest of the issuer's SubjectPublicKeyInfo.

    Raises:
        RefusedError: sct, or trust_root_too_old.
    """
    if not 1 <= len(stamps) <= MAX_TIMESTAMPS:
        raise RefusedError(Code.SCT, f"{_PLACE}: {len(stamps)} transparency timestamps in it")
    known = False
    for stamp in stamps:
        time = stamp.timestamp.replace(tzinfo=UTC)
        keys = [one for one in root.certificate_logs if one.log_id == stamp.log_id]
        known = known or bool(keys)
        signed = _signed(stamp, certificate, issuer_sha256)
        for one in keys:
            if one.key and one.window.holds(time) and one.key.verifies(stamp.signature, signed):
                return
    if not known and any(root.is_older_than(one.timestamp.replace(tzinfo=UTC)) for one in stamps):
        raise RefusedError(
            Code.TRUST_ROOT_TOO_OLD,
            f"{_PLACE}: the trust root of {root.as_of} does not hold its transparency log, and the"
            " certificate is newer; renew the trust root",
        )
    raise RefusedError(Code.SCT, f"{_PLACE}: no trusted transparency log has published it")


def _signed(
    stamp: SignedCertificateTimestamp, certificate: x509.Certificate, issuer_sha256: bytes
) -> bytes:
    """Return what a log signs for a precertificate (RFC 6962, section 3.2)."""
    if stamp.entry_type is not LogEntryType.PRE_CERTIFICATE:
        return b""
    body = certificate.tbs_precertificate_bytes
    since = stamp.timestamp - _EPOCH
    milliseconds = (since.days * 86_400 + since.seconds) * 1000 + since.microseconds // 1000
    extensions = stamp.extension_bytes
    return b"".join(
        (
            b"\x00\x00",  # version 1, certificate timestamp
            milliseconds.to_bytes(8),
            b"\x00\x01",  # a precertificate
            issuer_sha256,
            len(body).to_bytes(3),
            body,
            len(extensions).to_bytes(2),
            extensions,
        )
    )
