"""Which attributes does a cookie get from its options?"""

from __future__ import annotations

from auditor.checks.code.durations import seconds_from_milliseconds
from auditor.checks.code.values import (
    UNDEFINED,
    Array,
    Environment,
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
_ROTATING = 2
_REGISTRABLE_LABELS = 2


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
        "domain": _domain(in_production(option(options, "domain", default=None))),
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


def signing_keys(secret: JsValue) -> str | None:
    """``"none"``, ``"one"``, or ``"list"`` where an old key still verifies after a change."""
    secret = in_production(secret)
    if secret is UNDEFINED or secret is None:
        return "none"
    if isinstance(secret, Array):
        known = len(secret.items)
        return None if secret.open and known < _ROTATING else "list" if known > 1 else "one"
    return "one" if isinstance(secret, str | Environment) else None


def _domain(value: JsValue) -> str | None:
    """Who gets the cookie: the ``"host"``, its ``"subdomains"``, or the ``"registrable"`` domain.

    Of a name with two labels, all hosts of the organisation are below it.
    """
    if value is None or value is UNDEFINED:
        return "host"
    if not isinstance(value, str):
        return None
    labels = [label for label in value.split(".") if label]
    return "registrable" if len(labels) <= _REGISTRABLE_LABELS else "subdomains"


def _same_site(value: JsValue) -> str | None:
    if value is True:
        return "strict"
    if value is False or value is None:
        return "absent"
    written = value.lower() if isinstance(value, str) else ""
    return written if written in _SAME_SITE else None
