from __future__ import annotations

from dataclasses import replace

import pytest
from policy.postures import finding

from auditor.model import Finding, Severity, Value
from auditor.policy.advisories import Due, due
from auditor.policy.policy import AdvisoryRule

KEV = AdvisoryRule("kev")
LIKELY = AdvisoryRule("epss >= 0.10", (), 7)
SEVERE = AdvisoryRule("severity >= high", ("fixable", "runtime"), 30)
RULES = (KEV, LIKELY, SEVERE)


def advisory(severity: Severity = Severity.HIGH, **told: Value) -> Finding:
    known: dict[str, Value] = {
        "kev": False,
        "epss": 0.01,
        "age_days": 31,
        "dev": False,
        "fix_available": True,
    }
    return replace(finding("advisory", severity=severity), attributes=known | told)


@pytest.mark.parametrize(
    ("found", "rule"),
    [
        (advisory(age_days=30), None),
        (advisory(age_days=31), SEVERE),
        (advisory(Severity.MEDIUM, age_days=400), None),
        (advisory(Severity.CRITICAL), SEVERE),
        (advisory(dev=True), None),
        (advisory(fix_available=False), None),
        (advisory(epss=0.1, age_days=7), None),
        (advisory(epss=0.1, age_days=8), LIKELY),
        (advisory(epss=0.099, age_days=8), None),
        (advisory(kev=True, age_days=0), KEV),
        (advisory(kev=True, age_days=None), KEV),
        (advisory(kev=True, vex_status="affected"), KEV),
        (advisory(kev=True, vex_status="not_affected"), None),
        (advisory(kev=True, vex_status="fixed"), None),
    ],
)
def test_an_advisory_is_due_from_the_day_after_its_last(
    found: Finding, rule: AdvisoryRule | None
) -> None:
    told = due(found, RULES)

    assert told == (None if rule is None else Due(rule, overdue=True))


@pytest.mark.parametrize(
    ("found", "rule", "missing"),
    [
        (advisory(Severity.LOW, kev=None), KEV, ("kev",)),
        (advisory(Severity.LOW, epss=None), LIKELY, ("epss",)),
        (advisory(age_days=None), SEVERE, ("age_days",)),
        (advisory(dev=None, fix_available=None), SEVERE, ("fixable", "runtime")),
    ],
)
def test_what_is_not_known_and_matters_is_named(
    found: Finding, rule: AdvisoryRule, missing: tuple[str, ...]
) -> None:
    assert due(found, RULES) == Due(rule, None, missing)


@pytest.mark.parametrize(
    "found",
    [
        advisory(Severity.LOW, age_days=3, epss=None),
        advisory(Severity.LOW, dev=None, fix_available=None),
        advisory(age_days=2, epss=0.9, dev=None),
    ],
)
def test_what_is_not_known_and_does_not_matter_is_not_asked(found: Finding) -> None:
    assert due(found, RULES) is None


def test_what_is_overdue_by_one_rule_is_so_whatever_the_others_lack() -> None:
    assert due(advisory(kev=None), RULES) == Due(SEVERE, overdue=True)


def test_no_vex_document_excuses_malware() -> None:
    found = finding("malware", vex_status="not_affected")

    assert due(found, (AdvisoryRule("malware"),)) == Due(AdvisoryRule("malware"), overdue=True)


@pytest.mark.parametrize(
    ("reach", "overdue"), [("imported", True), ("through_imported", True), ("never", False)]
)
def test_how_near_it_is_can_be_asked(reach: str, overdue: bool) -> None:
    told = due(advisory(reachable=reach), (AdvisoryRule("reachable > never"),))

    assert (told is not None) is overdue
