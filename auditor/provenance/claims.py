"""What does a SLSA predicate claim of the build, and does the certificate agree?

The predicate is the builder's own word; the certificate is the identity
provider's. SLSA provenance v0.2 and v1 as npm, GitHub, GitLab and the SLSA
generators write them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import fields as fields_of

from auditor.provenance.fields import Message
from auditor.provenance.identity import Identity
from auditor.provenance.statement import Statement
from auditor.provenance.verdict import Code, RefusedError
from auditor.sanitise import excerpt

PROVENANCE_V02 = "https://slsa.dev/provenance/v0.2"
PROVENANCE_V1 = "https://slsa.dev/provenance/v1"

_GITHUB_RUNNER = "https://github.com/actions/runner/"
_GITLAB_RUNNER = "/-/runners/"


@dataclass(frozen=True, slots=True)
class Claims:
    """What a predicate says; None where it says nothing. The names are those of Identity."""

    source_repository: str | None = None
    source_repository_id: str | None = None
    source_owner_id: str | None = None
    ref: str | None = None
    commit: str | None = None
    workflow: str | None = None
    runner_environment: str | None = None


def read_claims(statement: Statement) -> tuple[Claims, ...]:
    """Return everything that the predicate claims; one value may be claimed in several places."""
    if statement.predicate_type == PROVENANCE_V1:
        return _v1(statement.predicate)
    return _v02(statement.predicate)


def builder_of(statement: Statement) -> str | None:
    """The builder that the predicate names: its own word, proven by nothing."""
    if statement.predicate_type == PROVENANCE_V1:
        return _text(statement.predicate, "runDetails", "builder", "id")
    return _text(statement.predicate, "builder", "id")


def check_claims(statement: Statement, identity: Identity) -> None:
    """Check that no claim contradicts the certificate, and that a repository is claimed.

    A claim about something that the certificate does not say is neither proven
    nor contradicted; no verdict rests on it.

    Raises:
        RefusedError: predicate_unsupported, predicate_identity_mismatch.
    """
    claimed = read_claims(statement)
    if all(one.source_repository is None for one in claimed):
        raise RefusedError(
            Code.PREDICATE_UNSUPPORTED, "the predicate: it names no source repository"
        )
    for one in claimed:
        for field in fields_of(Claims):
            claim, proven = getattr(one, field.name), getattr(identity, field.name)
            if claim is not None and proven is not None and claim != proven:
                what = field.name.replace("_", " ")
                raise RefusedError(
                    Code.PREDICATE_IDENTITY_MISMATCH,
                    f"the predicate: it claims the {what} {excerpt(claim)}, the certificate says"
                    f" {excerpt(proven)}",
                )


def _v1(predicate: Message) -> tuple[Claims, ...]:
    workflow = ("buildDefinition", "externalParameters", "workflow")
    github = ("buildDefinition", "internalParameters", "github")
    builder = _text(predicate, "runDetails", "builder", "id")
    stated = Claims(
        source_repository=_text(predicate, *workflow, "repository"),
        source_repository_id=_text(predicate, *github, "repository_id"),
        source_owner_id=_text(predicate, *github, "repository_owner_id"),
        ref=_text(predicate, *workflow, "ref"),
        workflow=_text(predicate, *workflow, "path"),
        runner_environment=_runner(builder),
    )
    listed = _at(predicate, "buildDefinition", "resolvedDependencies")
    source = listed[0] if isinstance(listed, list) and listed else None
    return stated, _source(source, _text(source, "digest", "gitCommit"))


def _v02(predicate: Message) -> tuple[Claims, ...]:
    config = ("invocation", "configSource")
    environment = ("invocation", "environment")
    builder = _text(predicate, "builder", "id")
    source = _source(_at(predicate, *config), _text(predicate, *config, "digest", "sha1"))
    on_gitlab = builder is not None and _GITLAB_RUNNER in builder
    stated = Claims(
        source_repository=builder.partition(_GITLAB_RUNNER)[0] if builder and on_gitlab else None,
        source_repository_id=_text(predicate, *environment, "GITHUB_REPOSITORY_ID"),
        source_owner_id=_text(predicate, *environment, "GITHUB_REPOSITORY_OWNER_ID"),
        ref=_text(predicate, *environment, "GITHUB_REF"),
        commit=_text(predicate, *environment, "GITHUB_SHA"),
        # GitLab's entry point is a job, not a file.
        workflow=None if on_gitlab else _entry_point(_text(predicate, *config, "entryPoint")),
        runner_environment=_runner(builder),
    )
    listed = _at(predicate, "materials")
    material = listed[0] if isinstance(listed, list) and listed else None
    return source, stated, _source(material, _text(material, "digest", "sha1"))


def _source(value: object, commit: str | None) -> Claims:
    """Read ``git+https://host/owner/name@ref``."""
    uri = _text(value, "uri")
    if uri is None:
        return Claims(commit=commit)
    repository, _, ref = uri.removeprefix("git+").partition("@")
    return Claims(source_repository=repository, ref=ref or None, commit=commit)


def _entry_point(text: str | None) -> str | None:
    """Return the path in ``path`` or, as npm 9 wrote it, ``owner/name/path@ref``."""
    if text is None or "@" not in text:
        return text
    return "/".join(text.partition("@")[0].split("/")[2:])


def _runner(builder: str | None) -> str | None:
    if builder is None or not builder.startswith(_GITHUB_RUNNER):
        return None
    return builder.removeprefix(_GITHUB_RUNNER)


def _at(value: object, *path: str) -> object:
    for name in path:
        if not isinstance(value, Mapping):
            return None
        value = value.get(name)
    return value


def _text(value: object, *path: str) -> str | None:
    found = _at(value, *path)
    return found if isinstance(found, str) else None
