"""A sigstore instance of our own: authority, transparency logs and a registry key, made anew."""

from __future__ import annotations

import base64
import copy
import hashlib
import json
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

import rfc8785
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from auditor.provenance import Package, Trust, read_trust_root
from auditor.sources.npm_keys import Key, KeyRing

MEDIA_V01 = "application/vnd.dev.sigstore.bundle+json;version=0.1"
MEDIA_V02 = "application/vnd.dev.sigstore.bundle+json;version=0.2"
MEDIA_V03 = "application/vnd.dev.sigstore.bundle.v0.3+json"
PUBLISH = "https://github.com/npm/attestation/tree/main/specs/publish/v0.1"
PROVENANCE = "https://slsa.dev/provenance/v1"
STATEMENT = "https://in-toto.io/Statement/v1"
ISSUER = "https://token.actions.githubusercontent.com"
ORIGIN = "log.instance.example"
KEYID = "SHA256:registry"

SIGNED = datetime(2026, 3, 1, 12, 5, tzinfo=UTC)
BORN = datetime(2025, 1, 1, tzinfo=UTC)
PACKAGE = Package("@acme/widget", "1.0.0", hashlib.sha512(b"widget").hexdigest())
COMMIT = "25" * 20
REPOSITORY = "https://github.com/acme/widget"
REF = "refs/tags/v1.0.0"
WORKFLOW = ".github/workflows/release.yml"
WORKFLOW_URI = f"{REPOSITORY}/{WORKFLOW}@{REF}"
SAID = {
    8: ISSUER,
    11: "github-hosted",
    12: REPOSITORY,
    13: COMMIT,
    14: REF,
    15: "1001",
    17: "2002",
    18: WORKFLOW_URI,
    20: "release",
}

PrivateKey = ec.EllipticCurvePrivateKey
_ECDSA = {256: ec.ECDSA(hashes.SHA256()), 384: ec.ECDSA(hashes.SHA384())}


def b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def new_key(curve: ec.EllipticCurve | None = None) -> PrivateKey:
    return ec.generate_private_key(curve or ec.SECP256R1())


def sign(key: PrivateKey, data: bytes) -> bytes:
    return key.sign(data, _ECDSA[key.key_size])


