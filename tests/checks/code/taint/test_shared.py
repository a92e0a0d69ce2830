from typing import Any

import pytest

from auditor.checks.code.rules import load_rules, natives_of
from auditor.checks.code.taint.shared import (
    PASSED,
    SUMMARY,
    completed,
    parameter_of,
    passing_rules,
    summary_of,
)

RULE: dict[str, Any] = {
    "id": "eval-of-request",
    "mode": "taint",
    "languages": ["javascript"],
    "severity": "ERROR",
    "message": "run",
    "pattern-sinks": [{"pattern": "eval(...)"}],
    "metadata": {"sources": ["request"], "barriers": ["numbers"]},
}


def test_puts_in_the_shared_patterns_and_says_which_files_are_worth_a_look() -> None:
    rule = completed(RULE)
    assert rule["metadata"]["files-with"] == [
        r"\b(?:req|request|_req|_request|ctx|res|response|_res|_response|reply)\b"
    ]
    assert rule["metadata"]["uses"] == ("tests",)
    assert {"pattern": "parseInt(...)"} in rule["pattern-sanitizers"]
    assert "$REQUEST.body" in str(rule["pattern-sources"])
    assert rule["options"] == {"taint_assume_safe_comparisons": True}


def test_keeps_sources_barriers_and_options_of_the_rule() -> None:
    own = RULE | {
        "pattern-sources": [{"pattern": "entry.path"}],
        "pattern-sanitizers": [{"pattern": "clean(...)"}],
        "options": {"taint_assume_safe_functions": True},
    }
    rule = completed(own)
    assert rule["pattern-sources"][0] == {"pattern": "entry.path"}
    assert rule["pattern-sanitizers"][0] == {"pattern": "clean(...)"}
    assert rule["options"]["taint_assume_safe_functions"] is True


def test_a_rule_without_taint_stays_as_it_is() -> None:
    ours = {"kind": "finding", "browser": True, "files-with": ["x$"]}
    rule = {"id": "plain", "pattern": "eval(...)", "metadata": ours}
    assert completed(rule) == {
        "id": "plain",
        "pattern": "eval(...)",
        "metadata": {"files-with": ["x$"], "uses": ("tests", "browser")},
    }
    assert summary_of(rule) is None


def test_a_group_that_is_not_there_is_an_error() -> None:
    with pytest.raises(KeyError):
        completed(RULE | {"metadata": {"sources": ["telepathy"]}})


def test_a_summary_has_parameters_for_sources_and_the_same_sinks() -> None:
    summary = summary_of(RULE)
    assert summary is not None
    assert summary["id"] == f"eval-of-request{SUMMARY}"
    assert summary["pattern-sinks"] == RULE["pattern-sinks"]
    assert "$PARAM" in str(summary["pattern-sources"])
    assert "$REQUEST" not in str(summary["pattern-sources"])
    assert parameter_of(summary["message"]) == "$PARAM"


@pytest.mark.parametrize(
    "metadata", [{"sources": ["stored"]}, {"sources": ["request"], "summary": False}, {}]
)
def test_only_rules_that_follow_requests_have_a_summary(metadata: dict[str, Any]) -> None:
    assert summary_of(RULE | {"metadata": metadata}) is None


def test_one_scan_runs_the_rules_their_summaries_and_what_is_passed() -> None:
    ids = [rule["id"] for rule in natives_of(load_rules())]
    assert len(ids) == len(set(ids))
    assert set(PASSED) < set(ids)
    assert [rule["id"] for rule in passing_rules()] == list(PASSED)
