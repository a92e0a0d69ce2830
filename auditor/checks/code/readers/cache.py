"""After how many seconds does a cache in memory forget what it holds?"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from auditor.checks.code.durations import milliseconds, seconds_from_milliseconds
from auditor.checks.code.reader import Site, reader
from auditor.checks.code.readers._amounts import UNKNOWN_STATE, State, lifetime
from auditor.checks.code.values import (
    UNDEFINED,
    Record,
    in_production,
    option,
    package_of,
    text,
)
from auditor.model import Fact


@reader("cache")
def cache(site: Site) -> Iterator[Fact]:
    """Yield cache.ttl for the packages whose options are known.

    node-cache 5.1.2: stdTTL in seconds, 0 (no end) unless given. lru-cache 7 to 11,
    keyv 5 and cache-manager 5 and later: ttl in milliseconds, no end unless given.
    apicache: a text such as ``5 minutes``, an hour unless given.
    """
    package = package_of(site.call) or ""
    read = _PACKAGES.get(package)
    if read is not None:
        state, value = read(site)
        yield site.fact("cache.ttl", value, state=state, by=package)


def _node_cache(site: Site) -> State:
    return lifetime(option(site.argument(0), "stdTTL", 0), "s", zero_is_forever=True)


def _ttl(site: Site) -> State:
    """The ttl of the first options object: they follow a store, a URL or a name."""
    arguments = [in_production(one) for one in site.call.arguments]
    options = next((one for one in arguments if isinstance(one, Record)), None)
    if options is None:
        unclear = site.call.open or any(not isinstance(one, str) for one in arguments)
        return UNKNOWN_STATE if unclear else lifetime(UNDEFINED, "ms")
    return lifetime(option(options, "ttl"), "ms", zero_is_forever=True)


def _apicache(site: Site) -> State:
    given = in_production(site.argument(0))
    read = milliseconds("1h" if given is UNDEFINED else text(given) or "")
    return UNKNOWN_STATE if read is None else ("bounded", seconds_from_milliseconds(read))


_PACKAGES: dict[str, Callable[[Site], State]] = {
    "apicache": _apicache,
    "cache-manager": _ttl,
    "keyv": _ttl,
    "lru-cache": _ttl,
    "node-cache": _node_cache,
    "@isaacs/ttlcache": _ttl,
}
