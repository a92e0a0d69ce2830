"""What does a CycloneDX document in XML say, in the shape of its JSON?"""

from __future__ import annotations

from xml.etree.ElementTree import Element, ParseError

from sbom.errors import DocumentError
from sbom.strict_json import MAX_BYTES

_NAMESPACE = "http://cyclonedx.org/schema/bom/"
_TEXTS = ("group", "name", "version", "scope", "purl", "url", "location", "id")


def parse_xml(data: bytes, name: str) -> dict[str, object]:
    """Return the document as JSON would have it; entities and DTDs are refused.

    Raises:
        DocumentError: it is no XML, or none that is safe to read.
    """
    from defusedxml.common import DefusedXmlException  # noqa: PLC0415 - only where needed
    from defusedxml.ElementTree import fromstring  # noqa: PLC0415 - only where needed

    if len(data) > MAX_BYTES:
        raise DocumentError(
            f"{name}: {len(data):,} bytes are more than the {MAX_BYTES:,} that are read",
            hint="check that this is the document that was meant",
        )
    try:
        root = fromstring(data, forbid_dtd=True)
    except DefusedXmlException as error:
        raise DocumentError(
            f"{name}: the XML declares a document type or entities",
            hint="no SBOM needs them: do not trust where it came from",
        ) from error
    except (ParseError, ValueError, LookupError) as error:
        raise DocumentError(
            f"{name}: this is not well-formed XML ({error})",
            hint="fetch or write the document anew",
        ) from error
    space, _, tag = root.tag.removeprefix("{").rpartition("}")
    if tag != "bom" or not space.startswith(_NAMESPACE):
        raise DocumentError(
            f"{name}: the root element is no CycloneDX bom",
            hint="give a CycloneDX document in JSON or XML",
        )
    return _Reader(f"{{{space}}}").bom(root, space.removeprefix(_NAMESPACE))


class _Reader:
    """Turns elements of one namespace into the shape of JSON."""

    def __init__(self, space: str) -> None:
        self._space = space

    def bom(self, root: Element, spec: str) -> dict[str, object]:
        metadata = root.find(self._space + "metadata")
        return {
            "bomFormat": "CycloneDX",
            "specVersion": spec,
            "metadata": {} if metadata is None else self._metadata(metadata),
            "components": self._components(root),
            "dependencies": [
                self._dependency(each) for each in self._children(root, "dependencies")
            ],
        }

    def _metadata(self, element: Element) -> dict[str, object]:
        found: dict[str, object] = {"properties": self._properties(element)}
        component = element.find(self._space + "component")
        if component is not None:
            inner = {"components": self._components(component)}
            found["component"] = self._component(component) | inner
        return found

    def _components(self, parent: Element) -> list[object]:
        """Return the components of ``parent``, nested ones as their neighbours."""
        listed: list[object] = []
        stack = list(reversed(self._children(parent, "components")))
        while stack:
            element = stack.pop()
            listed.append(self._component(element))
            stack.extend(reversed(self._children(element, "components")))
        return listed

    def _component(self, element: Element) -> dict[str, object]:
        found: dict[str, object] = {"bom-ref": element.get("bom-ref")}
        found |= self._texts(element)
        found["hashes"] = self._hashes(element)
        found["licenses"] = [self._licence(each) for each in self._children(element, "licenses")]
        found["properties"] = self._properties(element)
        found["externalReferences"] = [
            self._texts(each) | {"type": each.get("type"), "hashes": self._hashes(each)}
            for each in self._children(element, "externalReferences")
        ]
        evidence = element.find(self._space + "evidence")
        if evidence is not None:
            occurrences = [self._texts(each) for each in self._children(evidence, "occurrences")]
            found["evidence"] = {"occurrences": occurrences}
        return found

    def _licence(self, element: Element) -> dict[str, object]:
        if element.tag == self._space + "expression":
            return {"expression": element.text}
        return {"license": self._texts(element)}

    def _dependency(self, element: Element) -> dict[str, object]:
        return {"ref": element.get("ref"), "dependsOn": [each.get("ref") for each in element]}

    def _properties(self, element: Element) -> list[object]:
        return [
            {"name": each.get("name"), "value": each.text or ""}
            for each in self._children(element, "properties")
        ]

    def _hashes(self, element: Element) -> list[object]:
        return [
            {"alg": each.get("alg"), "content": (each.text or "").strip()}
            for each in self._children(element, "hashes")
        ]

    def _texts(self, element: Element) -> dict[str, object]:
        return {
            each.tag.removeprefix(self._space): each.text
            for each in element
            if each.tag.removeprefix(self._space) in _TEXTS and each.text
        }

    def _children(self, element: Element, tag: str) -> list[Element]:
        found = element.find(self._space + tag)
        return [] if found is None else list(found)
