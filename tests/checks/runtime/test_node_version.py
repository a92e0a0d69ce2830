from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from builders import NOW, MemoryTarget

from auditor.check import Context, Needs
from auditor.checks.runtime.node_version import (
    MAX_ADVISORIES_AGE_DAYS,
    MAX_SCHEDULE_AGE_DAYS,
    node_version,
)
from auditor.checks.runtime.places import MAX_FILES
from auditor.engine import run_check
from auditor.formats.dockerfile import MAX_BYTES
from auditor.model import CheckRun, Location, Outcome, Severity
from auditor.settings import Settings
from auditor.sources import Sources
from auditor.sources.node_tables import ADVISORIES, SHIPPED

ADVISORIES_AS_OF = datetime(2026, 4, 8, tzinfo=UTC)
SCHEDULE_AS_OF = datetime(2026, 7, 2, tzinfo=UTC)
WORKFLOW = """jobs:
  test:
    steps:
      - uses: actions/setup-node@v4
        with:
          node-version: 16
"""


def measure(files: dict[str, str], now: datetime = NOW, tables: Path | None = None) -> CheckRun:
    target = MemoryTarget({path: text.encode() for path, text in files.items()})
    context = Context(target, None, Sources(Settings(node_tables=tables)), now)
    return run_check(node_version, context, Needs.NOTHING)


def states(run: CheckRun) -> list[tuple[object, object]]:
    facts = [fact for fact in run.facts if fact.name == "runtime.node"]
    return [(fact.attributes["source"], fact.attributes["state"]) for fact in facts]


def test_is_silent_where_all_lines_are_supported() -> None:
    run = measure(
        {
            "Dockerfile": "FROM node:24-bookworm-slim\n",
            ".nvmrc": "22\n",
            ".node-version": "# pinned\nv24\n",
            "package.json": '{"engines": {"node": "^22 || ^24"}}',
        }
    )
    assert (run.outcome, run.findings) == (Outcome.COMPLETE, ())
    assert {state for _, state in states(run)} == {"supported"}
    assert run.coverage.examined == 4


def test_gives_the_facts_that_a_policy_judges_by() -> None:
    run = measure({"Dockerfile": "FROM node:20 AS build\nFROM node:24\n"})
    one, two, advisories, schedule = run.facts
    assert (one.value, one.location) == ("20", Location("Dockerfile", 1))
    assert dict(one.attributes) == {
        "source": "dockerfile",
        "state": "end_of_life",
        "precision": "line",
        "major": 20,
        "end": "2026-04-30",
        "runs": False,
        "advisories": None,
    }
    assert two.attributes["runs"] is True
    assert (advisories.name, advisories.value) == ("runtime.node_advisories", "2026-04-08")
    assert (schedule.name, schedule.value) == ("runtime.node_schedule", "2026-07-02")
    assert schedule.attributes["age_days"] == 143


def test_reports_what_runs_on_a_dead_line_gravest() -> None:
    run = measure(
        {
            "Dockerfile": "FROM node:12-alpine\n",
            ".nvmrc": "lts/carbon",
            ".github/workflows/ci.yml": WORKFLOW,
            "package.json": '{\n "engines": {"node": "<=14"}}',
        }
    )
    found = [(one.rule, one.severity, str(one.location)) for one in run.findings]
    assert found == [
        ("node-end-of-life", Severity.LOW, ".github/workflows/ci.yml:6"),
        ("node-end-of-life", Severity.MEDIUM, ".nvmrc:1"),
        ("node-end-of-life", Severity.HIGH, "Dockerfile:1"),
        ("node-end-of-life", Severity.LOW, "package.json:2"),
    ]
    assert run.findings[2].message == "Node.js 12-alpine is past its end of life (2022-04-30)"


def test_reports_a_release_with_known_holes() -> None:
    run = measure({"Dockerfile": "FROM node:22.11.0\n", ".nvmrc": "22.22.2"})
    (finding,) = run.findings
    assert (finding.rule, finding.severity) == ("node-advisory", Severity.HIGH)
    assert finding.message.startswith("Node.js 22.11.0 has 16 known holes: CVE-2026-21710 (")
    assert finding.message.endswith(" and 13 more, as known on 2026-04-08")
    assert (finding.attributes["count"], finding.attributes["fixed"]) == (16, "22.22.2")
    assert finding.fix == "move to 22.22.2 or later"


def test_a_dead_release_shows_its_holes_as_well() -> None:
    run = measure({".node-version": "18.13.0"})
    assert [one.rule for one in run.findings] == ["node-advisory", "node-end-of-life"]


def test_a_hole_of_windows_counts_on_a_desk_and_not_in_a_container() -> None:
    run = measure({"Dockerfile": "FROM node:22.11.0\n", ".nvmrc": "22.11.0"})
    counts = {one.attributes["source"]: one.attributes["count"] for one in run.findings}
    assert counts == {"dockerfile": 16, "nvmrc": 19}


