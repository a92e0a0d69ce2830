"""How long does it take to judge a large audit?

The shipped controls, repeated under names of their own until there are 200 of
them, over 10,000 facts and 10,000 findings of the kinds that they select, with
values that meet, miss and leave open their conditions. CPU time of
``evaluate`` alone, best and median of the rounds.

    python tests/benchmarks/bench_policy.py [--controls N] [--facts N] [--findings N]
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from auditor.control import (
    AllOf,
    AnyOf,
    Condition,
    Control,
    Expression,
    Not,
    Parameter,
    Selector,
)
from auditor.model import Audit, CheckRun, Confidence, Fact, Finding, Location, Outcome, Severity
from auditor.policy.controls import load_controls
from auditor.policy.evaluate import evaluate
from auditor.policy.load import load_policy

NOW = datetime(2026, 11, 22, tzinfo=UTC)
ROUNDS = 15
WANTED_MS = 100


def main() -> None:
    """Measure, and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, allow_abbrev=False)
    parser.add_argument("--controls", type=int, default=200)
    parser.add_argument("--facts", type=int, default=10_000)
    parser.add_argument("--findings", type=int, default=10_000)
    options = parser.parse_args()
    policy = load_policy("builtin:express-baseline", today=NOW.date())
    controls = catalogue(options.controls)
    audit = posture(controls, options.facts, options.findings)
    assessment = evaluate(audit, policy, controls, today=NOW.date())
    times = []
    for _ in range(ROUNDS):
        start = time.process_time()
        evaluate(audit, policy, controls, today=NOW.date())
        times.append(1000 * (time.process_time() - start))
    verdicts = [str(result.verdict) for result in assessment.controls]
    shares = ", ".join(f"{verdicts.count(each)} {each}" for each in sorted(set(verdicts)))
    instances = sum(len(result.instances) for result in assessment.controls)
    print(f"{len(controls)} controls, {options.facts} facts, {options.findings} findings")
    print(f"{shares}; {instances} instances")
    print(f"best {min(times):.0f} ms, median {statistics.median(times):.0f} ms; wanted {WANTED_MS}")


def catalogue(count: int) -> list[Control]:
    """Return that many controls; each round of copies selects by names of its own."""
    shipped = load_controls()
    rounds = -(-count // len(shipped))
    copies = [_renamed(control, f"_{turn}") for turn in range(rounds) for control in shipped]
    return copies[:count]


def posture(controls: Sequence[Control], facts: int, findings: int) -> Audit:
    """Return an audit whose facts and findings are what the controls look for."""
    rng = random.Random(20261122)  # noqa: S311 - the same audit each time, no secret
    selectors = [each for control in controls for each in control.selectors]
    about_facts = [each for each in selectors if each.fact]
    about_findings = [each for each in selectors if each.tags or each.rules]
    checks = sorted({check for control in controls for check in control.established_by})
    fact_list = tuple(_fact(rng, rng.choice(about_facts)) for _ in range(facts))
    finding_list = tuple(_finding(rng, rng.choice(about_findings)) for _ in range(findings))
    first, *rest = checks
    runs = (
        CheckRun(first, Outcome.COMPLETE, facts=fact_list, findings=finding_list),
        *(CheckRun(check, Outcome.COMPLETE) for check in rest),
    )
    return Audit("shop", "auditor", NOW, None, runs)


def _fact(rng: random.Random, selector: Selector) -> Fact:
    attributes = {each.attribute: _value(rng, each) for each in selector.where}
    value = attributes.pop("value", True)
    return Fact(selector.fact, value, attributes, _place(rng))


def _finding(rng: random.Random, selector: Selector) -> Finding:
    attributes = {each.attribute: _value(rng, each) for each in selector.where}
    rule = rng.choice(sorted(selector.rules)) if selector.rules else "a-rule"
    return Finding(
        rule,
        rng.choice(list(Severity)),
        Confidence.HIGH,
        "this is wrong here",
        _place(rng),
        tags=selector.tags,
        attributes=attributes,
    )


def _value(rng: random.Random, condition: Condition) -> str | float | bool | None:
    operand = condition.operand
    if isinstance(operand, Parameter):
        return rng.choice([rng.randint(1, 10**8), None, True])
    told = operand if not isinstance(operand, tuple) else rng.choice(operand)
    return rng.choice([told, told, told, None, "other", 7])


def _place(rng: random.Random) -> Location:
    return Location(f"src/module-{rng.randint(1, 400)}.js", rng.randint(1, 3000))


def _renamed(control: Control, suffix: str) -> Control:
    def selectors(group: tuple[Selector, ...]) -> tuple[Selector, ...]:
        return tuple(_moved(each, suffix) for each in group)

    when = control.applies_when
    return replace(
        control,
        id=control.id + suffix,
        applies_when=None if when is None else _expression(when, suffix),
        violated_by=selectors(control.violated_by),
        partial_by=selectors(control.partial_by),
        satisfied_by=selectors(control.satisfied_by),
    )


def _moved(selector: Selector, suffix: str) -> Selector:
    return replace(
        selector,
        fact=selector.fact and selector.fact + suffix,
        tags=frozenset(tag + suffix for tag in selector.tags),
        rules=frozenset(rule + suffix for rule in selector.rules),
    )


def _expression(expression: Expression, suffix: str) -> Expression:
    match expression:
        case Selector():
            return _moved(expression, suffix)
        case AllOf(terms):
            return AllOf(tuple(_expression(term, suffix) for term in terms))
        case AnyOf(terms):
            return AnyOf(tuple(_expression(term, suffix) for term in terms))
        case Not(term):
            return Not(_expression(term, suffix))


if __name__ == "__main__":
    main()
