"""How are the fields of a foreign VEX document read?

Bounded JSON; every wrong type ends in a DataError that names the place.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from auditor.errors import DataError
from sbom import strict_json
from sbom.errors import DocumentError

MAX_STATEMENTS = 100_000

T = TypeVar("T")
Fields = Mapping[str, strict_json.Value]


def parse(data: bytes, file: str) -> Fields:
    """Return the document's object.

    Raises:
        DataError: it is none.
    """
    try:
        value = strict_json.parse(data, file, DocumentError).value
    except DocumentError as error:
        raise DataError(error.message, hint=error.hint) from error
    return as_object(value, file)


def as_object(value: strict_json.Value, place: str) -> Fields:
    """Return ``value`` as an object; a missing one is empty."""
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise DataError(f"{place} is no object")
    return value


def as_list(value: strict_json.Value, place: str) -> list[strict_json.Value]:
    """Return ``value`` as a list; a missing one is empty."""
    if value is None:
        return []
    if not isinstance(value, list):
        raise DataError(f"{place} is no list")
    if len(value) > MAX_STATEMENTS:
        raise DataError(f"{place} has more than {MAX_STATEMENTS:,} entries")
    return value


def as_text(value: strict_json.Value, place: str) -> str:
    """Return ``value`` as text; a missing one is empty."""
    if value is None:
        return ""
    if not isinstance(value, str):
        raise DataError(f"{place} is no text")
    return value


def version_of(value: strict_json.Value, place: str) -> int:
    """Return a document's version; a missing one is 1."""
    if value is None:
        return 1
    if isinstance(value, bool) or not isinstance(value, int):
        raise DataError(f"{place} is no whole number")
    return value


def built(make: Callable[[], T], place: str) -> T:
    """Return what ``make`` builds; what the model refuses is the document's fault."""
    try:
        return make()
    except ValueError as error:
        raise DataError(f"{place}: {error}") from error
