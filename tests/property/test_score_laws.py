"""The laws of the score, over random postures.

``AUDITOR_LAW_CASES`` sets how many postures each law is tried on (default 300;
before a release: 100000).
"""

from __future__ import annotations

import math
import os
from dataclasses import replace
from datetime import date
from types import MappingProxyType

from builders import NOW
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from auditor.control import Absence, Condition, Operator, Selector
from auditor.model import Audit, CheckRun, Fact, Location, Outcome, Severity
from auditor.policy import (
    Assessment,
    Control,
    ControlResult,
    GateOutcome,
    Gates,
    Instance,
    Policy,
    Score,
    Verdict,
    Waiver,
    evaluate,
    gain,
    points,
)
from auditor.policy.baseline import Baseline
from auditor.policy.gate import judge, outcome
from auditor.policy.score import score

CASES = int(os.environ.get("AUDITOR_LAW_CASES", "300"))
TODAY = date(2026, 11, 22)
SEVERITIES = (Severity.LOW, Severity.MEDIUM, Severity.HIGH, Severity.CRITICAL)
TOLERANCE = 1e-9

laws = settings(
    max_examples=CASES,
    deadline=None,
    suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow],
)


def control(
    name: str, severity: Severity = Severity.HIGH, absence: Verdict = Verdict.UNKNOWN
) -> Control:
    """Return a control over the fact of its name: bad fails, half is partial, good passes."""

    def when(attribute: str) -> Selector:
        return Selector(fact=name, where=(Condition(attribute, Operator.EQUALS, True),))

    return Control(
        id=name,
        section=name.partition(".")[0],
        title=name,
        severity=severity,
        why="",
        fix="",
        established_by=(f"check.{name}", "check.shared"),
        absence=Absence(absence, "absent"),
        applies_when=Selector(fact="surface"),
        not_applicable="no surface",
        violated_by=(when("bad"),),
        partial_by=(when("half"),),
        satisfied_by=(when("good"),),
        parameters=(),
        references=MappingProxyType({}),
    )


COUNTS = (1, 2, 3, 7, 40)


def variants(name: str, *verdicts: Verdict) -> list[ControlResult]:
    """Return a result of every verdict, severity, count of instances and openness."""
    return [
        ControlResult(
            control(name, severity),
            verdict,
            severity,
            "",
            (Instance("bad"),) * count,
            unknown_because=("lost",) if is_open else (),
        )
        for verdict in verdicts
        for severity in SEVERITIES
        for count in (COUNTS if verdict is Verdict.FAIL else (0,))
        for is_open in ((False, True) if verdict is Verdict.FAIL else (verdict is Verdict.UNKNOWN,))
    ]


def results(*verdicts: Verdict) -> st.SearchStrategy[ControlResult]:
    return st.sampled_from(variants("x", *verdicts))


POSTURES = st.lists(st.sampled_from(variants("p", *Verdict)), max_size=30)
NOT_PASSING = results(Verdict.FAIL, Verdict.PARTIAL, Verdict.UNKNOWN)
KNOWN = results(Verdict.PASS, Verdict.FAIL, Verdict.PARTIAL, Verdict.NOT_APPLICABLE)


def passing(result: ControlResult) -> ControlResult:
    return replace(result, verdict=Verdict.PASS, instances=(), unknown_because=())


def lost(result: ControlResult) -> ControlResult:
    return replace(result, verdict=Verdict.UNKNOWN, instances=(), unknown_because=("lost",))


def gone(result: ControlResult) -> ControlResult:
    return replace(result, verdict=Verdict.NOT_APPLICABLE, instances=(), unknown_because=())


def scored(posture: list[ControlResult]) -> Score:
    found = score(posture)
    assume(found is not None)
    assert found is not None
    return found


@laws
@given(POSTURES)
def test_the_floor_never_exceeds_the_ceiling_and_all_stay_within_bounds(
    posture: list[ControlResult],
) -> None:
    found = scored(posture)

    assert 0 <= found.floor <= found.ceiling <= 100
    assert 0 <= found.coverage <= 1


@laws
@given(POSTURES)
def test_the_floor_is_the_exponential_of_a_plain_sum(posture: list[ControlResult]) -> None:
    found = scored(posture)
    debt = math.fsum(
        points(result) for result in posture if result.verdict is not Verdict.NOT_APPLICABLE
    )

    assert math.isclose(found.floor, 100 * math.exp(-debt / 100), rel_tol=TOLERANCE)


