"""Is the log entry about this envelope: its payload, signature and signer?

Without this, a genuine entry about something else would lend its time and
publicity to any envelope.
"""

from __future__ import annotations

import base64
import binascii
from hashlib import sha256

from auditor.provenance import fields, strict_json
from auditor.provenance.bundle import Bundle
from auditor.provenance.strict_json import Value
from auditor.provenance.verdict import Code, RefusedError

_PLACE = "the log entry's body"
_CERTIFICATE = "CERTIFICATE"
_PUBLIC_KEY = "PUBLIC KEY"


def verify_body(bundle: Bundle, signer: bytes, signed: bytes) -> None:
    """Check that the logged body names ``bundle``'s payload, signature and ``signer``.

    Args:
        bundle: what the entry came with.
        signer: the certificate, or where there is none the public key, in DER.
        signed: what the signature covers.

    Raises:
        RefusedError: log_body.
    """
    entry = bundle.entry
    body = _object(
        strict_json.parse(entry.body, _PLACE, malformed=Code.LOG_BODY, duplicate=Code.LOG_BODY)
    )
    if (body.get("kind"), body.get("apiVersion")) != (entry.kind, entry.version):
        raise RefusedError(Code.LOG_BODY, f"{_PLACE}: it is of another kind than the entry")
    spec = _object(body.get("spec"))
    if entry.kind == "intoto":
        _verify_intoto(spec, bundle, signer)
    elif entry.kind == "dsse":
        _verify_dsse(spec, bundle, signer)
    else:
        _verify_hashedrekord(spec, bundle, signer, signed)


def _verify_intoto(spec: fields.Message, bundle: Bundle, signer: bytes) -> None:
    content = _object(spec.get("content"))
    envelope = _object(content.get("envelope"))
    _same_hash(content.get("payloadHash"), bundle.payload)
    logged = _only(envelope.get("signatures"))
    # Rekor encodes the envelope's base64 once more.
    twice = base64.b64encode(bundle.signature_base64.encode()).decode()
    _same(logged.get("sig"), twice, "signature")
    _same_pem(logged.get("publicKey"), bundle, signer)
    payload = envelope.get("payload")
    if payload is not None:
        once = base64.b64encode(bundle.payload)
        _same(payload, base64.b64encode(once).decode(), "payload")


def _verify_dsse(spec: fields.Message, bundle: Bundle, signer: bytes) -> None:
    _same_hash(spec.get("payloadHash"), bundle.payload)
    logged = _only(spec.get("signatures"))
    _same(logged.get("signature"), bundle.signature_base64, "signature")
    _same_pem(logged.get("verifier"), bundle, signer)


def _verify_hashedrekord(
    spec: fields.Message, bundle: Bundle, signer: bytes, signed: bytes
) -> None:
    record = _object(spec.get("hashedRekordV002"))
    data = _object(record.get("data"))
    _same(data.get("algorithm"), "SHA2_256", "hash algorithm")
    digest = base64.b64encode(sha256(signed).digest()).decode()
    _same(data.get("digest"), digest, "payload")
    logged = _object(record.get("signature"))
    _same(logged.get("content"), bundle.signature_base64, "signature")
    verifier = _object(logged.get("verifier"))
    name, other = "publicKey", "x509Certificate"
    if bundle.certificate is not None:
        name, other = other, name
    if verifier.get(other) is not None:
        raise RefusedError(Code.LOG_BODY, f"{_PLACE}: it names two kinds of signer")
    raw = _object(verifier.get(name)).get("rawBytes")
    _same(raw, base64.b64encode(signer).decode(), "signer")


def _object(value: Value) -> fields.Message:
    return fields.message(value, f"{_PLACE}: a part of it", Code.LOG_BODY)


def _only(value: Value) -> fields.Message:
    if not isinstance(value, list) or len(value) != 1:
        raise RefusedError(Code.LOG_BODY, f"{_PLACE}: it does not name exactly one signature")
    return _object(value[0])


def _same(value: Value, expected: str, what: str) -> None:
    if value != expected:
        raise RefusedError(Code.LOG_BODY, f"{_PLACE}: it is about another {what}")


def _same_hash(value: Value, payload: bytes) -> None:
    stated = _object(value)
    _same(stated.get("algorithm"), "sha256", "hash algorithm")
    _same(stated.get("value"), sha256(payload).hexdigest(), "payload")


def _same_pem(value: Value, bundle: Bundle, signer: bytes) -> None:
    label = _PUBLIC_KEY if bundle.certificate is None else _CERTIFICATE
    pem = fields.octets(value, f"{_PLACE}: the signer", Code.LOG_BODY)
    if _from_pem(pem, label.encode()) != signer:
        raise RefusedError(Code.LOG_BODY, f"{_PLACE}: it is about another signer")


def _from_pem(pem: bytes, label: bytes) -> bytes | None:
    """Return the DER in ``pem`` (RFC 7468); None where it is no such text."""
    lines = pem.strip(b"\n").split(b"\n")
    if lines[0] != b"-----BEGIN %b-----" % label or lines[-1] != b"-----END %b-----" % label:
        return None
    try:
        return binascii.a2b_base64(b"".join(lines[1:-1]), strict_mode=True)
    except binascii.Error:
        return None
