"""When is an advisory due?

A rule of the policy names advisories by a condition over what ranks them (KEV,
EPSS, severity, age, …) and says how many days after publication they may stand.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from auditor.model import Severity
from auditor.policy.select import all_of
from auditor.policy.when import FLAG, NUMBER, Kind, parse_when

if TYPE_CHECKING:
    from auditor.model import Finding, Value
    from auditor.policy.condition import Truth
    from auditor.policy.policy import AdvisoryRule

KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "age_days": NUMBER,  # since the advisory was published
        "cvss": NUMBER,
        "dev": FLAG,
        "direct": FLAG,
        "epss": NUMBER,
        "fix_available": FLAG,
        "fixable": FLAG,  # another word for fix_available
        "kev": FLAG,
        "malware": FLAG,
        "reachable": ("never", "through_imported", "imported"),
        "runtime": FLAG,  # not dev
        "severity": tuple(severity.label for severity in Severity),
    }
)
"""What a condition may ask about an advisory in a package."""

_UNHARMFUL = frozenset({"not_affected", "fixed"})


@dataclass(frozen=True, slots=True)
class Due:
    """Whether an advisory stands too long by one rule, and which values it takes to know."""

    rule: AdvisoryRule
    overdue: Truth
    missing: tuple[str, ...] = ()


def due(finding: Finding, rules: tuple[AdvisoryRule, ...]) -> Due | None:
    """Return the first rule by which the advisory is overdue, else one by which it may be.

    None where it is not. What a VEX document of the caller declares not affected
    or fixed is never due; malware always can be.
    """
    values = _values(finding)
    if values["malware"] is not True and finding.attributes.get("vex_status") in _UNHARMFUL:
        return None
    told = [_judged(values, rule) for rule in rules]
    overdue = next((each for each in told if each.overdue), None)
    return overdue or next((each for each in told if each.overdue is None), None)


def _judged(values: Mapping[str, Value], rule: AdvisoryRule) -> Due:
    condition = parse_when(rule.when, KINDS)
    age = values["age_days"]
    late: Truth = True
    if rule.sla_days:
        late = age > rule.sla_days if isinstance(age, int) else None
    only = [value if isinstance(value := values[name], bool) else None for name in rule.only]
    overdue = all_of((condition.holds(values), *only, late))
    asked = {*condition.names, *rule.only, *(("age_days",) if rule.sla_days else ())}
    missing = sorted(name for name in asked if values[name] is None) if overdue is None else ()
    return Due(rule, overdue, tuple(missing))


def _values(finding: Finding) -> dict[str, Value]:
    known = finding.attributes
    values: dict[str, Value] = {name: known.get(name) for name in KINDS}
    dev = known.get("dev")
    values["runtime"] = not dev if isinstance(dev, bool) else None
    values["fixable"] = values["fix_available"]
    values["severity"] = finding.severity.label
    values["malware"] = "malware" in finding.tags
    return values
