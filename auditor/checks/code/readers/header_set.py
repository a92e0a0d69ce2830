"""Which security header is set by hand, and to what?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.checks.code.reader import Site, reader
from auditor.checks.code.values import text
from auditor.model import Fact

_MAX_AGE = re.compile(r"(?:^|;)\s*max-age\s*=\s*\"?([0-9]{1,12})", re.IGNORECASE)
_NO_STORE = re.compile(r"(?:^|,)\s*(?:no-store|private)\s*(?:,|$)", re.IGNORECASE)
_PUBLIC = re.compile(r"(?:^|,)\s*public\s*(?:,|$)", re.IGNORECASE)


@reader("header_set")
def header_set(site: Site) -> Iterator[Fact]:
    """Yield header.set and, for Cache-Control, cache_control.set.

    ``max_age_s`` and ``include_subdomains`` are those of Strict-Transport-Security
    (RFC 6797 section 6.1). ``no_store`` says whether shared caches are kept from
    storing the answer (RFC 9111 section 5.2.2).
    """
    name = (text(site.argument(0)) or "").lower()
    value = text(site.argument(1))
    if name == "cache-control":
        no_store = None if value is None else _NO_STORE.search(value) is not None
        public = None if value is None else _PUBLIC.search(value) is not None
        yield site.fact("cache_control.set", no_store=no_store, public=public, by="header")
    elif name == "strict-transport-security":
        found = _MAX_AGE.search(value or "")
        yield site.fact(
            "header.set",
            name,
            max_age_s=int(found[1]) if found else None,
            include_subdomains=None if value is None else "includesubdomains" in value.lower(),
        )
    else:
        yield site.fact("header.set", name or None)
