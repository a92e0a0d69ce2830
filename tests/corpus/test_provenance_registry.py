"""What does an audit find where the registry, or somebody before it, does not play fair?

A loopback server replays the corpus: 186 releases of 16 packages, 8 of them attested.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from builders import NOW, MemoryTarget
from loopback import Reply, Server
from registry_replay import PROVENANCE, Replay, attestations_path, packument_path, recorded

from auditor.check import Check, Context, Needs
from auditor.checks.provenance.attestations import attestations
from auditor.checks.provenance.registry_signatures import registry_signatures
from auditor.engine import read_inventory, run_check
from auditor.model import CheckRun, Fact, Outcome
from auditor.settings import Settings
from auditor.sources import Sources

pytestmark = pytest.mark.skipif(
    not PROVENANCE.is_dir(), reason=f"no corpus at {PROVENANCE} (AUDITOR_CORPUS)"
)


@pytest.fixture
def server() -> Iterator[Server]:
    with Server().running() as running:
        yield running


@pytest.fixture
def replay() -> Replay:
    return recorded()


def audit(
    lockfile: bytes, settings: Settings, *checks: Check, days: int = 0
) -> dict[str, CheckRun]:
    target = MemoryTarget({"package-lock.json": lockfile})
    now = NOW + timedelta(days=days)
    context = Context(target, read_inventory(target), Sources(settings, now=now), now)
    chosen = checks or (registry_signatures, attestations)
    return {check.id: run_check(check, context, Needs.NETWORK) for check in chosen}


def online(server: Server) -> Settings:
    return Settings(online=True, network=True, registry=server.url)


def standings(run: CheckRun) -> Counter[str]:
    facts = [fact for fact in run.facts if fact.name == "provenance.package"]
    return Counter(str(fact.attributes["verdict"]) for fact in facts)


def checked(run: CheckRun) -> Fact:
    (fact,) = (fact for fact in run.facts if fact.name.endswith(".checked"))
    return fact


def test_an_honest_registry_is_asked_24_times_about_186_packages(
    server: Server, replay: Replay
) -> None:
    replay.serve(server)
    runs = audit(replay.lockfile(), online(server))
    signatures, provenance = runs.values()
    assert checked(signatures).value == 180
    assert standings(provenance) == {"verified": 8, "missing": 178}
    assert (signatures.outcome, provenance.outcome) == (Outcome.COMPLETE, Outcome.COMPLETE)
    assert not provenance.findings
    assert len(server.requests) == 24
    assert len(set(server.paths)) == 24


def test_a_folder_says_what_the_server_says(server: Server, replay: Replay, tmp_path: Path) -> None:
    replay.serve(server)
    folder = Settings(registry_data=replay.write(tmp_path / "data"))
    asked, read = (
        audit(replay.lockfile(), settings, attestations)[attestations.id]
        for settings in (online(server), folder)
    )
    assert [(fact.value, fact.attributes) for fact in asked.facts] == [
        (fact.value, fact.attributes) for fact in read.facts
    ]


def test_an_empty_list_of_attestations_is_found(server: Server, replay: Replay) -> None:
    replay.attestations = {each: {"attestations": []} for each in replay.attestations}
    replay.serve(server)
    run = audit(replay.lockfile(), online(server), attestations)[attestations.id]
    assert standings(run) == {"stripped": 8, "missing": 178}
    assert {finding.attributes["code"] for finding in run.findings} == {"attestations_empty"}


def test_a_registry_that_serves_the_publish_attestation_only_is_found(
    server: Server, replay: Replay
) -> None:
    for answer in replay.attestations.values():
        answer["attestations"] = [
            one for one in answer["attestations"] if "/publish/" in one["predicateType"]
        ]
    replay.serve(server)
    run = audit(replay.lockfile(), online(server), attestations)[attestations.id]
    assert standings(run) == {"stripped": 8, "missing": 178}
    assert {finding.attributes["code"] for finding in run.findings} == {"provenance_missing"}


def test_pointers_that_were_stripped_are_found_where_the_release_was_to_be_attested(
    server: Server, replay: Replay
) -> None:
    replay.strip_pointers()
    replay.serve(server)
    run = audit(replay.lockfile(), online(server), attestations)[attestations.id]
    assert [finding.purl for finding in run.findings] == [
        "pkg:npm/sigstore@2.3.1",
        "pkg:npm/sigstore@5.0.0",
    ]
    assert {finding.rule for finding in run.findings} == {"provenance-stripped"}


def test_every_replaced_integrity_is_found(server: Server, replay: Replay) -> None:
    replay.serve(server)
    runs = audit(replay.lockfile(zeros=True), online(server))
    signatures, provenance = runs.values()
    assert checked(signatures).attributes["invalid"] == 180
    assert standings(provenance) == {"integrity_mismatch": 8, "missing": 178}


def test_one_404_is_one_row_and_the_run_goes_on(server: Server, replay: Replay) -> None:
    replay.serve(server)
    del server.replies[attestations_path("sigstore", "2.3.1")]
    run = audit(replay.lockfile(), online(server), attestations)[attestations.id]
    assert standings(run) == {"verified": 7, "stripped": 1, "missing": 178}
    (finding,) = run.findings
    assert finding.message == (
        "sigstore@2.3.1: its attestations are incomplete: the registry's document names"
        " attestations, and the registry serves none"
    )


def test_one_unknown_package_is_one_row_and_the_run_goes_on(server: Server, replay: Replay) -> None:
    replay.serve(server)
    del server.replies[packument_path("@shop/internal")]
    run = audit(replay.lockfile(), online(server), attestations)[attestations.id]
    assert standings(run) == {"verified": 8, "unreachable": 1, "missing": 177}
    (gap,) = run.coverage.gaps
    assert gap.reason == "the registry does not know this package"
    assert run.outcome is Outcome.PARTIAL


def test_an_old_trust_root_an_unknown_key_and_ended_windows_are_told_apart(
    replay: Replay, tmp_path: Path
) -> None:
    data = replay.write(tmp_path / "data")

    def reasons(settings: Settings, days: int = 0) -> set[str]:
        run = audit(replay.lockfile(), settings, attestations, days=days)[attestations.id]
        assert not run.findings
        return {gap.reason for gap in run.coverage.gaps}

    keys = json.loads((PROVENANCE / "trust" / "npm-keys.tuf.json").read_bytes())
    unknown = tmp_path / "unknown.json"
    unknown.write_text(json.dumps({"keys": keys["keys"][:2]}))
    ended = tmp_path / "ended.json"
    for key in keys["keys"]:
        key["publicKey"]["validFor"] = {
            "start": "2020-01-01T00:00:00Z",
            "end": "2021-01-01T00:00:00Z",
        }
    ended.write_text(json.dumps(keys))
    older = _before(tmp_path, "2023-01-01")
    told = (
        reasons(Settings(registry_data=data), days=400),
        reasons(Settings(registry_data=data, npm_keys=unknown)),
        reasons(Settings(registry_data=data, npm_keys=ended)),
        reasons(Settings(registry_data=data, trust_root=older)),
    )
    wanted = (
        "days old",
        "the registry's keys do not hold it for attestations",
        "outside its window (2020-01-01 to 2021-01-01)",
        "renew the trust root",
    )
    for said, part in zip(told, wanted, strict=True):
        assert any(part in each for each in said)
        assert not any("tamper" in each for each in said)


def _before(folder: Path, day: str) -> Path:
    """A trust root as it might have been: of ``day``, without any authority since."""
    root = json.loads((PROVENANCE / "trust" / "trusted_root.json").read_bytes())
    root["certificateAuthorities"] = []
    root["as_of"] = day
    file = folder / "before.json"
    file.write_text(json.dumps(root))
    return file


def test_what_a_server_can_do_wrong_is_one_row_each(server: Server, replay: Replay) -> None:
    replay.serve(server)
    twice, deep, large, elsewhere = "kms-demo", "tuf-js", "node-fetch", "@npmcli/arborist"
    server.replies[packument_path(twice)] = Reply(
        f'{{"name": "{twice}", "versions": {{}}, "versions": {{}}}}'.encode()
    )
    server.replies[packument_path(deep)] = Reply(b"[" * 100_000)
    server.replies[packument_path(large)] = Reply(b" " * 50 * 2**20)
    server.replies[packument_path(elsewhere)] = Reply(
        status=302, headers={"Location": "http://127.0.0.1:9/elsewhere"}
    )
    ten_thousand = {"attestations": [{"predicateType": "x", "bundle": {}}] * 10_000}
    server.replies[attestations_path("sigstore", "5.0.0")] = Reply(
        json.dumps(ten_thousand).encode()
    )
    run = audit(replay.lockfile(), online(server), attestations)[attestations.id]
    reasons = sorted(gap.reason.partition(": ")[2] for gap in run.coverage.gaps)
    assert reasons == [
        "objects and lists are nested more than 200 levels deep",
        "the answer is larger than 6,291,456 bytes",
        "this host is none that may be asked",
        "versions occurs twice, so two readers may see two documents",
    ]
    (finding,) = run.findings
    assert finding.message.endswith("the answer: 10,000 attestations for one release")
    assert standings(run) == {"missing": 174, "verified": 7, "unreachable": 4, "invalid": 1}
