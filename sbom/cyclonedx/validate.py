"""Is a text a valid CycloneDX document?

By the strict schemas that the CycloneDX library ships. JSON is validated in slices,
because the library's validator takes time that grows with the square of the lists.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import TYPE_CHECKING

from sbom.cyclonedx.options import Spec
from sbom.cyclonedx.read_xml import parse_xml
from sbom.cyclonedx.shape import items, text
from sbom.errors import DocumentError
from sbom.strict_json import Value, parse

if TYPE_CHECKING:
    from cyclonedx.validation import SchemabasedValidator

SLICE = 30
MAX_DOCUMENT_BYTES = 512 * 2**20

_SLICED = ("components", "dependencies")
_HEAD: tuple[str, ...] = ("bomFormat", "specVersion")


def validate_document(document: str, name: str = "sbom") -> tuple[str, ...]:
    """Return what is wrong with a document of specification 1.6 or 1.7, by place; nothing if valid.

    Beyond the schema, references must be unique and lead to components.

    Raises:
        DocumentError: the text is neither JSON nor XML of such a document.
    """
    if document.lstrip()[:1] == "<":
        return tuple(_validate_xml(document, name))
    bom = parse(document.encode(), name, DocumentError, max_bytes=MAX_DOCUMENT_BYTES).value
    if not isinstance(bom, dict):
        raise DocumentError(
            f"{name}: the document holds no object", hint="give a CycloneDX document"
        )
    return tuple(chain(_validate_json(bom, name), _validate_references(bom)))


def _validator(form: str, spec: object, name: str) -> SchemabasedValidator:
    from cyclonedx.schema import OutputFormat, SchemaVersion  # noqa: PLC0415 - heavy, only here
    from cyclonedx.validation import make_schemabased_validator  # noqa: PLC0415 - as above

    if spec not in tuple(Spec):
        raise DocumentError(
            f"{name}: specVersion: only {' and '.join(Spec)} are validated",
            hint="convert the document to one of them",
        )
    version = SchemaVersion.from_version(str(spec))
    return make_schemabased_validator(OutputFormat[form], version)


def _validate_json(bom: dict[str, Value], name: str) -> Iterator[str]:
    validator = _validator("JSON", bom.get("specVersion"), name)
    for start, part in _slices(bom):
        for problem in validator.validate_str(json.dumps(part), all_errors=True) or ():
            yield f"{_place(problem.data.absolute_path, start)}: {problem.data.message:.200}"


def _slices(bom: dict[str, Value]) -> Iterator[tuple[int, dict[str, Value]]]:
    """Yield the whole with a few items of each long list at a time."""
    lists = {key: value for key in _SLICED if isinstance(value := bom.get(key), list)}
    rest = {key: value for key, value in bom.items() if key not in lists}
    longest = max((len(value) for value in lists.values()), default=0)
    named: dict[str, Value] = {key: rest[key] for key in _HEAD if key in rest}
    for start in range(0, max(longest, 1), SLICE):
        slices = {key: value[start : start + SLICE] for key, value in lists.items()}
        yield start, {**(named if start else rest), **slices}


def _place(path: Iterable[str | int], start: int) -> str:
    parts = list(path)
    if len(parts) > 1 and parts[0] in _SLICED and isinstance(parts[1], int):
        parts[1] += start
    return ".".join(str(part) for part in parts) or "document"


def _validate_references(bom: dict[str, Value]) -> Iterator[str]:
    refs: set[str] = set()
    metadata = bom.get("metadata")
    root = metadata.get("component") if isinstance(metadata, dict) else None
    heads = [root] if isinstance(root, dict) else []
    for element in chain(heads, items(bom.get("components"))):
        ref = text(element.get("bom-ref"))
        if ref in refs:
            yield f"components: bom-ref {ref} occurs twice"
        elif ref:
            refs.add(ref)
    seen: set[str] = set()
    for entry in items(bom.get("dependencies")):
        ref = text(entry.get("ref")) or ""
        if ref in seen:
            yield f"dependencies: ref {ref} occurs twice"
        seen.add(ref)
        targets = entry.get("dependsOn")
        for target in (ref, *(targets if isinstance(targets, list) else ())):
            if target not in refs:
                yield f"dependencies: {target} is no component of the document"


def _validate_xml(document: str, name: str) -> Iterator[str]:
    bom = parse_xml(document.encode(), name)
    validator = _validator("XML", bom["specVersion"], name)
    for problem in validator.validate_str(document, all_errors=True) or ():
        yield f"line {problem.data.line}: {problem.data.message:.200}"
