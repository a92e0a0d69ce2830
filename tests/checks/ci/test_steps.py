from __future__ import annotations

import pytest
from builders import NOW, MemoryTarget

from auditor.check import Context, Needs
from auditor.checks.ci.steps import MAX_FILES, steps
from auditor.engine import run_check
from auditor.formats.yaml_nodes import MAX_BYTES
from auditor.model import CheckRun, Location, Outcome, Value
from auditor.settings import Settings
from auditor.sources import Sources

CI = ".github/workflows/ci.yml"


def measure(files: dict[str, str]) -> CheckRun:
    target = MemoryTarget({path: text.encode() for path, text in files.items()})
    context = Context(target, None, Sources(Settings()), NOW)
    return run_check(steps, context, Needs.NOTHING)


def workflow(*runs: str, more: str = "") -> str:
    lines = "".join(f"      - run: {run}\n" for run in runs)
    return f"jobs:\n  build:\n{more}    steps:\n{lines}"


def told(run: CheckRun) -> dict[Value, tuple[Value, Value]]:
    return {
        fact.value: (fact.attributes["neutered"], fact.attributes["why"])
        for fact in run.facts
        if fact.name == "ci.step"
    }


def publishes(*lines: str, manifest: str = "{}") -> Value:
    run = measure({CI: "\n".join(lines), "package.json": manifest})
    (fact,) = (one for one in run.facts if one.value == "publish")
    return fact.attributes["provenance"]


def test_gives_each_step_with_its_place_and_its_fate() -> None:
    text = workflow("npm ci", "npm audit || true", "npm audit signatures", "npm sbom > x")
    run = measure({CI: text})
    assert (run.outcome, run.coverage.examined) == (Outcome.COMPLETE, 4)
    assert told(run) == {
        "dep_scan": (True, "|| true"),
        "audit_signatures": (False, ""),
        "sbom": (False, ""),
    }
    places = {fact.value: fact.location for fact in run.facts if fact.name == "ci.step"}
    assert places["dep_scan"] == Location(CI, 5)
    (about,) = (fact for fact in run.facts if fact.name == "ci.workflows")
    assert (about.value, dict(about.attributes)) == (1, {"steps": 4, "opaque": 0})


def test_a_job_that_may_fail_takes_its_steps_with_it() -> None:
    text = workflow("npm audit", more="    continue-on-error: true\n")
    assert told(measure({CI: text})) == {"dep_scan": (True, "continue-on-error")}
    text = workflow("npm audit", more="    continue-on-error: ${{ matrix.soft }}\n")
    assert told(measure({CI: text})) == {"dep_scan": (None, "")}


def test_the_scripts_of_package_json_are_followed() -> None:
    manifest = '{"scripts": {"check": "npm run scan && gitleaks detect", "scan": "npm audit"}}'
    run = measure({CI: workflow("npm run check"), "package.json": manifest})
    assert told(run) == {"dep_scan": (False, ""), "secret_scan": (False, "")}


@pytest.mark.parametrize("command", ["make check", "./scan.sh", "bash x", "docker run aqua/trivy"])
def test_what_runs_unread_may_hold_whatever_was_not_found(command: str) -> None:
    run = measure({CI: workflow("npm audit", command)})
    assert told(run) == {
        "dep_scan": (False, ""),
        "audit_signatures": (None, None),
        "sast": (None, None),
        "sbom": (None, None),
        "sbom_signature": (None, None),
        "secret_scan": (None, None),
    }


def test_so_may_a_workflow_of_another_repository() -> None:
    text = "jobs: {a: {uses: acme/ci/.github/workflows/scan.yml@v1}}"
    assert told(measure({CI: text}))["sbom"] == (None, None)
    mine = "jobs: {a: {uses: ./.github/workflows/scan.yml}}"
    assert told(measure({CI: mine})) == {}


def test_an_action_counts_as_a_step() -> None:
    text = "jobs: {a: {steps: [{uses: anchore/sbom-action@v1, continue-on-error: true}]}}"
    assert told(measure({CI: text})) == {"sbom": (True, "continue-on-error")}


