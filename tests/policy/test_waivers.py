from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from policy.postures import CAREFUL_BROKEN, assess, careful, fact, finding, shipped_policy

from auditor.model import Severity
from auditor.policy import Assessment, Policy, Verdict, Waiver, WaiverState

WAIVER = Waiver(
    id="W-1",
    control="tls.plain_outbound",
    reason="the partner has no TLS yet",
    owner="a@example.org",
    approved_by="b@example.org",
    created="2026-11-01",
    expires="2026-12-01",
    place="p.yaml:5",
)
HERE = finding("tls-outbound", at="src/a.js:1", rule="plain-http")
THERE = finding("tls-outbound", at="lib/b.js:2", purl="pkg:npm/x@1", id="GHSA-1", cve="CVE-1")


def policy_with(*waivers: Waiver) -> Policy:
    return replace(shipped_policy(), waivers=waivers)


def judged(*waivers: Waiver, today: date = date(2026, 11, 22)) -> Assessment:
    return assess(
        *careful(), HERE, THERE, policy=policy_with(*waivers), broken=CAREFUL_BROKEN, today=today
    )


def test_a_waiver_covers_every_instance_of_its_control() -> None:
    result = judged(WAIVER).result("tls.plain_outbound")

    assert result.waived
    assert [each.waived_by for each in result.instances] == ["W-1", "W-1"]


def test_a_waived_control_keeps_its_verdict_and_its_cost() -> None:
    waived, plain = judged(WAIVER), judged()

    assert waived.result("tls.plain_outbound").verdict is Verdict.FAIL
    assert waived.score == plain.score
    assert waived.sections == plain.sections


def test_a_used_waiver_says_what_it_covers() -> None:
    (use,) = judged(WAIVER).waivers

    assert (use.id, use.state) == ("W-1", WaiverState.USED)
    assert use.message == (
        "p.yaml:5: waiver W-1: covers tls.plain_outbound until 2026-12-01:"
        " the partner has no TLS yet"
    )


@pytest.mark.parametrize(
    ("narrowed", "covered"),
    [
        ({"path": "lib/*"}, [True, False]),
        ({"path": "lib/**"}, [True, False]),
        ({"path": "*.js"}, [True, True]),
        ({"path": "lib"}, [False, False]),
        ({"purl": "pkg:npm/x@1"}, [True, False]),
        ({"purl": "pkg:npm/x"}, [False, False]),
        ({"advisory": "GHSA-1"}, [True, False]),
        ({"advisory": "CVE-1"}, [True, False]),
        ({"advisory": "plain-http"}, [False, True]),
        ({"advisory": "GHSA-1", "path": "src/*"}, [False, False]),
    ],
)
def test_a_waiver_can_be_narrowed(narrowed: dict[str, str], covered: list[bool]) -> None:
    result = judged(replace(WAIVER, **narrowed)).result("tls.plain_outbound")

    assert [bool(each.waived_by) for each in result.instances] == covered
    assert result.waived is all(covered)


def test_two_waivers_together_cover_a_control() -> None:
    first = replace(WAIVER, path="lib/*")
    second = replace(WAIVER, id="W-2", path="src/*")

    assert judged(first, second).result("tls.plain_outbound").waived


def test_a_path_does_not_cover_what_has_no_place() -> None:
    nowhere = finding("tls-outbound", at="")
    waiver = replace(WAIVER, path="*")

    assessment = assess(*careful(), nowhere, policy=policy_with(waiver))

    assert not assessment.result("tls.plain_outbound").waived


def test_a_waiver_whose_control_does_not_fail_is_unused() -> None:
    assessment = assess(*careful(), policy=policy_with(WAIVER))

    (use,) = assessment.waivers
    assert use.state is WaiverState.UNUSED
    assert use.message == "p.yaml:5: waiver W-1: nothing of tls.plain_outbound that it covers fails"


def test_a_waiver_does_not_cover_what_is_unknown() -> None:
    waiver = replace(WAIVER, control="cookies.secure")

    assessment = assess(fact("cookie.set", secure=None), policy=policy_with(waiver))

    assert not assessment.result("cookies.secure").waived


