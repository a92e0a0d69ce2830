from __future__ import annotations

import json
from typing import Any

from builders import NOW, MemoryTarget

from auditor.check import Context, Needs
from auditor.checks.lockfile.deprecated import MAX_NOTICE_CHARACTERS, deprecated
from auditor.engine import read_inventory, run_check
from auditor.model import CheckRun, Outcome, Severity
from auditor.settings import Settings
from auditor.sources import Sources
from sbom.model import Component, Inventory, Kind


def measure(lock: dict[str, Any]) -> CheckRun:
    target = MemoryTarget({"package-lock.json": json.dumps(lock, indent=1).encode()})
    context = Context(target, read_inventory(target), Sources(Settings()), NOW)
    return run_check(deprecated, context, Needs.NOTHING)


def measure_component(component: Component) -> CheckRun:
    root = Component("", "shop", None, Kind.ROOT)
    inventory = Inventory("package-lock.json", "npm", "3", "", (root, component), ())
    context = Context(MemoryTarget(), inventory, Sources(Settings()), NOW)
    return run_check(deprecated, context, Needs.NOTHING)


def with_packages(packages: dict[str, Any]) -> CheckRun:
    return measure({"lockfileVersion": 3, "packages": {"": {"name": "shop"}} | packages})


def test_is_silent_where_every_package_is_kept_up() -> None:
    run = with_packages({"node_modules/a": {"version": "1.0.0"}})
    assert (run.outcome, run.findings) == (Outcome.COMPLETE, ())
    assert dict(run.facts[0].attributes) == {"runtime": 0, "total": 1}


def test_shows_what_the_authors_say() -> None:
    entry = {"version": "2.88.2", "deprecated": "no  longer  kept up", "dev": True}
    run = with_packages({"node_modules/request": entry})
    (finding,) = run.findings
    assert (finding.rule, finding.severity) == ("package-deprecated", Severity.LOW)
    assert finding.message == "request@2.88.2 is deprecated: no longer kept up"
    assert (run.facts[0].value, run.facts[0].attributes["runtime"]) == (1, 0)


def test_a_lockfile_of_version_1_does_not_say() -> None:
    run = measure({"lockfileVersion": 1, "dependencies": {"a": {"version": "1.0.0"}}})
    assert run.outcome is Outcome.SKIPPED
    assert run.hint.startswith("renew it")


def test_a_hostile_notice_is_made_printable_and_short() -> None:
    notice = "\x1b]0;owned\x07 ::error:: \u202e" + "x" * 9_999
    evil = Component("node_modules/a", "a", "1.0.0", deprecated=notice)
    (finding,) = measure_component(evil).findings
    assert finding.message.isprintable()
    assert len(finding.message) < MAX_NOTICE_CHARACTERS + 40


def test_without_a_lockfile_nothing_is_known() -> None:
    context = Context(MemoryTarget({"package.json": b"{}"}), None, Sources(Settings()), NOW)
    assert run_check(deprecated, context, Needs.NOTHING).outcome is Outcome.SKIPPED
