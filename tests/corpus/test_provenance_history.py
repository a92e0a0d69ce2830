from __future__ import annotations

import base64
import json
import os
from pathlib import Path
from typing import Any

import pytest
from builders import NOW, MemoryTarget, write_tree
from command import Run

from auditor.check import Context, Needs
from auditor.checks.provenance.drift import drift
from auditor.engine import read_inventory, run_check
from auditor.model import Severity
from auditor.provenance import Package, Trust, verify_response
from auditor.provenance.drift import Change, Weight
from auditor.provenance.history import Event, History, history
from auditor.provenance.origin import Release, State, judged
from auditor.settings import Settings
from auditor.sources import Sources
from auditor.sources.npm_keys import read_keys, read_time
from auditor.sources.trust_roots import load_trust_root

CORPUS = Path(os.environ.get("AUDITOR_CORPUS", Path(__file__).parents[3] / "shared" / "corpus"))
PROVENANCE = CORPUS / "provenance"
INSTANCE = PROVENANCE / "fake-instance"
REAL = PROVENANCE / "attestations"

pytestmark = pytest.mark.skipif(
    not PROVENANCE.is_dir(), reason=f"no corpus at {PROVENANCE} (AUDITOR_CORPUS)"
)


def releases(packument: dict[str, Any], answers: Path, prefix: str, trust: Trust) -> list[Release]:
    """What is known of every version of ``packument``, from the answers at hand."""
    found = []
    for version, entry in packument["versions"].items():
        published = read_time(packument["time"].get(version))
        answer = answers / f"{prefix}@{version}.json"
        if "attestations" not in entry["dist"]:
            reason = "the registry names no attestations"
            found.append(Release(version, State.ABSENT, reason, published))
        elif not answer.is_file():
            found.append(Release(version, State.UNKNOWN, "not at hand", published))
        else:
            pin = base64.b64decode(entry["dist"]["integrity"].removeprefix("sha512-")).hex()
            data = answer.read_bytes()
            verdict = verify_response(data, Package(packument["name"], version, pin), trust)
            found.append(judged(version, data, verdict, published))
    return found


def series() -> tuple[History, dict[str, str]]:
    packument = json.loads((INSTANCE / "series.packument.json").read_bytes())
    trust = Trust(
        load_trust_root(INSTANCE / "trusted_root.json"), read_keys(INSTANCE / "npm-keys.json")
    )
    found = releases(packument, INSTANCE, "series.acme__widget", trust)
    return history(found), packument["expected"]


def sigstore() -> list[Release]:
    file = PROVENANCE / "signatures" / "packument.sigstore.full.json"
    trust = Trust(load_trust_root(None), read_keys(None))
    return releases(json.loads(file.read_bytes()), REAL, "sigstore", trust)


def of(found: History, version: str) -> set[tuple[Change, Weight]]:
    return {(one.change, one.weight) for one in found.events if one.version == version}


NAMED = {
    "baseline": set(),
    "upgrade: trusted publisher": set(),
    "drift: workflow": {(Change.WORKFLOW_CHANGED, Weight.NOTICE)},
    # The certificate still names the repository by the same id: it was renamed.
    "drift: source repository (and differs from package.json repository)": {
        (Change.REPOSITORY_RENAMED, Weight.NOTICE),
        (Change.WORKFLOW_CHANGED, Weight.NOTICE),
    },
    # Its predicate denies the new id, so that nothing is taken over from it.
    "drift: repository id": {(Change.REPOSITORY_CHANGED, Weight.FAILS)},
    "downgrade: provenance lost": {(Change.PROVENANCE_LOST, Weight.FAILS)},
    "downgrade: publish attestation only": {(Change.PROVENANCE_LOST, Weight.FAILS)},
    "drift: runner environment": {(Change.RUNNER_CHANGED, Weight.NOTICE)},
}


def test_every_planted_drift_and_downgrade_is_named() -> None:
    found, expected = series()
    assert len(expected) == 8
    for version, what in expected.items():
        assert of(found, version) >= NAMED[what], version
        failing = {change for change, weight in of(found, version) if weight is Weight.FAILS}
        planted = {change for change, weight in NAMED[what] if weight is Weight.FAILS}
        assert failing == planted, version


def test_every_failing_event_names_its_verified_evidence() -> None:
    found, _ = series()
    assert [one.version for one in found.failing] == ["1.4.0", "1.5.0", "1.6.0"]
    for event in found.failing:
        assert event.before_proof is not None
        assert len(event.before_proof.sha256) == 64
        assert event.since == "1.3.0"
    (drift,) = [one for one in found.failing if one.change is Change.REPOSITORY_CHANGED]
    assert (drift.before, drift.after) == ("1001", "7777")
    assert drift.after_proof is not None


def test_a_refused_attestation_is_told_as_such() -> None:
    found, _ = series()
    (refused,) = found.unknown
    assert refused.version == "1.4.0"
    assert "it claims the source repository id 1001, the certificate says 7777" in refused.reason


