"""How permanently are requests over plain http sent to https?"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checks.code.reader import Site, reader
from auditor.checks.code.values import in_production
from auditor.model import Fact

EXPRESS_STATUS = 302
"""Of ``res.redirect(url)``, where no status is given."""
_REDIRECTS = frozenset({301, 302, 303, 307, 308})


@reader("https_redirect")
def https_redirect(site: Site) -> Iterator[Fact]:
    """Yield tls.redirect, with the status of RFC 9110 section 15.4 where the code tells it."""
    status = in_production(site.argument(0))
    if len(site.call.arguments) == 1:
        status = EXPRESS_STATUS
    known = status if isinstance(status, int) and status in _REDIRECTS else None
    yield site.fact("tls.redirect", status=known)
