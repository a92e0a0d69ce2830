"""What does a cookie-session middleware set, and for how long?"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checks.code.reader import Site, reader
from auditor.checks.code.readers._cookie import cookie_attributes, cookie_lifetime, signing_keys
from auditor.checks.code.values import environment_of, option, secret_kind, switch, text
from auditor.model import Fact

DEFAULT_NAME = "session"


@reader("cookie_session")
def cookie_session(site: Site) -> Iterator[Fact]:
    """Yield session.used, cookie.set, cookie.signed, session.lifetime and secret.from_environment.

    The session is the cookie: its store is the package itself, and without a
    maxAge what a browser once got is valid for ever.
    """
    options = site.argument(0)
    name = text(option(options, "name", DEFAULT_NAME))
    secret = option(options, "keys", option(options, "secret"))
    yield site.fact("session.used", store="cookie-session", name=name, secret=secret_kind(secret))
    attributes = cookie_attributes(options, origin="cookie-session", name=name, http_only=True)
    yield site.fact("cookie.set", name, **attributes)
    signed = switch(option(options, "signed", default=True))
    keys = signing_keys(secret) if signed else "none" if signed is False else None
    yield site.fact("cookie.signed", keys=keys, by="cookie-session")
    state, max_age_s = cookie_lifetime(options)
    lifetime = {"bounded": "bounded", "session": "unbounded"}.get(state or "", "unknown")
    yield site.fact("session.lifetime", max_age_s, state=lifetime, source="cookie")
    variable = environment_of(secret)
    if variable is not None:
        yield site.fact("secret.from_environment", variable, sink="cookie-session")
