from __future__ import annotations

import base64
import hashlib
import json
from typing import Any

import pytest
import rfc8785
from provenance.instance import Instance, Leaf, b64, changed

from auditor.provenance import Code, RefusedError
from auditor.provenance.bundle import Bundle, read_bundle
from auditor.provenance.log_body import verify_body

ENTRY = ("verificationMaterial", "tlogEntries", 0, "canonicalizedBody")
DSSE = ("spec", "signatures", 0)
INTOTO = ("spec", "content")
LOGGED = (*INTOTO, "envelope", "signatures", 0)


def bundle_of(instance: Instance, kind: str) -> tuple[dict[str, Any], Any]:
    """A bundle and the body of its entry."""
    bundle = instance.bundle(b"{}", leaf=Leaf(), kind=kind)
    body = bundle["verificationMaterial"]["tlogEntries"][0]["canonicalizedBody"]
    return bundle, json.loads(base64.b64decode(body))


def read(bundle: dict[str, Any], body: bytes) -> Bundle:
    return read_bundle(changed(bundle, ENTRY, b64(body)))


def verify(bundle: Bundle) -> None:
    assert bundle.certificate is not None
    verify_body(bundle, bundle.certificate, b"")


@pytest.mark.parametrize(
    ("kind", "path", "new"),
    [
        ("dsse", ("kind",), "intoto"),
        ("dsse", ("apiVersion",), "0.0.2"),
        ("dsse", ("spec",), None),
        ("dsse", ("spec", "payloadHash"), ...),
        ("dsse", ("spec", "payloadHash", "algorithm"), "sha512"),
        ("dsse", ("spec", "payloadHash", "value"), hashlib.sha256(b"[]").hexdigest()),
        ("dsse", ("spec", "signatures"), []),
        ("dsse", ("spec", "signatures"), [{}, {}]),
        ("dsse", (*DSSE, "signature"), "AAAA"),
        ("dsse", (*DSSE, "verifier"), None),
        ("dsse", (*DSSE, "verifier"), b64(b"no pem")),
        (
            "dsse",
            (*DSSE, "verifier"),
            b64(b"-----BEGIN CERTIFICATE-----\n%\n-----END CERTIFICATE-----\n"),
        ),
        ("intoto", (*INTOTO, "payloadHash", "value"), "00"),
        ("intoto", (*INTOTO, "envelope", "payload"), b64(b64(b"[]").encode())),
        ("intoto", (*LOGGED, "sig"), "AAAA"),
        ("intoto", (*LOGGED, "publicKey"), b64(b"no pem")),
    ],
)
def test_a_body_about_anything_else_is_refused(
    kind: str, path: tuple[str | int, ...], new: Any, instance: Instance
) -> None:
    bundle, body = bundle_of(instance, kind)
    verify(read(bundle, rfc8785.dumps(body)))
    with pytest.raises(RefusedError) as refused:
        verify(read(bundle, rfc8785.dumps(changed(body, path, new))))
    assert refused.value.code is Code.LOG_BODY


def test_an_intoto_body_may_repeat_the_payload(instance: Instance) -> None:
    bundle, body = bundle_of(instance, "intoto")
    same = changed(body, (*INTOTO, "envelope", "payload"), b64(b64(b"{}").encode()))
    verify(read(bundle, rfc8785.dumps(same)))


@pytest.mark.parametrize("body", [b"x", b"[]", b'{"kind":"dsse","kind":"dsse"}'])
def test_a_body_that_can_be_read_in_two_ways_or_none_is_refused(
    body: bytes, instance: Instance
) -> None:
    bundle, _ = bundle_of(instance, "dsse")
    with pytest.raises(RefusedError) as refused:
        verify(read(bundle, body))
    assert refused.value.code is Code.LOG_BODY
