"""What does GitLab show beside the changed lines? Code Quality issues, as JSON.

The format is GitLab's own: a list of description, check name, fingerprint,
severity and location. A fingerprint is unique in the list.
"""

from __future__ import annotations

import hashlib
import json

from auditor.assessment import Assessment, ControlResult, Instance, Verdict
from auditor.model import Audit, Severity
from auditor.report import Report, Sink
from auditor.reports._places import Places
from auditor.sanitise import excerpt, printable

MAX_DESCRIPTION_CHARACTERS = 500

_SEVERITY = {
    Severity.CRITICAL: "blocker",
    Severity.HIGH: "critical",
    Severity.MEDIUM: "major",
    Severity.LOW: "minor",
    Severity.INFO: "info",
}


def write(audit: Audit, assessment: Assessment, sink: Sink) -> None:
    """Write every failing instance that no waiver covers."""
    places = Places.of(audit)
    issues = [
        _issue(places, result, instance)
        for result in assessment.controls
        if result.verdict is Verdict.FAIL
        for instance in result.instances
        if not instance.waived_by
    ]
    json.dump(issues, sink.stream, indent=1, ensure_ascii=True)
    sink.stream.write("\n")


def _issue(places: Places, result: ControlResult, instance: Instance) -> dict[str, object]:
    location = places.of_instance(instance)
    about = f"{instance.purl}: " if instance.purl else ""
    identity = f"{result.control.id}:{instance.fingerprint}"
    return {
        "description": excerpt(
            f"{about}{instance.message}", max_characters=MAX_DESCRIPTION_CHARACTERS
        ),
        "check_name": result.control.id,
        "fingerprint": hashlib.sha256(identity.encode()).hexdigest(),
        "severity": _SEVERITY[result.severity],
        "location": {
            "path": printable(location.path),
            "lines": {"begin": max(1, location.line)},
        },
    }


REPORT = Report("gitlab", "For GitLab: what fails, as Code Quality JSON", write)
