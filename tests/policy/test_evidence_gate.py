# ruff: noqa: E501 -- tables with one case per line
from __future__ import annotations

from dataclasses import replace

import pytest
from policy.postures import (
    CAREFUL_BROKEN,
    Item,
    assess,
    careful,
    fact,
    finding,
    shipped_controls,
    shipped_policy,
    without,
)

from auditor.assessment import Assessment, GateOutcome, GateResult
from auditor.model import Finding, Outcome, Severity, Value
from auditor.policy import Gates, Policy, Waiver
from auditor.policy.baseline import Baseline
from auditor.policy.policy import AdvisoryRule

PASS, FAIL, INCOMPLETE = GateOutcome.PASS, GateOutcome.FAIL, GateOutcome.INCOMPLETE
ADVISORIES = Gates(advisories=(AdvisoryRule("kev"), AdvisoryRule("severity >= low", (), 30)))
UNSIGNED = Gates(unsigned_max_ratio=0.1)
ATTESTED = Gates(attested_min_ratio=0.3)
ORIGINS = Gates(no_regress=True)
RELEASES = Gates(release_min_hours=72)
STORE = fact("advisories.store", 9, at="", complete=True, as_of="2026-11-22")


def policy_with(gates: Gates, *waivers: Waiver) -> Policy:
    return replace(shipped_policy(), gates=gates, waivers=waivers)


def gate(
    gates: Gates,
    *items: Item,
    broken: dict[str, Outcome] | None = None,
    baseline: Baseline | None = None,
    waivers: tuple[Waiver, ...] = (),
) -> GateResult:
    policy = policy_with(gates, *waivers)
    assessment = assess(*items, policy=policy, broken=broken, baseline=baseline)
    (criterion,) = (each for each in assessment.gates if each.criterion != "waivers")
    return criterion


def advisory(severity: Severity = Severity.HIGH, **told: Value) -> Finding:
    known: dict[str, Value] = {
        "id": "GHSA-aaaa-bbbb-cccc",
        "package": "left-pad",
        "version": "1.0.0",
        "kev": False,
        "age_days": 31,
    }
    plain = finding(
        "advisory",
        at="package-lock.json:9",
        severity=severity,
        rule="advisory",
        purl="pkg:npm/left-pad@1.0.0",
    )
    return replace(plain, attributes=known | told)


def waiver(control: str, **match: str) -> Waiver:
    return Waiver("W", control, "r", "a", "b", "2026-11-01", "2026-12-01", **match)


@pytest.mark.parametrize(
    ("items", "outcome", "message"),
    [
        ([STORE], PASS, "no advisory is overdue by the policy's 2 rules"),
        ([STORE, advisory(age_days=30)], PASS, "no advisory is overdue by the policy's 2 rules"),
        (
            [STORE, advisory(Severity.LOW)],
            FAIL,
            "1 stand longer than the policy allows: GHSA-aaaa-bbbb-cccc in left-pad@1.0.0 (severity >= low: within 30 days)",
        ),
        (
            [STORE, advisory(age_days=None, kev=None)],
            INCOMPLETE,
            "it is not known whether an advisory is overdue: kev of GHSA-aaaa-bbbb-cccc in left-pad@1.0.0",
        ),
        ([], INCOMPLETE, "not known whether an advisory is overdue: no advisories were consulted"),
    ],
)
def test_the_advisories_gate(items: list[Item], outcome: GateOutcome, message: str) -> None:
    found = gate(ADVISORIES, *items)

    assert (found.criterion, found.outcome) == ("advisories", outcome)
    assert found.message.endswith(message)


def test_names_five_advisories_and_counts_the_rest() -> None:
    items = [advisory(id=f"GHSA-{number}") for number in range(7)]

    message = gate(ADVISORIES, STORE, *items).message

    assert message.startswith("7 stand longer than the policy allows: GHSA-0 in left-pad@1.0.0")
    assert message.endswith(
        "; GHSA-4 in left-pad@1.0.0 (severity >= low: within 30 days) and 2 more"
    )


@pytest.mark.parametrize("outcome", [Outcome.FAILED, Outcome.PARTIAL, Outcome.SKIPPED])
def test_what_was_not_looked_up_may_be_overdue(outcome: Outcome) -> None:
    found = gate(ADVISORIES, STORE, broken={"advisories.osv": outcome})

    assert found.outcome is INCOMPLETE
    assert f"advisories.osv: {outcome}: it was switched off" in found.message


def test_what_is_known_to_be_overdue_fails_even_then() -> None:
    found = gate(ADVISORIES, STORE, advisory(), broken={"advisories.osv": Outcome.PARTIAL})

    assert found.outcome is FAIL


def test_without_packages_nothing_is_overdue() -> None:
    found = gate(ADVISORIES, broken={"advisories.osv": Outcome.NOT_APPLICABLE})

    assert found.outcome is PASS


