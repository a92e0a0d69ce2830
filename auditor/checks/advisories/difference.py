"""Which findings appeared, and was it the lockfile or the world that changed?

A finding is the same where package, version and advisory are: a copy that only
moved to another folder of node_modules is nothing new.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from auditor.checks.advisories.match import Matches, Row, Unchecked
    from auditor.sources.osv_record import Advisory

Cause = Literal["lockfile", "advisories"]


@dataclass(frozen=True, slots=True)
class Records:
    """Ids of records, each group sorted: what one set of advisories has that another has not."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    withdrawn: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """Rows that ``appeared`` or are ``gone``, because of ``cause`` alone; the others ``stayed``.

    ``unchecked`` are the components of the newer side that nothing can be said
    about, ``records`` how the advisories themselves differ.
    """

    cause: Cause
    appeared: tuple[Row, ...] = ()
    gone: tuple[Row, ...] = ()
    stayed: int = 0
    unchecked: tuple[Unchecked, ...] = ()
    records: Records = Records()


def difference(
    old: Matches, new: Matches, *, cause: Cause, records: Records | None = None
) -> Difference:
    """Return what ``new`` has that ``old`` has not, and the other way round."""
    before = {_identity(row) for row in old.rows}
    after = {_identity(row) for row in new.rows}
    return Difference(
        cause=cause,
        appeared=tuple(row for row in new.rows if _identity(row) not in before),
        gone=tuple(row for row in old.rows if _identity(row) not in after),
        stayed=sum(_identity(row) in before for row in new.rows),
        unchecked=new.unchecked,
        records=records or Records(),
    )


def compare_records(old: Iterable[Advisory], new: Iterable[Advisory]) -> Records:
    """Return how two sets of advisories differ, each record by its id."""
    before = {one.id: (hash(one), one.withdrawn) for one in old}
    added, changed, withdrawn = [], [], []
    for one in new:
        known = before.pop(one.id, None)
        if known is None:
            added.append(one.id)
        elif one.withdrawn and not known[1]:
            withdrawn.append(one.id)
        elif known[0] != hash(one):
            changed.append(one.id)
    return Records(
        tuple(sorted(added)),
        tuple(sorted(changed)),
        tuple(sorted(withdrawn)),
        tuple(sorted(before)),
    )


def _identity(row: Row) -> tuple[str, str | None, str]:
    return (row.component.name, row.component.version, row.advisory.id)
