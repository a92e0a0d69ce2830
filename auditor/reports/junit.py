"""What does a test report of an assessment look like? One case per control, as JUnit XML.

A failing control is a failure, an unknown one an error, one that does not
apply or is waived is skipped. There is no standard; this is what the schema of
Ant's reports and the readers of CI systems agree on.
"""

from __future__ import annotations

import re
from itertools import groupby
from xml.etree import ElementTree as ET

from auditor.assessment import Assessment, ControlResult, Verdict
from auditor.model import Audit
from auditor.report import Report, Sink
from auditor.sanitise import printable

# What XML 1.0 cannot hold (section 2.2); printable() has made the rest harmless.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write(audit: Audit, assessment: Assessment, sink: Sink) -> None:
    """Write one test suite per section of the policy."""
    root = ET.Element("testsuites")
    ordered = sorted(assessment.controls, key=lambda one: (one.control.section, one.control.id))
    for number, (section, group) in enumerate(
        groupby(ordered, key=lambda one: one.control.section)
    ):
        results = list(group)
        suite = ET.SubElement(root, "testsuite", _suite(section, number, results, audit))
        ET.SubElement(suite, "properties")
        for result in results:
            _case(suite, result)
        ET.SubElement(suite, "system-out")
        ET.SubElement(suite, "system-err")
    ET.indent(root)
    text = ET.tostring(root, encoding="unicode")
    sink.stream.write(f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n')


def _suite(section: str, number: int, results: list[ControlResult], audit: Audit) -> dict[str, str]:
    verdicts = [result.verdict for result in results]
    return {
        "name": section,
        "package": "auditor",
        "id": str(number),
        "tests": str(len(results)),
        "failures": str(sum(_fails(result) for result in results)),
        "errors": str(verdicts.count(Verdict.UNKNOWN)),
        "skipped": str(sum(_skipped(result) for result in results)),
        "hostname": "localhost",
        "timestamp": audit.started.strftime("%Y-%m-%dT%H:%M:%S"),
        "time": "0",
    }


def _case(suite: ET.Element, result: ControlResult) -> None:
    control = result.control
    attributes = {"name": control.id, "classname": f"auditor.{control.section}", "time": "0"}
    case = ET.SubElement(suite, "testcase", attributes)
    message = _text(result.reason)
    if _skipped(result):
        ET.SubElement(case, "skipped", {"message": message})
    elif result.verdict is Verdict.UNKNOWN:
        ET.SubElement(case, "error", {"type": "unknown", "message": message}).text = _body(result)
    elif _fails(result):
        attributes = {"type": result.severity.label, "message": message}
        ET.SubElement(case, "failure", attributes).text = _body(result)


def _fails(result: ControlResult) -> bool:
    return result.verdict is Verdict.FAIL and not result.waived


def _skipped(result: ControlResult) -> bool:
    return result.verdict is Verdict.NOT_APPLICABLE or result.waived


def _body(result: ControlResult) -> str:
    lines = [
        f"{instance.location or instance.purl or ''}: {instance.message}".lstrip(": ")
        for instance in result.instances
    ]
    return "\n".join(
        _text(line) for line in [*lines, f"fix: {' '.join(result.control.fix.split())}"]
    )


def _text(text: str) -> str:
    return _NOT_XML.sub("\ufffd", printable(text))


REPORT = Report("junit", "For test dashboards: one case per control, as JUnit XML", write)
