"""How is a cookie set by ``res.cookie(name, value, options)``?"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checks.code.reader import Site, reader
from auditor.checks.code.readers._cookie import cookie_attributes
from auditor.checks.code.values import text
from auditor.model import Fact


@reader("response_cookie")
def response_cookie(site: Site) -> Iterator[Fact]:
    """Yield cookie.set; a cookie that is set to expire at once is being deleted, and is none."""
    name = text(site.argument(0))
    attributes = cookie_attributes(site.argument(2), origin="response", name=name, http_only=False)
    if attributes.get("max_age_s") != 0:
        yield site.fact("cookie.set", name, **attributes)
