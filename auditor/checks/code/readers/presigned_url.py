"""For how many seconds does a link work that needs no login?"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checks.code.reader import Site, reader
from auditor.checks.code.readers._amounts import in_seconds
from auditor.checks.code.values import (
    UNDEFINED,
    UNKNOWN,
    JsValue,
    Moment,
    Record,
    in_production,
    option,
)
from auditor.model import Fact

S3_DEFAULT_S = 900
"""Of ``getSignedUrl`` of the AWS SDK, versions 2 and 3."""
POST_DEFAULT_S = 3600
"""Of ``createPresignedPost`` of the AWS SDK, versions 2 and 3."""


_OPTIONS = ("expiresIn", "Expires", "expires")


@reader("presigned_url")
def presigned_url(site: Site) -> Iterator[Fact]:
    """Yield url.presigned in seconds."""
    arguments = [in_production(one) for one in site.call.arguments]
    records = [one for one in arguments if isinstance(one, Record)]
    found = [option(record, name) for record in records for name in _OPTIONS]
    given = [one for one in map(in_production, found) if one is not UNDEFINED]
    seconds: float | None
    if given:
        end = given[-1]
        seconds = in_seconds(end, "s") if isinstance(end, Moment | int | float) else None
    elif _is_post(arguments):
        seconds = POST_DEFAULT_S
    else:
        is_known = not site.call.open and all(isinstance(one, Record) for one in arguments[2:])
        seconds = S3_DEFAULT_S if is_known else None
    yield site.fact("url.presigned", seconds, state="unknown" if seconds is None else "bounded")


def _is_post(arguments: list[JsValue]) -> bool:
    """Whether these are a client and the fields of a form; a link takes a command or a text."""
    return len(arguments) > 1 and isinstance(arguments[1], Record) and arguments[0] is UNKNOWN
