"""Has every shipped control a case of each verdict it can give?"""

from __future__ import annotations

import pytest
from policy.postures import shipped_controls
from policy.registry import cases
from policy.tree_cases import TREES

from auditor.policy import Control, Verdict

NEVER_OPEN = {"runtime.admin_ui", "tls.pinning"}
"""What makes these apply settles them; only a check that did not end leaves them unknown."""
OVER_TREES = ("cookies", "retention", "tls")
"""Sections of which the code alone decides."""
ELSEWHERE = {"supply.install_scripts": {Verdict.PARTIAL}}
"""The shipped policies make no exceptions: shown in test_shipped_controls."""


def expected(control: Control) -> set[Verdict]:
    if control.attested:
        return {Verdict.UNKNOWN}  # what a person says, test_decide shows for any control
    verdicts = {Verdict.PASS}
    if control.violated_by or control.absence.verdict is Verdict.FAIL:
        verdicts.add(Verdict.FAIL)
    if control.applies_when is not None:
        verdicts.add(Verdict.NOT_APPLICABLE)
    if control.partial_by:
        verdicts.add(Verdict.PARTIAL)
    may_be_open = control.absence.verdict is Verdict.UNKNOWN
    if control.id not in NEVER_OPEN and (may_be_open or any(s.where for s in control.selectors)):
        verdicts.add(Verdict.UNKNOWN)
    return verdicts


@pytest.mark.parametrize("control", shipped_controls(), ids=lambda control: control.id)
def test_each_control_has_a_case_of_every_verdict_it_can_give(control: Control) -> None:
    given = cases().get(control.id, set()) | ELSEWHERE.get(control.id, set())

    assert expected(control) - given == set()


@pytest.mark.parametrize(
    "control",
    [control for control in shipped_controls() if control.section in OVER_TREES],
    ids=lambda control: control.id,
)
def test_what_code_decides_is_shown_over_small_trees(control: Control) -> None:
    assert expected(control) - set(TREES.get(control.id, ())) == set()
