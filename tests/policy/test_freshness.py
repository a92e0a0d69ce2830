from __future__ import annotations

import pytest
from builders import NOW  # 2026-11-22T12:00 UTC
from policy.postures import audit_of, fact

from auditor.assessment import GateOutcome
from auditor.model import Audit, CheckRun, Outcome, Value
from auditor.policy.freshness import freshness


def audit(as_of: Value, outcome: Outcome = Outcome.COMPLETE) -> Audit:
    store = fact("advisories.store", 9, at="", as_of=as_of)
    run = CheckRun("advisories.osv", outcome, "it was cut", facts=(store,))
    return Audit("shop", "auditor test", NOW, None, (run,))


@pytest.mark.parametrize(
    ("as_of", "outcome", "said"),
    [
        ("2026-11-22T12:00:00.000000000Z", GateOutcome.PASS, "not older than 24 hours"),
        ("2026-11-21T12:00:00Z", GateOutcome.PASS, "not older than 24 hours"),
        ("2026-11-21T11:59:59Z", GateOutcome.INCOMPLETE, "25 hours before the audit; the policy"),
        ("2026-11-22", GateOutcome.PASS, "the newest advisory is of 2026-11-22"),
        ("2026-11-21", GateOutcome.INCOMPLETE, "36 hours before the audit; the policy allows 24"),
        ("2026-11-22T12:00:01Z", GateOutcome.INCOMPLETE, "after the audit: one clock is wrong"),
        ("yesterday", GateOutcome.INCOMPLETE, "not known of which day"),
        ("", GateOutcome.INCOMPLETE, "not known of which day"),
        (None, GateOutcome.INCOMPLETE, "not known of which day"),
        (20261121, GateOutcome.INCOMPLETE, "not known of which day"),
    ],
)
def test_the_age_is_that_of_the_newest_advisory(
    as_of: Value, outcome: GateOutcome, said: str
) -> None:
    _, criterion = freshness(audit(as_of), 24)

    assert (criterion.criterion, criterion.outcome) == ("data_age", outcome)
    assert said in criterion.message


def test_what_looked_into_stale_advisories_did_not_run_to_its_end() -> None:
    aged, criterion = freshness(audit("2026-11-01"), 24)

    assert [(run.outcome, run.reason) for run in aged.runs] == [
        (Outcome.PARTIAL, criterion.message)
    ]


@pytest.mark.parametrize("outcome", [Outcome.PARTIAL, Outcome.FAILED])
def test_a_check_that_was_cut_keeps_its_own_reason(outcome: Outcome) -> None:
    aged, _ = freshness(audit("2026-11-01", outcome), 24)

    assert [(run.outcome, run.reason) for run in aged.runs] == [(outcome, "it was cut")]


def test_without_advisories_nothing_is_fresh() -> None:
    _, criterion = freshness(audit_of(), 24)

    assert criterion.outcome is GateOutcome.INCOMPLETE


def test_without_packages_nothing_needs_to_be() -> None:
    ended = audit_of(broken={"advisories.osv": Outcome.NOT_APPLICABLE})

    assert freshness(ended, 24)[1].outcome is GateOutcome.PASS
