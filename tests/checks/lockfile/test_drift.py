from __future__ import annotations

import json
from typing import Any

import pytest
from builders import NOW, MemoryTarget

from auditor.check import Context, Needs
from auditor.checks.lockfile.drift import MAX_MANIFEST_BYTES, drift
from auditor.engine import read_inventory, run_check
from auditor.model import CheckRun, Location, Outcome, Severity
from auditor.settings import Settings
from auditor.sources import Sources

Json = dict[str, Any]


def run(files: dict[str, bytes]) -> CheckRun:
    target = MemoryTarget(files)
    context = Context(target, read_inventory(target), Sources(Settings()), NOW)
    return run_check(drift, context, Needs.NOTHING)


def measure(manifest: Json | None, root: Json, **packages: Json) -> CheckRun:
    installed = {f"node_modules/{name}": entry for name, entry in packages.items()}
    lock = {"lockfileVersion": 3, "packages": {"": root} | installed}
    files = {"package-lock.json": json.dumps(lock).encode()}
    if manifest is not None:
        files["package.json"] = json.dumps(manifest, indent=1).encode()
    return run(files)


def said(measured: CheckRun) -> list[tuple[str, str, str]]:
    return [(one.rule, str(one.location), one.message) for one in measured.findings]


ROOT: Json = {"dependencies": {"a": "^1.0.0"}, "devDependencies": {"b": "*"}}
INSTALLED: Json = {"a": {"version": "1.0.0"}, "b": {"version": "2.0.0", "dev": True}}


def test_is_silent_where_both_ask_for_the_same() -> None:
    measured = measure(ROOT, ROOT, **INSTALLED)
    assert (measured.outcome, measured.findings) == (Outcome.COMPLETE, ())
    (fact,) = measured.facts
    assert (fact.name, fact.value) == ("lockfile.present", "package-lock.json")
    assert dict(fact.attributes) == {"format": "npm", "version": 3, "in_sync": True}


def test_reports_what_package_json_asks_for_and_the_lockfile_was_made_without() -> None:
    measured = measure({"dependencies": {"a": "^1.0.0", "b": "*", "c": "3"}}, ROOT, **INSTALLED)
    assert said(measured) == [
        (
            "lockfile-drift",
            "package.json:4",
            "b is asked for as * (dependencies); the lockfile was made for * (devDependencies)",
        ),
        (
            "lockfile-drift",
            "package.json:5",
            "c is asked for as 3 (dependencies); the lockfile was made without it",
        ),
    ]
    assert measured.facts[0].attributes["in_sync"] is False


def test_reports_another_range_and_what_is_no_longer_asked_for() -> None:
    measured = measure({"dependencies": {"a": "^2.0.0"}}, ROOT, **INSTALLED)
    of = "(dependencies)"
    assert said(measured) == [
        (
            "lockfile-drift",
            "package.json",
            "b is no longer asked for; the lockfile still has * (devDependencies)",
        ),
        (
            "lockfile-drift",
            "package.json:3",
            f"a is asked for as ^2.0.0 {of}; the lockfile was made for ^1.0.0 {of}",
        ),
    ]


def test_reports_what_the_lockfile_knows_of_but_does_not_hold() -> None:
    measured = measure(ROOT, ROOT, b=INSTALLED["b"])
    assert said(measured) == [
        ("lockfile-drift", "package.json:3", "a is asked for and not in the lockfile")
    ]


def test_optional_and_peer_dependencies_may_be_absent() -> None:
    root = {"optionalDependencies": {"x": "1"}, "peerDependencies": {"y": "1"}}
    assert measure(root, root).findings == ()


def test_a_lockfile_of_version_1_shows_only_what_is_absent() -> None:
    lock = {"lockfileVersion": 1, "requires": True, "dependencies": {"a": {"version": "1.0.0"}}}
    files = {
        "package-lock.json": json.dumps(lock).encode(),
        "package.json": b'{"dependencies": {"a": "^9.0.0"}}',
    }
    measured = run(files)
    assert measured.findings == ()
    assert measured.facts[0].attributes["in_sync"] is None
    files["package.json"] = b'{"dependencies": {"a": "1", "b": "1"}}'
    measured = run(files)
    assert [one.message for one in measured.findings] == ["b is asked for and not in the lockfile"]
    assert measured.facts[0].attributes["in_sync"] is False


def test_without_package_json_it_cannot_be_told() -> None:
    measured = measure(None, ROOT, **INSTALLED)
    assert (measured.findings, measured.facts[0].attributes["in_sync"]) == ((), None)


def test_a_package_json_beyond_the_limit_is_a_gap() -> None:
    padding = "x" * (MAX_MANIFEST_BYTES + 1)
    files = {"package-lock.json": b'{"lockfileVersion": 3, "packages": {"": {}}}'}
    target = MemoryTarget(files)
    inventory = read_inventory(target)
    larger = MemoryTarget(files | {"package.json": padding.encode()})
    measured = run_check(drift, Context(larger, inventory, Sources(Settings()), NOW), Needs.NOTHING)
    assert measured.outcome is Outcome.PARTIAL
    assert measured.reason.startswith("package.json: ")
    assert measured.facts[0].attributes["in_sync"] is None


