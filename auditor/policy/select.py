"""Which facts and findings does a selector pick, in three-valued logic?

Kleene's strong logic: True, False, or None for "cannot be told".
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, assert_never

from auditor.control import AllOf, AnyOf, Not, Selector
from auditor.model import Fact, Finding, Outcome, Severity
from auditor.policy.condition import Item, Predicate, Truth, predicate, resolve
from auditor.policy.message import MAX_MESSAGE_CHARACTERS
from auditor.sanitise import excerpt

if TYPE_CHECKING:
    from auditor.control import Expression, Operand
    from auditor.model import Audit, CheckRun
    from auditor.policy.strictness import Setting

_ENDED = frozenset({Outcome.COMPLETE, Outcome.NOT_APPLICABLE})


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


def missing_evidence(checks: Iterable[str], observations: Observations) -> Iterator[str]:
    """Yield a sentence for each of the checks that did not run to its end."""
    for check in checks:
        runs = observations.runs.get(check, ())
        if not runs:
            yield f"{check}: left no result"
        for run in runs:
            if run.outcome not in _ENDED:
                reason = excerpt(run.reason, max_characters=MAX_MESSAGE_CHARACTERS)
                yield f"{check}: {run.outcome}: {reason}"


def _in_tests(item: Item) -> bool:
    return item.attributes.get("in_tests") is True


def select(selector: Selector, observations: Observations) -> Iterator[tuple[Item, Truth]]:
    """Yield every fact or finding the selector is about, and whether it matches."""
    matches = _matcher(selector, observations.parameters)
    for item in _candidates(selector, observations):
        yield item, matches(item)


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


def _candidates(selector: Selector, observations: Observations) -> Iterable[Item]:
    if selector.fact:
        return observations.facts.get(selector.fact, ())
    tagged = [item for tag in sorted(selector.tags) for item in observations.by_tag.get(tag, ())]
    ruled = [item for rule in sorted(selector.rules) for item in observations.by_rule.get(rule, ())]
    return {id(item): item for item in (*tagged, *ruled)}.values()


def _matcher(selector: Selector, parameters: Mapping[str, Setting]) -> Predicate:
    tests = [predicate(condition, parameters) for condition in selector.where]
    if selector.min_severity is not None:
        tests.append(_severe(selector.min_severity, parameters))
    if len(tests) == 1:
        return tests[0]

    def matches(item: Item) -> Truth:
        result: Truth = True
        for test in tests:  # as all_of does, without a generator for each of many items
            truth = test(item)
            if truth is False:
                return False
            if truth is None:
                result = None
        return result

    return matches


def _severe(operand: Operand, parameters: Mapping[str, Setting]) -> Predicate:
    told = resolve(operand, parameters)
    least = None if told is None else Severity[str(told).upper()]

    def test(item: Item) -> Truth:
        if isinstance(item, Fact):
            return True
        return None if least is None else item.severity >= least

    return test