@pytest.mark.parametrize(
    ("day", "state"),
    [
        (ADVISORIES_AS_OF + timedelta(days=MAX_ADVISORIES_AGE_DAYS), "supported"),
        (ADVISORIES_AS_OF + timedelta(days=MAX_ADVISORIES_AGE_DAYS + 1), None),
        (ADVISORIES_AS_OF - timedelta(days=1), "supported"),
    ],
)
def test_an_exact_release_is_supported_only_by_a_table_that_is_fresh(
    day: datetime, state: str | None
) -> None:
    run = measure({".nvmrc": "24.14.1"}, now=day)
    assert states(run) == [("nvmrc", state)]
    assert run.facts[0].attributes["advisories"] == (0 if state else None)


def test_a_line_is_supported_only_by_a_schedule_that_is_fresh() -> None:
    last = SCHEDULE_AS_OF + timedelta(days=MAX_SCHEDULE_AGE_DAYS)
    assert states(measure({".nvmrc": "24"}, now=last)) == [("nvmrc", "supported")]
    late = last + timedelta(days=1)
    assert states(measure({".nvmrc": "24"}, now=late)) == [("nvmrc", None)]
    assert states(measure({".nvmrc": "24.14.1"}, now=late)) == [("nvmrc", None)]
    assert states(measure({".nvmrc": "16"}, now=late)) == [("nvmrc", "end_of_life")]


def test_what_a_stale_table_knows_to_be_broken_is_still_told() -> None:
    late = ADVISORIES_AS_OF + timedelta(days=300)
    run = measure({".nvmrc": "24.0.0"}, now=late)
    assert [one.rule for one in run.findings] == ["node-advisory"]
    assert states(run) == [("nvmrc", "supported")]


def test_reports_a_floating_version_but_not_of_engines() -> None:
    run = measure({"Dockerfile": "FROM node\n", "package.json": '{"engines": {"node": ">=18"}}'})
    (finding,) = run.findings
    assert (finding.rule, finding.severity) == ("node-version-floating", Severity.MEDIUM)
    assert sorted(states(run)) == [("dockerfile", "floating"), ("engines", "floating")]


@pytest.mark.parametrize("text", ["FROM node:$V\n", "FROM node:99\n", "FROM node:ours\n"])
def test_what_is_not_known_is_never_supported(text: str) -> None:
    assert states(measure({"Dockerfile": text})) == [("dockerfile", None)]


def test_an_empty_version_file_is_unknown() -> None:
    assert states(measure({".nvmrc": "\n# nothing\n"})) == [("nvmrc", None)]


def test_files_that_cannot_be_read_leave_the_question_open() -> None:
    run = measure(
        {
            "package.json": "[",
            "Dockerfile": "#" * (MAX_BYTES + 1),
            ".github/workflows/a.yaml": "setup-node: [",
        }
    )
    assert run.outcome is Outcome.PARTIAL
    assert len(run.coverage.gaps) == 3


def test_a_project_that_names_no_version_is_not_checked() -> None:
    run = measure({"package.json": '{"engines": ["node"]}'})
    assert (run.outcome, run.reason) == (
        Outcome.SKIPPED,
        "nothing in the tree names a Node.js version",
    )
    files = {"node_modules/a/Dockerfile": "FROM node:8", "Dockerfile.dockerignore": "FROM node:8"}
    assert measure(files).outcome is Outcome.NOT_APPLICABLE


def test_hostile_text_is_made_printable_and_short() -> None:
    run = measure(
        {".nvmrc": "8.\u202e\x1b[2J" + "9" * 9_999, "Dockerfile": "FROM node:8-\x1b[2J\n"}
    )
    (finding,) = run.findings
    assert finding.message.isprintable()
    assert all(len(str(fact.value)) <= 80 for fact in run.facts)


def test_the_number_of_files_is_limited() -> None:
    paths = [f"{number:03}/.nvmrc" for number in range(MAX_FILES + 1)]
    assert measure(dict.fromkeys(paths[1:], "24")).outcome is Outcome.COMPLETE
    run = measure(dict.fromkeys(paths, "24"))
    assert [gap.subject for gap in run.coverage.gaps] == [paths[-1]]


def test_a_newer_table_of_the_callers_makes_the_answer_known(tmp_path: Path) -> None:
    shipped = json.loads((SHIPPED / ADVISORIES).read_bytes()) | {"as_of": "2026-11-20"}
    (tmp_path / ADVISORIES).write_text(json.dumps(shipped))
    assert states(measure({".nvmrc": "24.14.1"})) == [("nvmrc", None)]
    assert states(measure({".nvmrc": "24.14.1"}, tables=tmp_path)) == [("nvmrc", "supported")]


def test_a_broken_table_of_the_callers_fails_the_check(tmp_path: Path) -> None:
    (tmp_path / ADVISORIES).write_text("{")
    run = measure({".nvmrc": "24"}, tables=tmp_path)
    assert (run.outcome, run.facts) == (Outcome.FAILED, ())
    assert "auditor node import" in run.hint
