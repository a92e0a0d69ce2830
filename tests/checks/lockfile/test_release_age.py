from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

from builders import NOW, MemoryTarget

from auditor.check import Context, Needs
from auditor.checks.lockfile.release_age import RECENT_DAYS, release_age
from auditor.engine import read_inventory, run_check
from auditor.model import CheckRun, Fact, Outcome
from auditor.settings import Settings
from auditor.sources import Sources

DAY = timedelta(days=1)


def measure(
    folder: Path | None, published: dict[str, Any], packages: dict[str, Any] | None = None
) -> CheckRun:
    """Packages at 1.0.0 and the times that the registry's documents in ``folder`` tell."""
    entries = packages or {f"node_modules/{name}": {"version": "1.0.0"} for name in published}
    lock = {"lockfileVersion": 3, "packages": {"": {"name": "shop"}} | entries}
    target = MemoryTarget({"package-lock.json": json.dumps(lock, indent=1).encode()})
    for name, when in published.items():
        time = when.isoformat() if hasattr(when, "isoformat") else when
        document = {
            "name": name,
            "versions": {"1.0.0": {"dist": {}}},
            "time": {"1.0.0": time} if time else {},
        }
        assert folder is not None
        (folder / f"{name}.json").write_text(json.dumps(document))
    context = Context(
        target, read_inventory(target), Sources(Settings(registry_data=folder), now=NOW), NOW
    )
    return run_check(release_age, context, Needs.NOTHING)


def about(run: CheckRun) -> Fact:
    (fact,) = (one for one in run.facts if one.name == "lockfile.release_age")
    return fact


def test_names_the_youngest_and_what_is_recent(tmp_path: Path) -> None:
    run = measure(
        tmp_path, {"a": NOW - 2 * DAY, "b": NOW - RECENT_DAYS * DAY, "c": NOW - 400 * DAY}
    )
    assert (run.outcome, run.coverage.examined) == (Outcome.COMPLETE, 3)
    assert about(run).value == 172_800
    assert dict(about(run).attributes) == {
        "youngest": "a@1.0.0",
        "known": 3,
        "unknown": 0,
        "total": 3,
    }
    recent = [fact for fact in run.facts if fact.name == "release.recent"]
    assert [(one.value, one.attributes["package"]) for one in recent] == [(172_800, "a@1.0.0")]


def test_what_is_recent_ends_on_the_day(tmp_path: Path) -> None:
    run = measure(tmp_path, {"a": NOW - RECENT_DAYS * DAY + timedelta(seconds=1)})
    assert [fact.name for fact in run.facts] == ["lockfile.release_age", "release.recent"]


def test_a_package_without_a_time_is_unknown(tmp_path: Path) -> None:
    run = measure(tmp_path, {"a": NOW - 100 * DAY, "b": None, "c": "yesterday"})
    assert (about(run).attributes["known"], about(run).attributes["unknown"]) == (1, 2)


def test_where_no_time_is_known_there_is_no_age(tmp_path: Path) -> None:
    run = measure(tmp_path, {}, {"node_modules/a": {"version": "1.0.0"}})
    assert about(run).value is None
    assert about(run).attributes["unknown"] == 1


def test_a_time_to_come_is_as_young_as_can_be(tmp_path: Path) -> None:
    assert about(measure(tmp_path, {"a": NOW + DAY})).value == 0


def test_what_comes_from_elsewhere_has_no_publish_time(tmp_path: Path) -> None:
    git = {"version": "1.0.0", "resolved": "git+ssh://git@host.example/a.git#" + "a" * 40}
    run = measure(tmp_path, {}, {"node_modules/a": git})
    assert run.outcome is Outcome.NOT_APPLICABLE


def test_without_registry_data_the_question_stays_open() -> None:
    run = measure(None, {}, {"node_modules/a": {"version": "1.0.0"}})
    assert run.outcome is Outcome.SKIPPED
    assert "--registry-data" in run.hint


def test_without_a_lockfile_nothing_is_known() -> None:
    context = Context(MemoryTarget({"package.json": b"{}"}), None, Sources(Settings()), NOW)
    assert run_check(release_age, context, Needs.NOTHING).outcome is Outcome.SKIPPED
