from __future__ import annotations

import pytest
from checks.deployment.measured import facts, measure, rules

from auditor.checks.deployment._workflow_rules import RULES
from auditor.checks.deployment.workflows import workflows
from auditor.model import Outcome

CI = ".github/workflows/ci.yml"
PIN = "1" * 40


def workflow(*steps: str, on: str = "[push]", job: str = "") -> dict[str, str]:
    """A careful workflow; its first step stands in line 7."""
    told = "".join(f"      - {step}\n" for step in steps)
    return {
        CI: f"on: {on}\npermissions: {{contents: read}}\njobs:\n  build:\n"
        f"    runs-on: ubuntu-24.04\n{job}    steps:\n{told}"
    }


def run(command: str) -> str:
    return f'run: "{command}"'


FIRING = [
    ("workflow-action-unpinned", workflow("uses: actions/checkout@v5")),
    ("workflow-action-unpinned", workflow("uses: actions/setup-node@main")),
    ("workflow-image-unpinned", workflow("uses: docker://alpine:3")),
    ("workflow-image-unpinned", workflow("run: a", job="    container: node:24\n")),
    (
        "workflow-permissions-all",
        {CI: "on: push\npermissions: write-all\njobs: {a: {steps: []}}\n"},
    ),
    ("workflow-permissions-unset", {CI: "on: push\njobs: {a: {steps: []}}\n"}),
    (
        "workflow-permissions-shared",
        {CI: "on: push\npermissions: {contents: write}\njobs: {a: {steps: []}, b: {steps: []}}\n"},
    ),
    ("workflow-trigger-privileged", workflow("run: a", on="pull_request_target")),
    ("workflow-trigger-privileged", workflow("run: a", on="{workflow_run: {workflows: [a]}}")),
    (
        "workflow-untrusted-checkout",
        workflow(
            f"{{uses: actions/checkout@{PIN}, with: "
            "{ref: '${{ github.event.pull_request.head.sha }}'}}",
            on="[pull_request_target]",
        ),
    ),
    ("workflow-template-injection", workflow(run("echo ${{ github.event.issue.title }}"))),
    ("workflow-template-injection", workflow(run("echo ${{ github.head_ref }}"))),
    ("workflow-template-injection", workflow(run("echo ${{ github['head_ref'] }}"))),
    ("workflow-template-injection", workflow(run("a ${{ toJSON(github.event) }}"))),
    (
        "workflow-template-injection",
        workflow(
            f"{{uses: actions/github-script@{PIN}, with: "
            "{script: 'f(`${{ github.event.comment.body }}`)'}}"
        ),
    ),
    ("workflow-template-expanded", workflow(run("echo ${{ github.ref_name }}"))),
    ("workflow-template-expanded", workflow(run("echo ${{ inputs.version }}"))),
    ("workflow-secret-printed", workflow(run("echo ${{ secrets.TOKEN }}"))),
    (
        "workflow-secrets-inherited",
        {
            CI: "on: push\npermissions: {}\njobs:\n  a:\n    secrets: inherit\n"
            f"    uses: other/ci/.github/workflows/a.yml@{PIN}\n"
        },
    ),
    (
        "workflow-runner-own",
        {
            CI: workflow("run: a", on="[pull_request]")[CI].replace(
                "ubuntu-24.04", "[self-hosted, linux]"
            )
        },
    ),
    ("workflow-credentials-kept", workflow(f"uses: actions/checkout@{PIN}")),
    (
        "workflow-cache-in-release",
        workflow(f"uses: actions/cache@{PIN}", on="{push: {tags: ['v*']}}"),
    ),
    (
        "workflow-cache-in-release",
        workflow(f"{{uses: actions/setup-node@{PIN}, with: {{cache: npm}}}}", run("npm publish")),
    ),
    ("workflow-cache-by-default", workflow(f"uses: actions/setup-node@{PIN}", on="release")),
    ("workflow-tool-unpinned", workflow(run("npm install -g grunt-cli"))),
    ("workflow-download-piped", workflow(run("curl https://a.example/x | sh"))),
]
NEAR = [
    workflow(f"uses: actions/setup-node@{PIN}"),
    workflow(f"uses: actions/cache@{PIN}"),
    workflow("uses: ./.github/actions/build"),
    workflow("uses: docker://alpine@sha256:00"),
    workflow("run: a", on="[pull_request, workflow_dispatch]"),
    workflow("run: a", job="    container: node@sha256:00\n"),
    workflow("run: a", job="    container: '${{ matrix.image }}'\n"),
    workflow("{run: echo $TITLE, env: {TITLE: '${{ github.event.issue.title }}'}}"),
    workflow(run("echo ${{ github.sha }} ${{ matrix.node }} ${{ github.event.number }}")),
    workflow(run("echo ${{ github.event_name == 'push' }}")),
    workflow("{run: 'echo ${{ env.A }}', env: {A: fixed}}"),
    workflow(run("echo ${{ steps.a.outcome }}")),
    workflow("{run: npm publish, env: {TOKEN: '${{ secrets.TOKEN }}'}}"),
    workflow(
        f"{{uses: actions/checkout@{PIN}, with: {{persist-credentials: false, ref: main}}}}",
    ),
    workflow(run("npm install -g npm@11.6.0 && npm ci")),
    workflow(run("npm install -g typescript@${{ matrix.typescript }}")),
    workflow(run("curl -o x https://a.example/x")),
    {CI: "on: push\njobs: {a: {permissions: {}, steps: []}}\n"},
]


