from __future__ import annotations

from typing import Any

import pytest

from auditor.provenance import Code, Grade, Identity, IdentityPolicy, RefusedError
from auditor.provenance.policy import check_grade, check_identity

REPOSITORY = "https://github.com/acme/widget"
IDENTITY = Identity(
    issuer="https://issuer.example",
    subject="https://github.com/acme/widget/.github/workflows/release.yml@refs/heads/main",
    source_repository=REPOSITORY,
    source_repository_id="1001",
    source_owner_id="2002",
    ref="refs/heads/main",
    workflow=".github/workflows/release.yml",
    runner_environment="github-hosted",
    trigger="push",
)
UNKNOWN = Identity(issuer=None, subject=IDENTITY.subject, source_repository=REPOSITORY)


def refusal(identity: Identity, policy: IdentityPolicy) -> Code | None:
    try:
        check_identity(identity, policy)
    except RefusedError as error:
        return error.code
    return None


EXPECTED: list[tuple[dict[str, Any], dict[str, Any], Code]] = [
    (
        {"issuer": "https://issuer.example"},
        {"issuer": "https://issuer.example.evil"},
        Code.IDENTITY_ISSUER,
    ),
    (
        {"source_repository_id": "1001"},
        {"source_repository_id": "100"},
        Code.IDENTITY_SOURCE_REPOSITORY_ID,
    ),
    ({"source_owner_id": "2002"}, {"source_owner_id": "1"}, Code.IDENTITY_SOURCE_OWNER_ID),
    ({"ref": "refs/heads/main"}, {"ref": "refs/heads/mai"}, Code.IDENTITY_REF),
    (
        {"workflow": ".github/workflows/release.yml"},
        {"workflow": "release.yml"},
        Code.IDENTITY_WORKFLOW,
    ),
    (
        {"runner_environment": "github-hosted"},
        {"runner_environment": "self-hosted"},
        Code.IDENTITY_RUNNER_ENVIRONMENT,
    ),
    (
        {"forbidden_triggers": frozenset({"pull_request_target"})},
        {"forbidden_triggers": frozenset({"push"})},
        Code.IDENTITY_TRIGGER,
    ),
]


@pytest.mark.parametrize(("met", "missed", "code"), EXPECTED)
def test_an_expectation_is_met_exactly_or_not_at_all(
    met: dict[str, Any], missed: dict[str, Any], code: Code
) -> None:
    assert refusal(IDENTITY, IdentityPolicy(**met)) is None
    assert refusal(IDENTITY, IdentityPolicy(**missed)) is code
    assert refusal(UNKNOWN, IdentityPolicy(**met)) is code  # unknown is no match


@pytest.mark.parametrize(
    ("expected", "code"),
    [
        ({REPOSITORY}, None),
        ({"https://github.com/acme/other", REPOSITORY}, None),
        ({"https://github.com/acme"}, Code.IDENTITY_SOURCE_REPOSITORY),
        ({f"{REPOSITORY}-js"}, Code.IDENTITY_SOURCE_REPOSITORY),
        ({REPOSITORY.upper()}, Code.IDENTITY_SOURCE_REPOSITORY),
    ],
)
def test_one_of_the_repositories_must_be_the_source(expected: set[str], code: Code | None) -> None:
    policy = IdentityPolicy(source_repositories=frozenset(expected))
    assert refusal(IDENTITY, policy) is code


def test_a_person_is_no_build() -> None:
    person = Identity(issuer="https://issuer.example", subject="a@people.example")
    assert refusal(person, IdentityPolicy()) is Code.IDENTITY_NOT_CI


def test_a_promise_is_enough_unless_a_proof_is_asked_for() -> None:
    check_grade(Grade.PROMISE, IdentityPolicy())
    check_grade(Grade.PROOF, IdentityPolicy(proof_required=True))
    with pytest.raises(RefusedError) as refused:
        check_grade(Grade.PROMISE, IdentityPolicy(proof_required=True))
    assert refused.value.code is Code.LOG_PROMISE_ONLY
