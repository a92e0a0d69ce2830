"""Which failures does a valid waiver cover?

The one place that honours waivers. A waived control keeps its verdict and its
cost; only the gate passes over it. A waiver that is expired or breaks a rule
is not honoured, and its state says why.
"""

from __future__ import annotations

import fnmatch
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from auditor.assessment import WaiverState, WaiverUse
from auditor.control import Verdict
from auditor.policy.units import parse_day

if TYPE_CHECKING:
    from datetime import date

    from auditor.assessment import ControlResult, Instance
    from auditor.policy.policy import Policy, Waiver


def apply_waivers(
    results: Iterable[ControlResult], policy: Policy, today: date
) -> tuple[tuple[ControlResult, ...], tuple[WaiverUse, ...]]:
    """Return the results with covered failures marked, and what became of each waiver."""
    refusals = {waiver.id: _refusal(waiver, policy, today) for waiver in policy.waivers}
    valid = [waiver for waiver in policy.waivers if refusals[waiver.id] is None]
    waived = tuple(_cover(result, valid) for result in results)
    used = {instance.waived_by for result in waived for instance in result.instances}
    uses = tuple(
        refusals[waiver.id] or _use(waiver, used=waiver.id in used)
        for waiver in sorted(policy.waivers, key=lambda waiver: waiver.id)
    )
    return waived, uses


def _cover(result: ControlResult, waivers: list[Waiver]) -> ControlResult:
    mine = [waiver for waiver in waivers if waiver.control == result.control.id]
    if result.verdict is not Verdict.FAIL or not mine:
        return result
    instances = tuple(
        replace(instance, waived_by=_covering(instance, mine)) for instance in result.instances
    )
    return replace(
        result, instances=instances, waived=all(instance.waived_by for instance in instances)
    )


def _covering(instance: Instance, waivers: list[Waiver]) -> str:
    return next((waiver.id for waiver in waivers if _covers(waiver, instance)), "")


def _covers(waiver: Waiver, instance: Instance) -> bool:
    path = instance.location.path if instance.location else ""
    return (
        (not waiver.advisory or waiver.advisory in instance.identifiers)
        and (not waiver.purl or waiver.purl == instance.purl)
        and (not waiver.path or (path != "" and fnmatch.fnmatchcase(path, waiver.path)))
    )


def _refusal(waiver: Waiver, policy: Policy, today: date) -> WaiverUse | None:
    created, expires = _date(waiver.created), _date(waiver.expires)
    if created is None or expires is None:
        text = waiver.expires if created else waiver.created
        return _refused(waiver, f'"{text}" is not a date like 2026-07-01')
    if _person(waiver.owner) == _person(waiver.approved_by):
        return _refused(waiver, "its owner approved it; another person must")
    if created > today:
        return _refused(waiver, f"it is created in the future, on {created}")
    days = (expires - created).days
    if not 0 <= days <= policy.gates.waiver_max_days:
        most = policy.gates.waiver_max_days
        return _refused(waiver, f"it lives {days} days; the policy allows 0 to {most}")
    if expires < today:
        return _state(waiver, WaiverState.EXPIRED, f"expired on {expires}")
    return None


def _refused(waiver: Waiver, why: str) -> WaiverUse:
    return _state(waiver, WaiverState.REFUSED, f"not honoured: {why}")


def _use(waiver: Waiver, *, used: bool) -> WaiverUse:
    if used:
        what = f"covers {waiver.control} until {waiver.expires}: {waiver.reason}"
        return _state(waiver, WaiverState.USED, what)
    return _state(waiver, WaiverState.UNUSED, f"nothing of {waiver.control} that it covers fails")


def _state(waiver: Waiver, state: WaiverState, what: str) -> WaiverUse:
    message = f"{waiver.place}: waiver {waiver.id}: {what}"
    return WaiverUse(waiver.id, waiver.control, state, message)


def _date(text: str) -> date | None:
    try:
        return parse_day(text)
    except ValueError:
        return None


def _person(name: str) -> str:
    return " ".join(name.casefold().split())
