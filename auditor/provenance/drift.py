"""What differs between where two releases come from, and how much does it matter?

Unknown is neither a match nor a change: it is said to be unknown.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from auditor.provenance.origin import Origin


class Change(StrEnum):
    """What became different."""

    PROVENANCE_LOST = "provenance_lost"
    REPOSITORY_CHANGED = "repository_changed"
    OWNER_CHANGED = "owner_changed"
    ISSUER_CHANGED = "issuer_changed"
    REPOSITORY_RENAMED = "repository_renamed"  # another address, and the same repository by its id
    WORKFLOW_CHANGED = "workflow_changed"
    BUILD_SIGNER_CHANGED = "build_signer_changed"
    RUNNER_CHANGED = "runner_changed"
    PREDICATE_TYPE_CHANGED = "predicate_type_changed"
    BUILDER_CHANGED = "builder_changed"


class Weight(StrEnum):
    """What follows from a change."""

    FAILS = "fails"
    NOTICE = "notice"


FAILING = frozenset(
    {
        Change.PROVENANCE_LOST,
        Change.REPOSITORY_CHANGED,
        Change.OWNER_CHANGED,
        Change.ISSUER_CHANGED,
    }
)

# Which field of Origin tells which change.
FIELDS = {
    "issuer": Change.ISSUER_CHANGED,
    "source_repository": Change.REPOSITORY_CHANGED,
    "source_repository_id": Change.REPOSITORY_CHANGED,
    "source_owner_id": Change.OWNER_CHANGED,
    "workflow": Change.WORKFLOW_CHANGED,
    "build_signer": Change.BUILD_SIGNER_CHANGED,
    "runner_environment": Change.RUNNER_CHANGED,
    "predicate_type": Change.PREDICATE_TYPE_CHANGED,
    "builder": Change.BUILDER_CHANGED,
}

_WORDS = {
    Change.PROVENANCE_LOST: "the provenance is gone",
    Change.REPOSITORY_CHANGED: "the source repository changed",
    Change.OWNER_CHANGED: "the owner of the source repository changed",
    Change.ISSUER_CHANGED: "the issuer of the identity changed",
    Change.REPOSITORY_RENAMED: "the source repository was renamed",
    Change.WORKFLOW_CHANGED: "the workflow changed",
    Change.BUILD_SIGNER_CHANGED: "the workflow that signs changed",
    Change.RUNNER_CHANGED: "the kind of runner changed",
    Change.PREDICATE_TYPE_CHANGED: "the type of the predicate changed",
    Change.BUILDER_CHANGED: "the builder changed",
}


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that has another value than before; both are known."""

    change: Change
    field: str
    before: str
    after: str

    @property
    def weight(self) -> Weight:
        """Whether it fails by default."""
        return Weight.FAILS if self.change in FAILING else Weight.NOTICE


def words(change: Change) -> str:
    """Say ``change`` in a few words."""
    return _WORDS[change]


def differences(before: Origin, after: Origin) -> Iterator[Difference]:
    """Yield what is known of both and not the same, in the order of FIELDS."""
    for field, change in FIELDS.items():
        old, new = value_of(before, field), value_of(after, field)
        if old is None or new is None or old == new:
            continue
        if field == "source_repository" and _same_id(before, after):
            yield Difference(Change.REPOSITORY_RENAMED, field, old, new)
        else:
            yield Difference(change, field, old, new)


def unknown_fields(before: Origin, after: Origin) -> tuple[str, ...]:
    """Name the fields that could be compared before and cannot be now."""
    return tuple(
        field
        for field in FIELDS
        if value_of(before, field) is not None and value_of(after, field) is None
    )


def value_of(origin: Origin, field: str) -> str | None:
    """Return one field of ``origin``, by its name in FIELDS."""
    value: str | None = getattr(origin, field)
    return value


def _same_id(before: Origin, after: Origin) -> bool:
    return (
        before.source_repository_id is not None
        and before.source_repository_id == after.source_repository_id
    )
