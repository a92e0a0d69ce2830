# ruff: noqa: E501 -- tables with one case per line
from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from builders import write_tree
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from policy.postures import TODAY, shipped_controls, shipped_policy

from auditor.errors import PolicyError
from auditor.model import Severity
from auditor.policy import Gates, Policy, Verdict, builtin_policies
from auditor.policy.load import MAX_FILES, load_policy
from auditor.policy.policy import AdvisoryRule

HEAD = "schema: auditor.policy/1\nname: shop\n"
GATE = "gates: {score_floor: {min: 70}}\n"
BASE = HEAD + "extends: [builtin:express-baseline]\n"
MAX_AGE = shipped_policy().origins["cookies.max_age.max"]
SAME_SITE = shipped_policy().origins["cookies.same_site"]
WAIVER = """\
waivers:
  - id: W-1
    control: cookies.secure
    reason: behind a proxy
    owner: a@example.org
    approved_by: b@example.org
    created: 2026-11-01
    expires: 2026-12-01
"""


def load(tmp_path: Path, text: str, **others: str) -> Policy:
    files = {"p.yaml": text} | {f"{name}.yaml": each for name, each in others.items()}
    write_tree(tmp_path, files)
    return load_policy(str(tmp_path / "p.yaml"), today=TODAY, controls=shipped_controls())


def problem(tmp_path: Path, text: str, **others: str) -> str:
    with pytest.raises(PolicyError) as caught:
        load(tmp_path, text, **others)
    return caught.value.message.replace(f"{tmp_path}/", "")


def test_the_built_in_policies_load_by_name_and_by_prefix() -> None:
    for name in builtin_policies():
        plain = load_policy(name, today=TODAY)

        assert plain.name == name
        assert plain == load_policy(f"builtin:{name}", today=TODAY)
        assert plain.notes == ()


GATES = """\
gates:
  advisories:
    - {when: kev, sla_days: 3}
    - {when: epss  >=  0.10, sla_days: 7, only: [runtime]}
  provenance: {unsigned_max_ratio: 0.1, attested_min_ratio: 0.3, regress: report}
  release_age: {min_hours: 48}
  data_age: {advisory_db_max_hours: 72}
"""
STRICTER = """\
gates:
  advisories:
    - {when: kev, sla_days: 0}
    - {when: epss >= 0.10, sla_days: 9, only: [runtime]}
    - {when: severity >= high, sla_days: 30, only: [runtime, fixable]}
  provenance: {unsigned_max_ratio: 0, attested_min_ratio: 0.4, regress: forbid}
  release_age: {min_hours: 72}
  data_age: {advisory_db_max_hours: 24}
"""


@pytest.mark.parametrize(("parent", "child"), [(GATES, STRICTER), (STRICTER, GATES)])
def test_of_what_is_asked_of_packages_the_stricter_holds(
    tmp_path: Path, parent: str, child: str
) -> None:
    policy = load(tmp_path, HEAD + "extends: [other.yaml]\n" + child, other=HEAD + parent)

    assert policy.gates == Gates(
        advisories=(
            AdvisoryRule("epss >= 0.10", ("runtime",), 7),
            AdvisoryRule("kev", (), 0),
            AdvisoryRule("severity >= high", ("fixable", "runtime"), 30),
        ),
        unsigned_max_ratio=0.0,
        attested_min_ratio=0.4,
        no_regress=True,
        release_min_hours=72,
        advisories_max_hours=24,
    )
    assert policy.shown["gates.advisories"] == (
        "epss >= 0.10 (runtime): within 7 days; kev: at once;"
        " severity >= high (fixable, runtime): within 30 days"
    )


def test_says_which_looser_limit_for_advisories_was_overruled(tmp_path: Path) -> None:
    policy = load(tmp_path, HEAD + "extends: [other.yaml]\n" + STRICTER, other=HEAD + GATES)

    assert [note.replace(f"{tmp_path}/", "") for note in policy.notes] == [
        "p.yaml:7: gates.advisories: epss >= 0.10 (runtime): within 9 days is looser than within 7 days of other.yaml:6, which holds"
    ]
    assert policy.origins["gates.advisories"].replace(f"{tmp_path}/", "") == (
        "other.yaml:6 and p.yaml:6 and p.yaml:8"
    )


