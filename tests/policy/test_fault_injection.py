"""Does losing evidence ever make a deployment look better than it is?

Every check of an audit in turn fails, is skipped, ends early or leaves nothing at
all, with and without what it had found; and every fact is taken away by itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from builders import NOW
from policy.postures import (
    CAREFUL_BROKEN,
    TODAY,
    audit_of,
    careful,
    shipped_controls,
    shipped_policy,
)

from auditor.engine import audit as measure
from auditor.model import Audit, CheckRun, Outcome
from auditor.policy import Assessment, GateOutcome, Verdict, builtin_policies, evaluate
from auditor.targets import open_target

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
AUDITS = ("careful posture", "careful-shop", "careless-shop")
GOOD = frozenset({Verdict.PASS, Verdict.NOT_APPLICABLE})


@cache
def audit(name: str) -> Audit:
    if name == "careful posture":
        return audit_of(careful(), CAREFUL_BROKEN)
    return measure(open_target(str(EXAMPLES / name)), now=NOW)


def assessed(measured: Audit, policy: str = "express-baseline") -> Assessment:
    return evaluate(measured, shipped_policy(policy), shipped_controls(), today=TODAY)


@cache
def before(name: str, policy: str = "express-baseline") -> Assessment:
    return assessed(audit(name), policy)


def broken(measured: Audit, index: int) -> Iterator[tuple[str, Audit]]:
    """Yield the audit with the run at ``index`` lost in every way there is."""
    run, runs = measured.runs[index], measured.runs
    for outcome in (Outcome.FAILED, Outcome.SKIPPED, Outcome.PARTIAL):
        for kept in (True, False):
            lost = replace(run, outcome=outcome, reason="it was broken")
            if not kept:
                lost = CheckRun(run.check, outcome, "it was broken")
            yield (
                f"{outcome}, kept: {kept}",
                replace(measured, runs=(*runs[:index], lost, *runs[index + 1 :])),
            )
    yield "missing", replace(measured, runs=(*runs[:index], *runs[index + 1 :]))


def better(was: Assessment, now: Assessment) -> list[str]:
    """Controls that look better than they did, and are not known to."""
    return [
        f"{new.control.id}: {old.verdict} -> {new.verdict}"
        for old, new in zip(was.controls, now.controls, strict=True)
        if new.verdict in GOOD and old.verdict not in GOOD
    ]


def floor(assessment: Assessment) -> float:
    return assessment.score.floor if assessment.score else 0.0


def needs(policy: str) -> set[str]:
    """The checks that the gate of a policy cannot do without."""
    required = set(shipped_policy(policy).gates.require)
    return {
        check
        for control in shipped_controls()
        if not control.preview and not required.isdisjoint(control.names)
        for check in control.established_by
    }


@pytest.mark.parametrize("name", AUDITS)
def test_losing_a_check_makes_nothing_look_better(name: str) -> None:
    was = before(name)
    for index, run in enumerate(audit(name).runs):
        for how, lost in broken(audit(name), index):
            now = assessed(lost)

            assert better(was, now) == [], f"{run.check} {how}"
            assert floor(now) <= floor(was), f"{run.check} {how}"


@pytest.mark.parametrize("policy", builtin_policies())
@pytest.mark.parametrize("name", ["careful posture", "careful-shop"])
def test_no_gate_passes_without_a_check_that_it_needs(name: str, policy: str) -> None:
    needed = needs(policy)
    for index, run in enumerate(audit(name).runs):
        if run.check not in needed or run.outcome is Outcome.NOT_APPLICABLE:
            continue
        for how, lost in broken(audit(name), index):
            assert assessed(lost, policy).gate is not GateOutcome.PASS, f"{run.check} {how}"


@pytest.mark.parametrize("name", AUDITS)
def test_two_checks_lost_are_no_better_than_one(name: str) -> None:
    measured = audit(name)
    lost = measured
    last = before(name)
    for index in range(len(measured.runs)):
        *_, (_, lost_one) = ((how, each) for how, each in broken(lost, index) if how != "missing")
        lost = lost_one
        now = assessed(lost)

        assert better(last, now) == []
        assert floor(now) <= floor(last)
        last = now


@pytest.mark.parametrize("name", ["careful-shop", "careless-shop"])
def test_losing_a_value_of_a_fact_makes_nothing_look_better(name: str) -> None:
    measured, was = audit(name), before(name)
    for index, run in enumerate(measured.runs):
        for number, fact in enumerate(run.facts):
            dim = replace(fact, value=None, attributes=dict.fromkeys(fact.attributes))
            facts = (*run.facts[:number], dim, *run.facts[number + 1 :])
            runs = (*measured.runs[:index], replace(run, facts=facts), *measured.runs[index + 1 :])

            now = assessed(replace(measured, runs=runs))

            worse = [each for each in better(was, now) if ": fail" in each or ": partial" in each]
            assert worse == [], f"{fact.name} {fact.location}"
