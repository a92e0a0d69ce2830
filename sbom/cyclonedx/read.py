"""Which inventory does a CycloneDX document describe?

Our own documents give back what they were written from; documents of other tools
give what they hold. Only npm packages are read, the others are reported. The
JSON is read without the library, whose objects take a millisecond each.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping

from sbom.cyclonedx import names
from sbom.cyclonedx.read_component import Shape, read_component
from sbom.cyclonedx.read_edges import read_edges
from sbom.cyclonedx.read_xml import parse_xml
from sbom.cyclonedx.shape import items, list_in, properties, text, values
from sbom.errors import DocumentError
from sbom.flat import edge_key
from sbom.model import Component, Inventory, Link, Problem
from sbom.reader import Notes
from sbom.strict_json import parse

KNOWN_SPECS = ("1.2", "1.3", "1.4", "1.5", "1.6", "1.7")
MAX_COMPONENTS = 500_000


def read_document(data: bytes, name: str = "sbom") -> Inventory:
    """Return the inventory of a CycloneDX document in JSON or XML.

    ``name`` is what messages call the document. A document of ours that was
    written per location gives back the inventory it was written from, but for
    the components' lines; a flat one gives back ``flatten`` of it.

    Raises:
        DocumentError: it is no CycloneDX document that can be read.
    """
    bom = _parse(data, name)
    notes = Notes(name)
    metadata = bom.get("metadata")
    about: Mapping[str, object] = metadata if isinstance(metadata, dict) else {}
    facts = properties(about)
    view = text(facts.get(names.VIEW))
    listed, refs = _components(about, bom, view, notes)
    edges = read_edges(bom, listed, refs, own=bool(view), notes=notes)
    links = sorted(
        Link(link, component.location)
        for component, shape in listed
        for link in values(shape.properties.get(names.LINK))
    )
    components = sorted((each for each, _ in listed), key=lambda each: each.location)
    problems = {*_problems(facts.get(names.PROBLEM)), *notes.found}
    return Inventory(
        lockfile=text(facts.get(names.LOCKFILE)) or name,
        format=text(facts.get(names.FORMAT)) or "cyclonedx",
        version=text(facts.get(names.LOCKFILE_VERSION))
        or ("" if view else str(bom["specVersion"])),
        sha256=text(facts.get(names.LOCKFILE_SHA256)) or hashlib.sha256(data).hexdigest(),
        components=tuple(components),
        dependencies=tuple(sorted(edges, key=edge_key)),
        problems=tuple(sorted(problems)),
        links=tuple(links),
    )


def _parse(data: bytes, name: str) -> Mapping[str, object]:
    if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<":
        bom: object = parse_xml(data, name)
    else:
        bom = parse(data, name, DocumentError).value
    hint = "give a CycloneDX document in JSON or XML"
    if not isinstance(bom, dict) or bom.get("bomFormat") != "CycloneDX":
        raise DocumentError(f"{name}: bomFormat: this is no CycloneDX document", hint=hint)
    if bom.get("specVersion") not in KNOWN_SPECS:
        raise DocumentError(
            f"{name}: specVersion: this is none of {', '.join(KNOWN_SPECS)}",
            hint="convert the document with the tool that made it",
        )
    return bom


def _components(
    about: Mapping[str, object], bom: Mapping[str, object], view: str | None, notes: Notes
) -> tuple[list[tuple[Component, Shape]], dict[str, str]]:
    """Return the components, the root first, and the location of each bom-ref."""
    root_element = about.get("component")
    root_shape = Shape.of(root_element if isinstance(root_element, dict) else {})
    root = read_component(root_shape, "", own=bool(view), root=True, notes=notes)
    listed = [(root, root_shape)]
    refs = {root_shape.ref: ""} if root_shape.ref else {}
    taken = {""}
    for place, element in _all_components(bom, root_element):
        if len(listed) > MAX_COMPONENTS:
            raise DocumentError(
                f"{notes.file}: more than the {MAX_COMPONENTS:,} components that are read",
                hint="check that this is the document that was meant",
            )
        shape = Shape.of(element)
        refusal = shape.refusal(own=bool(view))
        if refusal:
            notes.add("not-npm", place, refusal)
            continue
        location = _unused(shape.location(view) or shape.ref or place, place, taken)
        taken.add(location)
        if shape.ref:
            refs.setdefault(shape.ref, location)
        listed.append(
            (read_component(shape, location, own=bool(view), root=False, notes=notes), shape)
        )
    return listed, refs


def _all_components(
    bom: Mapping[str, object], root: object
) -> Iterator[tuple[str, Mapping[str, object]]]:
    """Yield place and element of all components, those nested in others too."""
    stack = [("components", bom.get("components"))]
    if isinstance(root, dict):
        stack.append(("metadata.component.components", root.get("components")))
    while stack:
        path, found = stack.pop()
        for index, element in enumerate(items(found)):
            place = f"{path}[{index}]"
            yield place, element
            if element.get("components"):
                stack.append((f"{place}.components", element["components"]))


def _unused(location: str, place: str, taken: set[str]) -> str:
    if location not in taken:
        return location
    other = f"{location}#{place}"
    return other if other not in taken else f"{other}#{len(taken)}"


def _problems(found: object) -> Iterator[Problem]:
    """Read the problems that a document of ours carries along."""
    for each in values(found):
        match list_in(each):
            case [str(code), str(file), str(place), str(message), int(line)]:
                yield Problem(code, file, place, message, line)
            case _:
                continue