def test_reads_gates_and_parameters(tmp_path: Path) -> None:
    policy = load(
        tmp_path,
        HEAD
        + """\
gates:
  score_floor: {min: 70}
  coverage: {min: 0.5}
  severity: {fail_on: high, scope: all}
  require: [supply.advisory, cookies.*]
  waivers: {max_active: 3, max_days: 30, expired: report}
secrets: {code_literals: required}
tls: {min_version: "1.2", hsts: {max_age_min: 365d, include_subdomains: true}}
cookies: {secure: required, same_site: [strict], max_age: {max: 12h}}
retention: {session_ttl_max: 15m, log_retention_days: {min: 30}}
supply_chain: {lockfile: required, advisories: {min_severity: low}}
controls: {cookies.name: {severity: medium}}
frameworks: [gdpr, asvs-5.0.0]
""",
    )

    assert policy.gates == Gates(
        score_floor=70,
        coverage=0.5,
        fail_on=Severity.HIGH,
        require=("supply.advisory", "cookies.*"),
        required=("cookies.secure", "secrets.code_literals", "supply.lockfile"),
        waiver_max_active=3,
        waiver_max_days=30,
        waiver_expired_fails=False,
    )
    assert policy.parameters == {
        "tls.min_version": "1.2",
        "tls.hsts.max_age_min": 31_536_000,
        "tls.hsts.include_subdomains": True,
        "cookies.same_site": ("strict",),
        "cookies.max_age.max": 43_200,
        "retention.session_ttl_max": 900,
        "retention.log_retention_days.min": 30,
        "supply_chain.advisories.min_severity": "low",
        "supply_chain.install_scripts.allow": (),
        "supply_chain.install_scripts.mode": "list",
        "supply_chain.licenses.deny": (),
    }
    assert policy.shown["cookies.max_age.max"] == "12h"
    assert policy.shown["cookies.same_site"] == "strict"
    assert policy.severities == {"cookies.name": Severity.MEDIUM}
    assert policy.frameworks == ("asvs-5.0.0", "gdpr")
    assert policy.origins["cookies.max_age.max"].endswith("p.yaml:11")


def test_every_required_switch_names_a_shipped_control(tmp_path: Path) -> None:
    policy = load(
        tmp_path,
        HEAD
        + """\
secrets: {code_literals: required, dotenv: required, startup_validation: required}
tls: {reject_unauthorized: required}
cookies: {secure: required, http_only: required}
supply_chain: {lockfile: required}
""",
    )

    assert set(policy.gates.required) <= {control.id for control in shipped_controls()}
    assert len(policy.gates.required) == 7


def test_the_stricter_value_wins_in_either_direction(tmp_path: Path) -> None:
    policy = load(
        tmp_path,
        BASE
        + """\
gates:
  score_floor: {min: 60}
  coverage: {min: 0.9}
  severity: {fail_on: critical}
  require: [cookies.*]
  waivers: {max_active: 20, max_days: 30, expired: report}
tls: {min_version: "1.3", hsts: {max_age_min: 1h, include_subdomains: false}}
cookies: {same_site: [strict, none], max_age: {max: 48h}}
retention: {session_ttl_max: 8h, log_retention_days: {min: 30, max: 400}}
supply_chain: {advisories: {min_severity: critical}}
""",
    )

    assert policy.gates.score_floor == 70
    assert policy.gates.coverage == 0.9
    assert policy.gates.fail_on is Severity.HIGH
    assert {"cookies.*", "supply.advisory"} <= set(policy.gates.require)
    assert policy.gates.waiver_max_active == 15
    assert policy.gates.waiver_max_days == 30
    assert policy.gates.waiver_expired_fails
    assert policy.parameters["tls.min_version"] == "1.3"
    assert policy.parameters["tls.hsts.max_age_min"] == 31_536_000
    assert policy.parameters["tls.hsts.include_subdomains"] is True
    assert policy.parameters["cookies.same_site"] == ("strict",)
    assert policy.parameters["cookies.max_age.max"] == 86_400
    assert policy.parameters["retention.session_ttl_max"] == 28_800
    assert policy.parameters["retention.log_retention_days.min"] == 365
    assert policy.parameters["retention.log_retention_days.max"] == 400
    assert policy.parameters["supply_chain.advisories.min_severity"] == "medium"


