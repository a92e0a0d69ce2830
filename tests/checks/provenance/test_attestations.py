from __future__ import annotations

import base64
import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from builders import NOW, MemoryTarget, write_tree
from provenance.instance import KEYID, PACKAGE, SIGNED, Instance, b64, changed, iso, spki

from auditor.check import Context, Needs
from auditor.checks.provenance.attestations import attestations
from auditor.engine import read_inventory, run_check
from auditor.model import CheckRun, Fact, Outcome, Severity
from auditor.settings import Settings
from auditor.sources import Sources

Json = dict[str, Any]

INTEGRITY = f"sha512-{base64.b64encode(bytes.fromhex(PACKAGE.sha512)).decode()}"
OTHER = "sha512-" + "A" * 86 + "=="
PLACE = f"node_modules/{PACKAGE.name}"


@pytest.fixture(scope="module")
def instance() -> Instance:
    return Instance()


@pytest.fixture(scope="module")
def answer(instance: Instance) -> Json:
    return instance.response()


class Shop:
    """A project with one package, and a registry's documents about it."""

    def __init__(self, folder: Path, instance: Instance) -> None:
        self.folder = folder
        self.dist: Json = {"attestations": {"url": "", "provenance": {}}}
        self.manifest: Json = {}
        self.answer: Any = None
        self.packages: Json = {PLACE: {"version": PACKAGE.version, "integrity": INTEGRITY}}
        self.key: Json = {
            "keyid": KEYID,
            "keyUsage": "npm:attestations",
            "publicKey": {"rawBytes": b64(spki(instance.registry_key))},
        }
        self.root = instance.trusted_root()
        self.as_of = date(2026, 11, 1)

    def run(self, *, days: int = 0) -> CheckRun:
        versions = {PACKAGE.version: {**self.manifest, "dist": self.dist}}
        tree: dict[str, str | bytes] = {
            "root.json": json.dumps({**self.root, "as_of": self.as_of.isoformat()}),
            "keys.json": json.dumps({"keys": [self.key], "as_of": self.as_of.isoformat()}),
            "data/a.json": json.dumps({"name": PACKAGE.name, "versions": versions}),
        }
        if self.answer is not None:
            tree[f"data/{PACKAGE.name}@{PACKAGE.version}.json"] = (
                self.answer if isinstance(self.answer, bytes) else json.dumps(self.answer)
            )
        write_tree(self.folder, tree)
        lock = {"lockfileVersion": 3, "packages": {"": {"name": "shop"}} | self.packages}
        target = MemoryTarget({"package-lock.json": json.dumps(lock).encode()})
        settings = Settings(
            registry_data=self.folder / "data",
            npm_keys=self.folder / "keys.json",
            trust_root=self.folder / "root.json",
        )
        now = NOW + timedelta(days=days)
        context = Context(target, read_inventory(target), Sources(settings, now=now), now)
        return run_check(attestations, context, Needs.NOTHING)


@pytest.fixture
def shop(tmp_path: Path, instance: Instance, answer: Json) -> Shop:
    shop = Shop(tmp_path, instance)
    shop.answer = answer
    return shop


def package(run: CheckRun) -> Fact:
    (found,) = (fact for fact in run.facts if fact.name == "provenance.package")
    return found


def verdict(run: CheckRun) -> object:
    return package(run).attributes["verdict"]


def test_a_verified_package_says_who_built_it_from_what(shop: Shop) -> None:
    run = shop.run()
    assert (run.outcome, run.findings) == (Outcome.COMPLETE, ())
    fact = package(run)
    assert fact.value == "pkg:npm/%40acme/widget@1.0.0"
    assert dict(fact.attributes) == {
        "verdict": "verified",
        "repository": "https://github.com/acme/widget",
        "repository_id": "1001",
        "commit": "25" * 20,
        "workflow": ".github/workflows/release.yml",
        "issuer": "https://token.actions.githubusercontent.com",
        "runner_environment": "github-hosted",
        "signed_at": "2026-03-01T12:05:00Z",
        "log_index": 7,
        "log_evidence": "proof",
    }
    assert fact.evidence[0].kind == "attestations"


