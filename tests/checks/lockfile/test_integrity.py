from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from builders import NOW, MemoryTarget

from auditor.check import Context, Needs
from auditor.checks.lockfile.integrity import integrity
from auditor.engine import read_inventory, run_check
from auditor.model import CheckRun, Location, Outcome, Severity
from auditor.settings import Settings
from auditor.sources import Sources

SHA512 = "sha512-" + base64.b64encode(bytes(64)).decode()
SHA1 = "sha1-" + base64.b64encode(bytes(20)).decode()


def measure(packages: dict[str, Any]) -> CheckRun:
    lock = {"lockfileVersion": 3, "packages": {"": {"name": "shop"}} | packages}
    target = MemoryTarget({"package-lock.json": json.dumps(lock, indent=1).encode()})
    context = Context(target, read_inventory(target), Sources(Settings()), NOW)
    return run_check(integrity, context, Needs.NOTHING)


def test_is_silent_where_every_package_is_pinned() -> None:
    run = measure({"node_modules/a": {"version": "1.0.0", "integrity": f"{SHA1} {SHA512}"}})
    assert (run.outcome, run.findings) == (Outcome.COMPLETE, ())
    (fact,) = run.facts
    assert (fact.name, fact.value) == ("lockfile.integrity", 1)
    assert dict(fact.attributes) == {"total": 1, "weak": 0, "missing": 0}
    assert (run.coverage.examined, run.coverage.unit) == (1, "packages")


def test_reports_an_entry_without_integrity_at_its_line() -> None:
    (finding,) = measure({"node_modules/a": {"version": "1.0.0"}}).findings
    assert (finding.rule, finding.severity) == ("integrity-missing", Severity.MEDIUM)
    assert finding.message == "a@1.0.0 has no integrity: whatever is sent is installed"
    assert finding.location == Location("package-lock.json", 7)
    assert finding.tags == {"integrity-missing"}


@pytest.mark.parametrize("text", ["sha512-AAAA", "md5-AAAA", "nonsense"])
def test_an_integrity_without_a_digest_is_none(text: str) -> None:
    run = measure({"node_modules/a": {"version": "1.0.0", "integrity": text}})
    (finding,) = run.findings
    assert finding.rule == "integrity-missing"
    assert finding.message.endswith("has an integrity that holds no digest")


def test_reports_sha1_alone_as_weak() -> None:
    run = measure({"node_modules/a": {"version": "1.0.0", "integrity": SHA1, "dev": True}})
    (finding,) = run.findings
    assert (finding.rule, finding.severity) == ("integrity-weak", Severity.LOW)
    assert finding.attributes["dev"] is True
    assert run.facts[0].attributes["weak"] == 1


def test_a_tarball_from_the_web_needs_an_integrity_too() -> None:
    address = "https://files.example/a.tgz"
    run = measure({"node_modules/a": {"version": "1.0.0", "resolved": address}})
    assert [finding.rule for finding in run.findings] == ["integrity-missing"]


def test_what_is_not_fetched_by_itself_needs_none() -> None:
    run = measure(
        {
            "node_modules/git": {
                "version": "1.0.0",
                "resolved": "git+ssh://git@host.example/a.git",
            },
            "node_modules/file": {"version": "1.0.0", "resolved": "file:a.tgz"},
            "node_modules/bundled": {"version": "1.0.0", "inBundle": True},
            "packages/api": {"version": "1.0.0"},
            "node_modules/api": {"resolved": "packages/api", "link": True},
        }
    )
    assert (run.outcome, run.reason) == (
        Outcome.NOT_APPLICABLE,
        "the lockfile fetches no package",
    )


def test_hostile_names_are_made_printable() -> None:
    (finding,) = measure({"node_modules/x": {"name": "\u202eevil", "version": "1.0.0"}}).findings
    assert finding.message.isprintable()


@pytest.mark.parametrize(
    ("files", "outcome", "reason"),
    [
        ({}, Outcome.NOT_APPLICABLE, "there is no lockfile"),
        ({"package.json": b"{}"}, Outcome.NOT_APPLICABLE, "there is no lockfile"),
        (
            {"pnpm-lock.yaml": b""},
            Outcome.SKIPPED,
            "pnpm-lock.yaml: this kind of lockfile is not read",
        ),
    ],
)
def test_without_a_lockfile_there_are_no_entries(
    files: dict[str, bytes], outcome: Outcome, reason: str
) -> None:
    context = Context(MemoryTarget(files), None, Sources(Settings()), NOW)
    run = run_check(integrity, context, Needs.NOTHING)
    assert (run.outcome, run.reason) == (outcome, reason)