@pytest.mark.parametrize(
    ("today", "state"),
    [
        (date(2026, 11, 1), WaiverState.USED),
        (date(2026, 12, 1), WaiverState.USED),
        (date(2026, 12, 2), WaiverState.EXPIRED),
        (date(2026, 10, 31), WaiverState.REFUSED),
    ],
)
def test_a_waiver_lives_from_its_first_day_to_its_last(today: date, state: WaiverState) -> None:
    assert judged(WAIVER, today=today).waivers[0].state is state


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"approved_by": "a@example.org"}, "its owner approved it; another person must"),
        ({"approved_by": " A@Example.org "}, "its owner approved it; another person must"),
        ({"expires": "soon"}, '"soon" is not a date like 2026-07-01'),
        ({"expires": "2026-13-01"}, '"2026-13-01" is not a date like 2026-07-01'),
        ({"expires": "20261201"}, '"20261201" is not a date like 2026-07-01'),
        ({"expires": "2026-W49-2"}, '"2026-W49-2" is not a date like 2026-07-01'),
        ({"created": "yesterday"}, '"yesterday" is not a date like 2026-07-01'),
        ({"created": "2026-11-23"}, "it is created in the future, on 2026-11-23"),
        ({"expires": "2026-10-31"}, "it lives -1 days; the policy allows 0 to 90"),
        ({"expires": "2027-01-31"}, "it lives 91 days; the policy allows 0 to 90"),
    ],
)
def test_a_waiver_against_the_rules_is_not_honoured(changed: dict[str, str], why: str) -> None:
    assessment = judged(replace(WAIVER, **changed))

    (use,) = assessment.waivers
    assert use.state is WaiverState.REFUSED
    assert use.message == f"p.yaml:5: waiver W-1: not honoured: {why}"
    assert not assessment.result("tls.plain_outbound").waived


def test_a_waiver_may_live_exactly_as_long_as_the_policy_allows() -> None:
    assert judged(replace(WAIVER, expires="2027-01-30")).waivers[0].state is WaiverState.USED


def test_an_expired_waiver_is_not_honoured() -> None:
    assessment = judged(WAIVER, today=date(2026, 12, 2))

    assert assessment.waivers[0].message == "p.yaml:5: waiver W-1: expired on 2026-12-01"
    assert not assessment.result("tls.plain_outbound").waived


MALWARE = finding("malware", severity=Severity.CRITICAL, rule="malware", id="MAL-2026-1")
FOR_MALWARE = replace(WAIVER, control="supply.malware", advisory="MAL-2026-1")


def judged_malware(waiver: Waiver) -> Assessment:
    policy = policy_with(waiver)
    return assess(*careful(), MALWARE, policy=policy, broken=CAREFUL_BROKEN)


def test_malware_is_waived_for_a_time_only() -> None:
    assert judged_malware(FOR_MALWARE).result("supply.malware").waived


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"expires": ""}, "is not a date"),
        ({"expires": "never"}, "is not a date"),
        ({"expires": "2027-11-01"}, "it lives 365 days; the policy allows 0 to 90"),
        ({"created": "2026-08-01", "expires": "2026-10-01"}, "expired on 2026-10-01"),
    ],
)
def test_a_waiver_of_malware_without_a_near_end_is_refused(
    changes: dict[str, str], why: str
) -> None:
    assessment = judged_malware(replace(FOR_MALWARE, **changes))

    assert not assessment.result("supply.malware").waived
    assert assessment.gate == "fail"
    (use,) = assessment.waivers
    assert why in use.message


def test_the_longest_life_of_a_waiver_binds_malware_to_the_day() -> None:
    last = replace(FOR_MALWARE, created="2026-11-01", expires="2027-01-30")
    assert judged_malware(last).result("supply.malware").waived
    longer = replace(last, expires="2027-01-31")
    assert not judged_malware(longer).result("supply.malware").waived


def test_a_waiver_binds_one_advisory_and_not_what_a_database_links_to_it() -> None:
    one = finding("advisory", id="GHSA-1", aliases="CVE-1 CVE-2 GHSA-2")
    two = finding("advisory", id="GHSA-2", aliases="CVE-1 CVE-2 GHSA-1", message="another bug")
    for name, covered in (("GHSA-1", [False, True]), ("CVE-1", [False, False])):
        waiver = replace(WAIVER, control="supply.advisory", advisory=name)
        result = assess(
            *careful(), one, two, policy=policy_with(waiver), broken=CAREFUL_BROKEN
        ).result("supply.advisory")
        assert [bool(each.waived_by) for each in result.instances] == covered
        assert not result.waived
