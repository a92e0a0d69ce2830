"""When does a value end that ``redis.set`` writes?"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checks.code.reader import Site, reader
from auditor.checks.code.readers._amounts import UNBOUNDED, UNKNOWN_STATE, State, lifetime
from auditor.checks.code.values import (
    UNDEFINED,
    JsValue,
    Record,
    in_production,
    option,
    text,
)
from auditor.model import Fact

# The options of the command SET: seconds, milliseconds, and moments, in both spellings.
_UNITS = {"EX": "s", "PX": "ms"}
_MOMENTS = ("EXAT", "PXAT")


@reader("redis_write")
def redis_write(site: Site) -> Iterator[Fact]:
    """Yield redis.write with the seconds until the value ends.

    Read are the objects of node-redis (``{ EX: 60 }``, from version 5 on also
    ``{ expiration: { type: 'EX', value: 60 } }``) and the words of ioredis (``'EX', 60``).
    """
    state, value = _expiry(site)
    yield site.fact("redis.write", value, state=state)


def _expiry(site: Site) -> State:
    rest = [in_production(one) for one in site.call.arguments[2:]]
    if not rest:
        return UNKNOWN_STATE if site.call.open else UNBOUNDED
    if isinstance(rest[0], str):
        return _words(rest)
    return _options(rest[0])


def _words(rest: list[JsValue]) -> State:
    for word, value in zip(rest, [*rest[1:], UNDEFINED], strict=True):
        name = word.upper() if isinstance(word, str) else ""
        if name in _UNITS:
            return lifetime(value, _UNITS[name])
        if name in {*_MOMENTS, "KEEPTTL"}:
            return UNKNOWN_STATE
    return UNBOUNDED if all(isinstance(one, str) for one in rest) else UNKNOWN_STATE


def _options(options: JsValue) -> State:
    if not isinstance(options, Record):
        return UNBOUNDED if options is UNDEFINED else UNKNOWN_STATE
    expiration = in_production(option(options, "expiration"))
    if isinstance(expiration, Record):
        kind = (text(option(expiration, "type")) or "").upper()
        value = option(expiration, "value")
        return lifetime(value, _UNITS[kind]) if kind in _UNITS else UNKNOWN_STATE
    for name, unit in (*_UNITS.items(), *((key.lower(), unit) for key, unit in _UNITS.items())):
        value = option(options, name)
        if value is not UNDEFINED:
            return lifetime(value, unit)
    others = any(name in options.entries for name in (*_MOMENTS, "KEEPTTL", "expiration"))
    return UNKNOWN_STATE if others or options.open else UNBOUNDED