@laws
@given(POSTURES, NOT_PASSING)
def test_fixing_always_raises_the_floor_and_never_lowers_the_ceiling(
    posture: list[ControlResult], result: ControlResult
) -> None:
    before, after = scored([*posture, result]), scored([*posture, passing(result)])

    assert after.floor > before.floor
    assert after.ceiling >= before.ceiling
    assert after.coverage >= before.coverage - TOLERANCE


@laws
@given(POSTURES, st.sampled_from(SEVERITIES), st.integers(2, 40))
def test_fixing_one_of_several_instances_raises(
    posture: list[ControlResult], severity: Severity, count: int
) -> None:
    many = ControlResult(
        control("x", severity), Verdict.FAIL, severity, "", (Instance("bad"),) * count
    )
    fewer = replace(many, instances=many.instances[1:])

    assert scored([*posture, fewer]).floor > scored([*posture, many]).floor


@laws
@given(POSTURES, KNOWN)
def test_losing_evidence_never_raises_floor_or_coverage(
    posture: list[ControlResult], result: ControlResult
) -> None:
    before, after = score([*posture, result]), scored([*posture, lost(result)])

    if before is not None:
        assert after.floor <= before.floor
        assert after.coverage <= before.coverage + TOLERANCE


@laws
@given(POSTURES, results(*Verdict))
def test_removing_surface_never_lowers(posture: list[ControlResult], result: ControlResult) -> None:
    assume(score(posture) is not None)
    before, after = scored([*posture, result]), scored([*posture, gone(result)])

    assert after.floor >= before.floor
    assert after.ceiling >= before.ceiling


@laws
@given(POSTURES, results(Verdict.PASS))
def test_a_new_passing_control_changes_neither_floor_nor_ceiling(
    posture: list[ControlResult], result: ControlResult
) -> None:
    before, after = scored(posture), scored([*posture, result])

    assert (after.floor, after.ceiling) == (before.floor, before.ceiling)


@laws
@given(POSTURES, NOT_PASSING)
def test_a_new_control_that_does_not_pass_never_raises(
    posture: list[ControlResult], result: ControlResult
) -> None:
    before, after = scored(posture), scored([*posture, result])

    assert after.floor < before.floor
    assert after.ceiling <= before.ceiling


@laws
@given(POSTURES, results(Verdict.FAIL))
def test_a_failing_critical_caps_the_grade(
    posture: list[ControlResult], result: ControlResult
) -> None:
    critical = replace(result, severity=Severity.CRITICAL)

    assert scored([*posture, critical]).grade in {"D", "F"}


@laws
@given(POSTURES)
def test_the_predicted_gain_of_a_fix_is_the_measured_one(posture: list[ControlResult]) -> None:
    before = scored(posture)
    named = [
        replace(result, control=replace(result.control, id=f"c{number}"))
        for number, result in enumerate(posture)
    ]
    for result in named:
        if result.verdict is Verdict.NOT_APPLICABLE:
            continue
        fixed = [passing(each) if each is result else each for each in named]
        measured = scored(fixed).floor - before.floor
        assert abs(gain(result, before) - measured) < TOLERANCE


GATES = st.builds(
    Gates,
    score_floor=st.none() | st.floats(0, 100),
    coverage=st.none() | st.floats(0, 1),
    fail_on=st.none() | st.sampled_from(SEVERITIES),
    require=st.sampled_from([(), ("x",)]),
    required=st.sampled_from([(), ("x",)]),
)


@laws
@given(POSTURES, NOT_PASSING, GATES)
def test_fixing_never_makes_the_gate_worse(
    posture: list[ControlResult], result: ControlResult, gates: Gates
) -> None:
    before = outcome(judge([*posture, result], gates, ()))
    after = outcome(judge([*posture, passing(result)], gates, ()))

    assert BADNESS[after] <= BADNESS[before]


@laws
@given(POSTURES, results(Verdict.PASS, Verdict.PARTIAL), GATES)
def test_losing_evidence_of_what_does_not_fail_never_makes_the_gate_pass(
    posture: list[ControlResult], result: ControlResult, gates: Gates
) -> None:
    before = outcome(judge([*posture, result], gates, ()))
    after = outcome(judge([*posture, lost(result)], gates, ()))

    assert before is GateOutcome.PASS or after is not GateOutcome.PASS