@pytest.mark.parametrize(("rule", "files"), FIRING, ids=[rule for rule, _ in FIRING])
def test_fires(rule: str, files: dict[str, str]) -> None:
    assert rule in [found for found, _ in rules(workflows, files)]


@pytest.mark.parametrize("files", NEAR)
def test_is_silent_near_by(files: dict[str, str]) -> None:
    assert rules(workflows, files) == []


def test_every_rule_has_a_firing_case() -> None:
    assert {rule for rule, _ in FIRING} == set(RULES)


def test_points_at_the_line_of_the_command() -> None:
    text = workflow("run: |\n          echo ready\n          echo ${{ github.head_ref }}")

    assert rules(workflows, text) == [("workflow-template-injection", 9)]


def test_a_variable_that_holds_what_a_stranger_writes_is_no_better() -> None:
    text = workflow("{run: 'echo ${{ env.A }}', env: {A: '${{ github.event.issue.title }}'}}")

    assert rules(workflows, text) == [("workflow-template-expanded", 7)]


@pytest.mark.parametrize(
    ("manifest", "own"),
    [
        ('{"repository": "github:shop/web"}', True),
        ('{"repository": {"url": "git+https://github.com/Shop/web.git"}}', True),
        ('{"repository": "other/web"}', False),
        ("{}", False),
        ("[" * 100_000, False),
    ],
)
def test_knows_whose_action_it_is(manifest: str, own: bool) -> None:
    files = {**workflow("uses: shop/lint@v1"), "package.json": manifest}
    (fact,) = facts(workflows, files, "ci.action")

    assert dict(fact.attributes) == {"pinned_by": "name", "own": own}


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("permissions: {}\njobs: {a: {steps: []}}", "read"),
        ("permissions: read-all\njobs: {a: {steps: []}}", "read"),
        ("jobs: {a: {permissions: {contents: read}, steps: []}}", "jobs"),
        ("jobs: {a: {permissions: write-all, steps: []}}", "write-all"),
        ("jobs: {a: {permissions: {}, steps: []}, b: {steps: []}}", "unset"),
    ],
)
def test_tells_what_the_token_may_do(text: str, level: str) -> None:
    (fact,) = facts(workflows, {CI: text}, "ci.permissions")

    assert fact.value == level


def test_sees_images_that_are_published_and_signed() -> None:
    push = f"{{uses: docker/build-push-action@{PIN}, with: {{push: true}}}}"
    attest = f"{{uses: actions/attest-build-provenance@{PIN}, with: {{push-to-registry: true}}}}"
    files = workflow(push, run("cosign sign shop"), run("cosign verify shop"), attest)

    assert len(facts(workflows, files, "image.published")) == 1
    signing = [
        (fact.value, fact.attributes["by"]) for fact in facts(workflows, files, "image.signing")
    ]
    assert signing == [("sign", "cosign"), ("verify", "cosign"), ("sign", "attestation")]


@pytest.mark.parametrize("text", ["a: [", "\x00", "jobs: {a: 1, a: 2}", "[" * 60_000, "a: &a [*a]"])
def test_what_cannot_be_read_is_a_gap(text: str) -> None:
    told = measure(workflows, {CI: text})

    assert (told.outcome, told.coverage.gaps[0].subject) == (Outcome.PARTIAL, CI)


def test_without_workflows_it_does_not_apply() -> None:
    assert measure(workflows, {"a.yml": ""}).outcome is Outcome.NOT_APPLICABLE
