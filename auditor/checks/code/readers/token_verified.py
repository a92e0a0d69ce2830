"""What does ``verify`` of jsonwebtoken or jose check about a token?"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checks.code.reader import Site, reader
from auditor.checks.code.readers._token import verification
from auditor.checks.code.values import environment_of, package_of
from auditor.model import Fact


@reader("token_verified")
def token_verified(site: Site) -> Iterator[Fact]:
    """Yield token.verified and secret.from_environment."""
    yield site.fact("token.verified", **verification(site.argument(2)))
    variable = environment_of(site.argument(1))
    if variable is not None:
        sink = package_of(site.call) or "jsonwebtoken"
        yield site.fact("secret.from_environment", variable, sink=sink)
