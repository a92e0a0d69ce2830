"""Do the controls of the deployment judge as their cases say?"""

from __future__ import annotations

import pytest
from policy.deployment_cases import CASES
from policy.deployment_posture import careful_deployment
from policy.postures import Item, assess, result_of

from auditor.policy import Verdict


@pytest.mark.parametrize(
    ("control", "verdict", "items", "reason"),
    CASES,
    ids=[f"{number}-{each[0]}-{each[1]}" for number, each in enumerate(CASES)],
)
def test_judges(control: str, verdict: Verdict, items: tuple[Item, ...], reason: str) -> None:
    result = result_of(control, *items)

    assert result.verdict is verdict, result.reason
    assert reason in result.reason


@pytest.mark.parametrize("control", sorted({case[0] for case in CASES if case[0][:2] != "tl"}))
def test_a_careful_deployment_fails_no_control_of_these(control: str) -> None:
    result = assess(*careful_deployment()).result(control)

    assert result.verdict not in {Verdict.FAIL, Verdict.PARTIAL}, result.reason
