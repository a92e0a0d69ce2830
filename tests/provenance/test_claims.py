from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from provenance.instance import (
    COMMIT,
    ISSUER,
    PROVENANCE,
    REF,
    REPOSITORY,
    WORKFLOW,
    changed,
    provenance_predicate,
)

from auditor.provenance import Code, Identity, RefusedError
from auditor.provenance.claims import PROVENANCE_V02, builder_of, check_claims
from auditor.provenance.statement import Statement

IDENTITY = Identity(
    issuer=ISSUER,
    subject="",
    source_repository=REPOSITORY,
    source_repository_id="1001",
    source_owner_id="2002",
    ref=REF,
    commit=COMMIT,
    workflow=WORKFLOW,
    runner_environment="github-hosted",
)
WORKFLOW_AT = ("buildDefinition", "externalParameters", "workflow")
GITHUB_AT = ("buildDefinition", "internalParameters", "github")
SOURCE_AT = ("buildDefinition", "resolvedDependencies", 0)
V02: dict[str, Any] = {
    "builder": {"id": "https://github.com/npm/cli@9.5.0"},
    "invocation": {
        "configSource": {
            "uri": f"git+{REPOSITORY}@{REF}",
            "digest": {"sha1": COMMIT},
            "entryPoint": f"acme/widget/{WORKFLOW}@{REF}",
        },
        "environment": {
            "GITHUB_REF": REF,
            "GITHUB_SHA": COMMIT,
            "GITHUB_REPOSITORY_ID": "1001",
            "GITHUB_REPOSITORY_OWNER_ID": "2002",
        },
    },
    "materials": [{"uri": f"git+{REPOSITORY}", "digest": {"sha1": COMMIT}}],
}
GITLAB: dict[str, Any] = {
    "builder": {"id": "https://gitlab.com/acme/widget/-/runners/1"},
    "invocation": {
        "configSource": {"uri": "git+https://gitlab.com/acme/widget", "entryPoint": "publish"}
    },
    "materials": [],
}
INVOCATION = ("invocation", "configSource")


def refusal(predicate: Any, kind: str = PROVENANCE, identity: Identity = IDENTITY) -> Code | None:
    try:
        check_claims(Statement(kind, "", "", predicate), identity)
    except RefusedError as error:
        return error.code
    return None


def test_claims_that_the_certificate_proves_are_accepted() -> None:
    assert refusal(provenance_predicate()) is None
    assert refusal(V02, PROVENANCE_V02) is None
    short = changed(V02, (*INVOCATION, "entryPoint"), WORKFLOW)
    assert refusal(short, PROVENANCE_V02) is None
    gitlab = replace(IDENTITY, source_repository="https://gitlab.com/acme/widget")
    assert refusal(GITLAB, PROVENANCE_V02, gitlab) is None


@pytest.mark.parametrize(
    "path",
    [
        (*WORKFLOW_AT, "repository"),
        (*WORKFLOW_AT, "ref"),
        (*WORKFLOW_AT, "path"),
        (*GITHUB_AT, "repository_id"),
        (*GITHUB_AT, "repository_owner_id"),
        (*SOURCE_AT, "uri"),
        (*SOURCE_AT, "digest", "gitCommit"),
    ],
)
def test_any_other_claim_of_a_v1_predicate_is_refused(path: tuple[str | int, ...]) -> None:
    broken = changed(provenance_predicate(), path, "other")
    assert refusal(broken) is Code.PREDICATE_IDENTITY_MISMATCH


@pytest.mark.parametrize(
    "path",
    [
        (*INVOCATION, "uri"),
        (*INVOCATION, "digest", "sha1"),
        (*INVOCATION, "entryPoint"),
        ("invocation", "environment", "GITHUB_REF"),
        ("invocation", "environment", "GITHUB_SHA"),
        ("invocation", "environment", "GITHUB_REPOSITORY_ID"),
        ("invocation", "environment", "GITHUB_REPOSITORY_OWNER_ID"),
        ("materials", 0, "uri"),
        ("materials", 0, "digest", "sha1"),
    ],
)
def test_any_other_claim_of_a_v02_predicate_is_refused(path: tuple[str | int, ...]) -> None:
    broken = changed(V02, path, "other")
    assert refusal(broken, PROVENANCE_V02) is Code.PREDICATE_IDENTITY_MISMATCH


def test_a_runner_that_the_certificate_denies_is_refused() -> None:
    lie = replace(IDENTITY, runner_environment="self-hosted")
    assert refusal(provenance_predicate(), identity=lie) is Code.PREDICATE_IDENTITY_MISMATCH
    unsaid = replace(IDENTITY, runner_environment=None)
    assert refusal(provenance_predicate(), identity=unsaid) is None


def test_a_gitlab_runner_of_another_project_is_refused() -> None:
    identity = replace(IDENTITY, source_repository="https://gitlab.com/acme/widget")
    broken = changed(GITLAB, ("builder", "id"), "https://gitlab.com/victim/widget/-/runners/1")
    found = refusal(broken, PROVENANCE_V02, identity)
    assert found is Code.PREDICATE_IDENTITY_MISMATCH


@pytest.mark.parametrize("predicate", [{}, {"buildDefinition": 3}, {"builder": []}])
def test_a_predicate_without_a_repository_is_not_supported(predicate: Any) -> None:
    for kind in (PROVENANCE, PROVENANCE_V02):
        assert refusal(predicate, kind) is Code.PREDICATE_UNSUPPORTED
        assert builder_of(Statement(kind, "", "", predicate)) is None


def test_the_builder_is_the_predicates_word() -> None:
    assert builder_of(Statement(PROVENANCE_V02, "", "", V02)) == "https://github.com/npm/cli@9.5.0"
