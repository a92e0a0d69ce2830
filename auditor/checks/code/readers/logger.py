"""Which logger is made, what does it leave out, and what does it put on each line?"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checks.code.reader import Site, reader
from auditor.checks.code.readers._amounts import given
from auditor.checks.code.values import (
    UNDEFINED,
    Array,
    Call,
    JsValue,
    Package,
    Record,
    in_production,
    option,
    package_of,
    text,
)
from auditor.model import Fact

ALWAYS_JSON = frozenset({"pino", "pino-http", "bunyan"})
TEXT_BY_DEFAULT = frozenset({"log4js", "morgan", "loglevel", "signale"})
MAX_PATHS = 100
MAX_FORMATS = 16

_ISO = frozenset({"isoTime", "isoTimeNano"})


@reader("logger")
def logger(site: Site) -> Iterator[Fact]:
    """Yield logger.used, log.redaction, log.time and, for pino-http, log.correlation.

    ``structured`` is whether a line is JSON. log.redaction has the number of paths
    as value and the paths themselves, sorted and joined by a space.
    """
    package = package_of(site.call)
    if package is None:
        return
    options = in_production(site.argument(0))
    yield site.fact("logger.used", by=package, structured=_structured(package, options))
    if package in {"pino", "pino-http"}:
        yield from _redaction(site, option(options, "redact"))
    if package == "pino-http":  # numbers each request unless genReqId does
        yield site.fact("log.correlation", by=package)
    if package == "pino":
        yield site.fact("log.time", _pino_time(option(options, "timestamp")), by=package)
    if package == "winston" and "timestamp" in _formats(option(options, "format")):
        yield site.fact("log.time", "iso", by=package)


def _structured(package: str, options: JsValue) -> bool | None:
    if package in ALWAYS_JSON:
        return True
    if package in TEXT_BY_DEFAULT:
        return False
    if package == "tslog":
        kind = text(option(options, "type", "pretty"))
        return None if kind is None else kind == "json"
    if package not in {"winston", "express-winston"}:
        return None
    if given(options, "format") is False:
        return True  # format.json() is winston's own
    formats = _formats(option(options, "format"))
    if formats & {"json", "logstash", "ecsFormat", "ecsformat"}:
        return True
    return False if formats & {"simple", "cli", "printf", "prettyPrint"} else None


def _formats(value: JsValue) -> frozenset[str]:
    """The names of the formats that are combined."""
    waiting, names = [value], set()
    for _ in range(MAX_FORMATS):
        if not waiting:
            break
        one = in_production(waiting.pop())
        if isinstance(one, Call) and isinstance(one.callee, Package):
            names.add(one.callee.members[-1] if one.callee.members else one.callee.name)
            waiting.extend(one.arguments)
    return frozenset(names)


def _redaction(site: Site, value: JsValue) -> Iterator[Fact]:
    value = in_production(value)
    if value is UNDEFINED or value is None:
        return
    paths = option(value, "paths") if isinstance(value, Record) else value
    if not isinstance(paths, Array) or paths.open:
        yield site.fact("log.redaction", None, paths=None)
        return
    named = sorted({path for path in paths.items[:MAX_PATHS] if isinstance(path, str)})
    yield site.fact("log.redaction", len(named), paths=" ".join(named))


def _pino_time(value: JsValue) -> str | None:
    value = in_production(value)
    if value is UNDEFINED or value is True:
        return "epoch"
    if value is False:
        return "none"
    members = value.members if isinstance(value, Package) else ()
    return "iso" if members and members[-1] in _ISO else None
