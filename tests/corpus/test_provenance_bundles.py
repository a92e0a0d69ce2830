from __future__ import annotations

import base64
import json
import os
import random
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from auditor.errors import DataError
from auditor.provenance import (
    Code,
    Evidence,
    IdentityPolicy,
    Package,
    RefusedError,
    Stance,
    Trust,
    read_trust_root,
    verify_bundle,
    verify_response,
)
from auditor.sources.npm_keys import read_keys
from auditor.sources.sigstore import SigstorePython
from auditor.sources.trust_roots import load_trust_root

CORPUS = Path(os.environ.get("AUDITOR_CORPUS", Path(__file__).parents[3] / "shared" / "corpus"))
PROVENANCE = CORPUS / "provenance"
FAKE = PROVENANCE / "fake-instance"
# How many seeded mutants are tried; 100000 for the release.
MUTANTS = int(os.environ.get("AUDITOR_MUTANTS", "3000"))
SEED = 20261122

pytestmark = pytest.mark.skipif(
    not PROVENANCE.is_dir(), reason=f"no corpus at {PROVENANCE} (AUDITOR_CORPUS)"
)

# The names of cases.json: which trust root and which keys.
TRUST = {
    "fake": ("trusted_root.json", "npm-keys.json"),
    "fake-ca-ended": ("trusted_root.ca-ended.json", "npm-keys.json"),
    "fake-log-ended": ("trusted_root.log-ended.json", "npm-keys.json"),
    "fake-key-expired": ("trusted_root.json", "npm-keys.expired.json"),
    "fake-key-not-yet": ("trusted_root.json", "npm-keys.not-yet.json"),
    "fake-key-signatures-only": ("trusted_root.json", "npm-keys.signatures-only.json"),
}
POLICY_SETS = {
    "source_repository": "source_repositories",
    "forbid_triggers": "forbidden_triggers",
    "require_proof": "proof_required",
}


@cache
def trust(name: str) -> Trust:
    if name == "public":
        return Trust(load_trust_root(None), read_keys(None))
    root, keys = TRUST[name]
    return Trust(read_trust_root((FAKE / root).read_bytes(), root), read_keys(FAKE / keys))


@cache
def second(name: str) -> SigstorePython:
    return SigstorePython(trust(name).root)


def policy_of(asked: dict[str, Any]) -> IdentityPolicy:
    values: dict[str, Any] = {}
    for name, value in asked.items():
        listed = [value] if name == "source_repository" else value
        is_set = isinstance(listed, list)
        values[POLICY_SETS.get(name, name)] = frozenset(listed) if is_set else value
    return IdentityPolicy(**values)


def cases() -> list[dict[str, Any]]:
    if not PROVENANCE.is_dir():
        return []
    read: list[dict[str, Any]] = json.loads((PROVENANCE / "cases.json").read_bytes())
    return read


def peer_negatives() -> list[tuple[str, str]]:
    if not PROVENANCE.is_dir():
        return []
    expected = json.loads((PROVENANCE / "peer-negative" / "expected.json").read_bytes())
    return [(name, entry["verdict"]) for name, entry in sorted(expected.items())]


def conformance() -> list[Path]:
    """The directories whose bundle carries a DSSE envelope."""
    files = sorted((PROVENANCE / "conformance").glob("*/bundle.sigstore.json"))
    return [file.parent for file in files if b'"dsseEnvelope"' in file.read_bytes()]


def package_of(bundle: dict[str, Any]) -> Package:
    """What a bundle's statement is about."""
    (subject,) = json.loads(base64.b64decode(bundle["dsseEnvelope"]["payload"]))["subject"]
    name, _, version = subject["name"].removeprefix("pkg:npm/").rpartition("@")
    return Package(name.replace("%40", "@"), version, subject["digest"]["sha512"])


