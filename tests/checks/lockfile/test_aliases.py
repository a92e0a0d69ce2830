from __future__ import annotations

import json
from typing import Any

import pytest
from builders import NOW, MemoryTarget

from auditor.check import Context, Needs
from auditor.checks.lockfile.aliases import aliases
from auditor.engine import read_inventory, run_check
from auditor.model import CheckRun, Outcome, Severity
from auditor.settings import Settings
from auditor.sources import Sources


def measure(lock: dict[str, Any], manifest: dict[str, Any] | None = None) -> CheckRun:
    files = {"package-lock.json": json.dumps(lock, indent=1).encode()}
    if manifest is not None:
        files["package.json"] = json.dumps(manifest).encode()
    target = MemoryTarget(files)
    context = Context(target, read_inventory(target), Sources(Settings()), NOW)
    return run_check(aliases, context, Needs.NOTHING)


def newer(
    asked: dict[str, str], packages: dict[str, Any], manifest: dict[str, Any] | None = None
) -> CheckRun:
    entries = {"": {"name": "shop", "dependencies": asked}} | {
        f"node_modules/{key}": {"version": "1.0.0"} | entry for key, entry in packages.items()
    }
    return measure({"lockfileVersion": 3, "packages": entries}, manifest)


def older(packages: dict[str, Any]) -> CheckRun:
    return measure({"lockfileVersion": 1, "dependencies": packages})


def test_is_silent_where_packages_lie_under_their_own_name() -> None:
    run = newer({"express": "^4", "a": "npm:a@1"}, {"express": {}, "a": {"name": "a"}})
    assert (run.outcome, run.findings) == (Outcome.COMPLETE, ())
    assert [(fact.name, fact.value) for fact in run.facts] == [("lockfile.aliases", 0)]


def test_an_alias_that_takes_no_others_name_is_a_fact_alone() -> None:
    run = newer({"my-lodash": "npm:lodash@4"}, {"my-lodash": {"name": "lodash"}})
    assert run.findings == ()
    alias, count = run.facts
    assert (alias.name, alias.value) == ("alias.package", "my-lodash")
    assert dict(alias.attributes) == {"name": "lodash", "requested": True}
    assert dict(count.attributes) == {"confusing": 0}


def test_another_package_under_a_well_known_name_is_reported() -> None:
    run = newer({"express": "npm:@acme/ex@1"}, {"express": {"name": "@acme/ex"}})
    (finding,) = run.findings
    assert (finding.rule, finding.severity) == ("alias-confusing", Severity.MEDIUM)
    assert (
        finding.message == "@acme/ex@1.0.0 is installed as express, which is another package's name"
    )


def test_so_is_one_under_the_name_of_a_package_that_is_installed_too() -> None:
    packages = {"ours": {"name": "theirs"}, "b/node_modules/ours": {}, "b": {}}
    run = newer({"ours": "npm:theirs@1", "b": "1"}, packages)
    assert [finding.rule for finding in run.findings] == ["alias-confusing"]


def test_an_alias_that_nobody_asked_for_is_graver() -> None:
    run = newer({"left-thing": "^1.0.0"}, {"left-thing": {"name": "evil"}})
    (finding,) = run.findings
    assert (finding.rule, finding.severity) == ("alias-unrequested", Severity.HIGH)
    assert (
        finding.message == "evil@1.0.0 is installed as left-thing, though nobody asks for it there"
    )
    assert run.facts[0].attributes["requested"] is False


def test_nobody_asked_for_the_package_of_another_alias_either() -> None:
    run = newer({"x": "npm:good@1"}, {"x": {"name": "evil"}})
    assert [finding.rule for finding in run.findings] == ["alias-unrequested"]


@pytest.mark.parametrize(
    "manifest",
    [
        {"overrides": {"left-thing": "npm:other@1"}},
        {"overrides": {"a": {"left-thing": "npm:other@1"}}},
        {"resolutions": {"**/left-thing": "npm:other"}},
    ],
)
def test_an_override_of_package_json_asks_for_it(manifest: dict[str, Any]) -> None:
    asked = {"left-thing": "^1"}
    run = newer(asked, {"left-thing": {"name": "other"}}, manifest | {"dependencies": asked})
    assert run.findings == ()


def test_an_override_that_names_something_else_does_not() -> None:
    manifest = {
        "dependencies": {"left-thing": "^1"},
        "overrides": {"left-thing": "npm:good@1", "n": 1, "l": ["2.0.0"]},
    }
    run = newer({"left-thing": "^1"}, {"left-thing": {"name": "evil"}}, manifest)
    assert [finding.rule for finding in run.findings] == ["alias-unrequested"]


def test_an_address_may_hold_a_package_of_any_name() -> None:
    run = newer({"x": "github:acme/y"}, {"x": {"name": "y"}})
    assert run.findings == ()


def test_the_form_of_version_1_is_read_as_well() -> None:
    run = older({"lodash": {"version": "npm:evil@1.0.0"}, "mine": {"version": "npm:other@2.0.0"}})
    (finding,) = run.findings
    assert (finding.rule, finding.attributes["package"]) == ("alias-confusing", "evil")
    assert finding.purl == "pkg:npm/evil@1.0.0"
    values = [fact.value for fact in run.facts if fact.name == "alias.package"]
    assert values == ["lodash", "mine"]


def test_an_alias_that_an_edge_of_version_1_did_not_ask_for_is_graver() -> None:
    run = older(
        {
            "a": {"version": "1.0.0", "requires": {"left-thing": "^1.0.0"}},
            "left-thing": {"version": "npm:evil@1.0.0"},
        }
    )
    assert [finding.rule for finding in run.findings] == ["alias-unrequested"]


def test_a_package_json_that_cannot_be_read_leaves_the_question_open() -> None:
    lock = {"lockfileVersion": 3, "packages": {"": {"name": "shop"}}}
    inventory = read_inventory(MemoryTarget({"package-lock.json": json.dumps(lock).encode()}))
    target = MemoryTarget({"package.json": b"{"})
    run = run_check(aliases, Context(target, inventory, Sources(Settings()), NOW), Needs.NOTHING)
    assert (run.outcome, run.coverage.gaps[0].subject) == (Outcome.PARTIAL, "package.json")


def test_hostile_names_are_made_printable() -> None:
    run = newer({"exp\u202eress": "^1"}, {"exp\u202eress": {"name": "ev\x1b[2Jil"}})
    for finding in run.findings:
        assert finding.message.isprintable()


def test_without_a_lockfile_nothing_is_known() -> None:
    context = Context(MemoryTarget({"package.json": b"{}"}), None, Sources(Settings()), NOW)
    assert run_check(aliases, context, Needs.NOTHING).outcome is Outcome.SKIPPED
