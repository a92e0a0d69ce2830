"""How is a VEX document read and written as OpenVEX?

The OpenVEX specification 0.2.0; of documents of 0.0.x the older spellings of
vulnerabilities and products are read too.
"""

from __future__ import annotations

import json
from functools import partial

from auditor.errors import DataError
from auditor.vex.fields import Fields, as_list, as_object, as_text, built, parse, version_of
from auditor.vex.model import Document, Justification, Product, Statement, Status
from sbom import strict_json

CONTEXT = "https://openvex.dev/ns/v0.2.0"
_CONTEXTS = "https://openvex.dev/ns"


def read_openvex(data: bytes, file: str) -> Document:
    """Return the document.

    Raises:
        DataError: it is no OpenVEX document; the message names the place.
    """
    fields = parse(data, file)
    if not as_text(fields.get("@context"), f"{file}: @context").startswith(_CONTEXTS):
        raise DataError(f"{file}: this is no OpenVEX document")
    timestamp = as_text(fields.get("timestamp"), f"{file}: timestamp")
    statements = tuple(
        _read(as_object(value, place), place)
        for index, value in enumerate(as_list(fields.get("statements"), f"{file}: statements"))
        for place in [f"{file}: statements[{index}]"]
    )
    return built(
        partial(
            Document,
            id=as_text(fields.get("@id"), f"{file}: @id"),
            author=as_text(fields.get("author"), f"{file}: author"),
            timestamp=timestamp,
            statements=statements,
            version=version_of(fields.get("version"), f"{file}: version"),
        ),
        file,
    )


def write_openvex(document: Document) -> bytes:
    """Return the document as OpenVEX; the same document gives the same bytes."""
    content = {
        "@context": CONTEXT,
        "@id": document.id,
        "author": document.author,
        "timestamp": document.timestamp,
        "version": document.version,
        "statements": [_statement(statement) for statement in document.statements],
    }
    return json.dumps(content, indent=2, ensure_ascii=False).encode() + b"\n"


def _read(fields: Fields, place: str) -> Statement:
    vulnerability = fields.get("vulnerability")
    if isinstance(vulnerability, str):
        vulnerability = {"name": vulnerability}
    named = as_object(vulnerability, f"{place}.vulnerability")
    aliases = as_list(named.get("aliases"), f"{place}.vulnerability.aliases")
    justification = as_text(fields.get("justification"), f"{place}.justification")
    return built(
        lambda: Statement(
            vulnerability=as_text(named.get("name"), f"{place}.vulnerability.name"),
            products=tuple(
                _product(value, f"{place}.products[{index}]")
                for index, value in enumerate(as_list(fields.get("products"), f"{place}.products"))
            ),
            status=Status(as_text(fields.get("status"), f"{place}.status")),
            justification=Justification(justification) if justification else None,
            impact=as_text(fields.get("impact_statement"), f"{place}.impact_statement"),
            action=as_text(fields.get("action_statement"), f"{place}.action_statement"),
            notes=as_text(fields.get("status_notes"), f"{place}.status_notes"),
            timestamp=as_text(fields.get("timestamp"), f"{place}.timestamp"),
            aliases=tuple(as_text(one, f"{place}.vulnerability.aliases") for one in aliases),
        ),
        place,
    )


def _product(value: strict_json.Value, place: str) -> Product:
    fields = as_object({"@id": value} if isinstance(value, str) else value, place)
    parts = as_list(fields.get("subcomponents"), f"{place}.subcomponents")
    return Product(
        _identifier(fields, place),
        tuple(
            one
            if isinstance(one, str)
            else _identifier(as_object(one, f"{place}.subcomponents"), f"{place}.subcomponents")
            for one in parts
        ),
    )


def _identifier(fields: Fields, place: str) -> str:
    own = as_text(fields.get("@id"), f"{place}.@id")
    others = as_object(fields.get("identifiers"), f"{place}.identifiers")
    return own or as_text(others.get("purl"), f"{place}.identifiers.purl")


def _statement(statement: Statement) -> dict[str, object]:
    vulnerability: dict[str, object] = {"name": statement.vulnerability}
    if statement.aliases:
        vulnerability["aliases"] = list(statement.aliases)
    content: dict[str, object] = {"vulnerability": vulnerability}
    if statement.timestamp:
        content["timestamp"] = statement.timestamp
    content["products"] = [_written(product) for product in statement.products]
    content["status"] = statement.status.value
    texts = {
        "justification": statement.justification.value if statement.justification else "",
        "impact_statement": statement.impact,
        "action_statement": statement.action,
        "status_notes": statement.notes,
    }
    return content | {key: text for key, text in texts.items() if text}


def _written(product: Product) -> dict[str, object]:
    content: dict[str, object] = {"@id": product.id}
    if product.subcomponents:
        content["subcomponents"] = [{"@id": one} for one in product.subcomponents]
    return content
