from __future__ import annotations

import json
from typing import Any

import pytest
from builders import NOW, MemoryTarget

from auditor.check import Context, Needs
from auditor.checks.lockfile.install_scripts import install_scripts
from auditor.checks.lockfile.npmrc_settings import MAX_BYTES
from auditor.engine import read_inventory, run_check
from auditor.model import CheckRun, Outcome, Severity
from auditor.settings import Settings
from auditor.sources import Sources
from sbom.model import Component, Inventory, Kind


def measure(packages: dict[str, Any], version: int = 3) -> CheckRun:
    lock = {"lockfileVersion": version, "packages": {"": {"name": "shop"}} | packages}
    target = MemoryTarget({"package-lock.json": json.dumps(lock, indent=1).encode()})
    context = Context(target, read_inventory(target), Sources(Settings()), NOW)
    return run_check(install_scripts, context, Needs.NOTHING)


def measure_component(component: Component) -> CheckRun:
    root = Component("", "shop", None, Kind.ROOT)
    inventory = Inventory("package-lock.json", "npm", "3", "", (root, component), ())
    context = Context(MemoryTarget(), inventory, Sources(Settings()), NOW)
    return run_check(install_scripts, context, Needs.NOTHING)


def test_is_silent_where_no_package_runs_a_script() -> None:
    run = measure({"node_modules/a": {"version": "1.0.0"}})
    assert (run.outcome, run.findings) == (Outcome.COMPLETE, ())
    assert [(fact.name, fact.value) for fact in run.facts] == [("lockfile.install_scripts", 0)]


def test_names_every_package_that_runs_a_script() -> None:
    entry = {"version": "1.0.0", "hasInstallScript": True, "dev": True}
    run = measure({"node_modules/a": entry, "node_modules/b/node_modules/a": entry})
    one, two = run.findings
    assert (one.rule, one.severity) == ("install-script", Severity.LOW)
    assert one.message == "a@1.0.0 runs a script of its own when it is installed"
    assert [one.attributes["place"], two.attributes["place"]] == [
        "node_modules/a",
        "node_modules/b/node_modules/a",
    ]
    named = [fact for fact in run.facts if fact.name == "install_script.package"]
    assert [fact.value for fact in named] == ["a", "a"]
    assert named[0].attributes["dev"] is True
    assert named[0].attributes["purl"] == "pkg:npm/a"
    assert named[0].attributes["scripts_run"] is True
    assert run.facts[-1].attributes["names"] == 1


def test_the_projects_own_folders_are_its_own_business() -> None:
    run = measure({"packages/api": {"version": "1.0.0", "hasInstallScript": True}})
    assert run.findings == ()


def test_a_lockfile_of_version_1_does_not_say() -> None:
    lock = {"lockfileVersion": 1, "dependencies": {"a": {"version": "1.0.0"}}}
    target = MemoryTarget({"package-lock.json": json.dumps(lock).encode()})
    context = Context(target, read_inventory(target), Sources(Settings()), NOW)
    run = run_check(install_scripts, context, Needs.NOTHING)
    assert run.outcome is Outcome.SKIPPED
    assert run.reason.endswith("does not say which packages have install scripts")
    assert run.hint


def test_hostile_names_are_made_printable() -> None:
    evil = Component("node_modules/x", "\u202eevil", "1\x1b[2J", has_install_script=True)
    (finding,) = measure_component(evil).findings
    assert finding.message.isprintable()


def test_without_a_lockfile_nothing_is_known() -> None:
    context = Context(MemoryTarget({"package.json": b"{}"}), None, Sources(Settings()), NOW)
    assert run_check(install_scripts, context, Needs.NOTHING).outcome is Outcome.SKIPPED


@pytest.mark.parametrize(
    ("npmrc", "runs", "unmet"),
    [
        ("ignore-scripts=true", False, "none"),
        ("ignore-scripts", False, "none"),
        ("ignore-scripts=false", True, "deny"),
        ("ignore-scripts=true\nignore-scripts=false", True, "deny"),
        ("ignore-scripts=", True, "deny"),
        ("save-exact=true", True, "deny"),
        ("ignore-scripts=${QUIET}", None, None),
        ("#" * (MAX_BYTES + 1), None, None),
    ],
)
def test_npmrc_says_whether_scripts_run(npmrc: str, runs: bool | None, unmet: str | None) -> None:
    entries = {"": {"name": "shop"}, "node_modules/a": {"version": "1", "hasInstallScript": True}}
    lock = {"lockfileVersion": 3, "packages": entries}
    target = MemoryTarget(
        {"package-lock.json": json.dumps(lock).encode(), ".npmrc": npmrc.encode()}
    )
    context = Context(target, read_inventory(target), Sources(Settings()), NOW)
    package, about = run_check(install_scripts, context, Needs.NOTHING).facts
    assert package.attributes["scripts_run"] is runs
    assert (about.attributes["scripts_run"], about.attributes["unmet_mode"]) == (runs, unmet)


def test_the_purl_of_a_scoped_package_has_no_version() -> None:
    (fact, _) = measure({"node_modules/@a/b": {"version": "1.0.0", "hasInstallScript": True}}).facts
    assert fact.attributes["purl"] == "pkg:npm/%40a/b"