@laws
@given(POSTURES, NOT_PASSING, GATES)
def test_waiving_never_makes_the_gate_worse(
    posture: list[ControlResult], result: ControlResult, gates: Gates
) -> None:
    waived = replace(result, waived=result.verdict is Verdict.FAIL)

    before = outcome(judge([*posture, result, *PASSING], gates, ()))
    after = outcome(judge([*posture, waived, *PASSING], gates, ()))

    assert BADNESS[after] <= BADNESS[before]


BADNESS = {GateOutcome.PASS: 0, GateOutcome.INCOMPLETE: 1, GateOutcome.FAIL: 2}
PASSING = [ControlResult(control("y"), Verdict.PASS, Severity.LOW, "")]

NAMES = ("a.one", "a.two", "b.one", "b.two")
CONTROLS = tuple(
    control(name, severity, absence)
    for name, severity, absence in zip(
        NAMES,
        SEVERITIES,
        (Verdict.FAIL, Verdict.UNKNOWN, Verdict.PASS, Verdict.PARTIAL),
        strict=True,
    )
)
POLICY = Policy(
    name="laws",
    digest="",
    gates=Gates(score_floor=50, coverage=0.5, fail_on=Severity.HIGH, require=("a.*", "b.*")),
    parameters=MappingProxyType({}),
    shown=MappingProxyType({}),
    severities=MappingProxyType({}),
    attested=frozenset(),
    enforced=frozenset(),
    waivers=(),
    attestations=(),
    frameworks=(),
    origins=MappingProxyType({}),
    notes=(),
)


TRUTHS = (True, False, None)
FACTS = st.sampled_from(
    [
        Fact(name, True, {"bad": bad, "half": half, "good": good}, Location("x.js", line))
        for name in (*NAMES, "surface")
        for bad in TRUTHS
        for half in TRUTHS
        for good in TRUTHS
        for line in (1, 2)
    ]
)

OUTCOMES = st.sampled_from([Outcome.COMPLETE] * 4 + [Outcome.PARTIAL, Outcome.NOT_APPLICABLE])


@st.composite
def audits(draw: st.DrawFn) -> Audit:
    found = draw(st.lists(FACTS, max_size=12))
    shared = tuple(fact for fact in found if fact.name == "surface")
    runs = [CheckRun("check.shared", draw(OUTCOMES), "because", facts=shared)]
    for name in NAMES:
        mine = tuple(fact for fact in found if fact.name == name)
        runs.append(CheckRun(f"check.{name}", draw(OUTCOMES), "because", facts=mine))
    return Audit("t", "tool", NOW, None, tuple(runs))


def assessed(audit: Audit, policy: Policy = POLICY) -> Assessment:
    return evaluate(audit, policy, CONTROLS, today=TODAY)


def with_run(audit: Audit, index: int, run: CheckRun) -> Audit:
    return replace(audit, runs=(*audit.runs[:index], run, *audit.runs[index + 1 :]))


def floor_of(assessment: Assessment) -> float:
    """Return the floor; nothing in scope costs nothing."""
    return assessment.score.floor if assessment.score else 100.0


@laws
@given(audits(), st.integers(0, len(NAMES)))
def test_breaking_a_check_never_raises_the_floor_nor_passes_the_gate(
    audit: Audit, index: int
) -> None:
    broken = with_run(audit, index, CheckRun(audit.runs[index].check, Outcome.FAILED, "died"))

    after = assessed(broken)

    assert floor_of(after) <= floor_of(assessed(audit))
    assert after.gate is not GateOutcome.PASS


@laws
@given(audits(), st.integers(0, 1000), st.sampled_from(["bad", "half", "good"]))
def test_losing_one_attribute_never_raises_the_floor(
    audit: Audit, which: int, attribute: str
) -> None:
    places = [(i, j) for i, run in enumerate(audit.runs) for j in range(len(run.facts))]
    assume(places)
    index, number = places[which % len(places)]
    run = audit.runs[index]
    fact = run.facts[number]
    dimmed = Fact(fact.name, fact.value, {**fact.attributes, attribute: None}, fact.location)
    remaining = (*run.facts[:number], dimmed, *run.facts[number + 1 :])

    after = assessed(with_run(audit, index, replace(run, facts=remaining)))

    assert floor_of(after) <= floor_of(assessed(audit))


