"""After how many seconds does MongoDB delete the records of a TTL index?"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checks.code.reader import Site, reader
from auditor.checks.code.readers._amounts import in_seconds
from auditor.checks.code.values import Record, in_production, option
from auditor.model import Fact


@reader("mongo_ttl")
def mongo_ttl(site: Site) -> Iterator[Fact]:
    """Yield data.ttl.

    With 0 the date in the field itself is the end: the state is ``unknown``, and
    ``subject`` names the field.
    """
    keys = in_production(site.argument(0))
    subject = next(iter(keys.entries), None) if isinstance(keys, Record) else None
    found = in_seconds(option(site.argument(1), "expireAfterSeconds"), "s")
    state = "bounded" if found else "unknown"
    yield site.fact("data.ttl", found or None, state=state, subject=subject, by="mongodb")
