from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

from builders import NOW, MemoryTarget, write_tree
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from auditor.check import Context, Needs
from auditor.checks.provenance.registry_signatures import registry_signatures
from auditor.engine import read_inventory, run_check
from auditor.model import CheckRun, Evidence, Location, Outcome, Severity
from auditor.settings import Settings
from auditor.sources import Sources

Json = dict[str, Any]

PRIVATE = ec.generate_private_key(ec.SECP256R1())
SPKI = PRIVATE.public_key().public_bytes(
    serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
)
KEYS = {
    "as_of": "2026-01-01",
    "keys": [{"keyid": "SHA256:a", "key": base64.b64encode(SPKI).decode()}],
}


def integrity(filler: int) -> str:
    return "sha512-" + base64.b64encode(bytes([filler]) * 64).decode()


def packument(name: str, filler: int, *, signed: bool = True) -> Json:
    message = f"{name}@1.0.0:{integrity(filler)}".encode()
    sig = base64.b64encode(PRIVATE.sign(message, ec.ECDSA(hashes.SHA256()))).decode()
    signatures = [{"keyid": "SHA256:a", "sig": sig}] if signed else []
    dist = {"integrity": integrity(filler), "signatures": signatures}
    return {"name": name, "versions": {"1.0.0": {"dist": dist}}}


def measure(folder: Path, packages: Json, *packuments: Json) -> CheckRun:
    data = {f"data/{n}.json": json.dumps(one) for n, one in enumerate(packuments)}
    write_tree(folder, data | {"data/readme.txt": "", "keys.json": json.dumps(KEYS)})
    lock = {"lockfileVersion": 3, "packages": {"": {"name": "shop"}} | packages}
    target = MemoryTarget({"package-lock.json": json.dumps(lock, indent=1).encode()})
    settings = Settings(registry_data=folder / "data", npm_keys=folder / "keys.json")
    context = Context(target, read_inventory(target), Sources(settings), NOW)
    return run_check(registry_signatures, context, Needs.NOTHING)


def pinned(filler: int) -> Json:
    return {"version": "1.0.0", "integrity": integrity(filler)}


def test_is_silent_where_every_pin_is_signed(tmp_path: Path) -> None:
    run = measure(tmp_path, {"node_modules/a": pinned(1)}, packument("a", 1))
    assert (run.outcome, run.findings) == (Outcome.COMPLETE, ())
    (fact,) = run.facts
    assert (fact.name, fact.value) == ("signatures.checked", 1)
    assert dict(fact.attributes) == {
        "total": 1,
        "invalid": 0,
        "missing": 0,
        "unknown_key": 0,
        "expired_key": 0,
        "time_unknown": 0,
        "uncovered": 0,
        "unreachable": 0,
        "not_applicable": 0,
        "keys_as_of": "2026-01-01",
    }
    assert (run.coverage.examined, run.coverage.unit) == (1, "packages")


def test_reports_a_pin_that_the_registry_never_signed(tmp_path: Path) -> None:
    run = measure(tmp_path, {"node_modules/a": pinned(2)}, packument("a", 1))
    (finding,) = run.findings
    assert (finding.rule, finding.severity) == ("signature-invalid", Severity.CRITICAL)
    assert finding.message == (
        "a@1.0.0: the registry never signed what the lockfile pins: "
        "the lockfile pins other bytes than the registry published"
    )
    assert finding.location == Location("package-lock.json", 7)
    (evidence,) = finding.evidence
    assert isinstance(evidence, Evidence)
    assert (evidence.kind, evidence.origin) == ("packument", "0.json")
    assert run.facts[0].attributes["invalid"] == 1


def test_a_pin_of_two_contents_is_reported_without_any_data(tmp_path: Path) -> None:
    entry = {"version": "1.0.0", "integrity": f"{integrity(1)} {integrity(2)}"}
    (finding,) = measure(tmp_path, {"node_modules/a": entry}).findings
    assert (finding.rule, finding.evidence) == ("signature-invalid", ())


def test_reports_a_version_without_a_signature(tmp_path: Path) -> None:
    run = measure(tmp_path, {"node_modules/a": pinned(1)}, packument("a", 1, signed=False))
    (finding,) = run.findings
    assert (finding.rule, finding.severity) == ("signature-missing", Severity.MEDIUM)
    assert finding.tags == {"signature-missing"}


def test_packages_without_data_are_gaps_and_never_ok(tmp_path: Path) -> None:
    packages = {
        "node_modules/a": pinned(1),
        "node_modules/b": pinned(1),
        "node_modules/c": {"version": "1.0.0"},
        "node_modules/d": {"version": "1.0.0", "resolved": "git+ssh://git@host.example/d.git"},
    }
    run = measure(tmp_path, packages, packument("a", 1), {"name": "b"})
    assert run.outcome is Outcome.PARTIAL
    assert [(gap.subject, gap.reason) for gap in run.coverage.gaps] == [
        ("package-lock.json: node_modules/b", "1.json: versions is no object"),
        (
            "package-lock.json: node_modules/c",
            "the lockfile pins no integrity, which is what a registry signs",
        ),
    ]
    attributes = run.facts[0].attributes
    assert run.facts[0].value == 1
    assert [attributes[key] for key in ("total", "unreachable", "uncovered", "not_applicable")] == [
        4,
        1,
        1,
        1,
    ]


def test_a_file_of_keys_that_cannot_be_read_fails_the_check(tmp_path: Path) -> None:
    write_tree(tmp_path, {"data/a.json": "{}", "bad.json": "{"})
    lock = {"lockfileVersion": 3, "packages": {"": {}, "node_modules/a": pinned(1)}}
    target = MemoryTarget({"package-lock.json": json.dumps(lock).encode()})
    settings = Settings(registry_data=tmp_path / "data", npm_keys=tmp_path / "bad.json")
    context = Context(target, read_inventory(target), Sources(settings), NOW)
    run = run_check(registry_signatures, context, Needs.NOTHING)
    assert run.outcome is Outcome.FAILED
    assert "--npm-keys" in run.hint


def test_without_registry_data_the_check_is_skipped_with_the_one_thing_to_do() -> None:
    target = MemoryTarget({"package-lock.json": b'{"lockfileVersion": 3, "packages": {"": {}}}'})
    context = Context(target, read_inventory(target), Sources(Settings()), NOW)
    run = run_check(registry_signatures, context, Needs.NOTHING)
    assert (run.outcome, run.reason) == (Outcome.SKIPPED, "no registry data at hand")
    assert "--registry-data" in run.hint


def test_without_a_lockfile_nothing_is_pinned() -> None:
    context = Context(MemoryTarget(), None, Sources(Settings()), NOW)
    run = run_check(registry_signatures, context, Needs.NOTHING)
    assert run.outcome is Outcome.NOT_APPLICABLE
