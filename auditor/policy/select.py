"""Which facts and findings does a selector pick, in three-valued logic?

Kleene's strong logic: True, False, or None for "cannot be told". A condition
cannot be told where the attribute is missing or None, where the policy sets
no value for its parameter, or where an ordering meets values without one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, assert_never

from auditor.control import AllOf, AnyOf, Condition, Not, Operator, Parameter, Selector
from auditor.model import Fact, Finding, Severity
from auditor.policy.units import tls_rank

if TYPE_CHECKING:
    from auditor.control import Expression, Operand
    from auditor.model import Audit, CheckRun, Value
    from auditor.policy.strictness import Setting

Truth = bool | None
Item = Fact | Finding

_MISSING = object()


@dataclass(frozen=True, slots=True)
class Observations:
    """An audit indexed for selectors, with the parameters they may refer to."""

    facts: Mapping[str, tuple[Fact, ...]]
    by_tag: Mapping[str, tuple[Finding, ...]]
    by_rule: Mapping[str, tuple[Finding, ...]]
    runs: Mapping[str, tuple[CheckRun, ...]]
    parameters: Mapping[str, Setting]


def observe(audit: Audit, parameters: Mapping[str, Setting]) -> Observations:
    """Return the audit's facts, findings and runs, indexed.

    What stands in tests neither satisfies nor violates: a helmet there protects
    nobody, a secret there opens nothing. That holds only where the application
    itself was found outside of them, so that nothing hides in a folder's name.
    """
    facts: defaultdict[str, list[Fact]] = defaultdict(list)
    by_tag: defaultdict[str, list[Finding]] = defaultdict(list)
    by_rule: defaultdict[str, list[Finding]] = defaultdict(list)
    runs: defaultdict[str, list[CheckRun]] = defaultdict(list)
    apart = any(fact.name == "express.app" and not _in_tests(fact) for fact in audit.facts)
    for run in audit.runs:
        runs[run.check].append(run)
        for fact in run.facts:
            if not (apart and _in_tests(fact)):
                facts[fact.name].append(fact)
        for finding in run.findings:
            if apart and _in_tests(finding):
                continue
            by_rule[finding.rule].append(finding)
            for tag in finding.tags:
                by_tag[tag].append(finding)
    return Observations(
        {name: tuple(items) for name, items in facts.items()},
        {name: tuple(items) for name, items in by_tag.items()},
        {name: tuple(items) for name, items in by_rule.items()},
        {name: tuple(items) for name, items in runs.items()},
        parameters,
    )


def _in_tests(item: Item) -> bool:
    return item.attributes.get("in_tests") is True


def select(selector: Selector, observations: Observations) -> Iterator[tuple[Item, Truth]]:
    """Yield every fact or finding the selector is about, and whether it matches."""
    for item in _candidates(selector, observations):
        truths = [meets(condition, item, observations.parameters) for condition in selector.where]
        if selector.min_severity is not None and isinstance(item, Finding):
            truths.append(_severe(item, selector.min_severity, observations.parameters))
        yield item, all_of(truths)


def holds(expression: Expression, observations: Observations) -> Truth:
    """Return whether the expression holds; a selector holds when anything matches it."""
    match expression:
        case Selector():
            return any_of(truth for _, truth in select(expression, observations))
        case AllOf(terms):
            return all_of(holds(term, observations) for term in terms)
        case AnyOf(terms):
            return any_of(holds(term, observations) for term in terms)
        case Not(term):
            truth = holds(term, observations)
            return None if truth is None else not truth
        case _:
            assert_never(expression)


def all_of(truths: Iterable[Truth]) -> Truth:
    """Return False if any is False, else None if any is None, else True."""
    result: Truth = True
    for truth in truths:
        if truth is False:
            return False
        if truth is None:
            result = None
    return result


def any_of(truths: Iterable[Truth]) -> Truth:
    """Return True if any is True, else None if any is None, else False."""
    result: Truth = False
    for truth in truths:
        if truth is True:
            return True
        if truth is None:
            result = None
    return result


def meets(condition: Condition, item: Item, parameters: Mapping[str, Setting]) -> Truth:
    """Return whether the item's attribute meets the condition.

    Equality across types is a plain no (``auto`` is not ``false``); ordering
    across types cannot be told.
    """
    operator = condition.operator
    actual = _attribute(item, condition.attribute)
    if operator in {Operator.PRESENT, Operator.ABSENT}:
        if actual is None:
            return None
        return (actual is not _MISSING) is (operator is Operator.PRESENT)
    operand = resolve(condition.operand, parameters)
    if actual is None or actual is _MISSING or operand is None:
        return None
    if operator in {Operator.MIN, Operator.MAX, Operator.ABOVE, Operator.BELOW}:
        return _ordered(operator, actual, operand)
    expected = operand if isinstance(operand, tuple) else (operand,)
    found = any(_same(actual, value) for value in expected)
    return found is (operator in {Operator.EQUALS, Operator.IN})


def resolve(operand: Operand, parameters: Mapping[str, Setting]) -> Value | tuple[Value, ...]:
    """Return the operand's value; None for a parameter that the policy does not set."""
    return parameters.get(operand.name) if isinstance(operand, Parameter) else operand


def _candidates(selector: Selector, observations: Observations) -> Iterable[Item]:
    if selector.fact:
        return observations.facts.get(selector.fact, ())
    tagged = [item for tag in sorted(selector.tags) for item in observations.by_tag.get(tag, ())]
    ruled = [item for rule in sorted(selector.rules) for item in observations.by_rule.get(rule, ())]
    return {id(item): item for item in (*tagged, *ruled)}.values()


def _attribute(item: Item, name: str) -> object:
    if name == "value" and isinstance(item, Fact):
        return item.value
    return item.attributes.get(name, _MISSING)


def _severe(finding: Finding, operand: Operand, parameters: Mapping[str, Setting]) -> Truth:
    least = resolve(operand, parameters)
    return None if least is None else finding.severity >= Severity[str(least).upper()]


def _same(actual: object, expected: object) -> bool:
    return isinstance(actual, bool) is isinstance(expected, bool) and actual == expected


def _ordered(operator: Operator, actual: object, bound: object) -> Truth:
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
