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
from auditor.model import Severity, Value
from auditor.policy.select import Truth, all_of, any_of, holds, meets, observe, select
from auditor.policy.strictness import Setting

PARAMETERS: Mapping[str, Setting] = {
    "limit": 60,
    "version": "1.2",
    "sites": ("lax", "strict"),
    "level": "medium",
    "flag": True,
}

NOTHING = "missing"


def truth(attribute: Value, operator: str, operand: Operand) -> Truth:
    item = fact("f") if attribute == NOTHING else fact("f", a=attribute)
    return meets(Condition("a", Operator(operator), operand), item, PARAMETERS)


@pytest.mark.parametrize(
    ("attribute", "operator", "operand", "expected"),
    [
        ("x", "equals", "x", True),
        ("x", "equals", "y", False),
        ("auto", "equals", False, False),
        (True, "equals", 1, False),
        (1, "equals", 1.0, True),
        ("x", "not", "y", True),
        ("x", "not", "x", False),
        (False, "in", (False, "auto"), True),
        (True, "in", (False, "auto"), False),
        (0, "in", (False,), False),
        ("none", "not_in", ("lax",), True),
        ("lax", "not_in", ("lax",), False),
        ("lax", "in", Parameter("sites"), True),
        ("none", "in", Parameter("sites"), False),
        (60, "max", Parameter("limit"), True),
        (61, "max", Parameter("limit"), False),
        (60, "above", Parameter("limit"), False),
        (61, "above", Parameter("limit"), True),
        (60, "min", Parameter("limit"), True),
        (59, "min", Parameter("limit"), False),
        (60, "below", Parameter("limit"), False),
        (59.5, "below", Parameter("limit"), True),
        ("1.1", "below", Parameter("version"), True),
        ("TLSv1.2", "below", Parameter("version"), False),
        ("1.3", "min", "1.2", True),
        (False, "below", Parameter("flag"), True),
        (True, "below", Parameter("flag"), False),
        (True, "min", 1, None),
        (1, "min", True, None),
        ("much", "max", Parameter("limit"), None),
        (60, "max", "1.2", None),
        (float("nan"), "max", 60, None),
        (60, "max", Parameter("unset"), None),
        ("x", "equals", Parameter("unset"), None),
        ("x", "present", True, True),
        (NOTHING, "present", True, False),
        (None, "present", True, None),
        ("x", "absent", True, False),
        (NOTHING, "absent", True, True),
        (None, "absent", True, None),
    ],
)
def test_compares(attribute: Value, operator: str, operand: Operand, expected: Truth) -> None:
    assert truth(attribute, operator, operand) is expected


@pytest.mark.parametrize("attribute", [None, NOTHING])
@pytest.mark.parametrize(
    "operator", ["equals", "not", "in", "not_in", "min", "max", "above", "below"]
)
def test_cannot_tell_of_an_attribute_that_is_missing_or_not_established(
    attribute: Value, operator: str
) -> None:
    operand: Operand = (1, 2) if operator in {"in", "not_in"} else 1

    assert truth(attribute, operator, operand) is None


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


def test_reads_the_value_of_a_fact() -> None:
    condition = Condition("value", Operator.ABOVE, 5)

    assert meets(condition, fact("f", 6), {}) is True
    assert meets(condition, finding("t"), {}) is None


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
