"""Do all reports say the same, and does none of them obey the target?"""

from __future__ import annotations

import io
import json
import re

import pytest
from builders import NOW
from reports.worlds import judged, world

from auditor.assessment import Verdict
from auditor.model import (
    Audit,
    CheckRun,
    Confidence,
    Coverage,
    Fact,
    Finding,
    Gap,
    Location,
    Outcome,
    Severity,
)
from auditor.policy import Assessment
from auditor.report import Report, Sink
from auditor.reports import all_reports
from auditor.reports.json import document
from auditor.reports.text import MAX_FIRST

HOSTILE = "src/\x1b[2J\n::error::x\u202e.js"


def audited(*runs: CheckRun) -> tuple[Audit, Assessment]:
    audit = Audit(
        "shop\x1b[31m", "auditor 0", NOW, None, tuple(sorted(runs, key=lambda r: r.check))
    )
    return audit, judged(audit)


def code_run(*, outcome: Outcome = Outcome.COMPLETE, reason: str = "") -> CheckRun:
    finding = Finding(
        "tls-verification-disabled",
        Severity.CRITICAL,
        Confidence.HIGH,
        f"certificates are not verified in {HOSTILE}",
        Location(HOSTILE, 3),
        tags=frozenset({"tls-verification"}),
    )
    return CheckRun(
        "code.semgrep",
        outcome,
        reason,
        findings=(finding,),
        facts=(Fact("express.app", location=Location("src/app.js", 1)),),
        coverage=Coverage(2, "files", (Gap(HOSTILE, "cannot be parsed"),) if reason else ()),
        hint="mend the file" if reason else "",
    )


def written(report: Report, audit: Audit, assessment: Assessment, **sink: bool) -> str:
    stream = io.StringIO()
    report.write(audit, assessment, Sink(stream, width=80, **sink))
    return stream.getvalue()


def text_of(audit: Audit, assessment: Assessment, **sink: bool) -> str:
    (report,) = (one for one in all_reports() if one.name == "text")
    return written(report, audit, assessment, **sink)


@pytest.mark.parametrize("report", all_reports(), ids=lambda report: report.name)
def test_nothing_of_the_target_is_obeyed(report: Report) -> None:
    text = written(report, *audited(code_run()))
    assert "\x1b" not in text
    assert "\u202e" not in text
    if report.name != "github":
        assert not [line for line in text.splitlines() if line.lstrip().startswith("::")]


@pytest.mark.parametrize("report", all_reports(), ids=lambda report: report.name)
def test_the_same_assessment_gives_the_same_bytes(report: Report) -> None:
    first, second = (written(report, *audited(code_run())) for _ in range(2))
    assert first == second
    assert first.endswith("\n")
    assert not first.endswith("\n\n")


def test_text_names_the_gap_and_the_remedy_of_a_partial_check() -> None:
    run = code_run(outcome=Outcome.PARTIAL, reason="a.js: cannot be parsed")
    text = " ".join(text_of(*audited(run)).split())
    assert "code.semgrep partial: a.js: cannot be parsed; to know it: mend the file" in text
    assert "not covered" not in text
    verbose = " ".join(text_of(*audited(run), verbose=True).split())
    assert "not covered: src/\\x1b[2J\\x0a::error::x\\u202e.js: cannot be parsed" in verbose


def test_text_shows_five_instances_and_counts_the_rest() -> None:
    findings = tuple(
        Finding(
            "tls-verification-disabled",
            Severity.CRITICAL,
            Confidence.HIGH,
            "not verified",
            Location("a.js", line),
            tags=frozenset({"tls-verification"}),
        )
        for line in range(1, 9)
    )
    text = text_of(*audited(CheckRun("code.semgrep", Outcome.COMPLETE, findings=findings)))
    assert "a.js:5" in text
    assert "a.js:6" not in text
    assert "and 3 more" in text


def test_text_shows_the_costliest_failures_in_full_and_a_line_for_each_other() -> None:
    tags = ("tls-verification", "tls-outbound", "resolved-insecure", "integrity-missing")
    tags = (*tags, "dotenv-tracked", "session-secret", "secret-literal")
    findings = tuple(
        Finding("rule", Severity.HIGH, Confidence.HIGH, tag, tags=frozenset({tag})) for tag in tags
    )
    audit, assessment = audited(CheckRun("code.semgrep", Outcome.COMPLETE, findings=findings))
    failing = [one for one in assessment.controls if one.verdict is Verdict.FAIL]
    assert len(failing) > MAX_FIRST

    text, verbose = text_of(audit, assessment), text_of(audit, assessment, verbose=True)

    assert text.count("fix: ") == MAX_FIRST
    assert f"Failed ({len(failing) - MAX_FIRST} more)" in text
    assert f"Failed ({len(failing)})" in verbose
    for result in failing:
        assert result.control.id in text


