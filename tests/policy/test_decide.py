from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from types import MappingProxyType

import pytest
from policy.postures import TODAY, Item, audit_of, fact, finding, shipped_policy

from auditor.control import (
    Absence,
    Basis,
    Condition,
    Not,
    Operator,
    Parameter,
    Selector,
)
from auditor.model import Outcome, Severity
from auditor.policy import Attestation, Control, ControlResult, Policy, Verdict
from auditor.policy.decide import decide
from auditor.policy.select import observe

BAD = Selector(fact="a", where=(Condition("bad", Operator.EQUALS, True),), message="{value} is bad")
HALF = Selector(fact="a", where=(Condition("half", Operator.EQUALS, True),), message="half done")
GOOD = Selector(fact="a", where=(Condition("good", Operator.EQUALS, True),))

DEMO = Control(
    id="demo.control",
    section="demo",
    title="A title",
    severity=Severity.HIGH,
    why="because",
    fix="do it",
    established_by=("code.semgrep",),
    absence=Absence(Verdict.FAIL, "nothing is there", "app"),
    applies_when=None,
    not_applicable="",
    violated_by=(BAD,),
    partial_by=(HALF,),
    satisfied_by=(GOOD,),
    parameters=(),
    references=MappingProxyType({}),
)
APPLIES = replace(DEMO, applies_when=GOOD, not_applicable="there is no good")
FINE = {"bad": False, "half": False, "good": True}


def judge(
    *items: Item,
    control: Control = DEMO,
    policy: Policy | None = None,
    broken: dict[str, Outcome] | None = None,
    today: date = TODAY,
) -> ControlResult:
    used = policy or shipped_policy()
    return decide(control, observe(audit_of(items, broken), used.parameters), used, today)


def a(at: str = "x.js:1", **changed: bool | None) -> Item:
    attributes = FINE | changed
    return fact(
        "a", "it", at=at, bad=attributes["bad"], half=attributes["half"], good=attributes["good"]
    )


def test_a_violation_fails_and_every_instance_is_told() -> None:
    result = judge(a("y.js:2", bad=True), a("x.js:9", bad=True), a())

    assert result.verdict is Verdict.FAIL
    assert result.reason == "it is bad (and 1 more)"
    assert [str(each.location) for each in result.instances] == ["x.js:9", "y.js:2"]


def test_a_violation_fails_even_when_evidence_is_incomplete() -> None:
    result = judge(a(bad=True), broken={"code.semgrep": Outcome.PARTIAL})

    assert result.verdict is Verdict.FAIL
    assert result.unknown_because == ("code.semgrep: partial: it was switched off",)


def test_a_violation_fails_even_when_another_instance_is_unknown() -> None:
    result = judge(a(bad=True), a("x.js:3", bad=None))

    assert result.verdict is Verdict.FAIL
    assert result.unknown_because == ("x.js:3: bad of a could not be established",)


def test_a_violation_fails_even_when_the_control_would_not_apply() -> None:
    assert judge(a(bad=True, good=False), control=APPLIES).verdict is Verdict.FAIL


@pytest.mark.parametrize("outcome", [Outcome.PARTIAL, Outcome.SKIPPED, Outcome.FAILED])
def test_incomplete_evidence_is_unknown_with_the_reason_of_the_check(outcome: Outcome) -> None:
    result = judge(a(), broken={"code.semgrep": outcome})

    assert result.verdict is Verdict.UNKNOWN
    assert result.unknown_because == (f"code.semgrep: {outcome}: it was switched off",)


def test_incomplete_evidence_is_unknown_before_it_is_not_applicable() -> None:
    result = judge(a(good=False), control=APPLIES, broken={"code.semgrep": Outcome.FAILED})

    assert result.verdict is Verdict.UNKNOWN


def test_a_check_that_left_no_run_is_unknown() -> None:
    control = replace(DEMO, established_by=("code.semgrep", "live.probe"))

    assert judge(a(), control=control).unknown_because == ("live.probe: left no result",)


def test_a_check_that_did_not_apply_counts_as_complete_with_nothing_found() -> None:
    result = judge(broken={"code.semgrep": Outcome.NOT_APPLICABLE})

    assert result.verdict is Verdict.FAIL


