"""What do the baseline tests audit? Files in which every plain request is a finding."""

from __future__ import annotations

import re
from collections.abc import Mapping

from builders import NOW, MemoryTarget
from policy.postures import CHECKS, TODAY, shipped_controls, shipped_policy

from auditor.assessment import Assessment, Instance
from auditor.model import Audit, CheckRun, Confidence, Finding, Location, Outcome, Severity
from auditor.passages import passages
from auditor.policy.baseline import Baseline
from auditor.policy.evaluate import evaluate

CONTROL = "tls.plain_outbound"
_REQUEST = re.compile(r"fetch\(\s*'http:[^)]*\)")


def requests_in(path: str, text: str) -> list[Finding]:
    found = []
    for match in _REQUEST.finditer(text):
        line = text.count("\n", 0, match.start()) + 1
        column = match.start() - (text.rfind("\n", 0, match.start()) + 1) + 1
        last = line + match[0].count("\n")
        found.append(
            Finding(
                "plain-request",
                Severity.MEDIUM,
                Confidence.HIGH,
                f"asked in plain on line {line}",
                Location(path, line, column, last),
                tags=frozenset({"tls-outbound"}),
            )
        )
    return found


def audited(files: Mapping[str, str], baseline: Baseline | None = None) -> Assessment:
    """Return the assessment of the files, each plain request of them a finding."""
    found = tuple(one for path in sorted(files) for one in requests_in(path, files[path]))
    runs = tuple(
        CheckRun(check, Outcome.COMPLETE, findings=found if check == "code.semgrep" else ())
        for check in CHECKS
    )
    target = MemoryTarget({path: text.encode() for path, text in files.items()})
    audit = Audit("shop", "auditor test", NOW, None, runs, passages=passages(target, runs))
    return evaluate(audit, shipped_policy(), shipped_controls(), today=TODAY, baseline=baseline)


def baseline_of(files: Mapping[str, str], renames: Mapping[str, str] | None = None) -> Baseline:
    return Baseline("before", audited(files).failing, renames or {})


def instances(assessment: Assessment) -> tuple[Instance, ...]:
    return assessment.result(CONTROL).instances


def fresh(
    before: Mapping[str, str], after: Mapping[str, str], renames: Mapping[str, str] | None = None
) -> tuple[list[str], int]:
    """Return where new instances stand after the change, and how many were fixed."""
    assessment = audited(after, baseline_of(before, renames))
    new = [str(each.location) for each in instances(assessment) if each.is_new]
    return new, len(assessment.fixed)
