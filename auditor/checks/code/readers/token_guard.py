"""What does a middleware check about a token before it lets a request pass?"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checks.code.reader import Site, reader
from auditor.checks.code.readers._token import verification
from auditor.checks.code.values import environment_of, option, package_of
from auditor.model import Fact

PACKAGES = frozenset({"express-jwt", "passport-jwt"})


@reader("token_guard")
def token_guard(site: Site) -> Iterator[Fact]:
    """Yield token.verified and secret.from_environment for express-jwt and passport-jwt."""
    package = package_of(site.call)
    if package not in PACKAGES:
        return
    options = site.argument(0)
    yield site.fact("token.verified", **verification(options))
    secret = option(options, "secret", option(options, "secretOrKey"))
    variable = environment_of(secret)
    if variable is not None:
        yield site.fact("secret.from_environment", variable, sink=package)