def test_a_policy_that_wants_every_advisory_does_not_take_a_part() -> None:
    part = fact("advisories.store", 9, at="", complete=False)
    parameters = {**shipped_policy().parameters, "supply_chain.advisories.complete": True}
    policy = replace(policy_with(ADVISORIES), parameters=parameters)

    (found,) = assess(part, policy=policy).gates

    assert found.outcome is INCOMPLETE
    assert "the advisories are not declared complete" in found.message


@pytest.mark.parametrize("severity", [Severity.LOW, Severity.HIGH])
@pytest.mark.parametrize(
    "match", [{}, {"advisory": "GHSA-aaaa-bbbb-cccc"}, {"purl": "pkg:npm/left-pad@1.0.0"}]
)
def test_a_waiver_covers_an_advisory_whether_or_not_the_control_fails_on_it(
    severity: Severity, match: dict[str, str]
) -> None:
    mine = waiver("supply.advisory", **match)

    assert gate(ADVISORIES, STORE, advisory(severity)).outcome is FAIL
    assert gate(ADVISORIES, STORE, advisory(severity), waivers=(mine,)).outcome is PASS


def test_a_waiver_of_another_advisory_covers_nothing() -> None:
    other = waiver("supply.advisory", advisory="GHSA-zzzz-zzzz-zzzz")

    assert gate(ADVISORIES, STORE, advisory(), waivers=(other,)).outcome is FAIL


def test_malware_is_waived_as_malware_only() -> None:
    bad = finding("malware", rule="malware", package="a", version="1", age_days=1)
    gates = Gates(advisories=(AdvisoryRule("malware"),))

    for control, outcome in (("supply.advisory", FAIL), ("supply.malware", PASS)):
        assert gate(gates, STORE, bad, waivers=(waiver(control),)).outcome is outcome


@pytest.mark.parametrize(("new_only", "outcome"), [(True, PASS), (False, FAIL)])
def test_what_the_baseline_knows_is_passed_over_where_the_scope_is_new(
    new_only: bool, outcome: GateOutcome
) -> None:
    before = assess(STORE, advisory())
    gates = replace(ADVISORIES, new_only=new_only)

    found = gate(gates, STORE, advisory(age_days=90), baseline=Baseline("before", before.failing))

    assert found.outcome is outcome


def test_without_the_controls_the_gates_cannot_be_judged() -> None:
    gates = replace(ADVISORIES, no_regress=True, release_min_hours=72)

    assessment = assess(STORE, policy=policy_with(gates), controls=())

    assert [each.outcome for each in assessment.gates] == [INCOMPLETE] * 3


def signatures(ok: int, **counts: int) -> Item:
    return fact("signatures.checked", ok, at="", **{"total": 30, "not_applicable": 10, **counts})


@pytest.mark.parametrize(
    ("items", "outcome", "message"),
    [
        ([signatures(20)], PASS, "0 of 20 packages have no valid signature; 10 % may"),
        ([signatures(18, missing=1, invalid=1)], PASS, "2 of 20 packages have no valid"),
        ([signatures(17, missing=3)], FAIL, "3 of 20 packages have no valid signature; 10 % may"),
        ([signatures(17, unknown_key=3)], INCOMPLETE, "0 to 3 of 20 packages have no valid"),
        ([signatures(16, unknown_key=1, missing=3)], FAIL, "3 of 20 packages"),
        ([signatures(0, total=10)], PASS, "the lockfile holds no package of a registry"),
        ([], INCOMPLETE, "provenance.registry_signatures: counted nothing"),
    ],
)
def test_the_gate_of_what_is_not_signed(
    items: list[Item], outcome: GateOutcome, message: str
) -> None:
    found = gate(UNSIGNED, *items)

    assert (found.criterion, found.outcome) == ("provenance.unsigned_max_ratio", outcome)
    assert message in found.message


def proven(verified: int, **counts: int) -> Item:
    return fact("provenance.checked", verified, at="", **{"total": 40, "applicable": 30, **counts})


@pytest.mark.parametrize(
    ("items", "outcome", "message"),
    [
        (
            [proven(9, missing=21)],
            PASS,
            "9 of 30 packages have proof of where they come from; 30 %",
        ),
        (
            [proven(8, missing=22)],
            FAIL,
            "8 of 30 packages have proof of where they come from; 30 %",
        ),
        ([proven(8, missing=21, unreachable=1)], INCOMPLETE, "8 to 9 of 30 packages have proof"),
        ([proven(7, missing=22)], FAIL, "at most 8 of 30"),
        ([proven(7, missing=20, stripped=1, invalid=1, integrity_mismatch=1)], FAIL, "7 of 30"),
        ([proven(0, applicable=0)], PASS, "the lockfile holds no package of a registry"),
        ([], INCOMPLETE, "provenance.attestations: counted nothing"),
    ],
)
def test_the_gate_of_what_is_proven(items: list[Item], outcome: GateOutcome, message: str) -> None:
    found = gate(ATTESTED, *items)

    assert (found.criterion, found.outcome) == ("provenance.attested_min_ratio", outcome)
    assert message in found.message


