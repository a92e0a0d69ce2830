"""With how many keys does cookie-parser sign cookies?"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checks.code.reader import Site, reader
from auditor.checks.code.readers._cookie import signing_keys
from auditor.model import Fact


@reader("cookie_parser")
def cookie_parser(site: Site) -> Iterator[Fact]:
    """Yield cookie.signed; without a secret cookie-parser signs nothing, and verifies nothing."""
    yield site.fact("cookie.signed", keys=signing_keys(site.argument(0)), by="cookie-parser")