def test_the_real_history_of_forty_versions_does_not_alarm() -> None:
    known = sigstore()
    found = history(known)
    assert (len(known), found.verified, found.failing) == (40, 4, ())
    assert {one.change for one in found.events} <= {
        Change.WORKFLOW_CHANGED,
        Change.PREDICATE_TYPE_CHANGED,
        Change.BUILDER_CHANGED,
    }
    assert sum(one.field == "" for one in found.unknown) == 28


def test_the_real_history_is_not_silent_about_a_loss_planted_in_it() -> None:
    known = [
        Release("5.1.0", State.ABSENT, "no provenance", read_time("2026-07-01T00:00:00Z")),
        *sigstore(),
    ]
    events: list[Event] = list(history(known).failing)
    assert [(one.version, one.since) for one in events] == [("5.1.0", "5.0.0")]


def test_three_builders_in_three_versions_are_notices() -> None:
    trust = Trust(load_trust_root(None), read_keys(None))
    cases = json.loads((PROVENANCE / "cases.json").read_bytes())
    known = []
    for case in cases:
        if case["id"].startswith("real-laurentsimon"):
            expect = case["expect"]
            data = (PROVENANCE / case["file"]).read_bytes()
            pin = Package(expect["name"], expect["version"], expect["sha512"])
            known.append(judged(expect["version"], data, verify_response(data, pin, trust)))
    found = history(known)
    assert (found.verified, found.failing) == (3, ())
    assert of(found, "1.0.5") == {
        (Change.WORKFLOW_CHANGED, Weight.NOTICE),
        (Change.BUILD_SIGNER_CHANGED, Weight.NOTICE),
        (Change.BUILDER_CHANGED, Weight.NOTICE),
    }


def test_the_command_compares_a_real_release_with_the_ones_before(run: Run, tmp_path: Path) -> None:
    file = PROVENANCE / "signatures" / "packument.sigstore.full.json"
    integrity = json.loads(file.read_bytes())["versions"]["5.0.0"]["dist"]["integrity"]
    packages = {"": {}, "node_modules/sigstore": {"version": "5.0.0", "integrity": integrity}}
    write_tree(
        tmp_path,
        {
            "data/sigstore.json": file.read_bytes(),
            "data/sigstore@5.0.0.json": (REAL / "sigstore@5.0.0.json").read_bytes(),
            "data/sigstore@2.3.1.json": (REAL / "sigstore@2.3.1.json").read_bytes(),
            "shop/package-lock.json": json.dumps({"lockfileVersion": 3, "packages": packages}),
        },
    )
    pack, given = tmp_path / "evidence.zip", ("--registry-data", tmp_path / "data")
    assert run("provenance", "pack", tmp_path / "shop", *given, "-o", pack).code == 0
    lock = tmp_path / "provenance.lock"
    done = run("provenance", "pin", tmp_path / "shop", "--offline", pack, "-o", lock)
    assert done.out == f"{lock}: 1 origins of 1 packages pinned\n"
    again = run("provenance", "check", tmp_path / "shop", "--offline", pack, "--lock", lock)
    assert (again.code, again.out.splitlines()[0]) == (0, "1 packages: 1 verified")
    identity = json.loads(lock.read_bytes())["packages"]["sigstore"]["5"]["identity"]
    assert identity["source_repository_id"] == "495574555"


@pytest.mark.parametrize(
    ("version", "rules"),
    [
        ("1.2.0", {"build-changed"}),
        ("1.3.0", {"build-changed"}),
        ("1.4.0", {"publisher-changed"}),
        ("1.5.0", {"provenance-lost"}),
        ("1.6.0", {"provenance-lost"}),
        ("2.0.0", {"build-changed"}),
    ],
)
def test_the_check_names_what_is_planted(tmp_path: Path, version: str, rules: set[str]) -> None:
    packument = json.loads((INSTANCE / "series.packument.json").read_bytes())
    for file in INSTANCE.glob("series.acme__widget@*.json"):
        name = file.name.removeprefix("series.acme__")
        write_tree(tmp_path, {f"data/@acme/{name}": file.read_bytes()})
    write_tree(tmp_path, {"data/packument.json": json.dumps(packument)})
    pin = {"version": version, "integrity": packument["versions"][version]["dist"]["integrity"]}
    lock = {"lockfileVersion": 3, "packages": {"": {}, "node_modules/@acme/widget": pin}}
    target = MemoryTarget({"package-lock.json": json.dumps(lock).encode()})
    settings = Settings(
        registry_data=tmp_path / "data",
        trust_root=INSTANCE / "trusted_root.json",
        npm_keys=INSTANCE / "npm-keys.json",
        provenance_history=8,
    )
    context = Context(target, read_inventory(target), Sources(settings), NOW)
    findings = run_check(drift, context, Needs.NOTHING).findings
    failing = {one.rule for one in findings if one.severity > Severity.INFO}
    assert {one.rule for one in findings} >= rules
    assert failing == rules - {"build-changed"}
    assert all(one.evidence for one in findings)
