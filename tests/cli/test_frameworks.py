from __future__ import annotations

import json
from pathlib import Path

from command import Run


def test_lists_every_framework_with_its_counts(run: Run) -> None:
    done = run("frameworks")

    assert done.code == 0
    assert done.out.startswith(
        "Evidence relevant to requirements; whether one is met is for people"
    )
    assert "of 345 requirements (L1 " in done.out
    assert "gdpr  EU General Data Protection Regulation: evidence for" in done.out


def test_says_of_each_requirement_what_is_evidence_and_of_which_there_is_none(run: Run) -> None:
    out = run("frameworks", "asvs-5.0.0").out

    assert "L1 3.3.1  cookies.secure" in out
    assert "without evidence, since no control is about them:" in out


def test_with_a_report_says_what_the_evidence_says(run: Run, tmp_path: Path) -> None:
    controls = [
        {"id": "cookies.session_opts", "verdict": "fail", "severity": "low", "reason": "both on"},
        {"id": "logging.redaction", "verdict": "unknown", "severity": "low", "reason": "no log"},
    ]
    report = tmp_path / "report.json"
    report.write_text(
        json.dumps({"schema": "auditor.report/1", "controls": controls, "checks": []})
    )

    out = run("frameworks", "gdpr", "--report", report).out

    assert "25  against: cookies.session_opts (fail)" in out
    assert "5(1)(c)  open: logging.redaction (unknown)" in out
    assert "logging.redaction: no log" in out
    assert "retention.erasure (not judged)" in out


def test_json_has_the_same_content(run: Run) -> None:
    data = json.loads(run("frameworks", "cra", "--json").out)

    assert list(data) == ["cra"]
    assert {"id", "level", "standing", "controls"} == set(data["cra"][0])


def test_an_unknown_framework_exits_2_and_suggests(run: Run) -> None:
    done = run("frameworks", "asvs")

    assert done.code == 2
    assert 'did you mean "asvs-5.0.0"?' in done.err


def test_never_claims_that_anything_is_compliant(run: Run) -> None:
    for arguments in (["frameworks"], ["frameworks", "pci-dss-4.0.1"]):
        assert "complian" not in run(*arguments).out.lower()