def test_says_where_a_looser_value_was_overruled(tmp_path: Path) -> None:
    policy = load(tmp_path, BASE + "cookies: {max_age: {max: 48h}}\n")

    (note,) = policy.notes
    assert note == (
        f"{tmp_path}/p.yaml:4: cookies.max_age.max: 2d is looser than 24h of {MAX_AGE}, which holds"
    )
    assert policy.origins["cookies.max_age.max"] == MAX_AGE


def test_a_list_made_of_two_names_both_as_its_origin(tmp_path: Path) -> None:
    policy = load(tmp_path, BASE + "cookies: {same_site: [strict, none]}\n")

    assert policy.origins["cookies.same_site"] == (f"{SAME_SITE} and {tmp_path}/p.yaml:4")


def test_two_files_that_leave_no_value_are_refused(tmp_path: Path) -> None:
    assert problem(tmp_path, BASE + "cookies: {same_site: [none]}\n") == (
        f"p.yaml:4: cookies.same_site: this and {SAME_SITE} leave nothing that both allow"
    )


def test_the_higher_of_two_raised_severities_wins(tmp_path: Path) -> None:
    parent = HEAD + GATE + "controls: {cookies.name: {severity: critical}}\n"
    child = HEAD + "extends: [base.yaml]\ncontrols: {cookies.name: {severity: medium}}\n"

    assert load(tmp_path, child, base=parent).severities == {"cookies.name": Severity.CRITICAL}


def test_waivers_and_attestations_of_every_file_count(tmp_path: Path) -> None:
    parent = HEAD + GATE + WAIVER
    child = (
        HEAD
        + "extends: [base.yaml]\n"
        + WAIVER.replace("W-1", "W-2").replace(
            "control: cookies", "match: {path: 'src/*'}\n    control: cookies"
        )
        + """\
controls: {retention.logs: {mode: attested}}
attestations:
  - {control: retention.logs, claim: pass, by: c@example.org, on: 2026-11-22, expires: 2026-12-01, evidence: e.md}
"""
    )

    policy = load(tmp_path, child, base=parent)

    assert [(waiver.id, waiver.path) for waiver in policy.waivers] == [
        ("W-1", ""),
        ("W-2", "src/*"),
    ]
    assert policy.attested == {"retention.logs"}
    assert policy.attestations[0].claim is Verdict.PASS
    assert policy.attestations[0].on == TODAY


def test_a_parent_named_twice_is_read_once(tmp_path: Path) -> None:
    other = HEAD.replace("shop", "other") + "extends: [builtin:express-baseline]\n"
    child = HEAD + "extends: [builtin:express-baseline, other.yaml]\n"

    assert load(tmp_path, child, other=other).gates.score_floor == 70


def test_extends_are_found_beside_the_file_that_names_them(tmp_path: Path) -> None:
    write_tree(
        tmp_path,
        {
            "a/p.yaml": HEAD + "extends: [../b/q.yaml]\n",
            "b/q.yaml": HEAD + "extends: [r.yaml]\n",
            "b/r.yaml": HEAD + GATE,
        },
    )

    policy = load_policy(str(tmp_path / "a/p.yaml"), today=TODAY, controls=())

    assert policy.gates.score_floor == 70


