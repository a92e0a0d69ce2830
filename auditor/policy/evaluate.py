"""What does an audit amount to under a policy?

Pure: the same audit, policy, controls and day give the same assessment.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

from auditor.assessment import Assessment, SectionScore
from auditor.policy.baseline import compare
from auditor.policy.decide import decide
from auditor.policy.gate import judge, outcome
from auditor.policy.identity import identified
from auditor.policy.score import gain, score
from auditor.policy.select import observe
from auditor.policy.waivers import apply_waivers

if TYPE_CHECKING:
    from datetime import date

    from auditor.assessment import ControlResult
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
    observations = observe(audit, policy.parameters)
    decided = (
        replace(
            decide(control, observations, policy, today),
            preview=control.preview and control.id not in policy.enforced,
        )
        for control in controls
    )
    results = identified(sorted(decided, key=lambda result: result.control.id), audit.passages)
    results, fixed = (results, ()) if baseline is None else compare(results, baseline)
    waived, uses = apply_waivers(results, policy, today)
    criteria = judge(waived, policy.gates, uses)
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
