# ruff: noqa: E501 -- tables with one case per line
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from policy.postures import shipped_controls

from auditor.model import Severity
from auditor.policy import (
    ControlResult,
    GateOutcome,
    GateResult,
    Gates,
    Instance,
    Verdict,
    WaiverState,
    WaiverUse,
)
from auditor.policy.gate import judge, outcome

PASS, FAIL, INCOMPLETE = GateOutcome.PASS, GateOutcome.FAIL, GateOutcome.INCOMPLETE
CONTROLS = {control.id: control for control in shipped_controls()}


def result(
    control: str, verdict: Verdict, severity: Severity = Severity.HIGH, *, waived: bool = False
) -> ControlResult:
    instances = (Instance("bad"),) if verdict is Verdict.FAIL else ()
    return ControlResult(CONTROLS[control], verdict, severity, "", instances, waived=waived)


GOOD = result("cookies.secure", Verdict.PASS)
BAD = result("tls.datastores", Verdict.FAIL)
OPEN = result("retention.logs", Verdict.UNKNOWN)


def one(results: Sequence[ControlResult], gates: Gates) -> GateResult:
    (criterion,) = judge(results, gates, ())
    return criterion


def use(state: WaiverState) -> WaiverUse:
    return WaiverUse("W", "cookies.secure", state, f"p.yaml:1: waiver W: {state}")


def test_no_gate_has_no_criteria_and_passes() -> None:
    assert judge([BAD, OPEN], Gates(), ()) == ()
    assert outcome(()) is PASS


@pytest.mark.parametrize(
    ("results", "least", "expected", "message"),
    [
        ([GOOD, BAD], 88.75, PASS, "the score is at least 88.7; 88.75 is needed"),
        ([GOOD, BAD], 88.76, FAIL, "the score is at most 88.7; 88.76 is needed"),
        ([GOOD, OPEN], 90, INCOMPLETE, "the score is between 85.0 and 100.0, too much is unknown; 90 is needed"),
        ([], 0, INCOMPLETE, "no control applies: there is no score"),
    ],
)  # fmt: skip
def test_the_score_gate_is_three_valued(
    results: list[ControlResult], least: float, expected: GateOutcome, message: str
) -> None:
    assert one(results, Gates(score_floor=least)) == GateResult("score_floor", expected, message)


def test_a_waiver_does_not_settle_what_may_be_larger_than_it_covers() -> None:
    waived = replace(BAD, waived=True, unknown_because=("a file could not be parsed",))

    found = judge([waived], Gates(fail_on=Severity.HIGH, required=("tls.datastores",)), ())

    assert found == (
        GateResult(
            "severity", INCOMPLETE, "there may be more than what is passed over: tls.datastores"
        ),
        GateResult(
            "required", INCOMPLETE, "required by the policy and not established: tls.datastores"
        ),
    )


def test_the_score_gate_passes_over_what_is_waived() -> None:
    waived = replace(BAD, waived=True)

    assert one([GOOD, waived], Gates(score_floor=99)).outcome is PASS


@pytest.mark.parametrize(
    ("results", "least", "expected", "message"),
    [
        ([GOOD, OPEN], 0.5, PASS, "50.0 % of what applies has a verdict; 50 % is needed"),
        ([GOOD, OPEN], 0.51, INCOMPLETE, "50.0 % of what applies has a verdict; 51 % is needed"),
        ([], 0.1, INCOMPLETE, "0.0 % of what applies has a verdict; 10 % is needed"),
    ],
)
def test_too_little_coverage_is_incomplete(
    results: list[ControlResult], least: float, expected: GateOutcome, message: str
) -> None:
    assert one(results, Gates(coverage=least)) == GateResult("coverage", expected, message)


def test_a_waiver_does_not_lower_the_coverage() -> None:
    results = [BAD, OPEN]
    waived = [replace(BAD, waived=True), OPEN]

    assert one(waived, Gates(coverage=0.5)) == one(results, Gates(coverage=0.5))


