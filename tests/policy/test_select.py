from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st
from policy.postures import audit_of, fact, finding

from auditor.control import (
    AllOf,
    AnyOf,
    Condition,
    Expression,
    Not,
    Operand,
    Operator,
    Parameter,
    Selector,
)
from auditor.model import Severity
from auditor.policy.condition import Truth
from auditor.policy.select import all_of, any_of, holds, observe, select
from auditor.policy.strictness import Setting

PARAMETERS: Mapping[str, Setting] = {
    "limit": 60,
    "version": "1.2",
    "sites": ("lax", "strict"),
    "level": "medium",
    "flag": True,
}

TRUTHS = st.lists(st.sampled_from([True, False, None]), max_size=5)


@given(TRUTHS)
def test_conjunction_and_disjunction_are_those_of_kleene(truths: list[Truth]) -> None:
    rank = {False: 0, None: 1, True: 2}

    assert all_of(truths) is min(truths, key=rank.__getitem__, default=True)
    assert any_of(truths) is max(truths, key=rank.__getitem__, default=False)


YES = Selector(fact="yes")
NO = Selector(fact="no")
MAYBE = Selector(fact="maybe", where=(Condition("a", Operator.EQUALS, 1),))


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        (YES, True),
        (NO, False),
        (MAYBE, None),
        (Not(YES), False),
        (Not(NO), True),
        (Not(MAYBE), None),
        (AllOf((YES, MAYBE)), None),
        (AllOf((NO, MAYBE)), False),
        (AnyOf((YES, MAYBE)), True),
        (AnyOf((NO, MAYBE)), None),
    ],
)
def test_evaluates_expressions(expression: Expression, expected: Truth) -> None:
    observations = observe(audit_of([fact("yes"), fact("maybe", a=None)]), {})

    assert holds(expression, observations) is expected


def test_picks_findings_by_any_tag_or_rule_once() -> None:
    both = finding("a", "b", rule="r")
    other = finding("c", rule="q")
    observations = observe(audit_of([both, other, finding("d", rule="s")]), {})
    selector = Selector(tags=frozenset({"a", "b"}), rules=frozenset({"r", "q"}))

    assert [item for item, _ in select(selector, observations)] == [both, other]


@pytest.mark.parametrize(
    ("least", "expected"),
    [("high", False), ("medium", True), (Parameter("level"), True), (Parameter("unset"), None)],
)
def test_picks_findings_by_severity(least: Operand, expected: Truth) -> None:
    observations = observe(audit_of([finding("a", severity=Severity.MEDIUM)]), PARAMETERS)
    selector = Selector(tags=frozenset({"a"}), min_severity=least)

    assert [each for _, each in select(selector, observations)] == [expected]


def test_what_stands_in_tests_does_not_count_beside_the_application() -> None:
    app = fact("express.app")
    in_test = fact("helmet.used", at="test/app.test.js:3", in_tests=True)
    secret = finding("secret-literal", at="test/app.test.js:9", in_tests=True)
    seen = observe(audit_of([app, in_test, secret]), {})
    assert "helmet.used" not in seen.facts
    assert "secret-literal" not in seen.by_tag


def test_an_application_that_stands_in_a_test_folder_alone_is_judged() -> None:
    app = fact("express.app", at="test/server.js:1", in_tests=True)
    secret = finding("secret-literal", at="test/server.js:9", in_tests=True)
    seen = observe(audit_of([app, secret]), {})
    assert "express.app" in seen.facts
    assert "secret-literal" in seen.by_tag