def test_the_packages_are_counted_by_verdict(shop: Shop) -> None:
    shop.packages["node_modules/b"] = {"version": "1.0.0", "resolved": "file:b.tgz"}
    (fact,) = (fact for fact in shop.run().facts if fact.name == "provenance.checked")
    assert fact.value == 1
    counts = {key: value for key, value in fact.attributes.items() if value}
    digest = counts.pop("trust_root_sha256")
    assert len(str(digest)) == 64
    assert counts == {
        "verified": 1,
        "not_applicable": 1,
        "total": 2,
        "applicable": 1,
        "attested_ratio": 1.0,
        "trust_root_as_of": "2026-11-01",
        "keys_as_of": "2026-11-01",
    }


def test_attestations_about_other_bytes_are_reported(shop: Shop) -> None:
    shop.packages[PLACE]["integrity"] = OTHER
    run = shop.run()
    assert verdict(run) == "integrity_mismatch"
    (finding,) = run.findings
    assert (finding.rule, finding.severity) == ("provenance-invalid", Severity.CRITICAL)
    assert finding.message.startswith("@acme/widget@1.0.0: its attestations are about other bytes")
    assert finding.attributes["code"] == "subject_digest"


def test_a_changed_signature_is_reported(shop: Shop) -> None:
    path = ("attestations", 0, "bundle", "dsseEnvelope", "signatures", 0, "sig")
    shop.answer = changed(shop.answer, path, b64(b"x" * 70))
    run = shop.run()
    assert verdict(run) == "invalid"
    assert {finding.rule for finding in run.findings} == {"provenance-invalid"}


def test_what_is_not_json_is_reported(shop: Shop) -> None:
    shop.answer = b'{"attestations": [], "attestations": []}'
    (finding,) = shop.run().findings
    assert finding.attributes["code"] == "duplicate_key"


@pytest.mark.parametrize("kept", [(), (0,), (1,)])
def test_announced_attestations_that_are_left_out_are_reported(
    shop: Shop, kept: tuple[int, ...]
) -> None:
    shop.answer = {"attestations": [shop.answer["attestations"][index] for index in kept]}
    run = shop.run()
    assert verdict(run) == "stripped"
    assert {finding.rule for finding in run.findings} == {"provenance-stripped"}


def test_a_release_whose_publishing_alone_is_attested_has_no_provenance(shop: Shop) -> None:
    shop.answer = {"attestations": shop.answer["attestations"][1:]}
    shop.dist["attestations"] = {"url": ""}
    run = shop.run()
    assert (verdict(run), run.findings) == ("missing", ())


@pytest.mark.parametrize(
    "manifest",
    [{"_npmUser": {"trustedPublisher": {"id": "github"}}}, {"publishConfig": {"provenance": True}}],
)
def test_attestations_that_nobody_announces_any_more_are_reported(
    shop: Shop, manifest: Json
) -> None:
    shop.dist = {}
    shop.manifest = manifest
    (finding,) = shop.run().findings
    assert finding.rule == "provenance-stripped"
    assert "does not name" in finding.message


def test_a_release_that_was_to_be_attested_and_is_not_is_missing(shop: Shop) -> None:
    shop.dist, shop.answer = {}, None
    shop.manifest = {"publishConfig": {"provenance": True}}
    assert verdict(shop.run()) == "missing"


def test_a_release_without_attestations_is_no_finding(shop: Shop) -> None:
    shop.dist, shop.answer = {}, None
    run = shop.run()
    assert (verdict(run), run.outcome, run.findings) == ("missing", Outcome.COMPLETE, ())


def test_what_the_data_at_hand_do_not_hold_is_unreachable(shop: Shop) -> None:
    shop.answer = None
    run = shop.run()
    assert (verdict(run), run.outcome) == ("unreachable", Outcome.PARTIAL)


def test_a_version_that_the_registry_does_not_list_is_unreachable(shop: Shop) -> None:
    shop.packages[PLACE]["version"] = "9.9.9"
    run = shop.run()
    assert verdict(run) == "unreachable"
    assert run.coverage.gaps[0].reason.endswith("does not list this version")


def test_a_pin_of_no_or_two_contents_cannot_be_covered(shop: Shop) -> None:
    for integrity in ("sha1-" + "A" * 27 + "=", f"{INTEGRITY} {OTHER}"):
        shop.packages[PLACE]["integrity"] = integrity
        assert verdict(shop.run()) == "uncovered"


