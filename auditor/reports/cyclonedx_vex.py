"""How does the project stand to each vulnerability? As CycloneDX VEX, apart from the SBOM.

CycloneDX 1.6, ``vulnerabilities[].analysis``, with the ratings and the remedy
of the audit. The packages that are meant stand among the components, so that
every reference leads somewhere within the document.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from auditor.report import Report, Sink
from auditor.reports._vex import document_of, product_of, vulnerabilities
from auditor.sanitise import printable
from auditor.vex import write_cyclonedx

if TYPE_CHECKING:
    from auditor.assessment import Assessment
    from auditor.model import Audit, Finding

    Json = str | int | float | bool | None | list["Json"] | dict[str, "Json"]

MAX_CVSS = 10


def write(audit: Audit, _assessment: Assessment, sink: Sink) -> None:
    """Write the document, with a final newline."""
    document: dict[str, Json] = json.loads(write_cyclonedx(document_of(audit)))
    worst: dict[tuple[str, str], Finding] = {}
    for finding in vulnerabilities(audit):
        key = (printable(str(finding.attributes["id"])), product_of(finding))
        worst[key] = max(worst.get(key, finding), finding, key=lambda one: one.severity)
    metadata, listed = document["metadata"], document.pop("vulnerabilities")
    if not isinstance(metadata, dict) or not isinstance(listed, list):
        raise TypeError(document)
    name, _, version = printable(audit.tool).partition(" ")
    tool: Json = {"type": "application", "name": name, "version": version}
    metadata["tools"] = {"components": [tool]}
    metadata["component"] = {
        "type": "application",
        "bom-ref": "audited",
        "name": printable(audit.target),
    }
    document["components"] = [_component(one) for one in _packages(audit)]
    document["vulnerabilities"] = [_rated(one, worst) for one in listed]
    json.dump(document, sink.stream, indent=2, ensure_ascii=True)
    sink.stream.write("\n")


def _packages(audit: Audit) -> list[Finding]:
    """One finding for each package, sorted by what names it."""
    named = {product_of(finding): finding for finding in vulnerabilities(audit)}
    return [named[name] for name in sorted(named)]


def _component(finding: Finding) -> Json:
    component: dict[str, Json] = {
        "type": "library",
        "bom-ref": product_of(finding),
        "name": _text(finding, "package") or product_of(finding),
    }
    if version := _text(finding, "version"):
        component["version"] = version
    if finding.purl:
        component["purl"] = printable(finding.purl)
    return component


def _rated(vulnerability: Json, worst: dict[tuple[str, str], Finding]) -> Json:
    """The vulnerability with what the audit knows about the worst of its packages."""
    if not isinstance(vulnerability, dict) or not isinstance(vulnerability["affects"], list):
        raise TypeError(vulnerability)
    refs = [one["ref"] for one in vulnerability["affects"] if isinstance(one, dict)]
    meant = [worst[str(vulnerability["id"]), str(ref)] for ref in refs]
    finding = max(meant, key=lambda one: one.severity)
    rest = {key: value for key, value in vulnerability.items() if key != "id"}
    return {
        "id": vulnerability["id"],
        "ratings": [_rating(finding)],
        "description": printable(finding.message),
        "recommendation": printable(finding.fix) or "none is known",
        **rest,
    }


def _rating(finding: Finding) -> Json:
    rating: dict[str, Json] = {"severity": finding.severity.label, "method": "other"}
    score = finding.attributes.get("cvss")
    if isinstance(score, int | float) and 0 <= score <= MAX_CVSS:
        rating = {"score": score, **rating}
    return rating


def _text(finding: Finding, attribute: str) -> str:
    return printable(str(finding.attributes.get(attribute) or ""))


REPORT = Report(
    "cyclonedx_vex", "For VEX readers: state and reason of each vulnerability, as CycloneDX", write
)
