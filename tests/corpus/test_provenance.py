from __future__ import annotations

import json
import os
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from builders import NOW

from auditor.checks.provenance.verdicts import Code, judge
from auditor.sources.npm import Packument, RegistrySource, Release, Signature
from auditor.sources.npm_keys import KeyRing, read_keys, read_time
from auditor.sources.registry_folder import FolderRegistry
from sbom.integrity import read_integrity
from sbom.model import Component, Digest

CORPUS = Path(os.environ.get("AUDITOR_CORPUS", Path(__file__).parents[3] / "shared" / "corpus"))
PROVENANCE = CORPUS / "provenance"
SIGNATURES = PROVENANCE / "signatures"

pytestmark = pytest.mark.skipif(
    not PROVENANCE.is_dir(), reason=f"no corpus at {PROVENANCE} (AUDITOR_CORPUS)"
)

# How many versions each document has, and how many of them say when they were published.
PACKUMENTS = {
    "lodash": {Code.OK: 3, Code.TIME_UNKNOWN: 114},
    "sigstore": {Code.OK: 40},
    "has-package-exports": {Code.OK: 11},
    "@ljharb/has-package-exports-patterns": {Code.OK: 3},
}


def entries() -> list[dict[str, Any]]:
    if not SIGNATURES.is_dir():
        return []
    read: list[dict[str, Any]] = json.loads((SIGNATURES / "entries.json").read_bytes())
    return read


def component(name: str, version: str, integrity: str) -> Component:
    digests, _ = read_integrity(integrity)
    place = f"node_modules/{name}"
    return Component(place, name, version, integrity=integrity, digests=digests)


def packuments(folder: Path) -> dict[str, Packument]:
    """The four documents, which lie beside a file that is none."""
    for file in SIGNATURES.glob("packument.*.json"):
        (folder / file.name).symlink_to(file)
    data = RegistrySource(FolderRegistry(folder)).lookup(PACKUMENTS)
    assert data.gaps == ()
    return dict(data.packages)


@pytest.mark.parametrize("name", PACKUMENTS)
def test_every_real_signature_holds(name: str, tmp_path: Path) -> None:
    packument, keys = packuments(tmp_path)[name], read_keys(None)
    codes = Counter(
        judge(component(name, version, release.integrity), release, keys, now=NOW).code
        for version, release in packument.releases.items()
    )
    assert codes == PACKUMENTS[name]


@pytest.mark.parametrize("name", PACKUMENTS)
def test_every_poisoned_pin_is_found(name: str, tmp_path: Path) -> None:
    packument, keys = packuments(tmp_path)[name], read_keys(None)
    for version, release in packument.releases.items():
        genuine = component(name, version, release.integrity)
        poisoned = replace(genuine, digests=(Digest("sha512", bytes(64).hex()),))
        assert judge(poisoned, release, keys, now=NOW).code is Code.INVALID


@pytest.mark.parametrize("entry", entries(), ids=lambda one: f"{one['name']}-{one['verdict']}")
def test_single_entries_have_their_verdict(entry: dict[str, Any]) -> None:
    signatures = (Signature(entry["keyid"], entry["sig"]),) if entry["sig"] is not None else ()
    published = read_time(entry.get("published"))
    release = Release(entry["integrity"], signatures, published)
    pin = component(entry["name"], entry["version"], entry["integrity"])
    code = judge(pin, release, read_keys(None), now=NOW).code
    # The corpus counts a signature that holds as ok, and the unknown time as a remark.
    assert ("ok" if code is Code.TIME_UNKNOWN else code.value) == entry["verdict"]


def test_the_shipped_keys_are_those_of_the_tuf_target() -> None:
    shipped, target = read_keys(None), read_keys(PROVENANCE / "trust" / "npm-keys.tuf.json")
    assert shipped.keys == target.keys


def test_keys_of_a_private_instance_can_be_read() -> None:
    for file in sorted((PROVENANCE / "fake-instance").glob("npm-keys*.json")):
        ring: KeyRing = read_keys(file)
        assert ring.keys
