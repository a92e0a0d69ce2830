"""What does an audit amount to under a policy?

Pure: the same audit, policy, controls and day give the same assessment.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

from auditor.assessment import Assessment, SectionScore
from auditor.policy.alerts import raise_alerts
from auditor.policy.baseline import compare
from auditor.policy.decide import decide
from auditor.policy.evidence_gate import Measured, judge_evidence
from auditor.policy.freshness import freshness
from auditor.policy.gate import judge, outcome
from auditor.policy.identity import identified
from auditor.policy.score import gain, score
from auditor.policy.select import observe
from auditor.policy.waivers import apply_waivers

if TYPE_CHECKING:
    from datetime import date

    from auditor.assessment import ControlResult, GateResult, Known
    from auditor.control import Control
    from auditor.model import Audit
    from auditor.policy.baseline import Baseline
    from auditor.policy.policy import Policy


def evaluate(
    audit: Audit,
    policy: Policy,
    controls: Iterable[Control],
    *,
    today: date,
    baseline: Baseline | None = None,
) -> Assessment:
    """Return the verdict on every control, the score and the gate.

    ``today`` decides which waivers and attestations are still valid. With a
    ``baseline`` every failing instance is told to be new or known.
    """
    fresh: tuple[GateResult, ...] = ()
    if policy.gates.advisories_max_hours is not None:
        audit, criterion = freshness(audit, policy.gates.advisories_max_hours)
        fresh = (criterion,)
    observations = observe(audit, policy.parameters)
    catalogue = tuple(controls)
    decided = (
        replace(
            decide(control, observations, policy, today),
            preview=control.preview and control.id not in policy.enforced,
        )
        for control in catalogue
    )
    results = identified(sorted(decided, key=lambda one: one.control.id), audit.passages)
    raised = raise_alerts(catalogue, observations, policy.gates)
    alerts = identified((each.result for each in raised), audit.passages)
    fixed: tuple[Known, ...] = ()
    if baseline is not None:
        results, fixed = compare(results, baseline)
        alerts, _ = compare(alerts, baseline)
    both, uses = apply_waivers((*results, *alerts), policy, today)
    waived, answered = both[: len(results)], both[len(results) :]
    measured = Measured(
        observations,
        [alert for each, one in zip(raised, answered, strict=True) for alert in each.alerts(one)],
        {each.control.id: each for each in waived},
    )
    criteria = (
        *judge(waived, policy.gates, uses),
        *judge_evidence(measured, policy.gates),
        *fresh,
    )
    reached = score(waived)
    return Assessment(
        policy=policy.name,
        digest=policy.digest,
        controls=tuple(replace(each, gain=gain(each, reached)) for each in waived),
        sections=_sections(waived),
        score=reached,
        gates=criteria,
        gate=outcome(criteria),
        waivers=uses,
        baseline=baseline.source if baseline else "",
        fixed=fixed,
    )


def _sections(results: tuple[ControlResult, ...]) -> tuple[SectionScore, ...]:
    by_section = sorted(results, key=lambda result: result.control.section)
    groups = groupby(by_section, key=lambda result: result.control.section)
    return tuple(SectionScore(section, score(group)) for section, group in groups)