JOB = ("jobs:", "  a:")
ID = "    permissions: {id-token: write}"
TOKEN = "        env: {NODE_AUTH_TOKEN: x}"  # noqa: S105 -- what a workflow says, no token


@pytest.mark.parametrize(
    ("lines", "provenance"),
    [
        ((*JOB, ID, "    steps:", "      - run: npm publish --provenance", TOKEN), True),
        ((*JOB, ID, "    steps:", "      - run: npm publish"), True),
        ((*JOB, ID, "    steps:", "      - run: npm publish", TOKEN), False),
        ((*JOB, "    steps:", "      - run: npm publish --provenance", TOKEN), False),
        ((*JOB, "    steps:", "      - run: npm publish"), False),
        ((*JOB, ID, "    steps:", "      - run: npm publish --provenance=false"), False),
        ((*JOB, ID, "    steps:", "      - run: NPM=1 npx semantic-release"), True),
        ((*JOB, "    steps:", "      - run: npx semantic-release", TOKEN), None),
        (
            (
                *JOB,
                ID,
                "    env: {NPM_CONFIG_PROVENANCE: true}",
                "    steps:",
                "      - run: npm publish",
                TOKEN,
            ),
            True,
        ),
    ],
)
def test_whether_a_release_says_where_it_comes_from(
    lines: tuple[str, ...], provenance: bool | None
) -> None:
    assert publishes(*lines) is provenance


def test_package_json_may_ask_for_provenance() -> None:
    lines = (*JOB, ID, "    steps:", "      - run: npm publish", TOKEN)
    assert publishes(*lines, manifest='{"publishConfig": {"provenance": true}}') is True


def test_other_systems_are_not_read_and_said_so() -> None:
    run = measure({".gitlab-ci.yml": "x: 1"})
    assert (run.outcome, run.reason) == (
        Outcome.SKIPPED,
        ".gitlab-ci.yml: this kind of continuous integration is not read",
    )
    run = measure({".gitlab-ci.yml": "x: 1", CI: workflow("npm audit")})
    assert told(run)["dep_scan"] == (False, "")
    assert told(run)["sbom"] == (None, None)
    places = {fact.value: fact.location for fact in run.facts}
    assert places["sbom"] == Location(".gitlab-ci.yml")


def test_without_any_the_question_stays_open() -> None:
    run = measure({"package.json": "{}"})
    assert run.outcome is Outcome.SKIPPED
    assert run.reason.startswith("there is no continuous integration in the tree")


@pytest.mark.parametrize("text", ["a: [", "#" * (MAX_BYTES + 1), "a: " * 40, "[" * 40])
def test_a_workflow_that_cannot_be_read_is_a_gap(text: str) -> None:
    run = measure({CI: text})
    assert run.outcome is Outcome.PARTIAL
    assert [gap.subject for gap in run.coverage.gaps] == [CI]


@pytest.mark.parametrize("manifest", ["[", "[]", '{"scripts": 5}', '{"scripts": {"a": 1}}'])
def test_a_package_json_of_another_shape_has_no_scripts(manifest: str) -> None:
    run = measure({CI: workflow("npm run a", "npm audit"), "package.json": manifest})
    assert told(run) == {"dep_scan": (False, "")}


def test_hostile_text_is_made_printable_and_short() -> None:
    run = measure({CI: workflow('"npm audit || \\u202eecho \\e[2J' + "x" * 500 + '"')})
    ((_, why),) = told(run).values()
    assert str(why).isprintable()
    assert len(str(why)) <= 80


def test_the_number_of_workflows_is_limited() -> None:
    paths = [f".github/workflows/{number:03}.yml" for number in range(MAX_FILES + 1)]
    assert measure(dict.fromkeys(paths[1:], "jobs: {}")).outcome is Outcome.COMPLETE
    run = measure(dict.fromkeys(paths, "jobs: {}"))
    assert [gap.subject for gap in run.coverage.gaps] == [paths[-1]]
