"""How does an application fetch the keys that check its tokens?"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checks.code.reader import Site, reader
from auditor.checks.code.values import option, package_of, switch
from auditor.model import Fact

JOSE = "jose"
"""Caches keys and limits its requests unless it is told otherwise; jwks-rsa caches."""


@reader("jwks_remote")
def jwks_remote(site: Site) -> Iterator[Fact]:
    """Yield jwks.used with source ``"remote"``."""
    package = package_of(site.call)
    if package == JOSE:
        yield site.fact("jwks.used", source="remote", cache=True, rate_limit=True, by=JOSE)
        return
    options = site.argument(0)
    yield site.fact(
        "jwks.used",
        source="remote",
        cache=switch(option(options, "cache", default=True)),
        rate_limit=switch(option(options, "rateLimit", default=False)),
        by=package,
    )
