from __future__ import annotations

import json
from typing import Any

import pytest
from builders import NOW, MemoryTarget

from auditor.check import Context, Needs
from auditor.checks.lockfile.pins import MAX_FILES, pins
from auditor.engine import run_check
from auditor.formats.dockerfile import MAX_BYTES
from auditor.model import CheckRun, Location, Outcome
from auditor.settings import Settings
from auditor.sources import Sources

CI = ".github/workflows/ci.yml"


def measure(files: dict[str, str]) -> CheckRun:
    target = MemoryTarget({path: text.encode() for path, text in files.items()})
    context = Context(target, None, Sources(Settings()), NOW)
    return run_check(pins, context, Needs.NOTHING)


def ranges(**sections: dict[str, str]) -> tuple[Any, Any]:
    (fact,) = measure({"package.json": json.dumps(sections)}).facts
    return fact.value, fact.attributes["loose"]


def kind(command: str, *, dockerfile: bool = True) -> Any:
    text = f"RUN {command}\n" if dockerfile else f"jobs: {{a: {{steps: [{{run: {command}}}]}}}}"
    path = "Dockerfile" if dockerfile else CI
    found = [
        fact.attributes["kind"]
        for fact in measure({"package.json": "{}", path: text}).facts
        if fact.name == "install.command"
    ]
    return found[0] if found else ""


def test_is_silent_where_all_is_pinned() -> None:
    run = measure(
        {
            "package.json": '{"dependencies": {"a": "1.2.3"}}',
            "Dockerfile": "FROM node:24\nRUN --mount=type=cache,target=/root/.npm npm ci\n",
            CI: "jobs:\n  a:\n    steps:\n      - run: npm ci --ignore-scripts && npm test\n",
        }
    )
    assert (run.outcome, run.findings) == (Outcome.COMPLETE, ())
    commands = [fact for fact in run.facts if fact.name == "install.command"]
    assert [(one.location, one.attributes["runs_scripts"]) for one in commands] == [
        (Location(CI, 4), False),
        (Location("Dockerfile", 2), True),
    ]
    assert run.coverage.examined == 2


def test_reports_an_install_that_ignores_the_lockfile_with_its_line() -> None:
    run = measure(
        {"package.json": "{}", CI: "jobs:\n a:\n  steps:\n   - run: |\n      ls\n      npm i\n"}
    )
    (finding,) = run.findings
    assert (finding.rule, str(finding.location)) == ("install-not-from-lockfile", f"{CI}:6")
    assert finding.message == "npm i may install what the lockfile does not say"


@pytest.mark.parametrize(
    "text",
    [
        "1.2.3",
        "=1.2.3",
        "1.0.0-beta.1",
        "npm:other@1.2.3",
        "file:../a",
        "workspace:*",
        "github:a/b#" + "0" * 40,
    ],
)
def test_an_exact_version(text: str) -> None:
    assert ranges(dependencies={"a": text}) == (True, 0)


@pytest.mark.parametrize(
    "text", ["^1.2.3", "1.2", "*", "", "latest", "npm:other@^1", "github:a/b", "1.2.3 || 2.0.0"]
)
def test_a_range(text: str) -> None:
    assert ranges(devDependencies={"a": text}, dependencies={"b": "1.0.0"}) == (False, 1)


def test_peer_dependencies_have_to_be_ranges() -> None:
    assert ranges(peerDependencies={"a": ">=1"}) == (True, 0)


@pytest.mark.parametrize(
    "command",
    [
        "npm install",
        "npm i --omit=dev",
        "npm --loglevel=error install express",
        "npm update",
        "apt-get update && npm install",
        '["npm", "install"]',
        "<<EOF\nnpm install\nEOF",
        "yarn",
        "yarn install",
        "yarn add a",
        "pnpm install",
        "bun install",
    ],
)
def test_an_install_of_whatever_the_ranges_allow(command: str) -> None:
    assert kind(command) == "install"


@pytest.mark.parametrize(
    "command",
    [
        "npm ci",
        "npm clean-install",
        "yarn install --immutable",
        "yarn --frozen-lockfile",
        "pnpm i --frozen-lockfile",
        "bun install --frozen-lockfile",
    ],
)
def test_an_install_of_what_the_lockfile_says(command: str) -> None:
    assert kind(command) == "ci"


@pytest.mark.parametrize(
    "command",
    [
        "npm install -g pm2",
        "npm install --package-lock-only",
        "npm run install-it",
        "npm test",
        "yarn global add pm2",
        "yarn build",
        "pip install x",
        "echo npm install",
    ],
)
def test_other_commands(command: str) -> None:
    assert kind(command) == ""


def test_in_workflows_pnpm_is_frozen_and_yarn_cannot_be_told() -> None:
    assert kind("pnpm install", dockerfile=False) == "ci"
    assert kind("yarn install", dockerfile=False) is None
    assert kind("yarn add x", dockerfile=False) == "install"
    assert kind("bun install", dockerfile=False) == "install"


@pytest.mark.parametrize(
    "files",
    [
        {"package.json": "["},
        {"package.json": "[]"},
        {"package.json": "{}", "Dockerfile": "#" * (MAX_BYTES + 1)},
        {"package.json": "{}", CI: "a: ["},
    ],
)
def test_what_cannot_be_read_leaves_the_question_open(files: dict[str, str]) -> None:
    run = measure(files)
    assert (run.outcome, len(run.coverage.gaps)) == (Outcome.PARTIAL, 1)


def test_the_number_of_files_is_limited() -> None:
    paths = [f"{number:03}/Dockerfile" for number in range(MAX_FILES + 1)]
    files = {"package.json": "{}"} | dict.fromkeys(paths[1:], "FROM a")
    assert measure(files).outcome is Outcome.COMPLETE
    assert measure(files | {paths[0]: "FROM a"}).coverage.gaps[0].subject == paths[-1]


def test_hostile_text_is_made_printable_and_short() -> None:
    run = measure({"package.json": "{}", "Dockerfile": "RUN npm install \u202e\x1b[2J" + "x" * 999})
    (finding,) = run.findings
    assert finding.message.isprintable()
    assert len(finding.message) < 200


def test_without_a_package_json_there_is_nothing_to_pin() -> None:
    assert measure({}).outcome is Outcome.NOT_APPLICABLE
