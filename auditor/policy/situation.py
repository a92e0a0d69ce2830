"""What does a report say about one control, check, rule, advisory or instance?

Short rows, each a label and a text, in the order to show them.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from auditor.control import Verdict
from auditor.policy.gate import MAX_NAMED
from auditor.policy.score import failing_loss
from auditor.sanitise import excerpt

if TYPE_CHECKING:
    from auditor.policy.report_file import (
        ReportedControl,
        ReportedFinding,
        ReportedInstance,
        ReportFile,
    )

Row = tuple[str, str]

LEAST_SHOWN = 0.01


def of_control(report: ReportFile, control_id: str) -> Iterator[Row]:
    """Yield the verdict, what is missing, what a fix is worth, and the first places."""
    result = report.control(control_id)
    if result is None:
        yield "Here", "the report does not judge it"
        return
    waived = ", waived" if result.waived else ""
    preview = ", a preview that counts for nothing" if result.preview else ""
    yield "Here", f"{result.verdict}{waived}{preview}: {excerpt(result.reason)}"
    for because in result.unknown_because[:MAX_NAMED]:
        yield "Missing", excerpt(because)
    if result.gain:
        yield "Worth here", f"{points(result.gain)}, once it passes"
    if result.verdict not in (Verdict.FAIL, Verdict.PARTIAL):
        return
    for instance in result.instances[:MAX_NAMED]:
        yield "At", excerpt(instance.place) or "the target"
        yield "Fingerprint", instance.fingerprint
    more = len(result.instances) - MAX_NAMED
    if more > 0:
        yield "At", f"and {more} more"


def of_check(report: ReportFile, check_id: str) -> Iterator[Row]:
    """Yield how the check ended, and what to do where it did not run to its end."""
    for check in report.checks:
        if check.check == check_id:
            reason = f": {excerpt(check.reason)}" if check.reason else ""
            yield "Here", f"{check.outcome}{reason}; {len(check.findings)} findings"
            if check.hint:
                yield "Next", excerpt(check.hint)


def of_findings(findings: Iterable[ReportedFinding]) -> Iterator[Row]:
    """Yield where the findings are, how each comes in, and what to do about each."""
    found = list(findings)
    yield "Here", f"{len(found)} findings"
    for finding in found[:MAX_NAMED]:
        place = finding.purl or (str(finding.location) if finding.location else "the target")
        yield "At", excerpt(place)
        if finding.paths:
            yield "Brought in by", excerpt(" > ".join(finding.paths[0]))
        if finding.fix:
            yield "Do", excerpt(finding.fix)


def by_rule(report: ReportFile, rule: str) -> list[ReportedFinding]:
    """Return the findings of a rule."""
    return [each for each in report.findings if each.rule == rule]


def by_advisory(report: ReportFile, name: str) -> list[ReportedFinding]:
    """Return the findings about an advisory, by its id, its CVE or another name of it."""
    return [each for each in report.findings if name in _names(each)]


def by_fingerprint(
    report: ReportFile, fingerprint: str
) -> tuple[ReportedControl, ReportedInstance] | None:
    """Return the instance with that fingerprint and its control; None where there is none."""
    for control in report.controls:
        for instance in control.instances:
            if instance.fingerprint == fingerprint:
                return control, instance
    return None


def worth(report: ReportFile, control: ReportedControl) -> float:
    """Return by how many points the floor rises once one instance of the control is gone."""
    if report.score is None or control.preview:
        return 0.0
    count = len(control.instances)
    if control.verdict is not Verdict.FAIL or control.unknown_because or count <= 1:
        return control.gain if count <= 1 and not control.unknown_because else 0.0
    before = math.log1p(-failing_loss(control.level, count))
    after = math.log1p(-failing_loss(control.level, count - 1))
    return report.score.floor * math.expm1(after - before)


def points(gain: float) -> str:
    """Return the gain in words; near nothing says why."""
    if gain < LEAST_SHOWN:
        return f"less than {LEAST_SHOWN:g} points of the floor while so much else fails"
    return f"{gain:.2f} points of the floor"


def _names(finding: ReportedFinding) -> set[str]:
    told = (finding.attributes.get(key) for key in ("id", "cve", "aliases"))
    return {name for text in told if isinstance(text, str) for name in text.split()}
