"""What does a SARIF 2.1.0 log of an assessment hold?

Follows OASIS SARIF 2.1.0, sections 3.13 to 3.52, written as plain data: the
libraries for it cost more than they give. A rule is a control, a result an
instance; paths are relative to the base ``SRCROOT``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from auditor.assessment import Assessment, ControlResult, Instance, Verdict
from auditor.model import Audit, CheckRun, Location, Outcome, Severity
from auditor.reports._places import Places, uri
from auditor.sanitise import printable

if TYPE_CHECKING:
    from auditor.report import Sink

    Json = str | int | float | bool | None | list["Json"] | dict[str, "Json"]

VERSION = "2.1.0"
MAX_RESULTS = 25_000
"""Results of one run that a code host takes."""
MAX_TAGS = 10

_LEVEL = {
    Severity.CRITICAL: "error",
    Severity.HIGH: "error",
    Severity.MEDIUM: "warning",
    Severity.LOW: "note",
    Severity.INFO: "note",
}
# Code hosts sort by a number: above 9 critical, above 7 high, above 4 medium.
_SECURITY_SEVERITY = {
    Severity.CRITICAL: "9.5",
    Severity.HIGH: "8.0",
    Severity.MEDIUM: "5.5",
    Severity.LOW: "2.0",
    Severity.INFO: "0.0",
}
_KIND = {
    Verdict.PASS: "pass",
    Verdict.FAIL: "fail",
    Verdict.PARTIAL: "review",
    Verdict.UNKNOWN: "open",
    Verdict.NOT_APPLICABLE: "notApplicable",
}


def write(audit: Audit, assessment: Assessment, sink: Sink, *, every_verdict: bool) -> None:
    """Write the log: the failures alone, for code hosts, or every verdict, as evidence."""
    results = _evidence if every_verdict else _failures
    listed = list(results(audit, assessment))
    shown = listed[:MAX_RESULTS]
    run: dict[str, Json] = {
        "tool": {"driver": _driver(audit, assessment)},
        "automationDetails": {"id": "auditor/evidence/" if every_verdict else "auditor/"},
        "originalUriBaseIds": {"SRCROOT": {"description": {"text": "the audited folder"}}},
        "columnKind": "unicodeCodePoints",
        "invocations": [_invocation(audit, left_out=len(listed) - len(shown))],
        "results": [*shown],
        "properties": _properties(audit, assessment),
    }
    log = {
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": VERSION,
        "runs": [run],
    }
    json.dump(log, sink.stream, indent=1, ensure_ascii=True)
    sink.stream.write("\n")


def _driver(audit: Audit, assessment: Assessment) -> Json:
    name, _, version = audit.tool.partition(" ")
    return {
        "name": name,
        "semanticVersion": version,
        "rules": [_rule(result) for result in assessment.controls],
    }


def _rule(result: ControlResult) -> Json:
    control = result.control
    references = [f"{name}:{one}" for name, ids in control.references.items() for one in ids]
    tags: list[Json] = ["security", control.section, *sorted(references)]
    return {
        "id": control.id,
        "shortDescription": {"text": control.title},
        "fullDescription": {"text": " ".join(control.why.split())},
        "help": {"text": " ".join(control.fix.split())},
        "defaultConfiguration": {"level": _LEVEL[result.severity]},
        "properties": {
            "security-severity": _SECURITY_SEVERITY[result.severity],
            "tags": tags[:MAX_TAGS],
        },
    }


def _invocation(audit: Audit, *, left_out: int) -> Json:
    notes = [note for run in audit.runs for note in _notifications(run)]
    if left_out:
        notes.append(_note("error", f"{left_out} results are left out: {MAX_RESULTS} are listed"))
    failed = any(run.outcome is Outcome.FAILED for run in audit.runs)
    return {
        "executionSuccessful": not failed,
        "startTimeUtc": audit.started.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "toolExecutionNotifications": notes,
    }


def _notifications(run: CheckRun) -> Iterator[Json]:
    """What was not looked at is said where code hosts show it: unknown is no pass."""
    if run.outcome in {Outcome.COMPLETE, Outcome.NOT_APPLICABLE}:
        return
    level = "error" if run.outcome is Outcome.FAILED else "warning"
    hint = f"; {run.hint}" if run.hint else ""
    yield _note(level, f"{run.check} {run.outcome}: {run.reason}{hint}")
    for gap in run.coverage.gaps:
        yield _note("warning", f"{run.check}: not covered: {gap.subject}: {gap.reason}")


def _note(level: str, text: str) -> Json:
    return {"level": level, "message": {"text": printable(text)}}


def _properties(audit: Audit, assessment: Assessment) -> Json:
    score = assessment.score
    return {
        "target": printable(audit.target),
        "gate": str(assessment.gate),
        "policy": printable(assessment.policy),
        "policySha256": assessment.digest,
        "score": None
        if score is None
        else {
            "floor": round(score.floor, 2),
            "ceiling": round(score.ceiling, 2),
            "coverage": round(score.coverage, 4),
        },
    }


def _failures(audit: Audit, assessment: Assessment) -> Iterator[Json]:
    """Waived instances are left out: code hosts show suppressed results as open ones."""
    places = Places.of(audit)
    for index, result in enumerate(assessment.controls):
        if result.verdict is Verdict.FAIL:
            for instance in result.instances:
                if not instance.waived_by:
                    yield _result(audit, places, index, result, instance)


def _evidence(audit: Audit, assessment: Assessment) -> Iterator[Json]:
    places = Places.of(audit)
    for index, result in enumerate(assessment.controls):
        instances: Iterable[Instance] = result.instances or (Instance(result.reason),)
        for instance in instances:
            yield _result(audit, places, index, result, instance)


def _result(
    audit: Audit, places: Places, index: int, result: ControlResult, instance: Instance
) -> Json:
    is_failure = result.verdict is Verdict.FAIL
    purl = f" ({instance.purl})" if instance.purl else ""
    told: dict[str, Json] = {
        "ruleId": result.control.id,
        "ruleIndex": index,
        "kind": _KIND[result.verdict],
        "level": _LEVEL[result.severity] if is_failure else "none",
        "message": {"text": printable(f"{instance.message}{purl}") or result.control.title},
        "locations": [_location(audit, places.of_instance(instance))],
    }
    if instance.fingerprint:
        told["partialFingerprints"] = {
            "primaryLocationLineHash": instance.fingerprint,
            "auditorFingerprint/v1": f"{result.control.id}:{instance.fingerprint}",
        }
    if instance.is_new is not None:
        told["baselineState"] = "new" if instance.is_new else "unchanged"
    if instance.waived_by:
        told["suppressions"] = [{"kind": "external", "justification": instance.waived_by}]
    return told


def _location(audit: Audit, location: Location) -> Json:
    physical: dict[str, Json] = {
        "artifactLocation": {"uri": uri(location.path), "uriBaseId": "SRCROOT"}
    }
    region: dict[str, Json] = {"startLine": max(1, location.line)}
    if location.column:
        region["startColumn"] = location.column
    if location.end_line > location.line:
        region["endLine"] = location.end_line
    passage = audit.passages.get(location)
    if passage and passage.lines:
        region["snippet"] = {"text": "\n".join(text for _, text in passage.lines)}
    physical["region"] = region
    return {"physicalLocation": physical}
