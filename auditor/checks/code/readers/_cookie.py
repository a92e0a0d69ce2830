"""Which attributes does a cookie get from its options?"""

from __future__ import annotations

from auditor.checks.code.durations import seconds_from_milliseconds
from auditor.checks.code.values import (
    UNDEFINED,
    JsValue,
    Moment,
    flag,
    in_production,
    option,
    switch,
    text,
)
from auditor.model import Value

_SAME_SITE = frozenset({"lax", "strict", "none"})
_PREFIXES = ("__Host-", "__Secure-")


def cookie_attributes(
    options: JsValue, *, origin: str, name: str | None, http_only: bool
) -> dict[str, Value]:
    """The attributes of a ``cookie.set`` fact; ``http_only`` is the library's default.

    ``max_age_s`` is left out where the cookie lives as long as the browser's
    session. ``secure`` is ``"production"`` where it is set by NODE_ENV.
    """
    secure = option(options, "secure", default=False)
    lifetime, max_age_s = cookie_lifetime(options)
    attributes: dict[str, Value] = {
        "origin": origin,
        "secure": "auto" if text(secure) == "auto" else flag(secure),
        "http_only": switch(option(options, "httpOnly", default=http_only)),
        "same_site": _same_site(in_production(option(options, "sameSite", default=False))),
        "lifetime": lifetime,
        "prefixed": None if name is None else name.startswith(_PREFIXES),
    }
    if lifetime != "session":
        attributes["max_age_s"] = max_age_s
    return attributes


def cookie_lifetime(options: JsValue) -> tuple[str | None, int | float | None]:
    """``("bounded", seconds)``, ``("session", None)``, or None twice where it is not known."""
    max_age = in_production(option(options, "maxAge"))
    if max_age is UNDEFINED or max_age is None:
        expires = in_production(option(options, "expires"))
        if expires is UNDEFINED or switch(expires) is False:
            return "session", None
        if not isinstance(expires, Moment):
            return None, None
        max_age = float(expires.offset_ms)
    if isinstance(max_age, bool) or not isinstance(max_age, int | float):
        return None, None
    found = seconds_from_milliseconds(max_age)
    return (None if found is None else "bounded"), found


def _same_site(value: JsValue) -> str | None:
    if value is True:
        return "strict"
    if value is False or value is None:
        return "absent"
    written = value.lower() if isinstance(value, str) else ""
    return written if written in _SAME_SITE else None
