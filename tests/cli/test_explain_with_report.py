"""Does ``auditor explain`` say what holds in a report, and what a fix is worth there?"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from command import Run

INSTANCE = "0123456789abcdef:0123456789abcdef:0123456789abcdef:"
ADVISORY = "GHSA-jr5f-v2jv-69x6"  # of the shipped seed


def instance(number: int, **told: Any) -> dict[str, Any]:
    location = {"path": "src/app.js", "line": number, "column": 1, "end_line": number}
    plain = {"message": "no Secure", "location": location, "purl": None, "waived_by": None}
    return {**plain, "fingerprint": f"{INSTANCE}{number}", "new": None, **told}


def control(**told: Any) -> dict[str, Any]:
    plain = {
        "id": "cookies.secure",
        "verdict": "fail",
        "severity": "high",
        "reason": "no Secure",
        "gain": 8.87,
        "instances": [instance(1)],
    }
    return plain | told


FINDING = {
    "rule": "advisory",
    "message": "axios@0.21.0: too trusting",
    "location": None,
    "purl": "pkg:npm/axios@0.21.0",
    "paths": [["shop@1.0.0", "axios@0.21.0"]],
    "fix": "update axios to 0.30.0 or later",
    "fingerprint": None,
    "attributes": {"id": ADVISORY, "cve": "CVE-2025-27152", "aliases": "CVE-2025-27152"},
}


@pytest.fixture
def report(tmp_path: Path) -> Path:
    return written(tmp_path, control())


def written(tmp_path: Path, *controls: dict[str, Any]) -> Path:
    file = tmp_path / "report.json"
    checks = [
        {"check": "advisories.osv", "outcome": "complete", "reason": None, "findings": [FINDING]},
        {"check": "code.semgrep", "outcome": "failed", "reason": "no Semgrep", "hint": "get one"},
    ]
    document = {"schema": "auditor.report/1", "score": {"floor": 70.0}, "controls": controls}
    file.write_text(json.dumps({**document, "checks": checks, "later": 1}), encoding="utf-8")
    return file


def said(run: Run, *arguments: str | Path) -> str:
    done = run("explain", *arguments)
    assert done.code == 0, done.err
    return " ".join(done.out.split())


def test_a_control_says_what_holds_and_what_a_fix_is_worth(run: Run, report: Path) -> None:
    out = said(run, "cookies.secure", "--report", report)

    assert "Here fail: no Secure" in out
    assert "Worth here 8.87 points of the floor, once it passes" in out
    assert f"At src/app.js:1 Fingerprint {INSTANCE}1" in out


def test_an_open_control_says_what_is_missing(run: Run, tmp_path: Path) -> None:
    missing = [f"code.semgrep: failed: reason {number}" for number in range(3)]
    open_one = control(verdict="unknown", reason="open", unknown_because=missing, instances=[])

    out = said(run, "cookies.secure", "--report", written(tmp_path, open_one))

    assert [text for text in missing if f"Missing {text}" not in out] == []


def test_a_small_gain_says_why(run: Run, tmp_path: Path) -> None:
    out = said(run, "cookies.secure", "--report", written(tmp_path, control(gain=0.001)))

    assert "less than 0.01 points of the floor while so much else fails" in out


def test_many_places_are_counted(run: Run, tmp_path: Path) -> None:
    many = control(instances=[instance(number) for number in range(1, 8)])

    assert "At and 2 more" in said(run, "cookies.secure", "--report", written(tmp_path, many))


def test_a_control_the_report_does_not_have(run: Run, report: Path) -> None:
    out = said(run, "cookies.name", "--report", report)

    assert "Here the report does not judge it" in out


def test_a_check_says_how_it_ended(run: Run, report: Path) -> None:
    out = said(run, "code.semgrep", "--report", report)

    assert "Here failed: no Semgrep; 0 findings" in out
    assert "Next get one" in out


def test_a_check_says_what_is_not_established_without_it(run: Run) -> None:
    assert "not established: supply.advisory, supply.malware" in said(run, "advisories.osv")


def test_a_rule_says_which_controls_judge_it(run: Run, report: Path) -> None:
    assert "Judged by cookies.same_site" in said(run, "cookie-samesite-none-insecure")
    assert "1 findings" in said(run, "advisory", "--report", report)


@pytest.mark.parametrize("name", [ADVISORY, "CVE-2025-27152"])
def test_an_advisory_says_where_it_is_and_what_to_do(run: Run, report: Path, name: str) -> None:
    out = said(run, name, "--report", report)

    assert "At pkg:npm/axios@0.21.0" in out
    assert "Brought in by shop@1.0.0 > axios@0.21.0" in out
    assert "Do update axios to 0.30.0 or later" in out


def test_an_advisory_of_the_seed_needs_no_report(run: Run) -> None:
    out = said(run, ADVISORY)

    assert "(advisory)" in out
    assert "Affects axios: introduced" in out
    assert "Judged by supply.advisory" in out


def test_a_fingerprint_says_what_that_one_is_worth(run: Run, tmp_path: Path) -> None:
    two = control(instances=[instance(1), instance(2, new=False, waived_by="W-1")])

    out = said(run, f"{INSTANCE}2", "--report", written(tmp_path, two))

    # Two of high severity lose 12.5 %, one 11.25 %: 70 · (0.8875 / 0.875 - 1).
    assert "Worth here 1.00 points of the floor, once this one is gone" in out
    assert "Control cookies.secure" in out
    assert "New no, the baseline has it" in out
    assert "Waived by W-1" in out


def test_a_fingerprint_without_its_report_says_what_is_needed(run: Run) -> None:
    done = run("explain", f"{INSTANCE}1")

    assert done.code == 2
    assert "--report FILE" in done.err


def test_an_advisory_that_is_not_there_says_where_they_come_from(run: Run) -> None:
    done = run("explain", "GHSA-zzzz-zzzz-zzzz")

    assert done.code == 2
    assert "auditor advisories update" in done.err


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[]", "the document: is not what a JSON report has there"),
        ("{", "report.json"),
        ('{"schema": "auditor.report/2", "controls": [], "checks": []}', "schema: is not what"),
        ('{"schema": "auditor.report/1", "controls": [{}], "checks": []}', "controls.0.id: is not"),
    ],
)
def test_what_is_no_report_exits_2(run: Run, tmp_path: Path, text: str, message: str) -> None:
    file = tmp_path / "report.json"
    file.write_text(text, encoding="utf-8")

    done = run("explain", "cookies.secure", "--report", file)

    assert done.code == 2
    assert message in done.err


def test_a_report_that_is_not_there_exits_2(run: Run, tmp_path: Path) -> None:
    done = run("explain", "cookies.secure", "--report", tmp_path / "none.json")

    assert done.code == 2
    assert "auditor audit --format json=FILE" in done.err
