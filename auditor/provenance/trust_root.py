"""Whom does a sigstore trust root trust, and from when to when?

Reads the ``trustedroot`` message of sigstore's protobuf-specs in JSON: the
certificate authorities, transparency logs, certificate transparency logs and
timestamp authorities, each with its window. A member ``as_of`` (a date), which
the shipped root carries, says when it was taken.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from auditor.errors import DataError
from auditor.provenance import fields, keys, strict_json
from auditor.provenance.verdict import RefusedError
from auditor.provenance.window import Window

MAX_ENTRIES = 100

_HINT = "pass sigstore's trusted_root.json: --trust-root FILE; without it the shipped one is used"
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class LogKey:
    """The key of one log, known by ``log_id``; ``key`` is None where it is unsupported."""

    log_id: bytes
    key: keys.PublicKey | None
    window: Window


@dataclass(frozen=True, slots=True)
class Authority:
    """A chain of certificates, from the one that issues up to its root.

    ``subject`` and ``key`` are the first one's, ``key`` None where it is unsupported;
    ``key_sha256`` is the digest of its SubjectPublicKeyInfo. It issues while all of
    ``windows`` hold: the trust root's, and every certificate's own.
    """

    chain: tuple[x509.Certificate, ...]
    windows: tuple[Window, ...]
    subject: x509.Name
    key: keys.PublicKey | None
    key_sha256: bytes

    def is_in_use(self, time: datetime) -> bool:
        """Whether everything in the chain may be used at ``time``."""
        return all(window.holds(time) for window in self.windows)


@dataclass(frozen=True, slots=True)
class TrustRoot:
    """All that is trusted; ``document`` is the file it was read from, ``sha256`` its digest.

    ``as_of`` is the day it was taken, None where the file does not say.
    """

    authorities: tuple[Authority, ...]
    logs: tuple[LogKey, ...]
    certificate_logs: tuple[LogKey, ...]
    timestamp_authorities: tuple[Authority, ...]
    as_of: date | None
    sha256: str
    document: bytes

    def is_older_than(self, moment: datetime) -> bool:
        """Whether ``moment`` lies after the day the root was taken, as far as that is known."""
        return self.as_of is not None and moment.date() > self.as_of


def read_trust_root(data: bytes, file: str) -> TrustRoot:
    """Read the trust root in ``data``; ``file`` names it in messages.

    Raises:
        DataError: it is no trust root, or a key, certificate or window in it cannot be read.
    """
    try:
        root = fields.message(strict_json.parse(data, file), file)
        if not fields.text(root.get("mediaType"), f"{file}: mediaType").startswith(
            "application/vnd.dev.sigstore.trustedroot"
        ):
            raise DataError(f"{file}: this is no sigstore trust root", hint=_HINT)
        return TrustRoot(
            authorities=_each(root, "certificateAuthorities", file, _issuer),
            logs=_each(root, "tlogs", file, _log),
            certificate_logs=_each(root, "ctlogs", file, _log),
            timestamp_authorities=_each(root, "timestampAuthorities", file, _authority),
            as_of=_day(root.get("as_of"), file),
            sha256=hashlib.sha256(data).hexdigest(),
            document=data,
        )
    except RefusedError as error:
        raise DataError(error.message, hint=_HINT) from error


def _each(
    root: fields.Message,
    name: str,
    file: str,
    read: Callable[[fields.Message, str], T],
) -> tuple[T, ...]:
    entries = fields.items(root.get(name), f"{file}: {name}")
    if len(entries) > MAX_ENTRIES:
        raise DataError(f"{file}: {name} has more than {MAX_ENTRIES} entries", hint=_HINT)
    read_entries = []
    for index, entry in enumerate(entries):
        place = f"{file}: {name}[{index}]"
        read_entries.append(read(fields.message(entry, place), place))
    return tuple(read_entries)


def _log(entry: fields.Message, place: str) -> LogKey:
    public = fields.message(entry.get("publicKey"), f"{place}: publicKey")
    log = fields.message(entry.get("logId"), f"{place}: logId")
    return LogKey(
        fields.octets(log.get("keyId"), f"{place}: keyId"),
        keys.load(fields.octets(public.get("rawBytes"), f"{place}: rawBytes")),
        _window(public, place),
    )


def _authority(entry: fields.Message, place: str) -> Authority:
    listed = fields.message(entry.get("certChain"), f"{place}: certChain").get("certificates")
    try:
        chain = [_certificate(one, place) for one in fields.items(listed, place)]
        public = chain[0].public_key()
        spki = public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    except (*keys.UNREADABLE, IndexError) as error:
        raise DataError(f"{place}: a certificate is missing or unreadable", hint=_HINT) from error
    digest = hashlib.sha256(spki).digest()
    lifetimes = [Window(one.not_valid_before_utc, one.not_valid_after_utc) for one in chain]
    return Authority(
        tuple(chain),
        (_window(entry, place), *lifetimes),
        chain[0].subject,
        keys.supported(public),
        digest,
    )


def _certificate(value: strict_json.Value, place: str) -> x509.Certificate:
    raw = fields.message(value, f"{place}: a certificate").get("rawBytes")
    return x509.load_der_x509_certificate(fields.octets(raw, f"{place}: rawBytes"))


def _issuer(entry: fields.Message, place: str) -> Authority:
    """Read an authority whose chain holds together, so that only its first issue is checked."""
    authority = _authority(entry, place)
    for lower, upper in zip(authority.chain, (*authority.chain[1:], None), strict=True):
        if not _is_ca(lower) or not _issued(lower, upper or lower):
            raise DataError(f"{place}: the certificates are no chain", hint=_HINT)
    return authority


def _is_ca(certificate: x509.Certificate) -> bool:
    try:
        found = certificate.extensions
        return (
            found.get_extension_for_class(x509.BasicConstraints).value.ca
            and found.get_extension_for_class(x509.KeyUsage).value.key_cert_sign
        )
    except (*keys.UNREADABLE, x509.ExtensionNotFound):
        return False


def _issued(certificate: x509.Certificate, issuer: x509.Certificate) -> bool:

    try:
        certificate.verify_directly_issued_by(issuer)
    except (*keys.UNREADABLE, InvalidSignature):
        return False
    return True


def _window(entry: fields.Message, place: str) -> Window:
    window = fields.message(entry.get("validFor"), f"{place}: validFor")
    start = _time(window.get("start"), f"{place}: the start of validity")
    end = window.get("end")
    return Window(start, None if end is None else _time(end, f"{place}: the end of validity"))


def _time(value: strict_json.Value, place: str) -> datetime:
    try:
        time = datetime.fromisoformat(fields.text(value, place))
    except ValueError as error:
        raise DataError(f"{place} is no time", hint=_HINT) from error
    if time.tzinfo is None:
        raise DataError(f"{place} has no time zone", hint=_HINT)
    return time


def _day(value: strict_json.Value, file: str) -> date | None:
    if value is None:
        return None
    try:
        return date.fromisoformat(fields.text(value, f"{file}: as_of"))
    except ValueError as error:
        raise DataError(f"{file}: as_of is no date", hint=_HINT) from error
