from __future__ import annotations

import pytest
from builders import NOW, MemoryTarget

from auditor.check import Context, Needs
from auditor.checks.runtime.dockerfile import MAX_BYTES
from auditor.checks.runtime.node_version import node_version
from auditor.checks.runtime.places import MAX_FILES
from auditor.engine import run_check
from auditor.model import CheckRun, Location, Outcome, Severity
from auditor.settings import Settings
from auditor.sources import Sources

WORKFLOW = """jobs:
  test:
    steps:
      - uses: actions/setup-node@v4
        with:
          node-version: 16
"""


def measure(files: dict[str, str]) -> CheckRun:
    target = MemoryTarget({path: text.encode() for path, text in files.items()})
    context = Context(target, None, Sources(Settings()), NOW)
    return run_check(node_version, context, Needs.NOTHING)


def states(run: CheckRun) -> list[tuple[object, object]]:
    facts = [fact for fact in run.facts if fact.name == "runtime.node"]
    return [(fact.attributes["source"], fact.attributes["state"]) for fact in facts]


def test_is_silent_where_all_lines_are_supported() -> None:
    run = measure(
        {
            "Dockerfile": "FROM node:24-bookworm-slim\n",
            ".nvmrc": "22\n",
            ".node-version": "# pinned\nv24.14.1\n",
            "package.json": '{"engines": {"node": "^22 || ^24"}}',
        }
    )
    assert (run.outcome, run.findings) == (Outcome.COMPLETE, ())
    assert {state for _, state in states(run)} == {"supported"}
    assert run.coverage.examined == 4


def test_gives_the_facts_that_a_policy_judges_by() -> None:
    run = measure({"Dockerfile": "FROM node:20 AS build\nFROM node:24\n"})
    one, two, table = run.facts
    assert (one.value, one.location) == ("20", Location("Dockerfile", 1))
    assert dict(one.attributes) == {
        "source": "dockerfile",
        "state": "end_of_life",
        "precision": "line",
        "major": 20,
        "end": "2026-04-30",
        "runs": False,
    }
    assert two.attributes["runs"] is True
    assert (table.name, table.value) == ("runtime.node_table", "2026-11-22")


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


def test_reports_a_release_without_the_last_security_fixes() -> None:
    run = measure({"Dockerfile": "FROM node:22.11.0\n", ".nvmrc": "22.22.2"})
    (finding,) = run.findings
    assert (finding.rule, finding.severity) == ("node-advisory", Severity.HIGH)
    assert finding.message.startswith("Node.js 22.11.0 lacks the security fixes of 22.22.2")


def test_reports_a_floating_version_but_not_of_engines() -> None:
    run = measure({"Dockerfile": "FROM node\n", "package.json": '{"engines": {"node": ">=18"}}'})
    (finding,) = run.findings
    assert (finding.rule, finding.severity) == ("node-version-floating", Severity.MEDIUM)
    assert sorted(states(run)) == [("dockerfile", "floating"), ("engines", "floating")]


@pytest.mark.parametrize("text", ["FROM node:$V\n", "FROM node:99\n", "FROM node:ours\n"])
def test_what_is_not_known_is_never_supported(text: str) -> None:
    assert states(measure({"Dockerfile": text})) == [("dockerfile", "unknown")]


def test_an_empty_version_file_is_unknown() -> None:
    assert states(measure({".nvmrc": "\n# nothing\n"})) == [("nvmrc", "unknown")]


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
