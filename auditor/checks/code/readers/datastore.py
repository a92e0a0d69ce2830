"""Is the connection to a database, a cache or a broker encrypted?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.checks.code.reader import Site, reader
from auditor.checks.code.values import (
    UNDEFINED,
    UNKNOWN,
    JsValue,
    Record,
    in_production,
    option,
    switch,
    text,
)
from auditor.model import Fact

KINDS = {
    "mongodb": "mongodb",
    "mongodb+srv": "mongodb",
    "postgres": "postgres",
    "postgresql": "postgres",
    "mysql": "mysql",
    "mariadb": "mysql",
    "redis": "redis",
    "rediss": "redis",
    "amqp": "amqp",
    "amqps": "amqp",
}
LOCAL_BY_DEFAULT = frozenset({"mysql", "redis"})
"""Clients that connect to this machine when told no host; PostgreSQL's asks the environment."""

TLS_SCHEMES = frozenset({"rediss", "amqps", "mongodb+srv"})

_MAX_URL = 2_000
# RFC 3986 section 3, with the list of hosts that MongoDB allows in the authority.
_URL = re.compile(
    r"(?P<scheme>[a-z][a-z0-9+]*)://(?:[^/?#]*@)?(?P<hosts>[^/?#]*)(?:/[^?#]*)?(?:\?(?P<query>[^#]*))?"
)
_TLS_ON = re.compile(
    r"(?:^|&)(?:(?:tls|ssl)=true|sslmode=(?:require|verify-ca|verify-full))(?:&|$)"
)
_LOCAL = re.compile(r"localhost|127(?:\.[0-9]{1,3}){3}|\[?::1\]?|0\.0\.0\.0|/.*")
_PORT = re.compile(r":[0-9]*$")
_TLS_OPTIONS = (("tls",), ("ssl",), ("socket", "tls"), ("dialectOptions", "ssl"))
_URL_OPTIONS = ("connectionString", "url", "uri")
_HOST_OPTIONS = (("host",), ("hostname",), ("socket", "host"))


@reader("datastore")
def datastore(site: Site) -> Iterator[Fact]:
    """Yield datastore.connection.

    An explicit option decides, then the connection string. Without either of
    them the libraries connect in plain text; where one of them comes from
    elsewhere, ``tls`` is None.
    """
    url, options = _given(site)
    written = text(url)
    parts = _URL.match(written[:_MAX_URL]) if written is not None else None
    kind = site.attributes.get("kind") or KINDS.get(
        parts["scheme"] if parts else text(option(options, "dialect")) or ""
    )
    yield site.fact(
        "datastore.connection",
        kind=kind,
        tls=_tls(url, parts, options),
        local=_local(kind, url, parts, options),
    )


def _given(site: Site) -> tuple[JsValue, JsValue]:
    """The connection string and the options, wherever among the arguments they stand."""
    first = in_production(site.argument(0))
    arguments = [in_production(one) for one in site.call.arguments]
    absent = UNKNOWN if site.call.open or UNKNOWN in arguments[1:] else UNDEFINED
    options = next((one for one in arguments if isinstance(one, Record)), absent)
    if isinstance(first, Record):
        for name in _URL_OPTIONS:
            url = option(first, name)
            if url is not UNDEFINED:
                return url, first
        return UNDEFINED, first
    if isinstance(first, str) and "://" not in first:
        return UNDEFINED, options  # new Sequelize(database, user, password, options)
    return first, options


def _tls(url: JsValue, parts: re.Match[str] | None, options: JsValue) -> bool | None:
    found = _first(options, _TLS_OPTIONS)
    if found is not UNDEFINED:
        on = True if isinstance(in_production(found), Record | str) else switch(found)
        if on is not None or found is not UNKNOWN:
            return on
    if parts is not None:
        if parts["scheme"] in TLS_SCHEMES or _TLS_ON.search(parts["query"] or ""):
            return True
        return None if found is UNKNOWN else False
    return False if url is UNDEFINED and found is UNDEFINED and options is not UNDEFINED else None


def _local(
    kind: object, url: JsValue, parts: re.Match[str] | None, options: JsValue
) -> bool | None:
    if parts is not None:
        hosts = [_PORT.sub("", host) for host in parts["hosts"].split(",")]
        return all(_is_local(host) for host in hosts)
    host = _first(options, _HOST_OPTIONS)
    if url is not UNDEFINED or in_production(host) is UNKNOWN:
        return None
    written = text(host)
    if written is None:
        return True if host is UNDEFINED and kind in LOCAL_BY_DEFAULT else None
    return _is_local(written)


def _is_local(host: str) -> bool:
    return not host or _LOCAL.fullmatch(host) is not None


def _first(options: JsValue, paths: tuple[tuple[str, ...], ...]) -> JsValue:
    """The first option that is given; UNKNOWN where none is, and one may be."""
    found: JsValue = UNDEFINED
    for path in paths:
        value = options
        for name in path:
            value = option(value, name)
        if value is not UNDEFINED and value is not UNKNOWN:
            return value
        found = UNKNOWN if value is UNKNOWN else found
    return found
