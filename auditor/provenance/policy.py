"""Is this the signer that somebody expects?

Every expectation that is set must be met by the certificate, exactly. What the
certificate does not say is unknown, and unknown is no match.
"""

from __future__ import annotations

from dataclasses import dataclass

from auditor.provenance.identity import Identity
from auditor.provenance.verdict import Code, Grade, RefusedError
from auditor.sanitise import excerpt


@dataclass(frozen=True, slots=True)
class IdentityPolicy:
    """What is expected of a provenance attestation; None and the empty set expect nothing.

    ``source_repositories``: URIs, one of which must match. ``workflow``: a path in the
    repository. ``forbidden_triggers``: such as "pull_request_target".
    ``proof_required``: a log's mere promise is not enough.
    """

    source_repositories: frozenset[str] = frozenset()
    source_repository_id: str | None = None
    source_owner_id: str | None = None
    issuer: str | None = None
    workflow: str | None = None
    ref: str | None = None
    runner_environment: str | None = None
    forbidden_triggers: frozenset[str] = frozenset()
    proof_required: bool = False


NO_POLICY = IdentityPolicy()


def check_grade(grade: Grade, policy: IdentityPolicy) -> None:
    """Check the log's evidence.

    Raises:
        RefusedError: log_promise_only.
    """
    if policy.proof_required and grade is Grade.PROMISE:
        raise RefusedError(
            Code.LOG_PROMISE_ONLY,
            "the log entry: it carries the log's promise only, the policy asks for a proof",
        )


def check_identity(identity: Identity, policy: IdentityPolicy) -> None:
    """Check the signer; that it is a build with a source repository is always expected.

    Raises:
        RefusedError: identity_*.
    """
    if identity.source_repository is None:
        raise RefusedError(
            Code.IDENTITY_NOT_CI, "the certificate: it names no source repository, so no build"
        )
    expected: tuple[tuple[Code, str, str | None, frozenset[str]], ...] = (
        (Code.IDENTITY_ISSUER, "issuer", identity.issuer, _one(policy.issuer)),
        (
            Code.IDENTITY_SOURCE_REPOSITORY,
            "source repository",
            identity.source_repository,
            policy.source_repositories,
        ),
        (
            Code.IDENTITY_SOURCE_REPOSITORY_ID,
            "source repository id",
            identity.source_repository_id,
            _one(policy.source_repository_id),
        ),
        (
            Code.IDENTITY_SOURCE_OWNER_ID,
            "source owner id",
            identity.source_owner_id,
            _one(policy.source_owner_id),
        ),
        (Code.IDENTITY_WORKFLOW, "workflow", identity.workflow, _one(policy.workflow)),
        (Code.IDENTITY_REF, "ref", identity.ref, _one(policy.ref)),
        (
            Code.IDENTITY_RUNNER_ENVIRONMENT,
            "runner environment",
            identity.runner_environment,
            _one(policy.runner_environment),
        ),
    )
    for code, what, found, wanted in expected:
        if wanted and found not in wanted:
            seen = "none" if found is None else excerpt(found)
            raise RefusedError(
                code, f"the certificate: its {what} is not the expected one; it names {seen}"
            )
    if policy.forbidden_triggers and (
        identity.trigger is None or identity.trigger in policy.forbidden_triggers
    ):
        raise RefusedError(
            Code.IDENTITY_TRIGGER,
            "the certificate: what triggered the build is forbidden or not named",
        )


def _one(value: str | None) -> frozenset[str]:
    return frozenset() if value is None else frozenset({value})
