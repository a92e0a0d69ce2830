from __future__ import annotations

from generated_secrets import planted

from auditor.model import (
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
from auditor.redaction import redacted

TOKEN = planted(44)[10].value


def run_of(text: str) -> CheckRun:
    finding = Finding(
        "a-rule",
        Severity.HIGH,
        Confidence.HIGH,
        f"says {text}",
        Location("a.js", 1),
        attributes={"value": text, "count": 1},
    )
    return CheckRun(
        "a.check",
        Outcome.PARTIAL,
        f"because of {text}",
        findings=(finding,),
        facts=(Fact("route", text, {"path": text}), Fact("count", 1)),
        coverage=Coverage(1, "files", (Gap(text, f"holds {text}"),)),
        hint=text,
    )


def test_no_part_of_a_result_holds_a_credential() -> None:
    clean = redacted(run_of(TOKEN))

    assert TOKEN not in repr(clean)
    assert clean.findings[0].message == "says <40 characters hidden>"
    assert clean.findings[0].location == Location("a.js", 1)


def test_digests_names_and_numbers_stay() -> None:
    run = run_of("sha512-" + "Ab3/" * 21 + "A==")

    assert redacted(run) == run
    assert redacted(run).findings[0] is run.findings[0]
