"""How is a VEX document read and written as CycloneDX?

CycloneDX 1.6, ``vulnerabilities[].analysis``. What CycloneDX has no field for
stands in properties of the name ``auditor:vex:...``, so that our own documents
come back whole. Of foreign documents the finer states and justifications are
read as the nearest of ours, with CycloneDX's own word in the impact.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from functools import partial

from auditor.errors import DataError
from auditor.vex.fields import Fields, as_list, as_object, as_text, built, parse, version_of
from auditor.vex.model import Document, Justification, Product, Statement, Status
from sbom import strict_json
from sbom.errors import DocumentError

_PREFIX = "auditor:vex:"
_STATES = {
    Status.NOT_AFFECTED: "not_affected",
    Status.AFFECTED: "exploitable",
    Status.FIXED: "resolved",
    Status.UNDER_INVESTIGATION: "in_triage",
}
_STATUSES = {state: status for status, state in _STATES.items()} | {
    "resolved_with_pedigree": Status.FIXED,
    "false_positive": Status.NOT_AFFECTED,
}
_WRITTEN = {
    Justification.COMPONENT_NOT_PRESENT: "code_not_present",
    Justification.CODE_NOT_PRESENT: "code_not_present",
    Justification.CODE_NOT_IN_EXECUTE_PATH: "code_not_reachable",
    Justification.CODE_NOT_CONTROLLABLE: "requires_environment",
    Justification.MITIGATED: "protected_by_mitigating_control",
}
_READ = {
    "code_not_present": Justification.CODE_NOT_PRESENT,
    "code_not_reachable": Justification.CODE_NOT_IN_EXECUTE_PATH,
    "requires_configuration": Justification.CODE_NOT_CONTROLLABLE,
    "requires_dependency": Justification.CODE_NOT_IN_EXECUTE_PATH,
    "requires_environment": Justification.CODE_NOT_CONTROLLABLE,
    "protected_by_compiler": Justification.MITIGATED,
    "protected_at_runtime": Justification.MITIGATED,
    "protected_at_perimeter": Justification.MITIGATED,
    "protected_by_mitigating_control": Justification.MITIGATED,
}


def read_cyclonedx(data: bytes, file: str) -> Document:
    """Return the document; vulnerabilities without an analysis are no statements.

    Raises:
        DataError: it is no CycloneDX document; the message names the place.
    """
    fields = parse(data, file)
    if fields.get("bomFormat") != "CycloneDX":
        raise DataError(f"{file}: this is no CycloneDX document")
    metadata = as_object(fields.get("metadata"), f"{file}: metadata")
    own = _properties(metadata, f"{file}: metadata")
    purls = _purls(fields, file)
    statements = []
    listed = as_list(fields.get("vulnerabilities"), f"{file}: vulnerabilities")
    for index, value in enumerate(listed):
        place = f"{file}: vulnerabilities[{index}]"
        vulnerability = as_object(value, place)
        if vulnerability.get("analysis") is not None:
            statements.append(_read(vulnerability, purls, place))
    return built(
        partial(
            Document,
            id=own.get("id") or as_text(fields.get("serialNumber"), f"{file}: serialNumber"),
            author=_author(metadata, f"{file}: metadata"),
            timestamp=as_text(metadata.get("timestamp"), f"{file}: metadata.timestamp"),
            statements=tuple(statements),
            version=version_of(fields.get("version"), f"{file}: version"),
        ),
        file,
    )


def write_cyclonedx(document: Document) -> bytes:
    """Return the document as CycloneDX JSON; the same document gives the same bytes."""
    content = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, document.id)}",
        "version": document.version,
        "metadata": {
            "timestamp": document.timestamp,
            "authors": [{"name": document.author}],
            "properties": [{"name": f"{_PREFIX}id", "value": document.id}],
        },
        "vulnerabilities": [_vulnerability(one) for one in document.statements],
    }
    return json.dumps(content, indent=2, ensure_ascii=False).encode() + b"\n"


def _vulnerability(statement: Statement) -> dict[str, object]:
    analysis = {
        "state": _STATES[statement.status],
        "justification": _WRITTEN[statement.justification] if statement.justification else "",
        "detail": statement.impact,
        "firstIssued": statement.timestamp,
    }
    products = [[product.id, *product.subcomponents] for product in statement.products]
    refs = list(dict.fromkeys(ref for one in products for ref in one[1:] or one))
    plain = [[ref] for ref in refs] == products
    properties = {
        "justification": statement.justification.value if statement.justification else "",
        "notes": statement.notes,
        "aliases": json.dumps(statement.aliases) if statement.aliases else "",
        "products": "" if plain else json.dumps(products),
    }
    content: dict[str, object] = {"id": statement.vulnerability}
    if statement.action:
        content["recommendation"] = statement.action
    content["analysis"] = {key: text for key, text in analysis.items() if text}
    content["affects"] = [{"ref": ref} for ref in refs]
    content["properties"] = [
        {"name": f"{_PREFIX}{key}", "value": text} for key, text in properties.items() if text
    ]
    return content


def _read(fields: Fields, purls: Mapping[str, str], place: str) -> Statement:
    analysis = as_object(fields.get("analysis"), f"{place}.analysis")
    own = _properties(fields, place)
    state = as_text(analysis.get("state"), f"{place}.analysis.state")
    word = as_text(analysis.get("justification"), f"{place}.analysis.justification")
    if state not in _STATUSES or (word and word not in _READ):
        raise DataError(f"{place}.analysis: a state or justification that CycloneDX has not")
    status = _STATUSES[state]
    impact = as_text(analysis.get("detail"), f"{place}.analysis.detail")
    action = as_text(fields.get("recommendation"), f"{place}.recommendation")
    if "justification" not in own and not impact and status is Status.NOT_AFFECTED:
        impact = word or (state if state == "false_positive" else "")
    if status is Status.AFFECTED and not action:
        action = _response(analysis, place)
    if status is not Status.NOT_AFFECTED:
        word = ""
    return built(
        lambda: Statement(
            vulnerability=as_text(fields.get("id"), f"{place}.id"),
            products=_products(fields, own, purls, place),
            status=status,
            justification=_justification(own.get("justification"), word),
            impact=impact,
            action=action,
            notes=own.get("notes", ""),
            timestamp=as_text(analysis.get("firstIssued"), f"{place}.analysis.firstIssued"),
            aliases=_texts(_listed(own.get("aliases", "[]"), place), place),
        ),
        place,
    )


def _justification(exact: str | None, word: str) -> Justification | None:
    if exact:
        return Justification(exact)
    return _READ[word] if word else None


def _response(analysis: Fields, place: str) -> str:
    """CycloneDX's own words for what is done; a statement of affected needs some."""
    words = as_list(analysis.get("response"), f"{place}.analysis.response")
    given = [as_text(word, f"{place}.analysis.response") for word in words]
    return ", ".join(given) or "none stated"


