"""How long is a token valid that ``jwt.sign`` makes, and where does its key come from?"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checks.code.durations import milliseconds, seconds, seconds_from_milliseconds
from auditor.checks.code.reader import Site, reader
from auditor.checks.code.values import (
    UNDEFINED,
    JsValue,
    Moment,
    environment_of,
    in_production,
    option,
    secret_kind,
)
from auditor.model import Fact


@reader("token_issued")
def token_issued(site: Site) -> Iterator[Fact]:
    """Yield token.issued and secret.from_environment.

    ``expiresIn`` is seconds as a number, and what the ms package reads as
    text; the ``exp`` claim of the payload counts as well.
    """
    expires_in = in_production(option(site.argument(2), "expiresIn"))
    claim = in_production(option(site.argument(0), "exp"))
    found = _seconds(claim if expires_in is UNDEFINED else expires_in)
    secret = secret_kind(site.argument(1))
    if found is not None:
        yield site.fact("token.issued", lifetime="bounded", max_age_s=found, secret=secret)
    elif expires_in is UNDEFINED and claim is UNDEFINED:
        yield site.fact("token.issued", lifetime="unbounded", secret=secret)
    else:
        yield site.fact("token.issued", lifetime=None, max_age_s=None, secret=secret)
    variable = environment_of(site.argument(1))
    if variable is not None:
        yield site.fact("secret.from_environment", variable, sink="jsonwebtoken")


def _seconds(value: JsValue) -> int | float | None:
    match value:
        case bool():
            return None
        case int() | float():
            return seconds(value)
        case str():
            read = milliseconds(value)
            return None if read is None else seconds_from_milliseconds(read)
        case Moment(offset_ms):
            return seconds_from_milliseconds(float(offset_ms))
        case _:
            return None
