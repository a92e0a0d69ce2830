"""How much does a rate limiter let through?"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checks.code.durations import seconds_from_milliseconds
from auditor.checks.code.reader import Site, reader
from auditor.checks.code.values import JsValue, in_production, option
from auditor.model import Fact

DEFAULT_WINDOW_MS = 60_000
DEFAULT_LIMIT = 5


@reader("rate_limit")
def rate_limit(site: Site) -> Iterator[Fact]:
    """Yield rate_limit.used; where the limiter is mounted, another rule finds."""
    options = site.argument(0)
    window_ms = _number(option(options, "windowMs", DEFAULT_WINDOW_MS))
    yield site.fact(
        "rate_limit.used",
        on_login=None,
        window_s=None if window_ms is None else seconds_from_milliseconds(window_ms),
        limit=_number(option(options, "limit", option(options, "max", DEFAULT_LIMIT))),
    )


def _number(value: JsValue) -> int | float | None:
    value = in_production(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return value