@pytest.mark.parametrize(
    "entry",
    [
        {"version": "1.0.0", "resolved": "git+ssh://git@host.example/x.git#" + "a" * 40},
        {"version": "1.0.0", "integrity": INTEGRITY, "inBundle": True},
    ],
)
def test_what_no_registry_serves_is_not_asked_about(shop: Shop, entry: Json) -> None:
    shop.packages = {PLACE: entry}
    assert verdict(shop.run()) == "not_applicable"


def test_copies_of_one_release_are_told_apart_by_their_pins(shop: Shop) -> None:
    for parent, integrity in (("b", OTHER), ("c", INTEGRITY)):
        entry = {"version": PACKAGE.version, "integrity": integrity}
        shop.packages[f"node_modules/{parent}/{PLACE}"] = entry
    run = shop.run()
    verdicts = [f.attributes["verdict"] for f in run.facts if f.name == "provenance.package"]
    assert sorted(map(str, verdicts)) == ["integrity_mismatch", "verified", "verified"]


def test_old_trust_an_unknown_key_and_an_ended_one_have_messages_of_their_own(shop: Shop) -> None:
    reasons = []
    reasons.append(shop.run(days=400).coverage.gaps[0].reason)
    known = shop.key
    shop.key = {**known, "keyid": "SHA256:other"}
    run = shop.run()
    assert verdict(run) == "unknown_key"
    reasons.append(run.coverage.gaps[0].reason)
    window = {"start": "2025-01-01T00:00:00Z", "end": iso(SIGNED - timedelta(days=1))}
    shop.key = {**known, "publicKey": {**known["publicKey"], "validFor": window}}
    run = shop.run()
    assert verdict(run) == "expired"
    reasons.append(run.coverage.gaps[0].reason)
    shop.key = known
    shop.root = {**shop.root, "tlogs": []}
    shop.as_of = SIGNED.date() - timedelta(days=1)
    run = shop.run()
    assert verdict(run) == "trust_root_too_old"
    reasons.append(next(one.reason for one in run.coverage.gaps if "package-lock" in one.subject))
    assert len(set(reasons)) == 4
    assert not any("tamper" in reason for reason in reasons)


def test_the_gravest_word_of_an_answer_counts(shop: Shop) -> None:
    """A key that is not known must not hide that the provenance does not hold."""
    shop.key = {**shop.key, "keyid": "SHA256:other"}
    listed = shop.answer["attestations"]
    path = ("bundle", "dsseEnvelope", "signatures", 0, "sig")
    shop.answer = {"attestations": [listed[1], changed(listed[0], path, b64(b"x" * 70))]}
    assert verdict(shop.run()) == "invalid"


def test_without_registry_data_the_check_is_skipped_with_the_one_thing_to_do() -> None:
    target = MemoryTarget({"package-lock.json": b'{"lockfileVersion": 3, "packages": {"": {}}}'})
    context = Context(target, read_inventory(target), Sources(Settings()), NOW)
    run = run_check(attestations, context, Needs.NOTHING)
    assert (run.outcome, run.reason) == (Outcome.SKIPPED, "no registry data at hand")
    assert "--online" in run.hint


def test_without_a_lockfile_nothing_is_pinned() -> None:
    context = Context(MemoryTarget(), None, Sources(Settings()), NOW)
    assert run_check(attestations, context, Needs.NOTHING).outcome is Outcome.NOT_APPLICABLE


def test_a_package_of_another_registry_than_the_one_asked_is_listed() -> None:
    resolved = "https://private.example/x/-/x-1.0.0.tgz"
    entry = {"version": "1.0.0", "integrity": INTEGRITY, "resolved": resolved}
    lock = {"lockfileVersion": 3, "packages": {"": {}, "node_modules/x": entry}}
    target = MemoryTarget({"package-lock.json": json.dumps(lock).encode()})
    settings = Settings(online=True, network=True, registry="https://registry.example")
    context = Context(target, read_inventory(target), Sources(settings), NOW)
    run = run_check(attestations, context, Needs.NOTHING)
    assert verdict(run) == "unreachable"
    assert "another registry" in run.coverage.gaps[0].reason
