"""What is a check?

A function ``(Context) -> Iterator[Finding | Fact | Gap]`` under ``@check``, one per
module of ``auditor.checks``. It measures and never judges; it opens no file,
socket or process of its own: everything it may look at is in the Context.
Its docstring is its documentation: what, ``Why:``, ``Fix:``.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Flag, auto
from typing import TYPE_CHECKING

from auditor.model import Fact, Finding, Gap

if TYPE_CHECKING:
    from datetime import datetime

    from auditor.sources import Sources
    from auditor.target import Target
    from sbom import Inventory


class Needs(Flag):
    """What a check needs beyond the target; it is SKIPPED, with the reason, where not granted."""

    NOTHING = 0
    NETWORK = auto()
    PROCESS = auto()
    LIVE_URL = auto()


@dataclass(frozen=True, slots=True)
class Context:
    """All that a check may look at.

    ``inventory`` is None where the target has no lockfile. ``now`` is the
    moment of the audit (UTC). ``sources`` are the clients for tools and data.
    """

    target: Target
    inventory: Inventory | None
    sources: Sources
    now: datetime


@dataclass(frozen=True, slots=True)
class Examined:
    """A check's own count of what it looked at; yielded once, before it ends.

    ``reused`` of the count were known from an earlier audit.
    """

    count: int
    unit: str = "files"
    reused: int = 0


@dataclass(frozen=True, slots=True)
class NotApplicable:
    """Yielded instead of results: there is nothing of this kind in the target."""

    reason: str


@dataclass(frozen=True, slots=True)
class NotChecked:
    """Yielded instead of results: the question could not be looked into.

    ``reason`` says why in one sentence; ``hint`` is the one thing to do next.
    """

    reason: str
    hint: str = ""


Yield = Finding | Fact | Gap | Examined | NotApplicable | NotChecked
Body = Callable[[Context], Iterable[Yield]]


@dataclass(frozen=True, slots=True)
class Check:
    """A registered check. ``id`` is ``family.name``; ``rules`` are the ids its findings carry."""

    id: str
    body: Body
    needs: Needs = Needs.NOTHING
    rules: tuple[str, ...] = ()

    @property
    def doc(self) -> str:
        """The documentation: the body's docstring, without indentation."""
        return inspect.getdoc(self.body) or ""

    @property
    def title(self) -> str:
        """The first line of the documentation."""
        return self.doc.partition("\n")[0]


def check(
    check_id: str, *, needs: Needs = Needs.NOTHING, rules: Iterable[str] = ()
) -> Callable[[Body], Check]:
    """Register the decorated function as the check of its module.

    The registry (``auditor.checks.all_checks``) finds module-level ``Check``
    objects by walking the package; there is no list to extend.
    """

    def decorate(body: Body) -> Check:
        return Check(check_id, body, needs, tuple(rules))

    return decorate
