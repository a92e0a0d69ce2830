"""How is a CycloneDX document written as XML?

From the same plain data as JSON, in the order of the XML schema, one component a line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from sbom.cyclonedx.elements import Element
from sbom.cyclonedx.options import Spec

LINES_AT_ONCE = 256

_ORDER = (
    "group",
    "name",
    "version",
    "scope",
    "hashes",
    "licenses",
    "purl",
    "externalReferences",
    "properties",
    "evidence",
)
_METHOD = ("technique", "confidence", "value")


class XmlText:
    """Writes the parts of a document, and the whole of parts already written."""

    def __init__(self, spec: Spec) -> None:
        self._spec = spec
        self.form = f"xml {spec}"

    def metadata(self, element: Element) -> str:
        """Return the metadata element."""
        parts = [_leaf("timestamp", element["timestamp"])] if "timestamp" in element else []
        phases = "".join(
            _inside("lifecycle", _leaf("phase", each["phase"]))
            for each in _all(element, "lifecycles")
        )
        parts.append(_inside("lifecycles", phases))
        tools = element["tools"]
        if isinstance(tools, dict):
            listed = "".join(self.component(each) for each in _all(tools, "components"))
            parts.append(_inside("tools", _inside("components", listed)))
        authors = "".join(_contact("author", each) for each in _all(element, "authors"))
        parts.append(_inside("authors", authors) if authors else "")
        root = element["component"]
        if isinstance(root, dict):
            parts.append(self.component(root))
        maker = element.get("manufacturer")
        if isinstance(maker, dict):
            parts.append(_organization(maker))
        parts.append(_properties(element["properties"]))
        return _inside("metadata", "".join(parts))

    def component(self, element: Element) -> str:
        """Return one component."""
        ref = f" bom-ref={_quoted(str(element['bom-ref']))}" if "bom-ref" in element else ""
        inner = "".join(
            _WRITERS.get(key, _leaf_of(key))(element[key]) for key in _ORDER if key in element
        )
        return f'<component type="{element["type"]}"{ref}>{inner}</component>'

    def dependency(self, ref: str, depends_on: Sequence[str]) -> str:
        """Return what the component ``ref`` depends on."""
        if not depends_on:
            return f"<dependency ref={_quoted(ref)}/>"
        inner = "".join(f"<dependency ref={_quoted(each)}/>" for each in depends_on)
        return f"<dependency ref={_quoted(ref)}>{inner}</dependency>"

    def composition(self, element: Element) -> str:
        """Return one composition."""
        refs = element["dependencies"]
        inner = "".join(f"<dependency ref={_quoted(str(each))}/>" for each in _sequence(refs))
        return _inside(
            "composition",
            _leaf("aggregate", element["aggregate"]) + _inside("dependencies", inner),
        )

    def parts(
        self,
        serial: str,
        metadata: str,
        components: Sequence[str],
        dependencies: Sequence[str],
        compositions: Sequence[str],
    ) -> Iterator[str]:
        """Yield the document, piece by piece."""
        yield '<?xml version="1.0" encoding="UTF-8"?>\n'
        yield f'<bom xmlns="http://cyclonedx.org/schema/bom/{self._spec}"'
        yield f' serialNumber="{serial}" version="1">\n{metadata}\n<components>\n'
        yield from _lines(components)
        yield "</components>\n<dependencies>\n"
        yield from _lines(dependencies)
        yield "</dependencies>\n<compositions>\n"
        yield from _lines(compositions)
        yield "</compositions>\n</bom>\n"


def _lines(parts: Sequence[str]) -> Iterator[str]:
    """Yield ``parts`` one a line, many lines at a time."""
    for start in range(0, len(parts), LINES_AT_ONCE):
        yield "\n".join(parts[start : start + LINES_AT_ONCE]) + "\n"


def _inside(tag: str, inner: str) -> str:
    return f"<{tag}>{inner}</{tag}>"


def _escaped(text: str) -> str:
    """Escape text (XML 1.0, section 2.4); the standard library's way loads half of urllib."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _quoted(text: str) -> str:
    return f'"{_escaped(text).replace(chr(34), "&quot;")}"'


def _leaf(tag: str, text: object) -> str:
    return f"<{tag}>{_escaped(str(text))}</{tag}>"


def _leaf_of(tag: str) -> Callable[[object], str]:
    return lambda text: _leaf(tag, text)


def _sequence(value: object) -> Sequence[object]:
    return value if isinstance(value, (list, tuple)) else ()


def _all(element: Mapping[str, object], key: str) -> list[Element]:
    return [each for each in _sequence(element.get(key)) if isinstance(each, dict)]


def _hashes(value: object) -> str:
    inner = "".join(
        f'<hash alg="{each["alg"]}">{each["content"]}</hash>'
        for each in _sequence(value)
        if isinstance(each, dict)
    )
    return _inside("hashes", inner)


def _licenses(value: object) -> str:
    parts: list[str] = []
    for each in _sequence(value):
        if not isinstance(each, dict):
            continue
        licence = each.get("license")
        if isinstance(licence, dict):
            tag = "id" if "id" in licence else "name"
            inner = _leaf(tag, licence[tag])
            parts.append(f'<license acknowledgement="declared">{inner}</license>')
        else:
            text = _escaped(str(each["expression"]))
            parts.append(f'<expression acknowledgement="declared">{text}</expression>')
    return _inside("licenses", "".join(parts))


def _references(value: object) -> str:
    parts = [
        f'<reference type="{each["type"]}">{_leaf("url", each["url"])}'
        f"{_hashes(each['hashes']) if 'hashes' in each else ''}</reference>"
        for each in _sequence(value)
        if isinstance(each, dict)
    ]
    return _inside("externalReferences", "".join(parts))


def _properties(value: object) -> str:
    parts = [
        f"<property name={_quoted(str(each['name']))}>{_escaped(str(each['value']))}</property>"
        for each in _sequence(value)
        if isinstance(each, dict)
    ]
    return _inside("properties", "".join(parts))


def _evidence(value: object) -> str:
    evidence = value if isinstance(value, dict) else {}
    inner = "".join(_identity(each) for each in _all(evidence, "identity"))
    places = "".join(
        _inside("occurrence", _leaf("location", each["location"]))
        for each in _all(evidence, "occurrences")
    )
    return _inside("evidence", inner + (_inside("occurrences", places) if places else ""))


def _identity(element: Element) -> str:
    methods = "".join(
        _inside("method", "".join(_leaf(key, each[key]) for key in _METHOD))
        for each in _all(element, "methods")
    )
    said = "".join(_leaf(key, element[key]) for key in ("field", "confidence", "concludedValue"))
    return _inside("identity", said + _inside("methods", methods))


def _contact(tag: str, element: Element) -> str:
    inner = "".join(_leaf(key, element[key]) for key in ("name", "email") if key in element)
    return _inside(tag, inner)


def _organization(element: Element) -> str:
    name = _leaf("name", element["name"]) if "name" in element else ""
    urls = "".join(_leaf("url", each) for each in _sequence(element.get("url")))
    contacts = "".join(_contact("contact", each) for each in _all(element, "contact"))
    return _inside("manufacturer", name + urls + contacts)


_WRITERS: Mapping[str, Callable[[object], str]] = {
    "hashes": _hashes,
    "licenses": _licenses,
    "externalReferences": _references,
    "properties": _properties,
    "evidence": _evidence,
}
