from __future__ import annotations

import json
from typing import Any

import pytest
from provenance.instance import Instance, Leaf, changed

from auditor.errors import DataError
from auditor.provenance import Stance, TrustRoot
from auditor.sources.sigstore import SigstorePython, is_supported

ENTRY = ("verificationMaterial", "tlogEntries", 0)


@pytest.fixture(scope="module")
def instance() -> Instance:
    return Instance()


@pytest.fixture(scope="module")
def root(instance: Instance) -> TrustRoot:
    return instance.trust().root


def ask(bundle: Any, root: TrustRoot) -> Stance:
    return SigstorePython(root)(json.dumps(bundle).encode()).stance


def test_a_bundle_of_a_kind_it_knows_is_accepted(instance: Instance, root: TrustRoot) -> None:
    assert ask(instance.provenance(), root) is Stance.ACCEPTS


@pytest.mark.parametrize(
    ("path", "new"),
    [
        (("dsseEnvelope", "payload"), "e30="),
        (("dsseEnvelope", "payload"), 3),
        (("mediaType",), "application/json"),
        (("verificationMaterial", "certificate", "rawBytes"), "AAAA"),
        ((*ENTRY, "logIndex"), "8"),
        ((*ENTRY, "inclusionProof", "hashes"), []),
        ((*ENTRY, "canonicalizedBody"), "e30="),
    ],
)
def test_a_changed_bundle_is_refused_with_a_reason(
    path: tuple[str | int, ...], new: Any, instance: Instance, root: TrustRoot
) -> None:
    broken = changed(instance.provenance(), path, new)
    opinion = SigstorePython(root)(json.dumps(broken).encode())
    assert opinion.stance is Stance.REFUSES
    assert opinion.reason
    assert "\n" not in opinion.reason


def test_what_it_does_not_know_is_not_refused(instance: Instance, root: TrustRoot) -> None:
    for bundle in (
        instance.publish(),
        instance.bundle(b"{}", leaf=Leaf(), kind="intoto"),
        changed(instance.provenance(), (*ENTRY, "inclusionProof"), None),
    ):
        assert ask(bundle, root) is Stance.UNSUPPORTED


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b'{"verificationMaterial": 3}'])
def test_what_is_no_bundle_is_not_supported(data: bytes) -> None:
    assert not is_supported(data)


def test_a_root_that_it_cannot_read_is_an_error_of_ours(instance: Instance) -> None:
    path = ("certificateAuthorities", 0, "subject")
    root = instance.trust(changed(instance.trusted_root(), path, ...)).root
    with pytest.raises(DataError, match="sigstore-python cannot read the trust root"):
        ask(instance.provenance(), root)


def test_members_of_our_own_do_not_disturb_it(instance: Instance) -> None:
    ours = {**instance.trusted_root(), "as_of": "2026-01-01", "source_sha256": "00"}
    assert ask(instance.provenance(), instance.trust(ours).root) is Stance.ACCEPTS
