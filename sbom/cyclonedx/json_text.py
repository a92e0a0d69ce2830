"""How is a CycloneDX document written as JSON? One component or edge list a line."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from sbom.cyclonedx.elements import Element
from sbom.cyclonedx.options import Spec

LINES_AT_ONCE = 256


class JsonText:
    """Writes the parts of a document, and the whole of parts already written."""

    def __init__(self, spec: Spec) -> None:
        self._spec = spec
        self.form = f"json {spec}"
        self._encode = json.JSONEncoder(check_circular=False, separators=(",", ":")).encode

    def metadata(self, element: Element) -> str:
        """Return the metadata object."""
        return self._encode(element)

    def component(self, element: Element) -> str:
        """Return one component."""
        return self._encode(element)

    def dependency(self, ref: str, depends_on: Sequence[str]) -> str:
        """Return what the component ``ref`` depends on."""
        if depends_on:
            return self._encode({"ref": ref, "dependsOn": depends_on})
        return self._encode({"ref": ref})

    def composition(self, element: Element) -> str:
        """Return one composition."""
        return self._encode(element)

    def parts(
        self,
        serial: str,
        metadata: str,
        components: Sequence[str],
        dependencies: Sequence[str],
        compositions: Sequence[str],
    ) -> Iterator[str]:
        """Yield the document, piece by piece."""
        yield f'{{\n"$schema":"http://cyclonedx.org/schema/bom-{self._spec}.schema.json",\n'
        yield f'"bomFormat":"CycloneDX",\n"specVersion":"{self._spec}",\n'
        yield f'"serialNumber":"{serial}",\n"version":1,\n"metadata":{metadata},\n"components":['
        yield from _lines(components)
        yield '],\n"dependencies":['
        yield from _lines(dependencies)
        yield '],\n"compositions":['
        yield from _lines(compositions)
        yield "]\n}\n"


def _lines(parts: Sequence[str]) -> Iterator[str]:
    """Yield ``parts`` one a line, with commas between them, many lines at a time."""
    for start in range(0, len(parts), LINES_AT_ONCE):
        yield (",\n" if start else "\n") + ",\n".join(parts[start : start + LINES_AT_ONCE])
    yield "\n"
