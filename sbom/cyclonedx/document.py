"""Of which parts does a CycloneDX document of an inventory consist?"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from sbom.cyclonedx import names
from sbom.cyclonedx.annotate import annotate
from sbom.cyclonedx.elements import (
    Element,
    Value,
    component_element,
    reference,
    requires_properties,
    scope_of,
)
from sbom.cyclonedx.options import Contact, WriteOptions
from sbom.errors import DocumentError
from sbom.flat import all_locations
from sbom.gaps import find_gaps
from sbom.model import Component, Dependency, EdgeKind, Inventory

_MAX_TIMESTAMP = 253_402_300_799  # the last second of the year 9999


@dataclass(frozen=True, slots=True)
class Row:
    """One component with the list of what it depends on."""

    component: Element
    ref: str
    depends_on: tuple[str, ...]


class Document:
    """The parts of the document that describes ``inventory``.

    ``inventory`` is in the view that ``options`` ask for. The root's row is
    ``root``; ``rows`` yields the others, one by one, so that fifty thousand
    need not stand in memory twice.
    """

    def __init__(self, inventory: Inventory, options: WriteOptions) -> None:
        self._inventory = inventory
        self._options = options
        self._gaps = find_gaps(inventory)
        self._refs: dict[str | None, str] = {
            each.location: reference(each, per_location=options.per_location)
            for each in inventory.components
        }
        self._edges: dict[str, list[Dependency]] = {}
        self._firm: set[str | None] = set()
        for edge in inventory.dependencies:
            self._edges.setdefault(edge.source, []).append(edge)
            if edge.kind is not EdgeKind.PEER_OPTIONAL:
                self._firm.add(edge.target)
        self._links: dict[str, list[str]] = {}
        for link in inventory.links:
            self._links.setdefault(link.target, []).append(link.location)
        self.root = self._row(inventory.root)

    def rows(self) -> Iterator[Row]:
        """Yield the components but the root, sorted by location."""
        for component in self._inventory.components[1:]:
            yield self._row(component)

    def metadata(self) -> Element:
        """Return what the document says about itself."""
        options = self._options
        metadata: Element = {}
        if options.timestamp is not None:
            metadata["timestamp"] = _timestamp(options.timestamp)
        metadata["lifecycles"] = [{"phase": "pre-build"}]
        tool: Element = {"type": "application", "name": options.tool_name}
        if options.tool_version:
            tool["version"] = options.tool_version
        metadata["tools"] = {"components": [tool]}
        if options.authors:
            metadata["authors"] = [_contact(author) for author in options.authors]
        metadata["component"] = self.root.component
        if options.manufacturer:
            made_by = options.manufacturer
            maker: Element = {}
            if made_by.name:
                maker["name"] = made_by.name
            if made_by.url:
                maker["url"] = [made_by.url]
            if made_by.contact:
                maker["contact"] = [_contact(made_by.contact)]
            metadata["manufacturer"] = maker
        metadata["properties"] = [
            {"name": name, "value": value} for name, value in sorted(self._about())
        ]
        return metadata

    def compositions(self) -> list[Element]:
        """Return for which components the dependencies are complete, and for which not."""
        refs: dict[str, list[Value]] = {"complete": [], "incomplete": [], "unknown": []}
        for location, ref in self._refs.items():
            gap = self._gaps.get(location or "")
            refs[gap[0].value if gap else "complete"].append(ref)
        return [
            {"aggregate": aggregate, "dependencies": listed}
            for aggregate, listed in refs.items()
            if listed
        ]

    def _row(self, component: Component) -> Row:
        location = component.location
        depends_on: list[str] = []
        properties: list[tuple[str, str]] = []
        edges = self._edges.get(location)
        if edges:
            depends_on = sorted(
                {self._refs[edge.target] for edge in edges if edge.target is not None}
            )
            places = {ref: position for position, ref in enumerate(depends_on)}
            properties = requires_properties(
                (edge, places.get(self._refs.get(edge.target, ""))) for edge in edges
            )
        if self._options.per_location:
            properties.append((names.PATH, location))
        if self._links:
            properties.extend((names.LINK, link) for link in self._links.get(location, ()))
        gap = self._gaps.get(location)
        if gap:
            properties.append((names.INCOMPLETE, gap[1]))
        scope = None
        occurrences: tuple[str, ...] = ()
        if location:
            occurrences = () if self._options.per_location else all_locations(component)
            soft = component.peer and location not in self._firm
            scope = scope_of(component, soft, omit_dev=self._options.omit_dev)
        ref = self._refs[location]
        annotation = self._options.annotations.get(location)
        if annotation:
            properties.extend(annotation.properties)
        element = component_element(component, ref, scope, properties, occurrences)
        if annotation:
            annotate(element, annotation)
        return Row(element, ref, tuple(depends_on))

    def _about(self) -> Iterator[tuple[str, str]]:
        inventory = self._inventory
        yield names.FORMAT, inventory.format
        yield names.LOCKFILE, inventory.lockfile
        yield names.LOCKFILE_SHA256, inventory.sha256
        if inventory.version:
            yield names.LOCKFILE_VERSION, inventory.version
        yield names.VIEW, names.VIEW_LOCATIONS if self._options.per_location else names.VIEW_FLAT
        if self._options.omit_dev:
            yield names.OMITTED_DEV, names.TRUE
        for each in inventory.problems:
            fields = (each.code, each.file, each.place, each.message, each.line)
            yield names.PROBLEM, json.dumps(fields, ensure_ascii=False)


def _contact(contact: Contact) -> Element:
    element: Element = {}
    if contact.name:
        element["name"] = contact.name
    if contact.email:
        element["email"] = contact.email
    return element


def _timestamp(seconds: int) -> str:
    if not 0 <= seconds <= _MAX_TIMESTAMP:
        raise DocumentError(
            f"timestamp: {seconds} is no second between 1970 and 9999",
            hint="SOURCE_DATE_EPOCH counts seconds since 1970 UTC",
        )
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
