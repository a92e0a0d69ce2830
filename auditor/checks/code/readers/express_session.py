"""What does an express-session middleware set, keep and for how long?"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checks.code.reader import Site, reader
from auditor.checks.code.readers._cookie import cookie_attributes, signing_keys
from auditor.checks.code.readers._session_store import session_lifetime, store_of
from auditor.checks.code.values import (
    environment_of,
    in_production,
    option,
    secret_kind,
    switch,
    text,
)
from auditor.model import Fact

DEFAULT_NAME = "connect.sid"


@reader("express_session")
def express_session(site: Site) -> Iterator[Fact]:
    """Yield session.used, cookie.set, cookie.signed, session.lifetime, secret.from_environment."""
    options = site.argument(0)
    cookie = option(options, "cookie")
    name = text(option(options, "name", option(options, "key", DEFAULT_NAME)))
    secret = option(options, "secret")
    store = store_of(in_production(option(options, "store")))
    yield site.fact(
        "session.used",
        store=store,
        name=name,
        secret=secret_kind(secret),
        save_uninitialized=switch(option(options, "saveUninitialized", default=True)),
        resave=switch(option(options, "resave", default=True)),
        rolling=switch(option(options, "rolling", default=False)),
    )
    attributes = cookie_attributes(cookie, origin="session", name=name, http_only=True)
    yield site.fact("cookie.set", name, **attributes)
    yield site.fact("cookie.signed", keys=signing_keys(secret), by="express-session")
    state, lifetime_s, source = session_lifetime(cookie, in_production(option(options, "store")))
    yield site.fact("session.lifetime", lifetime_s, state=state, source=source)
    variable = environment_of(secret)
    if variable is not None:
        yield site.fact("secret.from_environment", variable, sink="express-session")
