"""What does each verdict cost, and what do the costs add up to?

A failing control loses a share p of what is left; shares multiply, so their
debts (-100·ln(1-p)) add up, and score = 100·e^(-debt/100). The constants are
frozen for the life of a major version of the policies:

======== ==== ====== =============================================
severity p    debt   a single failing control leaves a score of
======== ==== ====== =============================================
critical 40 % 51.08  60 at least
high     15 % 16.25  85 at least
medium    5 %  5.13  95 at least
low       1 %  1.01  99 at least
======== ==== ====== =============================================

With n failing instances the loss is p·(0.5 + 0.5·n/(n+1)): three quarters of
p for one, p in the limit. Unknown costs p in the floor, never less than any
failure, and nothing in the ceiling; a failure of which not every instance
could be told costs p in the floor as well, so that losing sight of an instance
never pays. Partial costs a quarter of p in both: it
is known, so both bounds carry it, and it is always cheaper than the cheapest
failure, so that half a remedy is worth something.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from types import MappingProxyType

from auditor.assessment import ControlResult, Score, Verdict
from auditor.model import Severity

LOSS = MappingProxyType(
    {Severity.CRITICAL: 0.40, Severity.HIGH: 0.15, Severity.MEDIUM: 0.05, Severity.LOW: 0.01}
)
PARTIAL_SHARE = 0.25

GRADES = (("A", 90.0), ("B", 80.0), ("C", 70.0), ("D", 50.0))
"""The least floor of each grade; below all of them is F. A failing critical caps at D."""


def score(results: Iterable[ControlResult]) -> Score | None:
    """Return floor, ceiling, coverage and grade; None where no control applies.

    Previews are left out.
    """
    applicable = [
        each for each in results if each.verdict is not Verdict.NOT_APPLICABLE and not each.preview
    ]
    if not applicable:
        return None
    floor = _score(points(each) for each in applicable)
    ceiling = _score(certain_points(each) for each in applicable)
    total = math.fsum(weight(each.severity) for each in applicable)
    unknown = (each for each in applicable if each.verdict is Verdict.UNKNOWN)
    missing = math.fsum(weight(each.severity) for each in unknown)
    return Score(floor, ceiling, (total - missing) / total, _grade(floor, applicable))


def points(result: ControlResult) -> float:
    """Return the debt the control adds to the floor; debts of controls add up."""
    is_open = result.verdict is Verdict.FAIL and result.unknown_because
    if result.verdict is Verdict.UNKNOWN or is_open:
        return _debt(LOSS[result.severity])
    return certain_points(result)


def certain_points(result: ControlResult) -> float:
    """Return the debt the control adds to the ceiling: what is known to be wrong."""
    if result.verdict is Verdict.PARTIAL:
        return _debt(LOSS[result.severity] * PARTIAL_SHARE)
    if result.verdict is Verdict.FAIL:
        return _debt(failing_loss(result.severity, max(1, len(result.instances))))
    return 0.0


def failing_loss(severity: Severity, instances: int) -> float:
    """Return the share (0 to 1) of the score that so many failing instances cost."""
    return LOSS[severity] * (0.5 + 0.5 * instances / (instances + 1))


def gain(result: ControlResult, reached: Score | None) -> float:
    """Return by how much the floor rises once the control passes and nothing else changes."""
    worth = 0.0 if result.preview else points(result)
    return reached.floor * math.expm1(worth / 100) if reached and worth else 0.0


def weight(severity: Severity) -> float:
    """Return the weight of a control in the coverage: its debt where it is lost entirely."""
    return _debt(LOSS[severity])


def _score(debts: Iterable[float]) -> float:
    return 100 * math.exp(-math.fsum(debts) / 100)


def _debt(loss: float) -> float:
    return -100 * math.log1p(-loss)


def _grade(floor: float, results: Iterable[ControlResult]) -> str:
    earned = next((letter for letter, least in GRADES if floor >= least), "F")
    capped = any(
        each.verdict is Verdict.FAIL and each.severity is Severity.CRITICAL for each in results
    )
    return max(earned, "D") if capped else earned
