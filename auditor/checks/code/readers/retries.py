"""How often is a call tried again, and are the tries of many processes spread?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from auditor.checks.code.reader import Site, reader
from auditor.checks.code.readers._amounts import given, whole
from auditor.checks.code.values import (
    UNDEFINED,
    JsValue,
    Package,
    in_production,
    option,
    package_of,
    switch,
)
from auditor.model import Fact, Value


class _Kind(NamedTuple):
    """Where the options stand, and what the package does without them."""

    at: int
    attempts: str
    default: int | None
    jitter: str
    jitter_default: bool


# As the README of each package documents it: retry 0.13 (p-retry and promise-retry
# pass its options on), async-retry 1.3, axios-retry 4, cockatiel 3, exponential-backoff 3.
KINDS = {
    "retry": _Kind(0, "retries", 10, "randomize", jitter_default=False),
    "p-retry": _Kind(1, "retries", 10, "randomize", jitter_default=False),
    "promise-retry": _Kind(0, "retries", 10, "randomize", jitter_default=False),
    "async-retry": _Kind(1, "retries", 10, "randomize", jitter_default=True),
    "axios-retry": _Kind(1, "retries", 3, "retryDelay", jitter_default=False),
    "cockatiel": _Kind(1, "maxAttempts", None, "backoff", jitter_default=False),
    "exponential-backoff": _Kind(1, "numOfAttempts", 10, "jitter", jitter_default=False),
}


@reader("retries")
def retries(site: Site) -> Iterator[Fact]:
    """Yield retry.used: ``capped``, ``limit`` (tries after the first) and ``jitter``."""
    package = package_of(site.call) or ""
    known = KINDS.get(package)
    if known is None:
        return
    options = in_production(site.argument(known.at))
    count = in_production(option(options, known.attempts, known.default))
    forever = switch(option(options, "forever", default=False))
    limit = whole(count)
    capped: Value = None if limit is None and count is not None else limit is not None
    if forever or _is_infinite(count):
        capped = False
    yield site.fact(
        "retry.used",
        by=package,
        capped=capped,
        limit=limit if capped else None,
        jitter=_jitter(options, known),
    )


def _is_infinite(count: JsValue) -> bool:
    return isinstance(count, Package) and count.members[-1:] == ("POSITIVE_INFINITY",)


def _jitter(options: JsValue, known: _Kind) -> bool | None:
    value = in_production(option(options, known.jitter))
    if value is UNDEFINED:
        return known.jitter_default if options is not UNDEFINED or known.at else None
    if isinstance(value, bool | str):
        return value == "full" if isinstance(value, str) else value
    return given(options, known.jitter)