def test_as_many_files_as_the_limit_may_extend_each_other(tmp_path: Path) -> None:
    def chain(length: int) -> str:
        for number in range(1, length):
            last = number == length - 1
            text = HEAD + (GATE if last else f"extends: [q{number + 1}.yaml]\n")
            (tmp_path / f"q{number}.yaml").write_text(text)
        return HEAD + "extends: [q1.yaml]\n"

    assert load(tmp_path, chain(MAX_FILES)).gates.score_floor == 70
    assert problem(tmp_path, chain(MAX_FILES + 1)) == (
        "q7.yaml:3: more than 8 files extend each other"
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("- a\n", "p.yaml:1: a policy must be a mapping"),
        ("name: shop\n", 'p.yaml:1: the key "schema" is missing'),
        ("schema: auditor.policy/2\nname: x\n", 'p.yaml:1: schema: "auditor.policy/2" is none of auditor.policy/1; did you mean "auditor.policy/1"?'),
        (HEAD + GATE + "cookiez: {secure: required}\n", 'p.yaml:4: unknown key "cookiez"; did you mean "cookies"?'),
        (HEAD + GATE + "cookies:\n  max_agee: {max: 12h}\n", 'p.yaml:5: unknown key "max_agee"; did you mean "max_age"?'),
        (HEAD + GATE + "profile: prod\n", 'p.yaml:4: unknown key "profile"'),
        (HEAD + GATE + "cookies: {max_age: {max: 12}}\n", 'p.yaml:4: cookies.max_age.max: "12" must be a duration with a unit, like 12h'),
        (HEAD + GATE + "cookies: {max_age: {max: 12 parsecs}}\n", 'p.yaml:4: cookies.max_age.max: "12 parsecs" is not a duration; write a number and s, m, h, d or w, like 12h'),
        (HEAD + GATE + "cookies: {max_age: 12h}\n", 'p.yaml:4: cookies.max_age: "12h" must be a mapping'),
        (HEAD + GATE + "cookies: {max_age: {max: }}\n", 'p.yaml:4: the key "max" has no value'),
        (HEAD + GATE + "cookies: {secure: yes}\n", 'p.yaml:4: cookies.secure: "yes" is none of required'),
        (HEAD + GATE + "cookies: {secure: true}\n", "p.yaml:4: cookies.secure: true is none of required"),
        (HEAD + GATE + "cookies: {same_site: strict}\n", 'p.yaml:4: cookies.same_site: "strict" must be a list'),
        (HEAD + GATE + "cookies:\n  same_site:\n    - lax\n    - strickt\n", 'p.yaml:7: cookies.same_site[1]: "strickt" is none of lax, strict, none; did you mean "strict"?'),
        (HEAD + GATE + "tls: {min_version: 1.2}\n", 'p.yaml:4: tls.min_version: "1.2" must be quoted, like "1.2"'),
        (HEAD + GATE + 'tls: {min_version: "1.1"}\n', 'p.yaml:4: tls.min_version: "1.1" is neither "1.2" nor "1.3"'),
        (HEAD + GATE + "tls: {hsts: {max_age_min: soon}}\n", 'p.yaml:4: tls.hsts.max_age_min: "soon" is not a duration; write a number and s, m, h, d or w, like 12h'),
        (HEAD + GATE + "tls: {hsts: {max_age_min: true}}\n", "p.yaml:4: tls.hsts.max_age_min: true must be a duration with a unit, like 12h"),
        (HEAD + GATE + "tls: {hsts: {include_subdomains: 1}}\n", 'p.yaml:4: tls.hsts.include_subdomains: "1" must be true or false'),
        (HEAD + GATE + "retention: {log_retention_days: {min: 1.5}}\n", 'p.yaml:4: retention.log_retention_days.min: "1.5" must be a whole number'),
        (HEAD + GATE + "retention: {log_retention_days: {min: 0}}\n", 'p.yaml:4: retention.log_retention_days.min: "0" must be at least 1'),
        (HEAD + "gates: {score_floor: {min: 101}}\n", 'p.yaml:3: gates.score_floor.min: "101" must be at most 100'),
        (HEAD + "gates: {score_floor: {min: .nan}}\n", 'p.yaml:3: gates.score_floor.min: "nan" must be a finite number'),
        (HEAD + "gates: {score_floor: {min: high}}\n", 'p.yaml:3: gates.score_floor.min: "high" must be a number'),
        (HEAD + "gates: {score_floor: {}}\n", 'p.yaml:3: the key "min" is missing in gates.score_floor'),
        (HEAD + "gates: {severity: {fail_on: hihg}}\n", 'p.yaml:3: gates.severity.fail_on: "hihg" is none of low, medium, high, critical; did you mean "high"?'),
        (HEAD + "gates: {severity: {fail_on: high, scope: some}}\n", 'p.yaml:3: gates.severity.scope: "some" is none of new, all'),
        (HEAD + "gates: {advisories: []}\n", "p.yaml: sets no gate, so nothing could ever fail"),
        (HEAD + "gates: {advisory: []}\n", 'p.yaml:3: unknown key "advisory"; did you mean "advisories"?'),
        (HEAD + "gates: {advisories: [{when: kve, sla_days: 0}]}\n", 'p.yaml:3: gates.advisories[0].when: "kve" knows no "kve"; did you mean "kev"?'),
        (HEAD + "gates: {advisories: [{when: 3, sla_days: 0}]}\n", 'p.yaml:3: gates.advisories[0].when: "3" must be a condition, like epss >= 0.10'),
        (HEAD + "gates: {advisories: [{when: kev}]}\n", 'p.yaml:3: the key "sla_days" is missing in gates.advisories[0]'),
        (HEAD + "gates: {advisories: [{when: kev, sla_days: -1}]}\n", 'p.yaml:3: gates.advisories[0].sla_days: "-1" must be at least 0'),
        (HEAD + "gates: {advisories: [{when: kev, sla_days: 0, only: [fixible]}]}\n", 'p.yaml:3: gates.advisories[0].only[0]: "fixible" is none of runtime, fixable; did you mean "fixable"?'),
        (HEAD + "gates: {provenance: {unsigned_max_ratio: 1.01}}\n", 'p.yaml:3: gates.provenance.unsigned_max_ratio: "1.01" must be at most 1'),
        (HEAD + "gates: {provenance: {regress: allow}}\n", 'p.yaml:3: gates.provenance.regress: "allow" is none of report, forbid'),
        (HEAD + "gates: {release_age: {min_hours: 2161}}\n", 'p.yaml:3: gates.release_age.min_hours: "2161" must be at most 2160'),
        (HEAD + "gates: {release_age: {}}\n", 'p.yaml:3: the key "min_hours" is missing in gates.release_age'),
        (HEAD + "gates: {data_age: {advisory_db_max_hours: 0}}\n", 'p.yaml:3: gates.data_age.advisory_db_max_hours: "0" must be at least 1'),
        (HEAD + "gates: {require: [supply.advisry]}\n", 'p.yaml:3: no control is called "supply.advisry"; did you mean "supply.advisory"?'),
        (HEAD + "gates: {require: [cookie.*]}\n", 'p.yaml:3: no control is called "cookie.*"; did you mean "cookies.*"?'),
        (HEAD + GATE + "name: again\n", 'p.yaml:4: the key "name" stands twice'),
        (HEAD, "p.yaml: sets no gate, so nothing could ever fail"),
        (HEAD + "extends: [builtin:express-basline]\n" + GATE, 'p.yaml:3: no built-in policy is called "express-basline"; did you mean "express-baseline"?'),
        (HEAD + "extends: [nowhere.yaml]\n", 'p.yaml:3: no policy file "nowhere.yaml"'),
        (HEAD + "extends: [express-baseline]\n", 'p.yaml:3: no policy file "express-baseline"; did you mean "builtin:express-baseline"?'),
        (HEAD + "extends: [p.yaml]\n", 'p.yaml:3: extends "p.yaml", which extends this file'),
        (HEAD + "extends: [other.yaml]\n", 'other.yaml:3: extends "p.yaml", which extends this file'),
        (HEAD + GATE + "controls:\n  cookies.secur: {severity: critical}\n", 'p.yaml:5: no control is called "cookies.secur"; did you mean "cookies.secure"?'),
        (HEAD + GATE + "controls:\n  cookies.secure: {severity: low}\n", "p.yaml:5: controls.cookies.secure.severity: low is looser than high, its own"),
        (HEAD + GATE + "controls: {cookies.secure: {mode: off}}\n", 'p.yaml:4: controls.cookies.secure.mode: "off" would loosen the policy without a trace; waive the control instead'),
        (HEAD + GATE + "controls: {cookies.secure: {weight: 1}}\n", 'p.yaml:4: unknown key "weight"'),
        (HEAD + GATE + "frameworks: [gdrp]\n", 'p.yaml:4: no framework is called "gdrp"; did you mean "gdpr"?'),
        (HEAD + GATE + WAIVER.replace("cookies.secure", "cookies.sexure"), 'p.yaml:6: no control is called "cookies.sexure"; did you mean "cookies.secure"?'),
        (HEAD + GATE + WAIVER.replace("    owner: a@example.org\n", ""), 'p.yaml:5: the key "owner" is missing in waivers[0]'),
        (HEAD + GATE + WAIVER.replace("reason: behind a proxy", "reason: ''"), 'p.yaml:7: waivers[0].reason: "" must not be empty'),
        (HEAD + GATE + WAIVER + WAIVER.removeprefix("waivers:\n"), 'p.yaml:12: the waiver id "W-1" is used at p.yaml:5'),
        (HEAD + GATE + "attestations:\n  - {control: retention.logs, claim: pass, by: c, on: 2026-01-01, expires: 2026-12-01, evidence: e}\n", "p.yaml:5: retention.logs is decided by checks, not by attestation"),
        (HEAD + GATE + "controls: {retention.logs: {mode: attested}}\nattestations:\n  - {control: retention.logs, claim: pass, by: c, on: 2026-11-23, expires: 2026-12-01, evidence: e}\n", "p.yaml:6: attested on 2026-11-23, which has not come yet"),
        (HEAD + GATE + "attestations:\n  - {control: retention.lgs, claim: pass, by: c, on: 2026-01-01, expires: 2026-12-01, evidence: e}\n", 'p.yaml:5: no control is called "retention.lgs"; did you mean "retention.logs"?'),
        (HEAD + GATE + "attestations:\n  - {control: retention.logs, claim: pass, by: c, on: 1.1.2026, expires: 2026-12-01, evidence: e}\n", 'p.yaml:5: attestations[0].on: "1.1.2026" must be a date like 2026-07-01'),
    ],
)  # fmt: skip
def test_says_where_and_what_is_wrong(tmp_path: Path, text: str, message: str) -> None:
    other = HEAD + "extends: [p.yaml]\n"

    assert problem(tmp_path, text, other=other) == message


