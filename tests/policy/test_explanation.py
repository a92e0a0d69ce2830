from __future__ import annotations

from dataclasses import replace

import pytest
from policy.postures import CAREFUL_BROKEN, assess, careful, shipped_controls, shipped_policy

from auditor.errors import UsageError
from auditor.model import Severity
from auditor.policy import explain


def test_tells_the_limits_and_where_they_are_set() -> None:
    told = explain("cookies.max_age", shipped_controls(), shipped_policy())

    assert told.control.title == "No cookie lives longer than the policy allows"
    assert told.severity is Severity.MEDIUM
    ((name, shown, origin),) = told.parameters
    assert (name, shown) == ("cookies.max_age.max", "24h")
    assert origin.startswith("builtin:express-baseline:")
    assert set(told.references) == {"asvs-5.0.0", "gdpr"}
    assert (told.result, told.points, told.gain) == (None, 0.0, 0.0)


def test_tells_that_a_limit_is_not_set() -> None:
    policy = replace(shipped_policy(), shown={}, origins={})

    told = explain("cookies.max_age", shipped_controls(), policy)

    assert told.parameters == (("cookies.max_age.max", "not set", ""),)


def test_tells_of_the_frameworks_that_the_policy_asks_about() -> None:
    policy = replace(shipped_policy(), frameworks=("gdpr", "cra"))

    assert set(explain("cookies.max_age", shipped_controls(), policy).references) == {"gdpr"}


def test_tells_what_a_fix_is_worth_here() -> None:
    assessment = assess(*careful(), broken=CAREFUL_BROKEN)

    told = explain("supply.signature", shipped_controls(), shipped_policy(), assessment)

    assert told.result is not None
    assert round(told.points, 2) == 16.25
    assert told.gain == assessment.result("supply.signature").gain > 0


def test_suggests_the_control_that_was_meant() -> None:
    with pytest.raises(UsageError) as caught:
        explain("cookies.maxage", shipped_controls(), shipped_policy())

    assert caught.value.message == 'no control is called "cookies.maxage"'
    assert caught.value.hint == 'did you mean "cookies.max_age"?'


def test_suggests_nothing_where_nothing_is_near() -> None:
    with pytest.raises(UsageError) as caught:
        explain("zzz", shipped_controls(), shipped_policy())

    assert caught.value.hint == ""
