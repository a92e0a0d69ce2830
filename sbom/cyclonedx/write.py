"""How is an inventory written as a CycloneDX document?"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from itertools import chain
from uuid import NAMESPACE_URL, uuid5

from sbom.cyclonedx.document import Document
from sbom.cyclonedx.json_text import JsonText
from sbom.cyclonedx.options import Format, WriteOptions
from sbom.cyclonedx.xml_text import XmlText
from sbom.flat import flatten
from sbom.model import Inventory
from sbom.quiet import without_collection

_NAMESPACE = uuid5(NAMESPACE_URL, "urn:express-auditor:cyclonedx")


def write_document(inventory: Inventory, options: WriteOptions | None = None) -> str:
    """Return a CycloneDX document: the same text for the same inventory and options.

    The serial number is derived from the rest of the document (RFC 9562,
    section 5.5), so that two documents share one only where they are equal.

    Raises:
        DocumentError: an option cannot be written, such as a time after 9999.
    """
    return "".join(document_parts(inventory, options))


def document_parts(inventory: Inventory, options: WriteOptions | None = None) -> Iterator[str]:
    """Yield the text of ``write_document`` in pieces, for writing large documents to a file.

    Raises:
        DocumentError: as ``write_document``, before the first piece.
    """
    options = options or WriteOptions()
    view = inventory if options.per_location else flatten(inventory)
    text = (JsonText if options.format is Format.JSON else XmlText)(options.spec)
    with without_collection():
        parts = _build(Document(view, options), text)
    yield from text.parts(*parts)


def _build(
    document: Document, text: JsonText | XmlText
) -> tuple[str, str, list[str], list[str], list[str]]:
    """Return serial number, metadata, components, dependencies and compositions as text."""
    metadata = text.metadata(document.metadata())
    components: list[str] = []
    dependencies = [text.dependency(document.root.ref, document.root.depends_on)]
    for row in document.rows():
        components.append(text.component(row.component))
        dependencies.append(text.dependency(row.ref, row.depends_on))
    compositions = [text.composition(each) for each in document.compositions()]
    serial = _serial(text.form, chain((metadata,), components, dependencies, compositions))
    return serial, metadata, components, dependencies, compositions


def _serial(form: str, parts: Iterable[str]) -> str:
    content = hashlib.blake2b(form.encode(), digest_size=32)
    for part in parts:
        content.update(part.encode())
    return f"urn:uuid:{uuid5(_NAMESPACE, content.hexdigest())}"