@pytest.mark.parametrize(
    ("severity", "verdict", "expected"),
    [
        (Severity.HIGH, Verdict.FAIL, FAIL),
        (Severity.CRITICAL, Verdict.FAIL, FAIL),
        (Severity.MEDIUM, Verdict.FAIL, PASS),
        (Severity.CRITICAL, Verdict.UNKNOWN, PASS),
        (Severity.CRITICAL, Verdict.PARTIAL, PASS),
    ],
)
def test_the_severity_gate_fails_on_what_is_known_to_fail(
    severity: Severity, verdict: Verdict, expected: GateOutcome
) -> None:
    found = one([result("cookies.secure", verdict, severity)], Gates(fail_on=Severity.HIGH))

    assert found.outcome is expected


def test_the_severity_gate_names_the_first_five() -> None:
    ids = sorted(CONTROLS)[:6]

    found = one([result(each, Verdict.FAIL) for each in ids], Gates(fail_on=Severity.HIGH))

    assert found.message == (f"6 of severity high or above fail: {', '.join(ids[:5])} and 1 more")


def test_the_severity_gate_passes_over_what_is_waived() -> None:
    assert one([replace(BAD, waived=True)], Gates(fail_on=Severity.HIGH)).outcome is PASS


@pytest.mark.parametrize("name", ["supply.advisory", "supply.*", "supply_chain.*"])
def test_a_control_that_needs_a_verdict_and_has_none_is_incomplete(name: str) -> None:
    found = one([GOOD, result("supply.advisory", Verdict.UNKNOWN)], Gates(require=(name,)))

    assert found == GateResult(
        "require", INCOMPLETE, "1 that need a verdict have none: supply.advisory"
    )


@pytest.mark.parametrize("verdict", [each for each in Verdict if each is not Verdict.UNKNOWN])
def test_any_verdict_will_do_where_a_verdict_is_needed(verdict: Verdict) -> None:
    found = one([result("supply.advisory", verdict)], Gates(require=("supply.*",)))

    assert found.outcome is PASS


@pytest.mark.parametrize(
    ("verdict", "expected", "message"),
    [
        (Verdict.FAIL, FAIL, "required by the policy and failing: cookies.name"),
        (Verdict.UNKNOWN, INCOMPLETE, "required by the policy and not established: cookies.name"),
        (Verdict.PASS, PASS, "nothing the policy requires fails"),
        (Verdict.NOT_APPLICABLE, PASS, "nothing the policy requires fails"),
    ],
)
def test_a_required_control_must_not_fail_whatever_its_severity(
    verdict: Verdict, expected: GateOutcome, message: str
) -> None:
    found = one([result("cookies.name", verdict, Severity.LOW)], Gates(required=("cookies.name",)))

    assert found == GateResult("required", expected, message)


@pytest.mark.parametrize(
    ("states", "gates", "expected", "message"),
    [
        ([WaiverState.USED], Gates(), PASS, "1 active, none expired"),
        ([WaiverState.USED, WaiverState.UNUSED], Gates(waiver_max_active=2), PASS, "2 active, none expired"),
        ([WaiverState.USED, WaiverState.UNUSED], Gates(waiver_max_active=1), FAIL, "2 waivers are active; the policy allows 1"),
        ([WaiverState.EXPIRED], Gates(), FAIL, "p.yaml:1: waiver W: expired"),
        ([WaiverState.REFUSED, WaiverState.USED], Gates(), FAIL, "p.yaml:1: waiver W: refused"),
        ([WaiverState.EXPIRED], Gates(waiver_expired_fails=False), PASS, "p.yaml:1: waiver W: expired"),
    ],
)  # fmt: skip
def test_the_waivers_gate(
    states: list[WaiverState], gates: Gates, expected: GateOutcome, message: str
) -> None:
    (found,) = judge([GOOD], gates, [use(state) for state in states])

    assert found == GateResult("waivers", expected, message)


@pytest.mark.parametrize(
    ("outcomes", "expected"),
    [
        ([PASS, PASS], PASS),
        ([PASS, INCOMPLETE], INCOMPLETE),
        ([INCOMPLETE, FAIL, PASS], FAIL),
    ],
)
def test_the_worst_criterion_decides(outcomes: list[GateOutcome], expected: GateOutcome) -> None:
    assert outcome(GateResult("c", each, "") for each in outcomes) is expected
