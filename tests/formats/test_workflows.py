from __future__ import annotations

import pytest

from auditor.formats.workflows import read_steps, read_workflow

WORKFLOW = """on: push
env: {A: top, B: top}
permissions: {id-token: write}
defaults: {run: {shell: bash}}
jobs:
  one:
    env: {B: job}
    steps:
      - uses: actions/checkout@v4
        with: {fetch-depth: 0}
      - run: |
          npm ci
          npm audit
        env: {C: step}
        continue-on-error: true
      - run: npm test
        shell: sh
        if: false
  two:
    continue-on-error: ${{ matrix.x }}
    permissions: {contents: read}
    steps:
      - run: npm ls
  three:
    uses: acme/ci/.github/workflows/scan.yml@v1
"""


def test_reads_the_steps_of_all_jobs() -> None:
    checkout, audit, test, ls, call = read_steps(WORKFLOW.encode())
    assert (checkout.uses, checkout.inputs["fetch-depth"]) == ("actions/checkout@v4", "0")
    assert (audit.run, audit.line) == ("npm ci\nnpm audit\n", 12)
    assert dict(audit.environment) == {"A": "top", "B": "job", "C": "step"}
    assert (audit.neutered, audit.shell, audit.identity) == ("continue-on-error", "bash", True)
    assert (test.neutered, test.shell, test.line) == ("it never runs", "sh", 16)
    assert (ls.neutered, ls.identity) == (None, False)
    assert (call.uses, call.line) == ("acme/ci/.github/workflows/scan.yml@v1", 25)


@pytest.mark.parametrize(
    ("step", "neutered"),
    [
        ("continue-on-error: false", ""),
        ("continue-on-error: ${{ inputs.x }}", None),
        ("if: ${{ false }}", "it never runs"),
        ("if: github.ref == 'main'", ""),
    ],
)
def test_what_a_step_says_of_its_failure(step: str, neutered: str | None) -> None:
    text = f"jobs:\n  a:\n    steps:\n      - run: x\n        {step}\n"
    (found,) = read_steps(text.encode())
    assert found.neutered == neutered


def test_every_permission_is_an_identity_too() -> None:
    (step,) = read_steps(b"permissions: write-all\njobs: {a: {steps: [{run: x}]}}")
    assert step.identity


@pytest.mark.parametrize(
    "text", ["", "[]", "jobs: []", "jobs: {a: [1]}", "jobs: {a: {steps: {b: c}}}", "jobs:"]
)
def test_other_shapes_have_no_steps(text: str) -> None:
    assert read_steps(text.encode()) == ()


def test_a_step_without_anything_is_a_step() -> None:
    (step,) = read_steps(b"jobs: {a: {steps: [x]}}")
    assert (step.run, step.uses, step.line) == ("", "", 1)


def test_a_workflow_tells_triggers_rights_and_jobs() -> None:
    text = (
        b"on:\n  push: {tags: ['v*']}\n  pull_request_target:\n"
        b"permissions: {contents: read, packages: write}\njobs:\n  a:\n"
        b"    runs-on: [self-hosted, linux]\n    container: {image: 'node:24'}\n"
        b"    services: {db: {image: 'postgres:18'}}\n    steps: [{run: a, if: b}]\n"
        b"  b:\n    uses: x/y/.github/workflows/z.yml@v1\n    secrets: inherit\n"
    )
    workflow = read_workflow(text)
    first, second = workflow.jobs

    assert dict(workflow.triggers) == {"push": 2, "pull_request_target": 4}
    assert workflow.tags
    assert workflow.permissions is not None
    assert workflow.permissions.writes == ("packages",)
    assert first.runs_on == ("self-hosted", "linux", "")
    assert first.images == (("node:24", 8), ("postgres:18", 9))
    assert first.steps[0].condition == "b"
    assert (second.uses, second.inherits) == ("x/y/.github/workflows/z.yml@v1", True)


@pytest.mark.parametrize("text", ["on: push", "on: [push]", "on: {push: {}}", "'on': push"])
def test_a_trigger_is_written_in_three_ways(text: str) -> None:
    assert list(read_workflow(text.encode()).triggers) == ["push"]
