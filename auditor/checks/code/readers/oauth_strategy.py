"""Is a login by another provider tied to the browser and the application that started it?"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checks.code.reader import Site, reader
from auditor.checks.code.values import (
    UNKNOWN,
    JsValue,
    Record,
    environment_of,
    in_production,
    option,
    package_of,
    switch,
)
from auditor.model import Fact

COMPLETE = "express-openid-connect"
"""Sends state, nonce and a PKCE challenge unasked."""


@reader("oauth_strategy")
def oauth_strategy(site: Site) -> Iterator[Fact]:
    """Yield oauth.used and secret.from_environment.

    ``state`` is that of RFC 6749 section 10.12, ``pkce`` that of RFC 7636.
    """
    package = package_of(site.call)
    if package == COMPLETE:
        yield site.fact("oauth.used", state=True, pkce=True, by=package)
        return
    given = (in_production(one) for one in site.call.arguments)
    options = next((one for one in given if isinstance(one, Record)), UNKNOWN)
    yield site.fact(
        "oauth.used",
        state=_first(options, "state", "store"),
        pkce=_first(options, "pkce", "code_challenge"),
        by=package,
    )
    variable = environment_of(option(options, "clientSecret"))
    if variable is not None:
        yield site.fact("secret.from_environment", variable, sink=package)


def _first(options: JsValue, *names: str) -> bool | None:
    """Whether one of the options is on; what is computed counts as given."""
    if not isinstance(options, Record):
        return None
    for name in names:
        if name in options.entries:
            return switch(option(options, name)) is not False
    return None if options.open else False