def real_bundles() -> list[tuple[str, dict[str, Any]]]:
    found: list[tuple[str, dict[str, Any]]] = []
    for file in sorted((PROVENANCE / "attestations").glob("*.json")):
        answer = json.loads(file.read_bytes())
        found.extend((file.stem, entry["bundle"]) for entry in answer["attestations"])
    files = sorted((PROVENANCE / "bundles").glob("*.json"))
    found.extend((file.stem, json.loads(file.read_bytes())) for file in files)
    return found


@pytest.mark.parametrize("case", cases(), ids=lambda case: str(case["id"]))
def test_every_case_has_its_verdict(case: dict[str, Any]) -> None:
    expected = case["expect"]
    package = Package(expected["name"], expected["version"], expected["sha512"])
    data = (PROVENANCE / case["file"]).read_bytes()
    policy = policy_of(expected.get("policy") or {})
    verdict = verify_response(data, package, trust(case["trust"]), policy, second(case["trust"]))
    assert verdict.code.value in case["verdict"].split("|"), verdict.reason
    assert "tamper" not in verdict.reason


@pytest.mark.parametrize(("name", "code"), peer_negatives())
def test_the_negatives_of_the_peers_have_their_verdict(name: str, code: str) -> None:
    document = json.loads((PROVENANCE / "peer-negative" / name).read_bytes())
    if "attestations" not in document:
        with pytest.raises(RefusedError) as refused:
            verify_bundle(json.dumps(document).encode(), trust("public"))
        assert refused.value.code.value == code
        return
    known = {(one.name, one.version): one for one in (package_of(b) for _, b in real_bundles())}
    about = []
    for entry in document["attestations"]:
        (subject,) = json.loads(base64.b64decode(entry["bundle"]["dsseEnvelope"]["payload"])).get(
            "subject", [{"name": ""}]
        )
        name_, _, version = subject["name"].removeprefix("pkg:npm/").rpartition("@")
        about.append(known.get((name_.replace("%40", "@"), version)))
    package = next(one for one in about if one is not None)
    assert verify_response(json.dumps(document).encode(), package, trust("public")).code == code


@pytest.mark.parametrize("folder", conformance(), ids=lambda folder: folder.name)
def test_sigstore_conformance_with_both_engines(folder: Path) -> None:
    data = (folder / "bundle.sigstore.json").read_bytes()
    believed = trust("public")
    if (folder / "trusted_root.json").exists():
        root = read_trust_root((folder / "trusted_root.json").read_bytes(), folder.name)
        believed = Trust(root, believed.keys)
    opinion = SigstorePython(believed.root)(data)
    try:
        verify_bundle(data, believed)
    except RefusedError:
        assert folder.name.endswith("_fail")
        assert opinion.stance is not Stance.ACCEPTS
    else:
        assert not folder.name.endswith("_fail")
        assert opinion.stance is not Stance.REFUSES


@pytest.mark.parametrize("bundle", [pytest.param(b, id=name) for name, b in real_bundles()])
def test_every_real_bundle_is_verified(bundle: dict[str, Any]) -> None:
    evidence = verify_bundle(json.dumps(bundle).encode(), trust("public"))
    assert (evidence.identity is None) != (evidence.keyid is None)
    assert second("public")(json.dumps(bundle).encode()).stance is not Stance.REFUSES


def test_the_shipped_trust_root_is_the_tuf_target() -> None:
    target = (PROVENANCE / "trust" / "trusted_root.json").read_bytes()
    shipped, theirs = load_trust_root(None), read_trust_root(target, "target")
    assert json.loads(shipped.document)["source_sha256"] == theirs.sha256
    for name in ("logs", "certificate_logs", "authorities", "timestamp_authorities"):
        assert [_known(one) for one in getattr(shipped, name)] == [
            _known(one) for one in getattr(theirs, name)
        ]


def test_an_older_trust_root_can_be_read() -> None:
    data = (PROVENANCE / "trust" / "trusted_root.older.json").read_bytes()
    assert read_trust_root(data, "older").logs