def test_counts_the_other_problems_in_the_hint(tmp_path: Path) -> None:
    with pytest.raises(PolicyError) as caught:
        load(tmp_path, HEAD + "cookies: {securee: required, same_site: lax}\nfoo: 1\n")

    assert caught.value.hint == "2 more problems in this file"


def test_a_name_that_is_neither_policy_nor_file_is_refused() -> None:
    with pytest.raises(PolicyError) as caught:
        load_policy("express-basline", today=TODAY)

    assert caught.value.message == (
        'no policy file "express-basline"; did you mean "express-baseline"?'
    )
    assert caught.value.hint == f"give a path, or one of {', '.join(builtin_policies())}"
    assert caught.value.exit_code == 2


def test_the_digest_is_that_of_what_can_move_a_verdict(tmp_path: Path) -> None:
    first = load(tmp_path, BASE)

    same = load(tmp_path, "# a comment\n" + BASE + "cookies: {max_age: {max: 48h}}\n")
    moved = load(tmp_path, BASE + "cookies: {max_age: {max: 23h}}\n")
    waived = load(tmp_path, BASE + WAIVER)

    assert first.digest == same.digest
    assert len({first.digest, moved.digest, waived.digest}) == 3
    assert len(first.digest) == 64


def test_the_digest_does_not_depend_on_where_the_file_lies(tmp_path: Path) -> None:
    first = load(tmp_path / "a", BASE + WAIVER)
    second = load(tmp_path / "b", "\n\n" + BASE + WAIVER)

    assert first.digest == second.digest


