from __future__ import annotations

from dataclasses import replace
from random import Random

from policy.postures import (
    CAREFUL_BROKEN,
    TODAY,
    assess,
    audit_of,
    careful,
    finding,
    shipped_controls,
    shipped_policy,
    without,
)

from auditor.model import Outcome
from auditor.policy import SectionScore, Verdict, evaluate


def test_every_control_has_a_result_sorted_by_id() -> None:
    assessment = assess(*careful())

    assert [each.control.id for each in assessment.controls] == sorted(
        control.id for control in shipped_controls()
    )


def test_carries_the_name_and_digest_of_the_policy() -> None:
    assessment = assess()

    assert (assessment.policy, assessment.digest) == ("express-baseline", shipped_policy().digest)


def test_every_section_has_a_score_sorted_by_name() -> None:
    sections = assess(*careful()).sections

    assert [each.section for each in sections] == [
        "audit",
        "auth",
        "cookies",
        "retention",
        "runtime",
        "secrets",
        "supply_chain",
        "tls",
    ]


def test_a_section_without_anything_that_applies_has_no_score() -> None:
    sections = assess(*without("session.used", "cookie.set")).sections

    assert SectionScore("cookies", None) in sections


def test_no_control_means_no_score_and_an_incomplete_gate() -> None:
    assessment = assess(controls=())

    assert (assessment.score, assessment.gate) == (None, "incomplete")


def test_the_order_of_facts_findings_and_controls_does_not_matter() -> None:
    items = [*careful(), finding("secret-literal"), finding("secret-literal", at="b.js:1")]
    controls = list(shipped_controls())
    first = assess(*items)
    shuffle = Random(7).shuffle  # noqa: S311 - an order, no secret

    for _ in range(5):
        shuffle(items)
        shuffle(controls)
        assert assess(*items, controls=controls) == first


def test_losing_any_check_never_raises_the_floor_nor_passes_a_gate_that_needs_it() -> None:
    complete = assess(*careful(), broken=CAREFUL_BROKEN)
    assert complete.score is not None

    for run in audit_of().runs:
        broken = CAREFUL_BROKEN | {run.check: Outcome.FAILED}
        assessment = assess(*careful(), broken=broken)
        assert assessment.score is not None
        assert assessment.score.floor <= complete.score.floor
        assert assessment.score.coverage <= complete.score.coverage
        assert (assessment.gate == "pass") is (run.check in CAREFUL_BROKEN)


def test_a_run_that_is_not_there_at_all_is_unknown() -> None:
    audit = audit_of(careful())
    audit = replace(audit, runs=tuple(run for run in audit.runs if run.check != "advisories.osv"))

    assessment = evaluate(audit, shipped_policy(), shipped_controls(), today=TODAY)

    assert assessment.result("supply.advisory").verdict is Verdict.UNKNOWN
    assert assessment.gate == "incomplete"
