from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from reports.worlds import HOSTILE, TODAY, advisory, hostile_world, judged, unsafe, world, written

from auditor.model import Location
from auditor.policy import Waiver, load_policy
from auditor.policy.baseline import Baseline
from auditor.reports import _sarif


def run_of(name: str, *told: Any) -> dict[str, Any]:
    log: dict[str, Any] = json.loads(written(name, *told))
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    assert isinstance(run, dict)
    return run


def results(*told: Any, name: str = "sarif") -> list[dict[str, Any]]:
    return list(run_of(name, *told)["results"])


def test_a_failure_stands_at_its_line_under_its_control() -> None:
    (found,) = (
        one for one in results(*world(unsafe(line=7))) if one["ruleId"] == "tls.reject_unauthorized"
    )

    place = found["locations"][0]["physicalLocation"]
    assert place["artifactLocation"] == {"uri": "src/app.js", "uriBaseId": "SRCROOT"}
    assert (place["region"]["startLine"], place["region"]["startColumn"]) == (7, 3)
    assert place["region"]["snippet"] == {"text": "not verified"}
    assert (found["kind"], found["level"]) == ("fail", "error")
    assert found["partialFingerprints"]["primaryLocationLineHash"].count(":") == 3


def test_rules_carry_what_code_hosts_sort_and_explain_by() -> None:
    run = run_of("sarif", *world(unsafe()))

    rules = {rule["id"]: rule for rule in run["tool"]["driver"]["rules"]}
    rule = rules["tls.reject_unauthorized"]
    assert rule["properties"]["security-severity"] == "9.5"
    assert "security" in rule["properties"]["tags"]
    assert rule["help"]["text"]
    ids = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert all(ids[one["ruleIndex"]] == one["ruleId"] for one in run["results"])


def test_a_package_stands_in_the_lockfile_and_is_named() -> None:
    (found,) = (
        one
        for one in results(*world(advisory(), purls=False))
        if "pkg:npm" in one["message"]["text"]
    )

    assert found["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "package.json"
    assert found["message"]["text"].endswith("(pkg:npm/qs@6.0.0)")


def test_what_is_waived_is_left_out_for_code_hosts_and_kept_as_evidence() -> None:
    waiver = Waiver(
        "W-1",
        "tls.reject_unauthorized",
        "later",
        "a@example.org",
        "b@example.org",
        "2026-11-01",
        "2026-12-01",
    )
    policy = replace(load_policy("express-baseline", today=TODAY), waivers=(waiver,))
    audit, _ = world(unsafe())
    assessment = judged(audit, policy)

    shown = [one["ruleId"] for one in results(audit, assessment)]
    (kept,) = (
        one
        for one in results(audit, assessment, name="sarif_all")
        if one["ruleId"] == "tls.reject_unauthorized"
    )

    assert "tls.reject_unauthorized" not in shown
    assert kept["suppressions"] == [{"kind": "external", "justification": "W-1"}]


def test_the_evidence_holds_every_verdict_by_its_kind() -> None:
    audit, assessment = world(unsafe(), note="a.js: cannot be parsed")

    found = results(audit, assessment, name="sarif_all")

    assert {one["ruleId"] for one in found} == {one.control.id for one in assessment.controls}
    assert {"fail", "open"} <= {one["kind"] for one in found}
    assert all(one["level"] == "none" for one in found if one["kind"] != "fail")


def test_what_was_not_looked_at_is_a_notification() -> None:
    run = run_of("sarif", *world(note="a.js: cannot be parsed"))

    notes = run["invocations"][0]["toolExecutionNotifications"]

    assert any("a.js: cannot be parsed" in note["message"]["text"] for note in notes)


def test_a_baseline_tells_what_is_new() -> None:
    audit, first = world(unsafe(line=7))
    known = Baseline("before", first.failing)
    audit, _ = world(unsafe(line=7), unsafe(path="src/b.js"))

    states = {
        one["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]: one["baselineState"]
        for one in results(audit, judged(audit, baseline=known))
        if one["ruleId"] == "tls.reject_unauthorized"
    }

    assert states == {"src/app.js": "unchanged", "src/b.js": "new"}


def test_paths_are_uri_references_that_are_nothing_else() -> None:
    uris = [
        one["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        for one in results(*hostile_world())
    ]

    assert len(set(uris)) >= len(HOSTILE)
    assert not [uri for uri in uris if set(uri) & set(" <>\"\\^`{|}:?#[]@!$&'()*+,;=\n\x1b")]


@pytest.mark.parametrize("name", ["sarif", "sarif_all"])
def test_hostile_text_stays_text(name: str) -> None:
    text = written(name, *hostile_world())

    assert text.isascii()
    assert json.loads(text)


def test_says_how_many_results_did_not_fit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_sarif, "MAX_RESULTS", 2)

    run = run_of("sarif", *world(*(unsafe(line=line) for line in range(1, 5)), purls=False))

    assert len(run["results"]) == 2
    notes = [
        note["message"]["text"] for note in run["invocations"][0]["toolExecutionNotifications"]
    ]
    assert any("results are left out: 2 are listed" in note for note in notes)


def test_a_place_without_a_line_is_the_head_of_the_file() -> None:
    found = replace(unsafe(), location=Location("a.js"))

    (told,) = (one for one in results(*world(found)) if one["ruleId"] == "tls.reject_unauthorized")

    assert told["locations"][0]["physicalLocation"]["region"]["startLine"] == 1