def test_a_root_without_the_start_of_a_window_is_refused() -> None:
    folder = PROVENANCE / "conformance" / "trust-root-tlog-missing-validity-start_fail"
    with pytest.raises(DataError, match="the start of validity"):
        read_trust_root((folder / "trusted_root.json").read_bytes(), "root.json")


def test_no_mutant_with_changed_content_is_accepted() -> None:
    """Single changes of real bundles: refused by us, or what is proven is the same."""
    chance = random.Random(SEED)  # noqa: S311 -- mutants must be the same in every run
    originals = [(bundle, _content(bundle)) for _, bundle in real_bundles()]
    accepted = 0
    for _ in range(MUTANTS):
        bundle, content = chance.choice(originals)
        mutant = _mutant(json.dumps(bundle), chance)
        try:
            found = verify_bundle(mutant, trust("public"))
        except RefusedError:
            continue
        accepted += 1
        assert _proven(found) == content, mutant
    assert accepted < MUTANTS / 2  # most changes hit something that counts


def _known(entry: Any) -> tuple[Any, ...]:
    names = ("window", "windows", "log_id", "chain")
    return tuple(getattr(entry, name, None) for name in names)


def _content(bundle: dict[str, Any]) -> tuple[Any, ...]:
    return _proven(verify_bundle(json.dumps(bundle).encode(), trust("public")))


def _proven(evidence: Evidence) -> tuple[Any, ...]:
    """All that was proven but the grade: leaving the proof out of a 0.1 bundle weakens it."""
    return (
        evidence.payload,
        evidence.identity,
        evidence.keyid,
        evidence.time,
        evidence.log_id,
        evidence.log_index,
        evidence.log_kind,
    )


def _mutant(text: str, chance: random.Random) -> bytes:
    """Change one field of the bundle, or one character of its text."""
    if chance.random() < 0.25:
        place = chance.randrange(len(text))
        other = chance.choice(['"', "{", "0", "A", "=", "\\", " ", chr(chance.randrange(32, 127))])
        return (text[:place] + other + text[place + chance.randrange(2) :]).encode()
    bundle = json.loads(text)
    holder, name = chance.choice(list(_fields(bundle)))
    holder[name] = _changed(holder[name], chance)
    return json.dumps(bundle).encode()


def _fields(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every place in ``value``: what holds it, and its name or index there."""
    names = value if isinstance(value, dict) else range(len(value))
    for name in names:
        yield value, name
        if isinstance(value[name], (dict, list)):
            yield from _fields(value[name])


def _changed(value: Any, chance: random.Random) -> Any:
    ways: list[Any] = [None, [], {}, "", 0, -1, 2**63, True, "\ud800", [value], {"x": value}]
    if isinstance(value, str) and value:
        place = chance.randrange(len(value))
        ways += [
            value[:place] + chance.choice("AZaz09+/= \n-") + value[place + 1 :],
            value[:place],
            value + value[-1],
            value.swapcase(),
            _flipped(value, chance),
        ] * 4
    if isinstance(value, list):
        ways += [value + value, value[1:], value[::-1]] * 4
    return chance.choice(ways)


def _flipped(value: str, chance: random.Random) -> str:
    """Flip one bit of what a base64 text encodes."""
    try:
        data = bytearray(base64.b64decode(value, validate=True))
    except ValueError:
        return value.upper()
    if data:
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    return base64.b64encode(data).decode()


def test_a_verdict_never_depends_on_the_order_of_attestations() -> None:
    for file in sorted((PROVENANCE / "attestations").glob("*.json")):
        answer = json.loads(file.read_bytes())
        package = package_of(answer["attestations"][0]["bundle"])
        answer["attestations"].reverse()
        verdict = verify_response(json.dumps(answer).encode(), package, trust("public"))
        assert verdict.code is Code.OK
