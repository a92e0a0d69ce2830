"""What do the tests of reports show? Assessments of small and of hostile audits."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from functools import cache

from builders import NOW

from auditor.assessment import Assessment
from auditor.control import Control
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
    Passage,
    Severity,
)
from auditor.policy import evaluate, load_controls, load_policy
from auditor.policy.baseline import Baseline
from auditor.policy.policy import Policy
from auditor.report import Sink
from auditor.reports import all_reports

TODAY = date(2026, 11, 22)

HOSTILE = (
    "<img src=x onerror=alert(1)>",
    "::set-output name=a::b",
    "\x1b[2J\x1b]8;;http://x.example\x07",
    '=HYPERLINK("http://x.example")',
    "a\n::error::b\r\nc",
    "\u202egnp.exe",
    "`code` [link](http://x.example) | # head",
    "]]><!-- -->&amp;<script>",
    "%0A::warning::x",
    "\ud800 \x00 \ufffe",
    "{{7*7}} ${7*7} {% raw %}",
    "../../etc/passwd",
)


def world(*findings: Finding, purls: bool = True, note: str = "") -> tuple[Audit, Assessment]:
    """An audit with these findings and some facts, and its assessment by the baseline policy."""
    extra = (advisory(),) if purls else ()
    location = Location("src/app.js", 1, 1, 1)
    run = CheckRun(
        "code.semgrep",
        Outcome.PARTIAL if note else Outcome.COMPLETE,
        note,
        findings=(*findings, *extra),
        facts=(Fact("express.app", location=location),),
        coverage=Coverage(2, "files", (Gap(note, note),) if note else ()),
        hint=note,
    )
    ended = ("lockfile.integrity", "lockfile.resolved", "lockfile.drift", "secrets.dotenv")
    rest = tuple(CheckRun(check, Outcome.COMPLETE) for check in ended)
    passages = {
        one.location: Passage("", "0" * 64, ((one.location.line, one.message),))
        for one in findings
        if one.location
    }
    name = note or "shop"
    audit = Audit(name, "auditor 0.1.0", NOW, None, (*rest, run), passages=passages)
    return audit, judged(audit)


def judged(
    audit: Audit, policy: Policy | None = None, baseline: Baseline | None = None
) -> Assessment:
    return evaluate(audit, policy or shipped(), controls(), today=TODAY, baseline=baseline)


@cache
def shipped() -> Policy:
    """The baseline policy, read once for all tests."""
    return load_policy("express-baseline", today=TODAY)


@cache
def controls() -> Sequence[Control]:
    """The shipped controls, read once for all tests."""
    return load_controls()


def unsafe(path: str = "src/app.js", line: int = 7, message: str = "not verified") -> Finding:
    return Finding(
        "tls-verification-disabled",
        Severity.CRITICAL,
        Confidence.HIGH,
        message,
        Location(path, line, 3, line),
        tags=frozenset({"tls-verification"}),
        cwe=(295,),
    )


def advisory(purl: str = "pkg:npm/qs@6.0.0", name: str = "GHSA-aaaa-bbbb-cccc") -> Finding:
    return Finding(
        "advisory",
        Severity.HIGH,
        Confidence.HIGH,
        f"{name}: denial of service",
        purl=purl,
        paths=(("shop", "express@4.0.0", "qs@6.0.0"),),
        tags=frozenset({"advisory"}),
        attributes={"id": name, "aliases": "CVE-2026-1"},
    )


def hostile_world() -> tuple[Audit, Assessment]:
    """Every name, message and reason is an attack on some reader."""
    findings = [
        unsafe(path=text, line=number + 1, message=text) for number, text in enumerate(HOSTILE)
    ]
    packages = [advisory(f"pkg:npm/{text}@1", text) for text in HOSTILE]
    return world(*findings, *packages, note=" ".join(HOSTILE))


def written(name: str, audit: Audit, assessment: Assessment, **sink: bool) -> str:
    """The report of that format, as text that any stream can take."""
    (report,) = (one for one in all_reports() if one.name == name)
    stream = io.StringIO()
    report.write(audit, assessment, Sink(stream, width=80, **sink))
    return stream.getvalue()
