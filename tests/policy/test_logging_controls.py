"""Do the controls of logging judge as their cases say?"""

from __future__ import annotations

import pytest
from policy.logging_cases import CASES
from policy.postures import Item, result_of

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