def test_an_attestation_of_today_is_accepted_and_of_tomorrow_refused(tmp_path: Path) -> None:
    text = (
        HEAD
        + GATE
        + "controls: {retention.logs: {mode: attested}}\n"
        + "attestations: [{control: retention.logs, claim: pass, by: c, on: 2026-11-22,"
        + " expires: 2026-12-01, evidence: e}]\n"
    )
    path = write_tree(tmp_path, {"p.yaml": text}) / "p.yaml"

    assert load_policy(str(path), today=TODAY, controls=shipped_controls()).attestations
    with pytest.raises(PolicyError, match="which has not come yet"):
        load_policy(str(path), today=TODAY - timedelta(days=1), controls=shipped_controls())


KEYS = st.sampled_from(
    ["schema", "name", "extends", "gates", "tls", "cookies", "controls", "waivers", "max", "x"]
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | KEYS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(document=st.dictionaries(KEYS, VALUES, max_size=6))
def test_any_mapping_is_a_policy_or_refused_in_one_sentence(
    tmp_path: Path, document: dict[str, object]
) -> None:
    from json import dumps  # noqa: PLC0415 - JSON is YAML

    path = tmp_path / "p.yaml"
    path.write_text(dumps(document))
    message = "p.yaml"
    try:
        load_policy(str(path), today=TODAY, controls=())
    except PolicyError as error:
        message = error.message
    assert "p.yaml" in message
    assert message.isprintable()
