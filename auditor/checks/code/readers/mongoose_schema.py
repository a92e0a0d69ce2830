"""Which fields of a mongoose schema hold personal data, and which records end?"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checks.code.personal_data import category_of
from auditor.checks.code.reader import Site, reader
from auditor.checks.code.readers._amounts import in_seconds
from auditor.checks.code.values import UNDEFINED, Array, JsValue, Record, in_production, option
from auditor.model import Fact

MAX_FIELDS = 500
MAX_LEVELS = 6


@reader("mongoose_schema")
def mongoose_schema(site: Site) -> Iterator[Fact]:
    """Yield pii.field for each field of the catalogue, data.ttl for each that ``expires``.

    ``expires`` is seconds as a number, and text as the ms package reads it.
    """
    for name, definition in _fields(in_production(site.argument(0))):
        category = category_of(name)
        if category is not None:
            yield site.fact("pii.field", name, category=category, model=None, by="mongoose")
        end = option(definition, "expires") if isinstance(definition, Record) else UNDEFINED
        if end is not UNDEFINED:
            found = in_seconds(end, "s")
            state = "bounded" if found else "unknown"
            yield site.fact("data.ttl", found or None, state=state, subject=name, by="mongoose")


def _fields(schema: JsValue) -> Iterator[tuple[str, JsValue]]:
    """Every field with its definition, those of nested objects and lists included."""
    waiting = [(schema, 0)]
    seen = 0
    while waiting:
        record, level = waiting.pop(0)
        for name, found in record.entries.items() if isinstance(record, Record) else ():
            seen += 1
            if seen > MAX_FIELDS:
                return
            value = in_production(found)
            yield name, value
            inner = value.items[0] if isinstance(value, Array) and value.items else value
            nested = isinstance(inner, Record) and "type" not in inner.entries
            if nested and level < MAX_LEVELS:
                waiting.append((inner, level + 1))
