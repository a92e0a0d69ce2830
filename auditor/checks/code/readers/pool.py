"""How many connections may a pool open, and does a query end that takes too long?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from auditor.checks.code.reader import Site, reader
from auditor.checks.code.readers._amounts import State, lifetime, whole
from auditor.checks.code.values import (
    UNDEFINED,
    JsValue,
    Record,
    in_production,
    option,
    package_of,
)
from auditor.model import Fact


class _Kind(NamedTuple):
    """Where a client takes its limits from, and what it does without them."""

    kind: str
    maximum: tuple[str, ...]
    default: int
    timeouts: tuple[tuple[str, ...], ...]
    url_first: bool = False


_SEQUELIZE_TIMEOUTS = (
    ("dialectOptions", "statement_timeout"),
    ("dialectOptions", "query_timeout"),
    ("dialectOptions", "options", "requestTimeout"),
)
# Defaults as the documentation of pg 8, mysql 2 and mysql2 3, mongodb 4 and later
# (mongoose 6 and later), Sequelize 6 and knex 3 gives them.
KINDS = {
    "pg": _Kind("postgres", ("max",), 10, (("statement_timeout",), ("query_timeout",))),
    "mysql": _Kind("mysql", ("connectionLimit",), 10, (("timeout",),)),
    "mysql2": _Kind("mysql", ("connectionLimit",), 10, (("timeout",),)),
    "mysql2/promise": _Kind("mysql", ("connectionLimit",), 10, (("timeout",),)),
    "mongoose": _Kind(
        "mongodb", ("maxPoolSize",), 100, (("socketTimeoutMS",), ("timeoutMS",)), url_first=True
    ),
    "mongodb": _Kind(
        "mongodb", ("maxPoolSize",), 100, (("socketTimeoutMS",), ("timeoutMS",)), url_first=True
    ),
    "sequelize": _Kind("sequelize", ("pool", "max"), 5, _SEQUELIZE_TIMEOUTS, url_first=True),
    "knex": _Kind("knex", ("pool", "max"), 10, (("connection", "statement_timeout"),)),
}


@reader("pool")
def pool(site: Site) -> Iterator[Fact]:
    """Yield pool.configured with ``max`` (0 for no limit) and the timeout of a query in seconds.

    ``timeout`` is ``bounded`` or ``unbounded``, None where that cannot be told.
    """
    known = KINDS.get(package_of(site.call) or "")
    if known is None:
        return
    arguments = [in_production(one) for one in site.call.arguments]
    absent = UNDEFINED if len(arguments) <= known.url_first else arguments[-1]
    options = next((one for one in arguments if isinstance(one, Record)), absent)
    maximum = _at(options, known.maximum)
    timeout, timeout_s = _timeout(options, known)
    yield site.fact(
        "pool.configured",
        kind=known.kind,
        max=known.default if maximum is UNDEFINED else whole(maximum),
        timeout=None if timeout == "unknown" else timeout,
        timeout_s=timeout_s,
    )


def _timeout(options: JsValue, known: _Kind) -> State:
    states = [lifetime(_at(options, path), "ms", zero_is_forever=True) for path in known.timeouts]
    bounded = [state for state in states if state[0] == "bounded"]
    if bounded:
        return bounded[0]
    return next((state for state in states if state[0] == "unknown"), ("unbounded", None))


def _at(options: JsValue, path: tuple[str, ...]) -> JsValue:
    for name in path:
        options = in_production(option(options, name))
    return options
