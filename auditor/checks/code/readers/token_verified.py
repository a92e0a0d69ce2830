"""Does ``jwt.verify`` say which algorithms it accepts?"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checks.code.reader import Site, reader
from auditor.checks.code.values import UNDEFINED, Array, environment_of, in_production, option
from auditor.model import Fact


@reader("token_verified")
def token_verified(site: Site) -> Iterator[Fact]:
    """Yield token.verified and secret.from_environment."""
    algorithms = in_production(option(site.argument(2), "algorithms"))
    state = None
    if algorithms is UNDEFINED:
        state = "default"
    elif isinstance(algorithms, Array):
        state = "listed" if algorithms.items else "default"
    yield site.fact("token.verified", algorithms=state)
    variable = environment_of(site.argument(1))
    if variable is not None:
        yield site.fact("secret.from_environment", variable, sink="jsonwebtoken")
