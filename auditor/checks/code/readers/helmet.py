"""Which headers does ``helmet(options)`` set?"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checks.code.durations import seconds
from auditor.checks.code.reader import Site, reader
from auditor.checks.code.values import (
    UNDEFINED,
    JsValue,
    Record,
    Special,
    in_production,
    option,
    switch,
)
from auditor.model import Fact, Value

DEFAULT_HSTS_MAX_AGE_S = 31_536_000
"""Of helmet 8 and later; earlier ones had half of it. The version is not known to a reader."""


@reader("helmet")
def helmet(site: Site) -> Iterator[Fact]:
    """Yield helmet.used and, unless it is switched off, headers.powered_by."""
    options = in_production(site.argument(0))
    yield site.fact(
        "helmet.used",
        csp=_is_on(_either(options, "contentSecurityPolicy", "contentSecurityPolicy")),
        **_hsts(_either(options, "strictTransportSecurity", "hsts")),
    )
    if _is_on(_either(options, "xPoweredBy", "hidePoweredBy")):
        yield site.fact("headers.powered_by", False, by="helmet")


def _either(options: JsValue, name: str, old_name: str) -> JsValue:
    return in_production(option(options, name, option(options, old_name)))


def _is_on(value: JsValue) -> bool | None:
    if value is UNDEFINED or isinstance(value, Record):
        return True
    return switch(value)


def _hsts(value: JsValue) -> dict[str, Value]:
    is_on = _is_on(value)
    if not is_on:
        return {"hsts": is_on, "hsts_max_age_s": None, "hsts_include_subdomains": None}
    given = value if isinstance(value, Record) else UNDEFINED
    max_age = in_production(option(given, "maxAge"))
    is_default = max_age is UNDEFINED
    known = _number(DEFAULT_HSTS_MAX_AGE_S if is_default else max_age)
    return {
        "hsts": True,
        "hsts_max_age_s": known,
        "hsts_source": "default" if is_default else "explicit",
        "hsts_include_subdomains": switch(option(given, "includeSubDomains", default=True)),
    }


def _number(value: JsValue | Special) -> int | float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return seconds(value)
