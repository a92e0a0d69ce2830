"""What is the JSON report? Schema ``auditor.report/1``, frozen here apart from the model.

A field never changes its meaning or type within one schema number; new fields
may come. Timings are left out, so that the same input gives the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from auditor.assessment import Assessment, ControlResult, Score
from auditor.model import Audit, CheckRun, Fact, Finding, Location, Value
from auditor.report import Report, Sink

SCHEMA = "auditor.report/1"

Json = str | int | float | bool | None | list["Json"] | dict[str, "Json"]


def write(audit: Audit, assessment: Assessment, sink: Sink) -> None:
    """Write the report as one JSON document, UTF-8 safe, with a final newline."""
    # Lone surrogates of file names are escaped by ensure_ascii, so that any reader can decode it.
    json.dump(document(audit, assessment), sink.stream, indent=2, ensure_ascii=True)
    sink.stream.write("\n")


def document(audit: Audit, assessment: Assessment) -> dict[str, Json]:
    """The report as plain data."""
    return {
        "schema": SCHEMA,
        "tool": audit.tool,
        "started": audit.started.isoformat(),
        "target": {"name": audit.target, "lockfile": _lockfile(audit)},
        "policy": {"name": assessment.policy, "sha256": assessment.digest},
        "gate": {
            "outcome": str(assessment.gate),
            "criteria": [
                {"criterion": one.criterion, "outcome": str(one.outcome), "message": one.message}
                for one in assessment.gates
            ],
        },
        "score": _score(assessment.score),
        "sections": {one.section: _score(one.score) for one in assessment.sections},
        "controls": [_control(result) for result in assessment.controls],
        "waivers": [
            {"id": one.id, "control": one.control, "state": str(one.state), "message": one.message}
            for one in assessment.waivers
        ],
        "baseline": {
            "source": assessment.baseline or None,
            "fixed": [
                {"control": one.control, "path": one.path or None, "purl": one.purl or None}
                for one in assessment.fixed
            ],
        },
        "checks": [_run(run) for run in audit.runs],
        "passages": [
            {
                "location": _location(location),
                "function": passage.function or None,
                "digest": passage.digest,
                "lines": [{"line": number, "text": text} for number, text in passage.lines],
            }
            for location, passage in sorted(audit.passages.items())
        ],
    }


def _lockfile(audit: Audit) -> Json:
    inventory = audit.inventory
    if inventory is None:
        return None
    return {
        "file": inventory.lockfile,
        "version": inventory.version,
        "sha256": inventory.sha256,
        "packages": len(inventory.components) - 1,
        "problems": [
            {"code": one.code, "place": one.place, "line": one.line, "message": one.message}
            for one in inventory.problems
        ],
    }


def _score(score: Score | None) -> Json:
    if score is None:
        return None
    return {
        "floor": round(score.floor, 2),
        "ceiling": round(score.ceiling, 2),
        "coverage": round(score.coverage, 4),
        "grade": score.grade,
    }


def _control(result: ControlResult) -> Json:
    control = result.control
    return {
        "id": control.id,
        "section": control.section,
        "title": control.title,
        "severity": result.severity.label,
        "verdict": str(result.verdict),
        "waived": result.waived,
        "preview": result.preview,
        "gain": round(result.gain, 2),
        "basis": str(result.basis),
        "reason": result.reason,
        "unknown_because": list(result.unknown_because),
        "instances": [
            {
                "message": one.message,
                "location": _location(one.location),
                "purl": one.purl or None,
                "waived_by": one.waived_by or None,
                "fingerprint": one.fingerprint,
                "new": one.is_new,
            }
            for one in result.instances
        ],
        "fix": control.fix,
        "references": {name: list(ids) for name, ids in control.references.items()},
    }


def _run(run: CheckRun) -> Json:
    return {
        "check": run.check,
        "outcome": str(run.outcome),
        "reason": run.reason or None,
        "hint": run.hint or None,
        "coverage": {
            "examined": run.coverage.examined,
            "unit": run.coverage.unit,
            "gaps": [{"subject": one.subject, "reason": one.reason} for one in run.coverage.gaps],
        },
        "findings": [_finding(finding) for finding in run.findings],
        "facts": [_fact(fact) for fact in run.facts],
    }


def _finding(finding: Finding) -> Json:
    return {
        "rule": finding.rule,
        "severity": finding.severity.label,
        "confidence": finding.confidence.label,
        "message": finding.message,
        "location": _location(finding.location),
        "purl": finding.purl or None,
        "paths": [list(path) for path in finding.paths],
        "cwe": [*(f"CWE-{number}" for number in finding.cwe)],
        "tags": [*sorted(finding.tags)],
        "attributes": _attributes(finding.attributes),
        "fix": finding.fix or None,
        "fingerprint": finding.fingerprint or None,
    }


def _fact(fact: Fact) -> Json:
    return {
        "name": fact.name,
        "value": fact.value,
        "attributes": _attributes(fact.attributes),
        "location": _location(fact.location),
    }


def _attributes(attributes: Mapping[str, Value]) -> dict[str, Json]:
    return {name: attributes[name] for name in sorted(attributes)}


def _location(location: Location | None) -> Json:
    if location is None:
        return None
    return {
        "path": location.path,
        "line": location.line,
        "column": location.column,
        "end_line": location.end_line,
    }


REPORT = Report("json", f"For programs: everything, as versioned JSON ({SCHEMA})", write)
