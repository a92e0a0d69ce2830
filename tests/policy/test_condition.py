from __future__ import annotations

from collections.abc import Mapping

import pytest
from policy.postures import fact, finding

from auditor.control import Condition, Operand, Operator, Parameter
from auditor.model import Value
from auditor.policy.condition import Truth, predicate
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
    return predicate(Condition("a", Operator(operator), operand), PARAMETERS)(item)


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


def test_reads_the_value_of_a_fact() -> None:
    condition = Condition("value", Operator.ABOVE, 5)

    assert predicate(condition, {})(fact("f", 6)) is True
    assert predicate(condition, {})(finding("t")) is None