def spki(key: PrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def iso(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")


def utf8_string(text: str) -> bytes:
    data = text.encode()
    return bytes([0x0C, len(data)]) + data


def statement(predicate_type: str, predicate: Any, package: Package = PACKAGE) -> dict[str, Any]:
    return {
        "_type": STATEMENT,
        "subject": [{"name": package.purl, "digest": {"sha512": package.sha512}}],
        "predicateType": predicate_type,
        "predicate": predicate,
    }


def provenance_predicate() -> dict[str, Any]:
    return {
        "buildDefinition": {
            "buildType": "https://slsa-framework.github.io/github-actions-buildtypes/workflow/v1",
            "externalParameters": {
                "workflow": {"ref": REF, "repository": REPOSITORY, "path": WORKFLOW}
            },
            "internalParameters": {
                "github": {"repository_id": "1001", "repository_owner_id": "2002"}
            },
            "resolvedDependencies": [
                {"uri": f"git+{REPOSITORY}@{REF}", "digest": {"gitCommit": COMMIT}}
            ],
        },
        "runDetails": {"builder": {"id": "https://github.com/actions/runner/github-hosted"}},
    }


@dataclass
class Leaf:
    """What a certificate is to say; tests change one thing at a time."""

    said: dict[int, str] = field(default_factory=lambda: dict(SAID))
    bare: dict[int, str] = field(default_factory=dict)
    subject: x509.GeneralName | None = None
    start: datetime = SIGNED - timedelta(minutes=5)
    usage: Any = ExtendedKeyUsageOID.CODE_SIGNING
    digital_signature: bool = True
    is_ca: bool | None = None
    extra: x509.ExtensionType | None = None
    sct: bool = True


class Instance:
    """Keys and certificates of one instance, and bundles made with them."""

    def __init__(self) -> None:
        self.root_key, self.ca_key = new_key(ec.SECP384R1()), new_key(ec.SECP384R1())
        self.log_key, self.ct_key, self.registry_key = new_key(), new_key(), new_key()
        self.root = self._authority("root", self.root_key, "root", self.root_key)
        self.ca = self._authority("issuer", self.ca_key, "root", self.root_key)
        self.log_id = hashlib.sha256(spki(self.log_key)).digest()
        self.ct_id = hashlib.sha256(spki(self.ct_key)).digest()

    def trusted_root(self) -> dict[str, Any]:
        chain = [{"rawBytes": b64(one.public_bytes(Encoding.DER))} for one in (self.ca, self.root)]
        return {
            "mediaType": "application/vnd.dev.sigstore.trustedroot+json;version=0.1",
            "tlogs": [self._trusted_log(self.log_key, self.log_id)],
            "ctlogs": [self._trusted_log(self.ct_key, self.ct_id)],
            "certificateAuthorities": [
                {
                    "subject": {"organization": "instance.example", "commonName": "root"},
                    "uri": f"https://{ORIGIN}",
                    "certChain": {"certificates": chain},
                    "validFor": {"start": iso(BORN)},
                }
            ],
            "timestampAuthorities": [],
        }

    def trust(self, root: dict[str, Any] | None = None, as_of: date | None = None) -> Trust:
        document = root or self.trusted_root()
        if as_of is not None:
            document = {**document, "as_of": as_of.isoformat()}
        key = Key(KEYID, "npm:attestations", spki(self.registry_key), BORN)
        ring = KeyRing((key,), as_of.isoformat() if as_of else "", "test")
        return Trust(read_trust_root(json.dumps(document).encode(), "root.json"), ring)

    def certificate(self, key: PrivateKey, leaf: Leaf) -> x509.Certificate:
        builder = self._leaf(key, leaf)
        if leaf.sct:
            unstamped = builder.sign(self.ca_key, hashes.SHA384())
            builder = builder.add_extension(self._stamps(unstamped, leaf), critical=False)
        return builder.sign(self.ca_key, hashes.SHA384())

    def provenance(self, predicate: Any = None, leaf: Leaf | None = None) -> dict[str, Any]:
        """A 0.3 bundle with a certificate, a dsse entry, promise and proof."""
        said = statement(PROVENANCE, provenance_predicate() if predicate is None else predicate)
        return self.bundle(json.dumps(said).encode(), leaf=leaf or Leaf())

    def publish(self, predicate: Any = None) -> dict[str, Any]:
        """A 0.2 bundle signed with the registry's key."""
        named = {"name": PACKAGE.name, "version": PACKAGE.version}
        said = statement(PUBLISH, named if predicate is None else predicate)
        return self.bundle(json.dumps(said).encode())

    def response(self, *, leaf: Leaf | None = None, predicate: Any = None) -> dict[str, Any]:
        return {
            "attestations": [
                {"predicateType": PROVENANCE, "bundle": self.provenance(predicate, leaf)},
                {"predicateType": PUBLISH, "bundle": self.publish()},
            ]
        }

    def bundle(
        self, payload: bytes, *, leaf: Leaf | None = None, kind: str = "dsse", **changes: Any
    ) -> dict[str, Any]:
        key = new_key() if leaf else self.registry_key
        signed = b"DSSEv1 28 application/vnd.in-toto+json %d %b" % (len(payload), payload)
        signature = sign(key, signed)
        material: dict[str, Any]
        if leaf:
            certificate = self.certificate(key, leaf)
            der, pem = (
                certificate.public_bytes(Encoding.DER),
                certificate.public_bytes(Encoding.PEM),
            )
            material = {"certificate": {"rawBytes": b64(der)}}
        else:
            pem = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
            material = {"publicKey": {"hint": KEYID}}
        body = _body(kind, payload, b64(signature), b64(pem))
        material["tlogEntries"] = [self.entry(rfc8785.dumps(body), body, **changes)]
        return {
            "mediaType": MEDIA_V03 if leaf else MEDIA_V02,
            "verificationMaterial": material,
            "dsseEnvelope": {
                "payload": b64(payload),
                "payloadType": "application/vnd.in-toto+json",
                "signatures": [{"sig": b64(signature), "keyid": "" if leaf else KEYID}],
            },
        }

    def entry(
        self, raw: bytes, body: dict[str, Any], *, seconds: int | None = None, index: int = 7
    ) -> dict[str, Any]:
        seconds = int(SIGNED.timestamp()) if seconds is None else seconds
        promised: dict[str, Any] = {
            "body": b64(raw),
            "integratedTime": seconds,
            "logID": self.log_id.hex(),
            "logIndex": index,
        }
        return {
            "logIndex": str(index),
            "logId": {"keyId": b64(self.log_id)},
            "kindVersion": {"kind": body["kind"], "version": body["apiVersion"]},
            "integratedTime": str(seconds),
            "inclusionPromise": {
                "signedEntryTimestamp": b64(sign(self.log_key, rfc8785.dumps(promised)))
            },
            "inclusionProof": self.proof(raw),
            "canonicalizedBody": b64(raw),
        }

    def proof(self, raw: bytes) -> dict[str, Any]:
        """A proof in a tree of two leaves, ours the second."""
        first = hashlib.sha256(b"\x00first").digest()
        ours = hashlib.sha256(b"\x00" + raw).digest()
        root = hashlib.sha256(b"\x01" + first + ours).digest()
        return {
            "logIndex": "1",
            "treeSize": "2",
            "rootHash": b64(root),
            "hashes": [b64(first)],
            "checkpoint": {"envelope": self.checkpoint(2, root)},
        }

    def digest(self, data: bytes) -> str:
        return b64(hashlib.sha256(data).digest())

    def checkpoint(self, size: int, root: bytes) -> str:
        note = f"{ORIGIN}\n{size}\n{b64(root)}\n"
        signature = self.log_id[:4] + sign(self.log_key, note.encode())
        return f"{note}\n\u2014 {ORIGIN} {b64(signature)}\n"

    def _trusted_log(self, key: PrivateKey, log_id: bytes) -> dict[str, Any]:
        return {
            "baseUrl": f"https://{ORIGIN}",
            "hashAlgorithm": "SHA2_256",
            "publicKey": {
                "rawBytes": b64(spki(key)),
                "keyDetails": "PKIX_ECDSA_P256_SHA_256",
                "validFor": {"start": iso(BORN)},
            },
            "logId": {"keyId": b64(log_id)},
        }

    def _authority(
        self, name: str, key: PrivateKey, issuer: str, issuer_key: PrivateKey
    ) -> x509.Certificate:
        builder = named(name, issuer, key, BORN, BORN + timedelta(days=3650))
        builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
        identifier = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
        builder = builder.add_extension(identifier, critical=False)
        builder = builder.add_extension(_issued_by(issuer_key), critical=False)
        builder = builder.add_extension(usage(key_cert_sign=True), critical=True)
        return builder.sign(issuer_key, hashes.SHA384())

    def _leaf(self, key: PrivateKey, leaf: Leaf) -> x509.CertificateBuilder:
        end = leaf.start + timedelta(minutes=10)
        builder = named("", "issuer", key, leaf.start, end)
        builder = builder.add_extension(_issued_by(self.ca_key), critical=False)
        purpose = usage(digital_signature=leaf.digital_signature)
        builder = builder.add_extension(purpose, critical=True)
        builder = builder.add_extension(x509.ExtendedKeyUsage([leaf.usage]), critical=False)
        subject = leaf.subject or x509.UniformResourceIdentifier(WORKFLOW_URI)
        builder = builder.add_extension(x509.SubjectAlternativeName([subject]), critical=True)
        if leaf.is_ca is not None:
            constraints = x509.BasicConstraints(ca=leaf.is_ca, path_length=None)
            builder = builder.add_extension(constraints, critical=True)
        if leaf.extra is not None:
            builder = builder.add_extension(leaf.extra, critical=True)
        texts = {number: utf8_string(text) for number, text in leaf.said.items()}
        texts |= {number: text.encode() for number, text in leaf.bare.items()}
        for number, value in sorted(texts.items()):
            oid = x509.ObjectIdentifier(f"1.3.6.1.4.1.57264.1.{number}")
            builder = builder.add_extension(x509.UnrecognizedExtension(oid, value), critical=False)
        return builder

    def _stamps(self, certificate: x509.Certificate, leaf: Leaf) -> x509.UnrecognizedExtension:
        """A list with one signed certificate timestamp (RFC 6962, sections 3.2 and 3.3)."""
        milliseconds = int(leaf.start.timestamp() * 1000).to_bytes(8)
        body = certificate.tbs_certificate_bytes
        issuer = hashlib.sha256(spki(self.ca_key)).digest()
        signed = b"\0\0" + milliseconds + b"\0\1" + issuer + len(body).to_bytes(3) + body + b"\0\0"
        signature = sign(self.ct_key, signed)
        stamp = b"\0" + self.ct_id + milliseconds + b"\0\0\4\3"
        stamp += len(signature).to_bytes(2) + signature
        listed = len(stamp).to_bytes(2) + stamp
        octets = len(listed).to_bytes(2) + listed
        oid = x509.ObjectIdentifier("1.3.6.1.4.1.11129.2.4.2")
        assert len(octets) < 0x80  # the short form of a DER length
        return x509.UnrecognizedExtension(oid, bytes([0x04, len(octets)]) + octets)


def changed(value: Any, path: tuple[str | int, ...], new: Any) -> Any:
    """A copy of ``value`` with ``new`` at ``path``; the deletion where ``new`` is Ellipsis."""
    result = copy.deepcopy(value)
    place = result
    for step in path[:-1]:
        place = place[step]
    if new is ...:
        del place[path[-1]]
    else:
        place[path[-1]] = new
    return result


def named(
    name: str, issuer: str, key: PrivateKey, start: datetime, end: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(_name(name))
        .issuer_name(_name(issuer))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(end)
    )


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)] if text else [])


def _issued_by(key: PrivateKey) -> x509.AuthorityKeyIdentifier:
    return x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key())


def usage(*, digital_signature: bool = False, key_cert_sign: bool = False) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=digital_signature,
        content_commitment=not (digital_signature or key_cert_sign),
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=key_cert_sign,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )


def _body(kind: str, payload: bytes, signature: str, pem: str) -> dict[str, Any]:
    hashed = {"algorithm": "sha256", "value": hashlib.sha256(payload).hexdigest()}
    if kind == "intoto":
        logged = {"publicKey": pem, "sig": b64(signature.encode())}
        content = {"envelope": {"signatures": [logged]}, "payloadHash": hashed}
        return {"apiVersion": "0.0.2", "kind": "intoto", "spec": {"content": content}}
    signatures = [{"signature": signature, "verifier": pem}]
    spec = {"envelopeHash": hashed, "payloadHash": hashed, "signatures": signatures}
    return {"apiVersion": "0.0.1", "kind": kind, "spec": spec}
