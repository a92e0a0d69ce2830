from __future__ import annotations

import pytest
from builders import NOW, MemoryTarget

from auditor.check import Context, Needs
from auditor.checks.lockfile.duplicates import duplicates
from auditor.engine import read_inventory, run_check
from auditor.model import CheckRun, Location, Outcome
from auditor.settings import Settings
from auditor.sources import Sources

LOCK = b'{"lockfileVersion": 3, "packages": {"": {"name": "shop"}}}'


def measure(files: dict[str, bytes]) -> CheckRun:
    target = MemoryTarget(files)
    npm = "package-lock.json" in files
    inventory = read_inventory(target) if npm else None
    context = Context(target, inventory, Sources(Settings()), NOW)
    return run_check(duplicates, context, Needs.NOTHING)


def test_is_silent_with_one_lockfile() -> None:
    run = measure({"package-lock.json": LOCK})
    assert (run.outcome, run.findings) == (Outcome.COMPLETE, ())
    assert [(fact.name, fact.value) for fact in run.facts] == [("lockfile.managers", 1)]
    assert run.facts[0].attributes["audited"] == "package-lock.json"


def test_reports_the_lockfile_of_another_package_manager() -> None:
    run = measure({"package-lock.json": LOCK, "yarn.lock": b""})
    (finding,) = run.findings
    assert (finding.rule, finding.location) == ("lockfile-rival", Location("yarn.lock"))
    assert finding.message.startswith("yarn.lock of yarn stands beside package-lock.json")


def test_npms_own_two_are_told_by_another_check() -> None:
    assert measure({"package-lock.json": LOCK, "npm-shrinkwrap.json": LOCK}).findings == ()


def test_rivals_are_found_where_none_is_read() -> None:
    run = measure({"yarn.lock": b"", "bun.lockb": b""})
    assert [finding.location for finding in run.findings] == [Location("yarn.lock")]


def test_a_lockfile_elsewhere_is_named_as_not_audited() -> None:
    run = measure({"package-lock.json": LOCK, "client/yarn.lock": b""})
    assert (run.outcome, run.findings) == (Outcome.PARTIAL, ())
    assert (
        run.reason == "client/yarn.lock: this lockfile is not audited: name its folder to audit it"
    )
    assert [fact.value for fact in run.facts] == ["client/yarn.lock", 1]


@pytest.mark.parametrize(
    "files", [{}, {"node_modules/a/yarn.lock": b""}, {"yarn.lock.bak": b""}, {"a\u202e": b""}]
)
def test_where_there_is_none_there_is_no_question(files: dict[str, bytes]) -> None:
    assert measure(files).outcome is Outcome.NOT_APPLICABLE
