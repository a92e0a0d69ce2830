"""How does a document say that somebody proved where a component comes from?

CycloneDX 1.6 and later: ``evidence.identity`` with the technique ``attestation``, and an
external reference of the type ``attestation`` to the bytes that it rests on.
"""

from __future__ import annotations

from sbom.cyclonedx.elements import Element, Value
from sbom.cyclonedx.options import Annotation

_CERTAIN = 1
_FIELDS = ("purl", "hash")


def annotate(element: Element, annotation: Annotation) -> None:
    """Add what ``annotation`` says to a component; its properties are there already."""
    references = _references(annotation)
    if references:
        element["externalReferences"] = [*_listed(element, "externalReferences"), *references]
    if annotation.identified_by:
        evidence = element.get("evidence")
        others = evidence if isinstance(evidence, dict) else {}
        element["evidence"] = {"identity": _identity(element, annotation), **others}


def _references(annotation: Annotation) -> list[Value]:
    found: list[Value] = []
    if annotation.attestation:
        digest: Value = {"alg": "SHA-256", "content": annotation.attestation_sha256}
        reference: Element = {"type": "attestation", "url": annotation.attestation}
        found.append({**reference, "hashes": [digest]})
    if annotation.repository:
        found.append({"type": "vcs", "url": annotation.repository})
    return found


def _identity(element: Element, annotation: Annotation) -> list[Value]:
    method: Value = {
        "technique": "attestation",
        "confidence": _CERTAIN,
        "value": annotation.identified_by,
    }
    concluded = {"purl": element.get("purl"), "hash": _sha512(element)}
    return [
        {"field": each, "confidence": _CERTAIN, "concludedValue": value, "methods": [method]}
        for each in _FIELDS
        if (value := concluded[each])
    ]


def _sha512(element: Element) -> Value | None:
    for each in _listed(element, "hashes"):
        if isinstance(each, dict) and each["alg"] == "SHA-512":
            return each["content"]
    return None


def _listed(element: Element, key: str) -> list[Value]:
    value = element.get(key)
    return list(value) if isinstance(value, (list, tuple)) else []