@laws
@given(audits(), st.integers(1, len(NAMES)), st.integers(1, 20))
def test_more_passing_instances_never_dilute_a_failure(
    audit: Audit, index: int, count: int
) -> None:
    run, name = audit.runs[index], NAMES[index - 1]
    bad = Fact(name, True, {"bad": True, "half": False, "good": False})
    fine = Fact(name, True, {"bad": False, "half": False, "good": True})

    before = assessed(with_run(audit, index, replace(run, facts=(*run.facts, bad))))
    after = assessed(with_run(audit, index, replace(run, facts=(*run.facts, bad, *[fine] * count))))

    assert before.result(name).verdict is Verdict.FAIL
    assert after.score == before.score
    assert after.result(name) == before.result(name)


@laws
@given(audits(), st.lists(st.sampled_from(NAMES), min_size=1, max_size=4, unique=True))
def test_a_waiver_changes_no_verdict_and_no_score(audit: Audit, names: list[str]) -> None:
    waivers = tuple(Waiver(name, name, "r", "a", "b", "2026-11-01", "2026-12-01") for name in names)

    before, after = assessed(audit), assessed(audit, replace(POLICY, waivers=waivers))

    assert (after.score, after.sections) == (before.score, before.sections)
    assert [each.verdict for each in after.controls] == [each.verdict for each in before.controls]
    assert {each.control.id for each in after.controls if each.waived} <= set(names)
    assert BADNESS[after.gate] <= BADNESS[before.gate]


@laws
@given(POSTURES, results(*Verdict), GATES)
def test_a_preview_changes_neither_score_nor_gate(
    posture: list[ControlResult], result: ControlResult, gates: Gates
) -> None:
    shown = replace(result, preview=True)

    assert score([*posture, shown]) == score(posture)
    assert judge([*posture, shown], gates, ()) == judge(posture, gates, ())
    assert gain(shown, score([*posture, shown])) == 0


@laws
@given(POSTURES, NOT_PASSING)
def test_enforcing_a_preview_never_raises(
    posture: list[ControlResult], result: ControlResult
) -> None:
    before, after = scored([*posture, replace(result, preview=True)]), scored([*posture, result])

    assert after.floor < before.floor
    assert after.ceiling <= before.ceiling


@laws
@given(audits(), st.integers(0, 2**12 - 1), st.sampled_from(SEVERITIES))
def test_a_baseline_changes_no_verdict_and_no_score_and_never_makes_the_gate_worse(
    audit: Audit, kept: int, fail_on: Severity
) -> None:
    policy = replace(POLICY, gates=replace(POLICY.gates, fail_on=fail_on, new_only=True))
    before = assessed(audit, policy)
    known = tuple(one for at, one in enumerate(before.failing) if kept >> at & 1)

    after = evaluate(audit, policy, CONTROLS, today=TODAY, baseline=Baseline("before", known))

    assert (after.score, after.sections) == (before.score, before.sections)
    assert [each.verdict for each in after.controls] == [each.verdict for each in before.controls]
    assert BADNESS[after.gate] <= BADNESS[before.gate]
    assert after.fixed == ()


@laws
@given(audits(), audits())
def test_a_baseline_passes_over_no_more_than_it_holds(earlier: Audit, audit: Audit) -> None:
    known = assessed(earlier).failing

    after = evaluate(audit, POLICY, CONTROLS, today=TODAY, baseline=Baseline("before", known))

    old = [
        instance
        for result in after.controls
        for instance in result.instances
        if instance.is_new is False
    ]
    assert len(old) + len(after.fixed) == len(known)


@laws
@given(audits())
def test_the_gain_that_is_shown_is_the_gain_of_the_whole_audit(audit: Audit) -> None:
    before = assessed(audit)
    assume(before.score is not None)
    for result in before.controls:
        fixed = [passing(each) if each is result else each for each in before.controls]
        after = score(fixed)
        if after is not None and result.verdict is not Verdict.NOT_APPLICABLE:
            assert abs(result.gain - (after.floor - floor_of(before))) < TOLERANCE
