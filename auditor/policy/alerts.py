"""What do the gates ask about one by one? Advisories, malware, and versions that are young.

A gate may look at more than the control of the same thing: at an advisory below
the control's severity, at a version older than the control's limit. Each is made
an instance of that control all the same, so that whatever waives or knows the
one does so for both.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from auditor.assessment import ControlResult
from auditor.control import Verdict
from auditor.policy.decide import instance_of, place_of

if TYPE_CHECKING:
    from auditor.assessment import Instance
    from auditor.control import Control
    from auditor.policy.condition import Item
    from auditor.policy.policy import Gates
    from auditor.policy.select import Observations

ADVISORIES = "supply.advisory"
MALWARE = "supply.malware"
YOUNG = "supply.release_age"


@dataclass(frozen=True, slots=True)
class Alert:
    """A finding or a fact that a gate asks about, as an instance of its control."""

    control: str
    item: Item
    instance: Instance


@dataclass(frozen=True, slots=True)
class Raised:
    """The alerts of one control: a result that holds all as instances, and what each is about."""

    result: ControlResult
    items: tuple[Item, ...]

    def alerts(self, result: ControlResult) -> Iterator[Alert]:
        """Yield the alerts, with the instances as they stand in ``result``."""
        for item, instance in zip(self.items, result.instances, strict=True):
            yield Alert(result.control.id, item, instance)


def raise_alerts(
    controls: Iterable[Control], observations: Observations, gates: Gates
) -> tuple[Raised, ...]:
    """Return what the gates ask about, by control; nothing where the control is not there."""
    watched: dict[str, tuple[Item, ...]] = {}
    if gates.advisories:
        watched[ADVISORIES] = observations.by_tag.get("advisory", ())
        watched[MALWARE] = observations.by_tag.get("malware", ())
    if gates.release_min_hours is not None:
        watched[YOUNG] = observations.facts.get("release.recent", ())
    return tuple(
        _raised(control, watched[control.id]) for control in controls if watched.get(control.id)
    )


def _raised(control: Control, items: Iterable[Item]) -> Raised:
    pairs = [(instance_of(item), item) for item in items]
    pairs.sort(key=lambda pair: place_of(pair[0]))
    result = ControlResult(
        control, Verdict.FAIL, control.severity, "", tuple(instance for instance, _ in pairs)
    )
    return Raised(result, tuple(item for _, item in pairs))
