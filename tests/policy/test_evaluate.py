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
from auditor.policy import Assessment, GateOutcome, SectionScore, Verdict, evaluate


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

    assert [each.section for each in sections] == sorted(
        {control.section for control in shipped_controls()}
    )


def test_a_section_without_anything_that_applies_has_no_score() -> None:
    sections = assess(*without("session.used", "cookie.set", "cookie.signed")).sections

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
    require = set(shipped_policy().gates.require)
    needed = {
        check
        for control in shipped_controls()
        if not control.preview and not require.isdisjoint(control.names)
        for check in control.established_by
    }

    for run in audit_of().runs:
        broken = CAREFUL_BROKEN | {run.check: Outcome.FAILED}
        assessment = assess(*careful(), broken=broken)
        assert assessment.score is not None
        assert assessment.score.floor <= complete.score.floor
        assert assessment.score.coverage <= complete.score.coverage
        assert run.check not in needed or assessment.gate != "pass"


def test_a_run_that_is_not_there_at_all_is_unknown() -> None:
    audit = audit_of(careful())
    audit = replace(audit, runs=tuple(run for run in audit.runs if run.check != "advisories.osv"))

    assessment = evaluate(audit, shipped_policy(), shipped_controls(), today=TODAY)

    assert assessment.result("supply.advisory").verdict is Verdict.UNKNOWN
    assert assessment.gate == "incomplete"


def preview(control: str, *, is_enforced: bool = False) -> Assessment:
    """The assessment of a plain request under a catalogue in which ``control`` is a preview."""
    controls = [
        replace(each, preview=each.id == control) if each.id == control else each
        for each in shipped_controls()
    ]
    policy = shipped_policy()
    if is_enforced:
        policy = replace(policy, enforced=frozenset({control}))
    bad = finding("tls-verification", at="a.js:1")
    return assess(*careful(), bad, broken=CAREFUL_BROKEN, controls=controls, policy=policy)


def test_a_preview_is_reported_and_counts_for_nothing() -> None:
    others = [each for each in shipped_controls() if each.id != "tls.reject_unauthorized"]
    bad = finding("tls-verification", at="a.js:1")
    without_it = assess(*careful(), bad, broken=CAREFUL_BROKEN, controls=others)

    shown = preview("tls.reject_unauthorized")

    assert shown.result("tls.reject_unauthorized").verdict is Verdict.FAIL
    assert shown.result("tls.reject_unauthorized").preview
    assert shown.result("tls.reject_unauthorized").gain == 0
    assert shown.gates == without_it.gates
    assert shown.score == without_it.score


def test_a_policy_can_make_a_preview_count() -> None:
    counted = preview("tls.reject_unauthorized", is_enforced=True)

    assert not counted.result("tls.reject_unauthorized").preview
    assert counted.gate is GateOutcome.FAIL
