"""Which parser of query strings does ``app.set('query parser', …)`` choose?"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checks.code.reader import Site, reader
from auditor.checks.code.values import in_production
from auditor.model import Fact

NAMES = frozenset({"simple", "extended"})


@reader("query_parser")
def query_parser(site: Site) -> Iterator[Fact]:
    """Yield query.parser: ``simple``, ``extended``, ``off``; None for a function or a variable."""
    chosen = in_production(site.argument(1))
    if chosen is True:
        yield site.fact("query.parser", "simple")  # as Express's compileQueryParser reads it
    elif chosen is False:
        yield site.fact("query.parser", "off")
    else:
        known = isinstance(chosen, str) and chosen in NAMES
        yield site.fact("query.parser", str(chosen) if known else None)