def origins(compared: int = 9, unknown: int = 0) -> Item:
    return fact("origins.compared", compared, at="", total=20, unknown=unknown)


MOVED = finding("publisher-changed", rule="publisher-changed", message="a comes from elsewhere")


@pytest.mark.parametrize(
    ("items", "outcome", "message"),
    [
        ([origins()], PASS, "no package is known to come from elsewhere than before"),
        ([origins(), MOVED], FAIL, "a comes from elsewhere"),
        ([origins(unknown=1)], INCOMPLETE, "no origin could be compared"),
        ([origins(compared=0)], INCOMPLETE, "no origin could be compared"),
        ([], INCOMPLETE, "no origin could be compared"),
    ],
)
def test_the_gate_of_where_packages_come_from(
    items: list[Item], outcome: GateOutcome, message: str
) -> None:
    found = gate(ORIGINS, *items)

    assert (found.criterion, found.outcome) == ("provenance.regress", outcome)
    assert message in found.message


def test_a_change_of_origin_can_be_waived() -> None:
    mine = waiver("supply.publisher_change")

    assert gate(ORIGINS, origins(), MOVED, waivers=(mine,)).outcome is PASS


def release(age_s: Value) -> Item:
    return fact(
        "release.recent",
        age_s,
        at="package-lock.json:9",
        package="left-pad@1.0.0",
        purl="pkg:npm/left-pad@1.0.0",
    )


def ages(unknown: Value = 0) -> Item:
    return fact("lockfile.release_age", 900_000, at="package-lock.json", unknown=unknown)


@pytest.mark.parametrize(
    ("items", "outcome", "message"),
    [
        ([ages(), release(259_200)], PASS, "everything that counts had been out for 72 hours"),
        (
            [ages(), release(259_199)],
            FAIL,
            "1 had been out for less than 72 hours: left-pad@1.0.0 (259199s)",
        ),
        ([ages(1)], INCOMPLETE, "nothing says when 1 packages were published"),
        ([ages(None)], INCOMPLETE, "nothing says when anything was published"),
        ([ages(), release(None)], INCOMPLETE, "the age of left-pad@1.0.0"),
        ([], INCOMPLETE, "nothing says when anything was published"),
    ],
)
def test_the_gate_of_young_releases(items: list[Item], outcome: GateOutcome, message: str) -> None:
    found = gate(RELEASES, *items)

    assert (found.criterion, found.outcome) == ("release_age", outcome)
    assert message in found.message


def test_a_young_release_can_be_waived_by_its_purl() -> None:
    for purl, outcome in (("pkg:npm/left-pad@1.0.0", PASS), ("pkg:npm/left-pad@1.0.1", FAIL)):
        mine = waiver("supply.release_age", purl=purl)

        assert gate(RELEASES, ages(), release(3_600), waivers=(mine,)).outcome is outcome


def test_without_packages_of_a_registry_none_is_young() -> None:
    broken = {"lockfile.release_age": Outcome.NOT_APPLICABLE}

    assert gate(RELEASES, broken=broken).outcome is PASS


NEEDS = {
    "provenance.registry_signatures": (UNSIGNED, signatures(20)),
    "provenance.attestations": (ATTESTED, proven(30)),
    "provenance.drift": (ORIGINS, origins()),
    "lockfile.release_age": (RELEASES, ages()),
}


@pytest.mark.parametrize("check", sorted(NEEDS))
@pytest.mark.parametrize("outcome", [Outcome.FAILED, Outcome.PARTIAL, Outcome.SKIPPED])
def test_a_gate_never_passes_without_the_check_it_needs(check: str, outcome: Outcome) -> None:
    gates, item = NEEDS[check]

    assert gate(gates, item).outcome is PASS
    assert gate(gates, item, broken={check: outcome}).outcome is INCOMPLETE


def stale(*items: Item) -> Assessment:
    gates = replace(ADVISORIES, advisories_max_hours=24)
    old = fact("advisories.store", 9, at="", complete=True, as_of="2026-11-01")
    return assess(*without("advisories.store"), *items, old, policy=policy_with(gates))


def test_stale_advisories_are_no_answer_to_anything() -> None:
    assessment = stale()

    assert assessment.result("supply.advisory").verdict == "unknown"
    assert [(each.criterion, each.outcome) for each in assessment.gates] == [
        ("advisories", INCOMPLETE),
        ("data_age", INCOMPLETE),
    ]


def test_what_stale_advisories_are_known_to_say_still_counts() -> None:
    assessment = stale(advisory())

    assert assessment.result("supply.advisory").verdict == "fail"
    assert assessment.gate == "fail"


def test_without_such_gates_an_audit_is_judged_as_before() -> None:
    known = {control.id for control in shipped_controls()}

    assessment = assess(*careful(), broken=CAREFUL_BROKEN)

    assert {each.control.id for each in assessment.controls} == known
    assert {each.criterion for each in assessment.gates} <= {
        "score_floor",
        "coverage",
        "severity",
        "require",
        "required",
        "waivers",
    }
