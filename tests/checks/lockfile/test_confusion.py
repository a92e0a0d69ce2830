from __future__ import annotations

import json

import pytest
from builders import NOW, MemoryTarget

from auditor.check import Context, Needs
from auditor.checks.lockfile.confusion import confusion
from auditor.checks.lockfile.npmrc_settings import MAX_BYTES
from auditor.engine import read_inventory, run_check
from auditor.model import CheckRun, Location, Outcome, Severity
from auditor.settings import Settings
from auditor.sources import Sources
from sbom.model import Component, Inventory, Kind
from sbom.purl import default_registry

PUBLIC = default_registry()
PRIVATE = "https://npm.acme.example"


def measure(addresses: dict[str, str], npmrc: str | None = None) -> CheckRun:
    packages: dict[str, dict[str, str]] = {"": {"name": "shop"}}
    for name, base in addresses.items():
        bare = name.rpartition("/")[2]
        entry = {"version": "1.0.0", "resolved": f"{base}/{name}/-/{bare}-1.0.0.tgz"}
        packages[f"node_modules/{name}"] = entry if base else {"version": "1.0.0"}
    lock = {"lockfileVersion": 3, "packages": packages}
    files = {"package-lock.json": json.dumps(lock, indent=1).encode()}
    if npmrc is not None:
        files[".npmrc"] = npmrc.encode()
    target = MemoryTarget(files)
    context = Context(target, read_inventory(target), Sources(Settings()), NOW)
    return run_check(confusion, context, Needs.NOTHING)


def measure_component(component: Component, files: dict[str, bytes]) -> CheckRun:
    root = Component("", "shop", None, Kind.ROOT)
    inventory = Inventory("package-lock.json", "npm", "3", "", (root, component), ())
    context = Context(MemoryTarget(files), inventory, Sources(Settings()), NOW)
    return run_check(confusion, context, Needs.NOTHING)


def test_is_silent_where_all_comes_from_the_public_registry() -> None:
    run = measure({"a": PUBLIC, "@types/node": PUBLIC, "b": ""})
    assert (run.outcome, run.findings) == (Outcome.COMPLETE, ())
    scopes = {fact.value: dict(fact.attributes) for fact in run.facts}
    assert set(scopes) == {None, "@types"}
    assert (scopes["@types"]["public"], scopes["@types"]["mapped"]) == (True, False)
    assert run.coverage.examined == 2


def test_is_silent_where_the_private_scope_is_mapped() -> None:
    npmrc = f"@acme:registry={PRIVATE}/\n"
    run = measure({"a": PUBLIC, "@acme/lib": PRIVATE}, npmrc)
    assert (run.outcome, run.findings) == (Outcome.COMPLETE, ())


def test_one_mirror_for_everything_is_told_once() -> None:
    run = measure({"a": PRIVATE, "@acme/lib": PRIVATE, "@types/node": PRIVATE})
    (finding,) = run.findings
    assert (finding.rule, finding.severity) == ("scope-without-registry", Severity.LOW)
    assert finding.message.startswith("packages without a scope (1 in the lockfile)")


def test_reports_a_private_scope_that_no_setting_maps() -> None:
    run = measure({"a": PUBLIC, "b": PUBLIC, "@acme/lib": PRIVATE, "@acme/other": PRIVATE})
    (finding,) = run.findings
    assert (finding.rule, finding.severity) == ("scope-without-registry", Severity.MEDIUM)
    assert finding.message.startswith(
        "@acme (2 in the lockfile) come from npm.acme.example, but no .npmrc says so"
    )
    assert finding.location == Location("package-lock.json", 15)


def test_reports_a_mapped_scope_that_came_from_the_public_registry() -> None:
    (finding,) = measure({"@acme/lib": PUBLIC}, f"@acme:registry={PRIVATE}\n").findings
    assert (finding.rule, finding.severity) == ("scope-registry-mismatch", Severity.HIGH)


def test_a_mirror_of_the_public_registry_is_no_mismatch() -> None:
    # npm asks the registry of its setting where the lockfile names the public one.
    npmrc = "registry=https://mirror.example/\n"
    assert measure({"a": PUBLIC, "@types/node": PUBLIC}, npmrc).findings == ()
    (finding,) = measure({"a": "https://old.example"}, npmrc).findings
    assert finding.rule == "scope-registry-mismatch"
    assert finding.message.startswith("packages without a scope (1 in the lockfile)")


def test_a_single_stray_is_left_to_the_check_of_addresses() -> None:
    assert measure({"a": PUBLIC, "b": PRIVATE}).findings == ()


def test_a_registry_from_the_environment_leaves_the_question_open() -> None:
    run = measure({"@acme/lib": PRIVATE}, "@acme:registry=${REGISTRY}\n")
    assert (run.outcome, run.findings) == (Outcome.PARTIAL, ())


def test_an_npmrc_that_cannot_be_read_leaves_the_question_open() -> None:
    run = measure({"@acme/lib": PRIVATE}, "#" * (MAX_BYTES + 1))
    assert (run.outcome, run.findings, run.facts) == (Outcome.PARTIAL, (), ())


@pytest.mark.parametrize("scope", ["@\u202eacme", "@" + "a" * 500])
def test_hostile_scopes_are_made_printable_and_short(scope: str) -> None:
    address = f"{PRIVATE}/lib/-/lib-1.0.0.tgz"
    evil = Component("node_modules/x", f"{scope}/lib", "1.0.0", resolved=address)
    mapped = {".npmrc": f"{scope}:registry=https://host.example".encode()}
    (finding,) = measure_component(evil, mapped).findings
    assert finding.message.isprintable()
    assert len(finding.message) < 400


def test_without_a_lockfile_nothing_is_known() -> None:
    context = Context(MemoryTarget({"package.json": b"{}"}), None, Sources(Settings()), NOW)
    assert run_check(confusion, context, Needs.NOTHING).outcome is Outcome.SKIPPED
