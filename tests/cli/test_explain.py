from __future__ import annotations

import json

import pytest
from command import Run


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("cookies.max_age", ["(control)", "Limit cookies.max_age.max", "24h", "Why", "Fix"]),
        ("session-secret-literal", ["(rule)", "CWE-798", "Example"]),
        ("lockfile.integrity", ["(check)", "integrity-missing", "Why", "Fix"]),
        ("integrity-missing", ["(rule)", "lockfile.integrity"]),
    ],
)
def test_explains_controls_rules_and_checks(run: Run, name: str, said: list[str]) -> None:
    done = run("explain", name)
    assert done.code == 0
    assert [text for text in said if text not in done.out] == []
    # An example is code and is not wrapped.
    prose = done.out.partition("\nExample\n")[0]
    assert max(len(line) for line in prose.splitlines()) <= 80


def test_limits_are_those_of_the_policy(run: Run) -> None:
    baseline = run("explain", "retention.session_ttl").out
    strict = run("explain", "retention.session_ttl", "--policy", "express-strict").out
    assert baseline != strict


def test_an_unknown_id_exits_2_and_suggests(run: Run) -> None:
    done = run("explain", "cookies.secur")
    assert done.code == 2
    assert "cookies.secure" in done.err


def test_json_has_the_same_content(run: Run) -> None:
    data = json.loads(run("explain", "cookies.secure", "--json").out)
    assert (data["id"], data["kind"]) == ("cookies.secure", "control")
    assert data["fix"]


def test_checks_lists_every_check_and_on_request_the_rules(run: Run) -> None:
    short = run("checks").out
    assert "code.semgrep" in short
    assert "session-secret-literal" not in short
    assert "session-secret-literal" in run("checks", "--rules").out


def test_checks_can_be_narrowed_to_a_tag(run: Run) -> None:
    listed = [
        one["id"] for one in json.loads(run("checks", "--tag", "session-secret", "--json").out)
    ]
    assert "session-secret-literal" in listed
    assert "tls-verification-disabled" not in listed


def test_checks_can_be_narrowed_to_a_topic_and_a_kind(run: Run) -> None:
    listed = run("checks", "--topic", "tls", "--kind", "fact").out
    assert "tls-server-created" in listed
    assert "tls-verification-disabled" not in listed
    assert "code.semgrep" not in listed


def test_checks_says_that_a_filter_leaves_nothing(run: Run) -> None:
    outcome = run("checks", "--tag", "nothing")
    assert outcome.code == 2
    assert outcome.err.startswith("auditor: no rule is left")