def _products(
    fields: Fields, own: Mapping[str, str], purls: Mapping[str, str], place: str
) -> tuple[Product, ...]:
    if "products" in own:
        listed = [_texts(as_list(one, place), place) for one in _listed(own["products"], place)]
        return tuple(Product(one[0], one[1:]) for one in listed if one)
    found = []
    for index, value in enumerate(as_list(fields.get("affects"), f"{place}.affects")):
        affected = as_object(value, f"{place}.affects[{index}]")
        ref = as_text(affected.get("ref"), f"{place}.affects[{index}].ref")
        found.append(Product(purls.get(ref, ref)))
    return tuple(found)


def _listed(text: str, place: str) -> list[strict_json.Value]:
    """The list that one of our own properties holds."""
    try:
        return as_list(strict_json.parse(text.encode(), place, DocumentError).value, place)
    except DocumentError as error:
        raise DataError(f"{place}: a property of ours holds no list") from error


def _texts(values: list[strict_json.Value], place: str) -> tuple[str, ...]:
    return tuple(as_text(value, place) for value in values)


def _properties(fields: Fields, place: str) -> dict[str, str]:
    """Our own properties, by what follows their prefix."""
    found = {}
    for value in as_list(fields.get("properties"), f"{place}.properties"):
        one = as_object(value, f"{place}.properties")
        name = as_text(one.get("name"), f"{place}.properties")
        if name.startswith(_PREFIX):
            found[name.removeprefix(_PREFIX)] = as_text(one.get("value"), f"{place}.properties")
    return found


def _purls(fields: Fields, file: str) -> dict[str, str]:
    """The purl of every component that has one, by its reference in the document."""
    found = {}
    for index, value in enumerate(as_list(fields.get("components"), f"{file}: components")):
        component = as_object(value, f"{file}: components[{index}]")
        ref = as_text(component.get("bom-ref"), f"{file}: components[{index}].bom-ref")
        purl = as_text(component.get("purl"), f"{file}: components[{index}].purl")
        if ref and purl:
            found[ref] = purl
    return found


def _author(metadata: Fields, place: str) -> str:
    """The first author, or who supplied or made the document."""
    authors = as_list(metadata.get("authors"), f"{place}.authors")
    candidates = [*authors, metadata.get("supplier"), metadata.get("manufacturer")]
    names = (as_text(as_object(one, place).get("name"), place) for one in candidates)
    return next((name for name in names if name), "not stated")
