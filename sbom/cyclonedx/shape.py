"""How is a value taken out of a document whose shape nobody vouches for?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sbom.characters import clean_text
from sbom.errors import DocumentError
from sbom.strict_json import parse

Texts = list[str]


def text(value: object) -> str | None:
    """Return a text (the first of several) without control characters, or None."""
    if isinstance(value, list):
        value = value[0] if value else None
    return clean_text(value) or None if isinstance(value, str) else None


def values(value: object) -> Texts:
    """Return the texts of a list."""
    return [each for each in items_of(value) if isinstance(each, str)]


def items(value: object) -> Iterator[Mapping[str, object]]:
    """Yield the objects of a list."""
    return (each for each in items_of(value) if isinstance(each, dict))


def items_of(value: object) -> list[object]:
    """Return a list as it is; anything else is an empty one."""
    return value if isinstance(value, list) else []


def list_in(written: str | None) -> list[object]:
    """Return the JSON list that a text holds; anything else is an empty one."""
    if not written:
        return []
    try:
        return items_of(parse(written.encode("utf-8", "replace"), "", DocumentError).value)
    except DocumentError:
        return []


def properties(element: Mapping[str, object]) -> dict[str, Texts]:
    """Return the values of an element's properties by name."""
    found: dict[str, Texts] = {}
    for each in items(element.get("properties")):
        name, value = each.get("name"), each.get("value")
        if isinstance(name, str) and isinstance(value, str):
            found.setdefault(name, []).append(value)
    return found