def test_text_never_asks_to_fix_a_preview_first() -> None:
    run = CheckRun(
        "ci.steps",
        Outcome.COMPLETE,
        facts=(
            Fact("ci.workflows", 1, {"opaque": 0}),
            Fact("ci.step", "sbom", {"tool": "npm", "neutered": False}),
        ),
    )
    audit, assessment = audited(run)
    assert assessment.result("supply.sbom.signed").verdict is Verdict.FAIL
    assert assessment.result("supply.sbom.signed").preview

    first, _, rest = text_of(audit, assessment).partition("Failed (")

    assert "supply.sbom.signed" not in first
    assert "supply.sbom.signed (preview)" in rest


def test_text_uses_colour_only_where_it_is_welcome() -> None:
    assert "\x1b[" in text_of(*audited(code_run()), colour=True)
    assert "\x1b[" not in text_of(*audited(code_run()))


def test_verbose_text_says_why_a_control_passed_and_how_long_checks_took() -> None:
    text = text_of(*audited(CheckRun("lockfile.drift", Outcome.COMPLETE)), verbose=True)
    assert "lockfile.drift complete (0.00 s)" in text


def test_verbose_text_counts_what_a_check_looked_at_and_what_was_new() -> None:
    seen = Coverage(14, "files", reused=13)
    run = CheckRun("code.semgrep", Outcome.COMPLETE, coverage=seen, seconds=0.5)

    text = text_of(*audited(run), verbose=True)

    assert "code.semgrep complete (14 files, 1 of them scanned anew, 0.50 s)" in text
    assert "scanned anew" not in text_of(*audited(run))


def test_text_puts_controls_that_are_unknown_for_one_reason_in_one_line() -> None:
    run = CheckRun("code.semgrep", Outcome.FAILED, "semgrep: was killed", hint="run it again")

    text = " ".join(text_of(*audited(run)).split())

    assert re.search(r"\d+ controls semgrep: was killed: [\w., ]+ and \d+ more", text)
    assert "code.semgrep failed: semgrep: was killed; to know it: run it again" in text


def test_text_puts_checks_that_ended_alike_in_one_line() -> None:
    names = [f"check.{number}" for number in range(7)]
    runs = [CheckRun(name, Outcome.SKIPPED, "no data", hint="pass some") for name in names]

    text = " ".join(text_of(*audited(*runs)).split())

    assert f"- {', '.join(names[:5])} and 2 more skipped: no data; to know it: pass some" in text


def test_text_counts_many_controls_by_section_and_names_few(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    audit, assessment = world()
    quiet = [one for one in assessment.controls if one.verdict is Verdict.PASS]
    assert quiet

    monkeypatch.setattr("auditor.reports.text.MAX_IDS", len(quiet))
    assert quiet[0].control.id in text_of(audit, assessment)
    monkeypatch.setattr("auditor.reports.text.MAX_IDS", len(quiet) - 1)
    assert "; --verbose names them" in " ".join(text_of(audit, assessment).split())


def test_json_has_the_frozen_top_level() -> None:
    assert list(document(*audited(code_run()))) == [
        "schema",
        "tool",
        "started",
        "target",
        "policy",
        "gate",
        "score",
        "sections",
        "controls",
        "waivers",
        "baseline",
        "checks",
        "passages",
    ]


def test_json_keeps_every_finding_fact_and_gap_of_every_check() -> None:
    run = code_run(outcome=Outcome.PARTIAL, reason="a.js: cannot be parsed")
    report = json.loads(json.dumps(document(*audited(run))))
    (check,) = report["checks"]
    assert check["outcome"] == "partial"
    assert check["coverage"]["gaps"] == [{"subject": HOSTILE, "reason": "cannot be parsed"}]
    assert check["findings"][0]["location"]["path"] == HOSTILE
    assert check["facts"][0]["name"] == "express.app"
    assert check["hint"] == "mend the file"
    assert report["target"] == {"name": "shop\x1b[31m", "lockfile": None}


def test_a_file_name_that_is_not_utf8_does_not_break_a_report() -> None:
    finding = Finding(
        "a", Severity.LOW, Confidence.LOW, "x", Location("src/\udcff.js", 1), tags=frozenset()
    )
    audit, assessment = audited(CheckRun("code.semgrep", Outcome.COMPLETE, findings=(finding,)))
    for report in all_reports():
        assert written(report, audit, assessment).encode()


def test_text_shows_what_was_found_and_no_control_asks_about() -> None:
    findings = tuple(
        Finding(
            "install-script", Severity.LOW, Confidence.HIGH, "runs a script", Location("l", line)
        )
        for line in range(1, 13)
    )
    text = text_of(*audited(CheckRun("lockfile.x", Outcome.COMPLETE, findings=findings)))
    assert "Also found, and judged by no control of this policy (12)" in text
    assert "low      l:10  runs a script" in text
    assert "and 2 more" in text
    assert "Also found" not in text_of(*audited(code_run()))
