"""Does the assessment meet what the policy demands?

Three-valued: a criterion fails, passes, or is incomplete because what it needs
could not be established. The gate fails if any criterion fails, else is
incomplete if any is, else passes. Every criterion passes over waived controls,
and over what the baseline knows where the policy's scope is ``new``.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from auditor.assessment import FAILING, GateOutcome, GateResult, WaiverState
from auditor.control import Verdict
from auditor.policy.score import score

if TYPE_CHECKING:
    from auditor.assessment import ControlResult, Score, WaiverUse
    from auditor.policy.policy import Gates

MAX_NAMED = 5  # things a message names before it counts the rest


def judge(
    results: Sequence[ControlResult], gates: Gates, waivers: Sequence[WaiverUse]
) -> tuple[GateResult, ...]:
    """Return one result per criterion the policy sets, in the order of the file.

    Previews are left out of every criterion.
    """
    results = [result for result in results if not result.preview]
    standings = [standing(result, gates) for result in results]
    return (
        *_scores(results, standings, gates),
        *_severity(results, standings, gates),
        *_require(results, gates),
        *_required(standings, gates),
        *_waivers(gates, waivers),
    )


def outcome(criteria: Iterable[GateResult]) -> GateOutcome:
    """Return fail if any criterion fails, else incomplete if any is, else pass."""
    outcomes = {criterion.outcome for criterion in criteria}
    for worst in (GateOutcome.FAIL, GateOutcome.INCOMPLETE):
        if worst in outcomes:
            return worst
    return GateOutcome.PASS


def standing(result: ControlResult, gates: Gates) -> ControlResult:
    """Return what the gate sees: nothing of what it passes over, unknown if there may be more."""
    known = gates.new_only and result.verdict in FAILING and _is_known(result)
    if not (result.waived or known):
        return result
    rest = Verdict.UNKNOWN if result.unknown_because else Verdict.PASS
    return replace(result, verdict=rest, waived=False)


def names(texts: Sequence[str], separator: str = ", ") -> str:
    """Return the first of the texts, joined, and how many more there are."""
    more = len(texts) - MAX_NAMED
    return separator.join(texts[:MAX_NAMED]) + (f" and {more} more" if more > 0 else "")


def _scores(
    results: Sequence[ControlResult], standings: Sequence[ControlResult], gates: Gates
) -> Iterator[GateResult]:
    if gates.score_floor is not None:
        yield _floor(score(standings), gates.score_floor)
    if gates.coverage is not None:
        yield _coverage(score(results), gates.coverage)


def _floor(reached: Score | None, least: float) -> GateResult:
    if reached is None:
        message = "no control applies: there is no score"
        return GateResult("score_floor", GateOutcome.INCOMPLETE, message)
    floor, ceiling = _down(reached.floor), _down(reached.ceiling)
    if reached.floor >= least:
        message = f"the score is at least {floor}; {least:g} is needed"
        return GateResult("score_floor", GateOutcome.PASS, message)
    if reached.ceiling < least:
        message = f"the score is at most {ceiling}; {least:g} is needed"
        return GateResult("score_floor", GateOutcome.FAIL, message)
    message = (
        f"the score is between {floor} and {ceiling}, too much is unknown; {least:g} is needed"
    )
    return GateResult("score_floor", GateOutcome.INCOMPLETE, message)


def _coverage(reached: Score | None, least: float) -> GateResult:
    share = reached.coverage if reached else 0.0
    met = share >= least
    message = f"{_down(100 * share)} % of what applies has a verdict; {100 * least:g} % is needed"
    return GateResult("coverage", GateOutcome.PASS if met else GateOutcome.INCOMPLETE, message)


def _severity(
    results: Sequence[ControlResult], standings: Sequence[ControlResult], gates: Gates
) -> Iterator[GateResult]:
    """Fails on what is known to fail; what is unknown is the business of the other criteria.

    But where a waiver covers a failure that may be larger, the rest is unknown here.
    """
    if gates.fail_on is None:
        return
    severe = [result for result in standings if result.severity >= gates.fail_on]
    failing = [result for result in severe if result.verdict is Verdict.FAIL]
    passed_over = {each.control.id for each in results if each.verdict is Verdict.FAIL}
    larger = [
        result
        for result in severe
        if result.verdict is Verdict.UNKNOWN and result.control.id in passed_over
    ]
    level = gates.fail_on.label
    known = sum(_is_known(each) for each in results if each.verdict is Verdict.FAIL)
    if failing:
        message = f"{len(failing)} of severity {level} or above fail: {_names(failing)}"
        yield GateResult("severity", GateOutcome.FAIL, message)
    elif larger:
        message = f"there may be more than what is passed over: {_names(larger)}"
        yield GateResult("severity", GateOutcome.INCOMPLETE, message)
    elif known and gates.new_only:
        message = (
            f"no control of severity {level} or above fails newly;"
            f" {known} fail as in the baseline: fix them one by one"
        )
        yield GateResult("severity", GateOutcome.PASS, message)
    else:
        message = f"no control of severity {level} or above is known to fail"
        yield GateResult("severity", GateOutcome.PASS, message)


def _require(results: Sequence[ControlResult], gates: Gates) -> Iterator[GateResult]:
    if not gates.require:
        return
    wanted = set(gates.require)
    open_ = [
        result
        for result in results
        if result.verdict is Verdict.UNKNOWN and not wanted.isdisjoint(result.control.names)
    ]
    if open_:
        message = f"{len(open_)} that need a verdict have none: {_names(open_)}"
        yield GateResult("require", GateOutcome.INCOMPLETE, message)
    else:
        yield GateResult("require", GateOutcome.PASS, "every required control has a verdict")


def _required(standings: list[ControlResult], gates: Gates) -> Iterator[GateResult]:
    if not gates.required:
        return
    mine = [result for result in standings if result.control.id in gates.required]
    failing = [result for result in mine if result.verdict is Verdict.FAIL]
    unknown = [result for result in mine if result.verdict is Verdict.UNKNOWN]
    if failing:
        message = f"required by the policy and failing: {_names(failing)}"
        yield GateResult("required", GateOutcome.FAIL, message)
    elif unknown:
        message = f"required by the policy and not established: {_names(unknown)}"
        yield GateResult("required", GateOutcome.INCOMPLETE, message)
    else:
        yield GateResult("required", GateOutcome.PASS, "nothing the policy requires fails")


def _waivers(gates: Gates, waivers: Sequence[WaiverUse]) -> Iterator[GateResult]:
    if not waivers:
        return
    bad = [each for each in waivers if each.state in {WaiverState.EXPIRED, WaiverState.REFUSED}]
    active = len(waivers) - len(bad)
    most = gates.waiver_max_active
    if most is not None and active > most:
        message = f"{active} waivers are active; the policy allows {most}"
        yield GateResult("waivers", GateOutcome.FAIL, message)
    elif bad:
        failed = gates.waiver_expired_fails
        message = "; ".join(each.message for each in bad)
        yield GateResult("waivers", GateOutcome.FAIL if failed else GateOutcome.PASS, message)
    else:
        yield GateResult("waivers", GateOutcome.PASS, f"{active} active, none expired")


def _is_known(result: ControlResult) -> bool:
    """Whether the baseline, or a waiver, answers for everything that is wrong."""
    return bool(result.instances) and all(
        instance.is_new is False or instance.waived_by for instance in result.instances
    )


def _down(number: float) -> float:
    """Round down to a tenth, so that what is shown as reached is reached."""
    return math.floor(10 * number + 1e-9) / 10


def _names(results: Sequence[ControlResult]) -> str:
    return names([result.control.id for result in results])
