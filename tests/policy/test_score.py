from __future__ import annotations

import math
from dataclasses import replace

import pytest
from policy.postures import assess, careful, shipped_controls

from auditor.model import Severity
from auditor.policy import ControlResult, Instance, Verdict, points
from auditor.policy.score import certain_points, failing_loss, score, weight

CONTROL = shipped_controls()[0]


def result(
    verdict: Verdict, severity: Severity = Severity.HIGH, instances: int = 0
) -> ControlResult:
    return ControlResult(CONTROL, verdict, severity, "", (Instance("bad"),) * instances)


@pytest.mark.parametrize(
    ("severity", "debt", "least"),
    [
        (Severity.CRITICAL, 51.08, 60),
        (Severity.HIGH, 16.25, 85),
        (Severity.MEDIUM, 5.13, 95),
        (Severity.LOW, 1.01, 99),
    ],
)
def test_each_severity_costs_what_the_table_says(
    severity: Severity, debt: float, least: float
) -> None:
    unknown = result(Verdict.UNKNOWN, severity)

    found = score([unknown])

    assert found is not None
    assert round(weight(severity), 2) == debt
    assert math.isclose(points(unknown), weight(severity))
    assert math.isclose(found.floor, least)


def test_more_instances_cost_more_up_to_the_whole() -> None:
    losses = [failing_loss(Severity.HIGH, count) for count in (1, 2, 3, 1_000_000)]

    assert losses == sorted(losses)
    assert math.isclose(losses[0], 0.75 * 0.15)
    assert losses[-1] < 0.15


def test_a_failure_without_instances_costs_as_one_with_one() -> None:
    assert points(result(Verdict.FAIL)) == points(result(Verdict.FAIL, instances=1))


def test_a_failure_that_may_be_larger_costs_the_whole_in_the_floor_alone() -> None:
    known = result(Verdict.FAIL, instances=1)
    larger = replace(known, unknown_because=("a file could not be parsed",))

    assert math.isclose(points(larger), weight(Severity.HIGH))
    assert certain_points(larger) == certain_points(known) == points(known)


def test_partial_costs_less_than_the_cheapest_failure() -> None:
    assert 0 < points(result(Verdict.PARTIAL)) < points(result(Verdict.FAIL, instances=1))


def test_unknown_costs_everything_in_the_floor_and_nothing_in_the_ceiling() -> None:
    found = score([result(Verdict.UNKNOWN), result(Verdict.PASS)])

    assert found is not None
    assert math.isclose(found.floor, 85)
    assert found.ceiling == 100
    assert math.isclose(found.coverage, 0.5)


def test_the_example_of_the_research_adds_up() -> None:
    results = [
        *[result(Verdict.UNKNOWN, Severity.HIGH)] * 3,
        *[result(Verdict.UNKNOWN, Severity.MEDIUM)] * 3,
    ]

    found = score(results)

    assert found is not None
    assert math.isclose(found.floor, 100 * 0.85**3 * 0.95**3)


def test_nothing_applicable_has_no_score() -> None:
    assert score([]) is None
    assert score([result(Verdict.NOT_APPLICABLE)]) is None


@pytest.mark.parametrize(
    ("highs", "grade"),
    [(0, "A"), (1, "B"), (2, "C"), (3, "D"), (5, "F")],
)
def test_grades_follow_the_floor(highs: int, grade: str) -> None:
    found = score([result(Verdict.UNKNOWN)] * highs + [result(Verdict.PASS)])

    assert found is not None
    assert found.grade == grade


def test_a_failing_critical_caps_the_grade_at_d() -> None:
    failing = score([result(Verdict.FAIL, Severity.CRITICAL, 1)])
    unknown = score([result(Verdict.PARTIAL, Severity.CRITICAL)])

    assert failing is not None
    assert unknown is not None
    assert (round(failing.floor, 6), failing.grade) == (70, "D")
    assert (round(unknown.floor, 6), unknown.grade) == (90, "A")


def test_the_gain_of_a_fix_is_told_and_nothing_is_gained_by_what_passes() -> None:
    assessment = assess(*careful())

    assert assessment.score is not None
    expected = assessment.score.floor * 0.15 / 0.85
    assert math.isclose(assessment.result("supply.signature").gain, expected)
    assert assessment.result("cookies.secure").gain == 0
    with pytest.raises(KeyError, match=r"no\.such"):
        assessment.result("no.such")
