"""Which VEX document says how the project stands to everything that was found?

The statements that were given, unchanged, and one per advisory for what none of
them speaks of: under investigation, or affected where the package is malware.
Given back as a VEX document, the result gives itself.
"""

from __future__ import annotations

import hashlib
import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from auditor.checks.advisories.declared import Declarations, names_of
from auditor.checks.advisories.paths import label
from auditor.vex import Document, Product, Statement, Status, write_openvex

if TYPE_CHECKING:
    from auditor.checks.advisories.match import Matches, Row
    from auditor.sources.advisory_vex import VexFile
    from sbom.model import Inventory

_REMOVE = "remove the package and rotate every secret it could read"


def document_of(
    inventory: Inventory, matches: Matches, files: Sequence[VexFile], *, time: str, author: str
) -> Document:
    """Return the document; the same input gives the same document.

    Args:
        inventory: what is installed.
        matches: what was found in it.
        files: the statements to take over.
        time: of the document and of new statements, as RFC 3339 has it.
        author: who makes the new statements.
    """
    given = [
        one if one.timestamp else replace(one, timestamp=file.document.timestamp)
        for file in files
        for one in file.document.statements
    ]
    declarations = Declarations(files, inventory)
    open_rows: defaultdict[str, list[Row]] = defaultdict(list)
    for row in matches.rows:
        declared = declarations.about(row)
        if declared is None or not declared.honoured:
            open_rows[row.advisory.id].append(row)
    new = [_statement(rows, time) for _, rows in sorted(open_rows.items())]
    statements = tuple(sorted(dict.fromkeys((*given, *new)), key=_order))
    draft = Document("draft", author, time, statements)
    digest = hashlib.sha256(write_openvex(draft)).hexdigest()
    return replace(draft, id=f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, digest)}")


def _statement(rows: Sequence[Row], time: str) -> Statement:
    advisory = rows[0].advisory
    purls = {row.component.purl or label(row.component) for row in rows}
    return Statement(
        advisory.id,
        tuple(Product(purl) for purl in sorted(purls)),
        Status.AFFECTED if advisory.malware else Status.UNDER_INVESTIGATION,
        action=_REMOVE if advisory.malware else "",
        timestamp=time,
        aliases=names_of(rows[0])[1:],
    )


def _order(statement: Statement) -> tuple[str, Iterable[str], str, str, str]:
    products = tuple(product.id for product in statement.products)
    return (
        statement.vulnerability,
        products,
        statement.timestamp,
        statement.status,
        repr(statement),
    )