def test_a_control_that_does_not_apply_says_why() -> None:
    result = judge(a(good=False), control=APPLIES)

    assert (result.verdict, result.reason) == (Verdict.NOT_APPLICABLE, "there is no good")


def test_an_applicability_that_cannot_be_told_is_unknown() -> None:
    control = replace(APPLIES, satisfied_by=(), partial_by=())

    result = judge(a(good=None), control=control)

    assert result.unknown_because == ("whether it applies could not be established",)


@pytest.mark.parametrize("attribute", ["bad", "half", "good"])
def test_an_instance_that_cannot_be_told_is_unknown_with_its_place(attribute: str) -> None:
    known = [None if name == attribute else value for name, value in FINE.items()]
    result = judge(a(bad=known[0], half=known[1], good=known[2]), a("x.js:7"))

    assert result.verdict is Verdict.UNKNOWN
    assert result.unknown_because == (f"x.js:1: {attribute} of a could not be established",)
    assert [str(each.location) for each in result.instances] == ["x.js:1"]


def test_what_is_known_to_be_partial_need_not_be_told_to_be_good() -> None:
    assert judge(a(half=True, good=None)).verdict is Verdict.PARTIAL


def test_what_may_be_a_violation_is_unknown_though_it_is_partial() -> None:
    assert judge(a(half=True, bad=None)).verdict is Verdict.UNKNOWN


def test_partial_comes_before_pass() -> None:
    result = judge(a(half=True), a())

    assert (result.verdict, result.reason) == (Verdict.PARTIAL, "half done")


def test_a_pass_says_where_it_was_seen() -> None:
    assert judge(a()).reason == "holds: seen in x.js:1"
    assert judge(a(), a("x.js:2")).reason == "holds: seen in 2 places"
    assert judge(a(at="")).reason == "holds: seen in the target"


def test_a_pass_from_a_sign_alone_is_inferred() -> None:
    inferred = replace(GOOD, basis=Basis.INFERRED)

    assert judge(a(), control=replace(DEMO, satisfied_by=(inferred,))).basis is Basis.INFERRED
    assert judge(a(), control=replace(DEMO, satisfied_by=(GOOD, inferred))).basis is Basis.OBSERVED


@pytest.mark.parametrize(
    ("verdict", "reason"),
    [
        (Verdict.FAIL, "nothing is there"),
        (Verdict.PARTIAL, "nothing is there"),
        (Verdict.PASS, "nothing is there"),
        (Verdict.UNKNOWN, "could not be established: nothing is there"),
    ],
)
def test_absence_means_what_the_control_says(verdict: Verdict, reason: str) -> None:
    control = replace(DEMO, absence=Absence(verdict, "nothing is there"))

    result = judge(control=control)

    assert (result.verdict, result.reason) == (verdict, reason)


def test_absence_that_passes_has_words_of_its_own() -> None:
    control = replace(DEMO, absence=Absence(Verdict.PASS))

    assert judge(control=control).reason == "nothing in the target speaks against it"


def test_absence_points_at_each_place_of_a_fact_once() -> None:
    result = judge(fact("app", at="b.js:1"), fact("app", at="a.js:5"), fact("app", at="a.js:5"))

    assert [str(each.location) for each in result.instances] == ["a.js:5", "b.js:1"]


def test_absence_has_one_instance_where_there_is_no_place() -> None:
    assert [each.location for each in judge().instances] == [None]


def test_a_parameter_that_the_policy_does_not_set_is_unknown() -> None:
    limit = Condition("life_s", Operator.ABOVE, Parameter("cookies.max_age.max"))
    control = replace(DEMO, violated_by=(Selector(fact="b", where=(limit,)),))
    policy = replace(shipped_policy(), parameters=MappingProxyType({}))

    result = judge(fact("b", life_s=5), control=control, policy=policy)

    assert result.unknown_because == ("src/app.js:10: the policy sets no cookies.max_age.max",)


def test_a_severity_threshold_that_the_policy_does_not_set_is_unknown() -> None:
    selector = Selector(tags=frozenset({"t"}), min_severity=Parameter("supply_chain.x"))
    control = replace(DEMO, violated_by=(selector,))

    result = judge(finding("t", at=""), control=control)

    assert result.unknown_because == ("the policy sets no supply_chain.x",)


