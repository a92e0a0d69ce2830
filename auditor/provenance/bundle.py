"""What does a sigstore bundle with a DSSE envelope hold?

Media types 0.1, 0.2 and 0.3 (protobuf-specs, sigstore_bundle.proto). Nothing
here is verified; what is missing, twice there or badly encoded is refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from auditor.provenance import fields
from auditor.provenance.dsse import PAYLOAD_TYPE
from auditor.provenance.strict_json import Value
from auditor.provenance.verdict import Code, RefusedError

MAX_PROOF_HASHES = 64
MAX_TIMESTAMPS = 4

# Media type -> its version; 0.3 is written in two ways.
_VERSIONS: Mapping[str, int] = {
    "application/vnd.dev.sigstore.bundle+json;version=0.1": 1,
    "application/vnd.dev.sigstore.bundle+json;version=0.2": 2,
    "application/vnd.dev.sigstore.bundle+json;version=0.3": 3,
    "application/vnd.dev.sigstore.bundle.v0.3+json": 3,
}
_SINGLE_CERTIFICATE = 3


@dataclass(frozen=True, slots=True)
class Proof:
    """An inclusion proof: the path from a leaf to the root in ``checkpoint``."""

    index: int
    size: int
    root: bytes
    path: tuple[bytes, ...]
    checkpoint: str


@dataclass(frozen=True, slots=True)
class LogEntry:
    """An entry of a transparency log, as the bundle tells it.

    ``body_base64`` is ``body`` as it was written; ``seconds`` is 0 and ``promise`` None
    where the log (Rekor v2) gives neither.
    """

    log_id: bytes
    index: int
    kind: str
    version: str
    seconds: int
    body: bytes
    body_base64: str
    promise: bytes | None
    proof: Proof | None


@dataclass(frozen=True, slots=True)
class Bundle:
    """A bundle: envelope, log entry, timestamps, and exactly one of certificate and key id."""

    version: int
    payload: bytes
    signature: bytes
    signature_base64: str
    certificate: bytes | None
    keyid: str | None
    entry: LogEntry
    timestamps: tuple[bytes, ...]


def read_bundle(value: Value) -> Bundle:
    """Return the bundle in ``value``.

    Raises:
        RefusedError: malformed, media_type, payload_type, signature_count, keyid_*,
            log_entry_missing, log_entry_count.
    """
    bundle = fields.message(value, "the bundle")
    version = _VERSIONS.get(fields.text(bundle.get("mediaType"), "the bundle: mediaType"))
    if version is None:
        raise RefusedError(Code.MEDIA_TYPE, "the bundle: its media type is not supported")
    envelope = fields.message(bundle.get("dsseEnvelope"), "the bundle: dsseEnvelope")
    material = fields.message(
        bundle.get("verificationMaterial"), "the bundle: verificationMaterial"
    )
    if envelope.get("payloadType") != PAYLOAD_TYPE:
        raise RefusedError(Code.PAYLOAD_TYPE, "the envelope: it holds no in-toto statement")
    payload = fields.octets(envelope.get("payload"), "the envelope: payload")
    signature = _signature(envelope)
    entry = _entry(material, version)
    encoded = fields.text(signature.get("sig"), "the envelope: sig")
    certificate, keyid = _signer(material, version)
    _check_keyid(signature.get("keyid"), keyid)
    return Bundle(
        version,
        payload,
        fields.octets(encoded, "the envelope: sig"),
        encoded,
        certificate,
        keyid,
        entry,
        _timestamps(material),
    )


def _signature(envelope: fields.Message) -> fields.Message:
    signatures = fields.items(envelope.get("signatures"), "the envelope: signatures")
    if len(signatures) != 1:
        raise RefusedError(
            Code.SIGNATURE_COUNT, f"the envelope: {len(signatures)} signatures instead of one"
        )
    return fields.message(signatures[0], "the envelope: signatures[0]")


def _check_keyid(value: Value, keyid: str | None) -> None:
    stated = "" if value is None else fields.text(value, "the envelope: keyid")
    if keyid is None and stated:
        raise RefusedError(
            Code.KEYID_UNEXPECTED, "the envelope: it names a key, the bundle has a certificate"
        )
    if keyid is not None and stated != keyid:
        raise RefusedError(
            Code.KEYID_MISMATCH, "the envelope: it names another key than the bundle"
        )


def _signer(material: fields.Message, version: int) -> tuple[bytes | None, str | None]:
    names = ("certificate", "x509CertificateChain", "publicKey")
    given = [name for name in names if material.get(name) is not None]
    if len(given) != 1:
        raise RefusedError(
            Code.MALFORMED, f"the bundle: {len(given)} kinds of signer instead of one"
        )
    place = f"the bundle: {given[0]}"
    signer = fields.message(material[given[0]], place)
    if given[0] == "publicKey":
        return None, fields.text(signer.get("hint"), f"{place}: hint")
    if (given[0] == "certificate") != (version >= _SINGLE_CERTIFICATE):
        raise RefusedError(Code.MALFORMED, f"{place}: not in a bundle of this version")
    if given[0] == "x509CertificateChain":
        chain = fields.items(signer.get("certificates"), f"{place}: certificates")
        if not chain:
            raise RefusedError(Code.MALFORMED, f"{place}: there is no certificate")
        # What follows the first was issued by somebody the trust root names anyway.
        signer = fields.message(chain[0], f"{place}: certificates[0]")
    return fields.octets(signer.get("rawBytes"), f"{place}: rawBytes"), None


def _entry(material: fields.Message, version: int) -> LogEntry:
    entries = fields.items(material.get("tlogEntries"), "the bundle: tlogEntries")
    if not entries:
        raise RefusedError(Code.LOG_ENTRY_MISSING, "the bundle: there is no log entry")
    if len(entries) > 1:
        raise RefusedError(Code.LOG_ENTRY_COUNT, f"the bundle: {len(entries)} log entries")
    entry = fields.message(entries[0], "the log entry")
    kind = fields.message(entry.get("kindVersion"), "the log entry: kindVersion")
    log = fields.message(entry.get("logId"), "the log entry: logId")
    promise = entry.get("inclusionPromise")
    if promise is not None:
        promise = fields.message(promise, "the log entry: inclusionPromise").get(
            "signedEntryTimestamp"
        )
    body = fields.text(entry.get("canonicalizedBody"), "the log entry: canonicalizedBody")
    return LogEntry(
        fields.octets(log.get("keyId"), "the log entry: keyId"),
        fields.integer(entry.get("logIndex"), "the log entry: logIndex"),
        fields.text(kind.get("kind"), "the log entry: kind"),
        fields.text(kind.get("version"), "the log entry: version"),
        fields.integer(entry.get("integratedTime"), "the log entry: integratedTime"),
        fields.octets(body, "the log entry: canonicalizedBody"),
        body,
        None if promise is None else fields.octets(promise, "the log entry: signedEntryTimestamp"),
        _proof(entry.get("inclusionProof"), version),
    )


def _proof(value: Value, version: int) -> Proof | None:
    if value is None:
        return None
    proof = fields.message(value, "the inclusion proof")
    checkpoint = proof.get("checkpoint")
    if checkpoint is None:
        if version == 1:  # protobuf-specs: without a checkpoint, ignore the proof in 0.1
            return None
        raise RefusedError(Code.LOG_CHECKPOINT, "the inclusion proof: there is no checkpoint")
    hashes = fields.items(proof.get("hashes"), "the inclusion proof: hashes")
    if len(hashes) > MAX_PROOF_HASHES:
        raise RefusedError(
            Code.MALFORMED, f"the inclusion proof: more than {MAX_PROOF_HASHES} hashes"
        )
    return Proof(
        fields.integer(proof.get("logIndex"), "the inclusion proof: logIndex"),
        fields.integer(proof.get("treeSize"), "the inclusion proof: treeSize"),
        fields.octets(proof.get("rootHash"), "the inclusion proof: rootHash"),
        tuple([fields.octets(one, "the inclusion proof: hashes") for one in hashes]),
        fields.text(
            fields.message(checkpoint, "the inclusion proof: checkpoint").get("envelope"),
            "the inclusion proof: checkpoint",
        ),
    )


def _timestamps(material: fields.Message) -> tuple[bytes, ...]:
    data = material.get("timestampVerificationData")
    if data is None:
        return ()
    place = "the bundle: rfc3161Timestamps"
    stamps = fields.items(fields.message(data, place).get("rfc3161Timestamps"), place)
    if len(stamps) > MAX_TIMESTAMPS:
        raise RefusedError(Code.MALFORMED, f"{place}: more than {MAX_TIMESTAMPS}")
    return tuple(
        [fields.octets(fields.message(one, place).get("signedTimestamp"), place) for one in stamps]
    )
