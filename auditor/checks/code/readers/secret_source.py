"""Does the secret given to a function come from the environment?"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checks.code.reader import Site, reader
from auditor.checks.code.values import Record, environment_of, option, package_of
from auditor.model import Fact

OPTIONS = ("secret", "secretOrKey", "clientSecret", "password", "key", "keys")


@reader("secret_source")
def secret_source(site: Site) -> Iterator[Fact]:
    """Yield secret.from_environment for the first argument or option that is fed by a variable.

    The sink is the package that the called function belongs to.
    """
    for argument in site.call.arguments:
        candidates = [argument]
        if isinstance(argument, Record):
            candidates = [option(argument, name) for name in OPTIONS]
        for candidate in candidates:
            variable = environment_of(candidate)
            if variable is not None:
                sink = package_of(site.call)
                yield site.fact("secret.from_environment", variable, sink=sink)
                return