def test_an_instance_of_a_finding_carries_what_a_waiver_can_name() -> None:
    control = replace(DEMO, violated_by=(Selector(tags=frozenset({"t"})),))
    found = finding(
        "t",
        purl="pkg:npm/lodash@4",
        rule="advisory",
        id="GHSA-1",
        cve="CVE-1",
        aliases="CVE-1 GHSA-2",
    )

    (instance,) = judge(found, control=control).instances

    assert instance.message == "this is wrong"
    assert instance.severity is Severity.HIGH
    assert instance.purl == "pkg:npm/lodash@4"
    assert instance.identifiers == ("CVE-1", "GHSA-1", "advisory")


def test_a_selector_can_word_the_message_of_a_finding() -> None:
    selector = Selector(tags=frozenset({"t"}), message="{package} is bad")
    control = replace(DEMO, violated_by=(selector,))

    assert judge(finding("t", package="x"), control=control).reason == "x is bad"


def test_the_policy_can_raise_the_severity() -> None:
    policy = replace(
        shipped_policy(), severities=MappingProxyType({"demo.control": Severity.CRITICAL})
    )

    assert judge(a(), policy=policy).severity is Severity.CRITICAL


def attesting(claim: Verdict, *, days: int = 10, by: str = "c@example.org") -> Attestation:
    return Attestation("demo.control", claim, by, TODAY, TODAY + timedelta(days=days), "e.md")


def attested(*attestations: Attestation) -> Policy:
    return replace(
        shipped_policy(), attested=frozenset({"demo.control"}), attestations=attestations
    )


def test_an_attestation_decides_a_control_in_the_hands_of_a_person() -> None:
    result = judge(policy=attested(attesting(Verdict.PASS)))

    assert (result.verdict, result.basis) == (Verdict.PASS, Basis.ATTESTED)
    assert result.reason == (
        "attested as pass by c@example.org on 2026-11-22, until 2026-12-02: e.md"
    )


def test_an_attestation_never_overrules_what_is_seen() -> None:
    result = judge(a(bad=True), policy=attested(attesting(Verdict.PASS)))

    assert (result.verdict, result.basis) == (Verdict.FAIL, Basis.OBSERVED)


def test_the_worst_of_several_valid_attestations_counts() -> None:
    policy = attested(
        attesting(Verdict.PASS), attesting(Verdict.PARTIAL), attesting(Verdict.FAIL, days=-1)
    )

    assert judge(policy=policy).verdict is Verdict.PARTIAL


def test_an_attestation_holds_until_its_last_day() -> None:
    policy = attested(attesting(Verdict.PASS, days=0))

    assert judge(policy=policy).verdict is Verdict.PASS
    late = judge(policy=policy, today=TODAY + timedelta(days=1))
    assert late.unknown_because == ("the attestation expired on 2026-11-22",)


def test_a_control_that_nobody_attested_is_unknown() -> None:
    other = replace(attesting(Verdict.PASS), control="demo.other")

    assert judge(policy=attested(other)).unknown_because == ("nobody has attested it",)


def test_a_control_can_be_attested_by_nature() -> None:
    assert judge(control=replace(DEMO, attested=True)).verdict is Verdict.UNKNOWN


def test_several_causes_are_counted() -> None:
    control = replace(DEMO, established_by=("code.semgrep", "secrets.dotenv"))
    broken = {"code.semgrep": Outcome.FAILED, "secrets.dotenv": Outcome.SKIPPED}

    result = judge(control=control, broken=broken)

    assert len(result.unknown_because) == 2
    assert result.reason.endswith("it was switched off (and 1 more)")


def test_negation_of_what_cannot_be_told_cannot_be_told() -> None:
    control = replace(
        DEMO, applies_when=Not(GOOD), not_applicable="n", satisfied_by=(), partial_by=()
    )

    assert judge(a(good=None), control=control).verdict is Verdict.UNKNOWN


def test_what_a_selector_without_conditions_cannot_judge_does_not_exist() -> None:
    control = replace(DEMO, satisfied_by=(Selector(fact="b"),))

    assert judge(fact("b", None), control=control).verdict is Verdict.PASS
