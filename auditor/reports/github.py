"""What does GitHub show on the changed lines? Annotations, as workflow commands.

At most ten per level: a step shows no more. The most severe and the new come
first. Values are escaped as the runner asks for, so that a file name or a
message can never become a command of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from auditor.assessment import Assessment, ControlResult, Instance, Verdict
from auditor.model import Audit, Severity
from auditor.report import Report, Sink
from auditor.reports._places import Places
from auditor.sanitise import excerpt, printable

MAX_PER_LEVEL = 10
MAX_CHARACTERS = 1_000

_LEVEL = {
    Severity.CRITICAL: "error",
    Severity.HIGH: "error",
    Severity.MEDIUM: "warning",
    Severity.LOW: "notice",
    Severity.INFO: "notice",
}


def write(audit: Audit, assessment: Assessment, sink: Sink) -> None:
    """Write one command per line."""
    places = Places.of(audit)
    failing = sorted(_failing(assessment), key=_order)
    for level in ("error", "warning", "notice"):
        mine = (pair for pair in failing if _LEVEL[pair[0].severity] == level)
        for result, instance in islice(mine, MAX_PER_LEVEL):
            sink.stream.write(_command(level, places, result, instance) + "\n")
    summary = f"gate {assessment.gate}: " + "; ".join(one.message for one in assessment.gates)
    sink.stream.write(f"::notice title=auditor::{_data(summary)}\n")


def _failing(assessment: Assessment) -> Iterator[tuple[ControlResult, Instance]]:
    for result in assessment.controls:
        if result.verdict is Verdict.FAIL:
            for instance in result.instances:
                if not instance.waived_by:
                    yield result, instance


def _order(pair: tuple[ControlResult, Instance]) -> tuple[int, bool, str, str]:
    result, instance = pair
    return (-result.severity, instance.is_new is False, result.control.id, instance.fingerprint)


def _command(level: str, places: Places, result: ControlResult, instance: Instance) -> str:
    location = places.of_instance(instance)
    about = f"{instance.purl}: " if instance.purl else ""
    text = f"{about}{instance.message}. Fix: {' '.join(result.control.fix.split())}"
    where = f"file={_property(location.path)},line={max(1, location.line)}"
    return f"::{level} {where},title={_property(result.control.id)}::{_data(text)}"


def _data(text: str) -> str:
    """Escape a message (actions/toolkit, escapeData)."""
    shown = excerpt(text, max_characters=MAX_CHARACTERS)
    return shown.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    """Escape a property (actions/toolkit, escapeProperty)."""
    escaped = printable(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return escaped.replace(":", "%3A").replace(",", "%2C")


REPORT = Report("github", "For GitHub Actions: annotations on the changed lines", write)
