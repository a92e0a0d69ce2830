"""Which VEX document says how the project stands to what the audit found?

One statement per vulnerability and standing. What the caller's own documents
state is taken over; of everything else no tool can know whether it matters
here, so it is under investigation, with what the audit knows about it as a note.
"""

from __future__ import annotations

import hashlib
import uuid
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from auditor.sanitise import printable
from auditor.vex import Document, Justification, Product, Statement, Status, write_openvex

if TYPE_CHECKING:
    from auditor.model import Audit, Finding

TAGS = frozenset({"advisory", "malware"})

_REASONS = frozenset(reason.value for reason in Justification)
_REACH = {
    "imported": "the application's own source imports the package",
    "through_imported": "a package that the application's own source imports brings it in",
    "never": "no import of the application's own source leads to the package",
}


def document_of(audit: Audit) -> Document:
    """Return the document; the same audit gives the same document."""
    time = f"{audit.started:%Y-%m-%dT%H:%M:%SZ}"
    products: defaultdict[Statement, set[str]] = defaultdict(set)
    for finding in vulnerabilities(audit):
        products[_statement(finding, time)].add(product_of(finding))
    statements = tuple(
        replace(statement, products=tuple(Product(one) for one in sorted(listed)))
        for statement, listed in products.items()
    )
    ordered = tuple(sorted(statements, key=repr))
    draft = Document("draft", printable(audit.tool), time, ordered)
    digest = hashlib.sha256(write_openvex(draft)).hexdigest()
    return replace(draft, id=f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, digest)}")


def vulnerabilities(audit: Audit) -> Iterator[Finding]:
    """The findings that are about a published vulnerability of a package."""
    return (one for one in audit.findings if TAGS & one.tags and one.attributes.get("id"))


def product_of(finding: Finding) -> str:
    """What names the package: its purl, or its name and version where it has none."""
    told = finding.attributes
    return printable(finding.purl or f"{told.get('package')}@{told.get('version')}")


def _statement(finding: Finding, time: str) -> Statement:
    """The statement about one finding; its product is a place-holder."""
    cve, reason = _text(finding, "cve"), _text(finding, "vex_justification")
    status = _status(finding)
    unaffected = status is Status.NOT_AFFECTED
    justified = unaffected and reason in _REASONS
    action = finding.fix or "none is known"
    return Statement(
        vulnerability=_text(finding, "id"),
        products=(Product("any"),),
        status=status,
        justification=Justification(reason) if justified else None,
        impact=reason if unaffected and not justified else "",
        action=printable(action) if status is Status.AFFECTED else "",
        notes=_notes(finding),
        timestamp=time,
        aliases=(cve,) if cve else (),
    )


def _status(finding: Finding) -> Status:
    declared = _text(finding, "vex_status")
    if declared:
        return Status(declared)
    return Status.AFFECTED if "malware" in finding.tags else Status.UNDER_INVESTIGATION


def _notes(finding: Finding) -> str:
    """What the audit knows that helps whoever has to decide."""
    source, refused = _text(finding, "vex_source"), _text(finding, "vex_refused")
    known = [
        f"stated by {source}" if source and not refused else "",
        f"the statement of {source} is not honoured: {refused}" if refused else "",
        _REACH.get(_text(finding, "reachable"), ""),
        "known to be exploited" if finding.attributes.get("kev") else "",
        "needed for development alone" if finding.attributes.get("dev") else "",
    ]
    return "; ".join(note for note in known if note)


def _text(finding: Finding, attribute: str) -> str:
    value = finding.attributes.get(attribute)
    return printable(value) if isinstance(value, str) else ""
