from __future__ import annotations

import json
from typing import Any

from builders import NOW, MemoryTarget

from auditor.check import Context, Needs
from auditor.checks.lockfile.unused import MAX_MANIFESTS, unused
from auditor.engine import read_inventory, run_check
from auditor.model import CheckRun, Outcome
from auditor.settings import Settings
from auditor.sources import Sources


def measure(
    source: str, asked: dict[str, str], installed: tuple[str, ...] = (), **files: Any
) -> CheckRun:
    entries: dict[str, Any] = {"": {"name": "shop", "dependencies": asked}}
    entries |= {f"node_modules/{name}": {"version": "1.0.0"} for name in (*asked, *installed)}
    manifest = {"name": "shop", "dependencies": asked} | files.pop("manifest", {})
    contents = {
        "package.json": json.dumps(manifest, indent=1),
        "package-lock.json": json.dumps({"lockfileVersion": 3, "packages": entries}),
        "src/app.js": source,
        **files.pop("more", {}),
    }
    target = MemoryTarget({path: text.encode() for path, text in contents.items()})
    context = Context(target, read_inventory(target), Sources(Settings()), NOW)
    return run_check(unused, context, Needs.NOTHING)


def found(run: CheckRun) -> list[tuple[str, object]]:
    return [(one.rule, one.attributes["package"]) for one in run.findings]


def test_is_silent_where_the_code_imports_what_is_asked_for() -> None:
    run = measure("require('a/b'); import('@c/d'); require('fs')", {"a": "1", "@c/d": "1"})
    assert (run.outcome, run.findings) == (Outcome.COMPLETE, ())
    (fact,) = run.facts
    assert (fact.value, dict(fact.attributes)) == (2, {"undeclared": 0, "unused": 0})


def test_reports_an_import_that_only_another_package_brings() -> None:
    run = measure("require('a'); require('brought')", {"a": "1"}, ("brought",))
    assert found(run) == [("import-undeclared", "brought")]


def test_reports_what_nothing_imports() -> None:
    run = measure("require('a')", {"a": "1", "idle": "1"})
    assert found(run) == [("dependency-unused", "idle")]
    assert str(run.findings[0].location) == "package.json:5"


def test_what_a_script_or_a_tools_setting_names_is_used() -> None:
    manifest = {"scripts": {"start": "tool src"}, "jest": {"preset": "@x/set"}}
    assert found(measure("", {"tool": "1", "@x/set": "1"}, manifest=manifest)) == []


def test_a_package_that_another_loads_by_its_name_is_used() -> None:
    source = "require('pino'); pino.transport({ target: 'pino-roll' })"

    assert found(measure(source, {"pino": "1", "pino-roll": "1"})) == []


def test_development_types_and_built_in_modules_are_left_alone() -> None:
    manifest = {"devDependencies": {"mocha": "1"}}
    run = measure("require('events')", {"@types/x": "1"}, ("events",), manifest=manifest)
    assert found(run) == []


def test_an_alias_of_the_build_is_no_package() -> None:
    run = measure("import '@/models/user'; import 'app/config'; import '#inner'", {})
    assert found(run) == []


def test_a_package_of_another_package_json_is_declared() -> None:
    more = {"packages/api/package.json": '{"dependencies": {"b": "1"}}'}
    assert found(measure("require('b')", {}, ("b",), more=more)) == []


def test_where_imports_cannot_be_read_nothing_is_called_unused() -> None:
    run = measure("require(name)", {"a": "1"})
    assert (run.outcome, found(run)) == (Outcome.PARTIAL, [])
    assert run.facts[0].attributes["unused"] is None


def test_a_package_json_that_cannot_be_read_is_a_gap() -> None:
    run = measure("require('a')", {"a": "1"}, more={"packages/x/package.json": "["})
    assert [gap.subject for gap in run.coverage.gaps] == ["packages/x/package.json"]


def test_the_number_of_package_json_files_is_limited() -> None:
    more = {f"{number:03}/package.json": "{}" for number in range(MAX_MANIFESTS)}
    run = measure("", {}, more=more)
    assert [gap.subject for gap in run.coverage.gaps] == [f"{MAX_MANIFESTS - 1}/package.json"]


def test_without_lockfile_or_package_json_there_is_nothing_to_compare() -> None:
    context = Context(MemoryTarget({"package.json": b"{}"}), None, Sources(Settings()), NOW)
    assert run_check(unused, context, Needs.NOTHING).outcome is Outcome.SKIPPED
    lock = b'{"lockfileVersion": 3, "packages": {"": {}}}'
    target = MemoryTarget({"package-lock.json": lock})
    context = Context(target, read_inventory(target), Sources(Settings()), NOW)
    assert run_check(unused, context, Needs.NOTHING).outcome is Outcome.NOT_APPLICABLE
