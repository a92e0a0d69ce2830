"""What does one condition say of a fact or a finding?

True, False, or None for "cannot be told": where the attribute is missing or
None, where the policy sets no value for the parameter, or where an ordering
meets values without one. A condition is prepared once and asked many times.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from auditor.control import Condition, Operator, Parameter
from auditor.model import Fact, Finding
from auditor.policy.units import tls_rank

if TYPE_CHECKING:
    from auditor.control import Operand
    from auditor.model import Value
    from auditor.policy.strictness import Setting

Truth = bool | None
Item = Fact | Finding
Predicate = Callable[[Item], Truth]

_MISSING = object()
_ORDERINGS = frozenset({Operator.MIN, Operator.MAX, Operator.ABOVE, Operator.BELOW})
_Judge = Callable[[object], Truth]


def predicate(condition: Condition, parameters: Mapping[str, Setting]) -> Predicate:
    """Return what tells whether an item's attribute meets the condition.

    Equality across types is a plain no (``auto`` is not ``false``); ordering
    across types cannot be told.
    """
    name = condition.attribute
    judge = _judge(condition.operator, resolve(condition.operand, parameters))

    def test(item: Item) -> Truth:
        if name == "value" and isinstance(item, Fact):
            return judge(item.value)
        return judge(item.attributes.get(name, _MISSING))

    return test


def resolve(operand: Operand, parameters: Mapping[str, Setting]) -> Value | tuple[Value, ...]:
    """Return the operand's value; None for a parameter that the policy does not set."""
    return parameters.get(operand.name) if isinstance(operand, Parameter) else operand


def _judge(operator: Operator, operand: Value | tuple[Value, ...]) -> _Judge:
    if operator in {Operator.PRESENT, Operator.ABSENT}:
        return _presence(wanted=operator is Operator.PRESENT)
    if operand is None:
        return _never_told
    if operator in _ORDERINGS:
        return _ordering(operator, operand)
    return _membership(operand, wanted=operator in {Operator.EQUALS, Operator.IN})


def _never_told(_: object) -> Truth:
    return None


def _presence(*, wanted: bool) -> _Judge:
    def judge(actual: object) -> Truth:
        return None if actual is None else (actual is not _MISSING) is wanted

    return judge


def _membership(operand: Value | tuple[Value, ...], *, wanted: bool) -> _Judge:
    told = operand if isinstance(operand, tuple) else (operand,)
    # True equals 1 in Python, and must not here.
    expected = frozenset((isinstance(value, bool), value) for value in told)

    def judge(actual: object) -> Truth:
        if actual is None or actual is _MISSING:
            return None
        return ((isinstance(actual, bool), actual) in expected) is wanted

    return judge


def _ordering(operator: Operator, bound: object) -> _Judge:
    def judge(actual: object) -> Truth:
        left, right = _comparable(actual, bound)
        if left is None or right is None:
            return None
        match operator:
            case Operator.MIN:
                return left >= right
            case Operator.MAX:
                return left <= right
            case Operator.ABOVE:
                return left > right
            case _:
                return left < right

    return judge


def _comparable(actual: object, bound: object) -> tuple[float | None, float | None]:
    """Two numbers, two flags (false is below true) or two TLS versions; else nothing."""
    if isinstance(actual, bool) and isinstance(bound, bool):
        return int(actual), int(bound)
    if isinstance(actual, bool) or isinstance(bound, bool):
        return None, None
    if isinstance(actual, int | float) and isinstance(bound, int | float):
        known = actual == actual  # noqa: PLR0124 - false for a NaN alone
        return (actual, bound) if known else (None, None)
    return tls_rank(actual), tls_rank(bound)