def test_a_package_json_that_is_no_json_is_a_gap() -> None:
    files = {"package-lock.json": b'{"lockfileVersion": 3, "packages": {"": {}}}'}
    inventory = read_inventory(MemoryTarget(files))
    target = MemoryTarget(files | {"package.json": b"{"})
    context = Context(target, inventory, Sources(Settings()), NOW)
    measured = run_check(drift, context, Needs.NOTHING)
    assert measured.outcome is Outcome.PARTIAL
    assert "package.json: line 1" in measured.reason


def test_credentials_in_a_range_are_not_repeated() -> None:
    manifest = {"dependencies": {"a": "git+https://user:hunter2@host.example/a.git"}}
    measured = measure(manifest, ROOT, **INSTALLED)
    assert "hunter2" not in repr(measured)


def test_reports_a_package_that_another_needs_and_that_is_not_there() -> None:
    entry = {"version": "1.0.0", "dependencies": {"gone": "^3"}}
    measured = measure(ROOT, ROOT, a=entry, b=INSTALLED["b"])
    (finding,) = measured.findings
    assert (finding.rule, finding.severity) == ("lockfile-problem", Severity.LOW)
    assert finding.message == "node_modules/a needs gone ^3, which is not in the lockfile"
    assert finding.attributes["code"] == "missing"


def test_reports_a_workspace_that_is_out_of_step() -> None:
    packages = {
        "": {"workspaces": ["api"]},
        "api": {"name": "api", "version": "1.0.0"},
        "node_modules/api": {"resolved": "api", "link": True},
    }
    lock = {"lockfileVersion": 3, "packages": packages}
    files = {
        "package-lock.json": json.dumps(lock).encode(),
        "package.json": b'{"workspaces": ["api"]}',
        "api/package.json": b'{"name": "api", "version": "1.0.0", "dependencies": {"x": "1"}}',
    }
    measured = run(files)
    assert [(one.rule, one.location) for one in measured.findings] == [
        ("lockfile-drift", Location("api/package.json"))
    ]
    assert measured.facts[0].attributes["in_sync"] is False
    unreadable = run(files | {"api/package.json": b"["})
    assert (unreadable.outcome, unreadable.findings) == (Outcome.PARTIAL, ())


def test_reports_what_the_reader_found_odd() -> None:
    files = {
        "package-lock.json": b'{"lockfileVersion": 3, "packages": {"": {}}}',
        "npm-shrinkwrap.json": b'{"lockfileVersion": 3, "packages": {"": {}, "../../x": 7}}',
    }
    measured = run(files)
    found = {one.attributes["code"]: one.severity for one in measured.findings}
    assert {one.rule for one in measured.findings} == {"lockfile-problem"}
    assert found["two-lockfiles"] is Severity.LOW
    assert found["entry-unreadable"] is Severity.MEDIUM


def test_a_project_without_a_lockfile_is_a_finding() -> None:
    measured = run({"package.json": b'{"dependencies": {"a": "1"}}'})
    assert measured.outcome is Outcome.COMPLETE
    (finding,) = measured.findings
    assert (finding.rule, finding.severity) == ("lockfile-problem", Severity.HIGH)
    assert finding.location == Location("package.json")
    assert finding.attributes["code"] == "no-lockfile"


@pytest.mark.parametrize(
    ("files", "outcome"),
    [
        ({}, Outcome.NOT_APPLICABLE),
        ({"package.json": b"{}", "yarn.lock": b""}, Outcome.SKIPPED),
    ],
)
def test_without_package_json_or_with_another_lockfile_nothing_is_claimed(
    files: dict[str, bytes], outcome: Outcome
) -> None:
    context = Context(MemoryTarget(files), None, Sources(Settings()), NOW)
    measured = run_check(drift, context, Needs.NOTHING)
    assert (measured.outcome, measured.findings) == (outcome, ())


def test_halves_that_disagree_are_reported_whatever_hides_the_difference() -> None:
    # The older half is what npm 6 installs, the newer one what current npm does; a reviewer
    # who reads one of them must hear of the other.
    newer = {
        "": {"name": "shop", "dependencies": {"a": "1"}},
        "node_modules/a": {"version": "1.0.0", "integrity": "sha512-" + "A" * 86 + "=="},
        "node_modules/hidden": {"version": "1.0.0"},
    }
    older = {
        "a": {"version": "1.0.0", "integrity": "sha512-" + "B" * 86 + "=="},
        "only-here": {"version": "npm:evil@1.0.0"},
    }
    lock = {"lockfileVersion": 2, "packages": newer, "dependencies": older}
    found = run(
        {
            "package-lock.json": json.dumps(lock, indent=1).encode(),
            "package.json": b'{"name": "shop", "dependencies": {"a": "1"}}',
        }
    ).findings
    told = [one for one in found if one.attributes.get("code") == "halves-disagree"]
    assert sorted(one.message.partition(":")[0] for one in told) == [
        "node_modules/a",
        "node_modules/hidden",
        "node_modules/only-here",
    ]
    assert {one.severity for one in told} == {Severity.MEDIUM}
