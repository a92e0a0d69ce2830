"""For how many days does a rotating log keep its files?"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from fractions import Fraction

from auditor.checks.code.durations import plain
from auditor.checks.code.reader import Site, reader
from auditor.checks.code.values import (
    UNDEFINED,
    Array,
    JsValue,
    Record,
    argument,
    in_production,
    option,
    text,
)
from auditor.model import Fact

_Kept = tuple[str, int | float | None]
_UNKNOWN: _Kept = ("unknown", None)
_UNBOUNDED: _Kept = ("unbounded", None)

_DAYS = re.compile(r"([0-9]{1,6})d")
_INTERVAL = re.compile(r"([0-9]{1,6})([smhdM])")
_INTERVAL_DAYS = {
    "s": Fraction(1, 86_400),
    "m": Fraction(1, 1440),
    "h": Fraction(1, 24),
    "d": Fraction(1),
    "M": Fraction(30),
}
_DAY_MS = 86_400_000


@reader("log_rotation")
def log_rotation(site: Site) -> Iterator[Fact]:
    """Yield log.rotation, with the days kept where the code tells them.

    For log4js one for each appender that rotates, and log.file for each that does not.
    """
    package = str(site.attributes.get("by"))
    if package == "log4js":
        yield from _log4js(site)
        return
    read = _PACKAGES.get(package)
    state, days = read(site) if read is not None else _UNKNOWN
    yield site.fact("log.rotation", days, state=state, by=package)


def _winston(site: Site) -> _Kept:
    options = site.argument(0)
    kept = in_production(option(options, "maxFiles"))
    if kept is UNDEFINED or kept is None:
        return _UNBOUNDED
    written = _DAYS.fullmatch(kept) if isinstance(kept, str) else None
    if written:
        return "bounded", int(written[1])
    pattern = text(option(options, "datePattern", "YYYY-MM-DD")) or ""
    period = Fraction(1, 24) if pattern.endswith("HH") else Fraction(1)
    known = "YYYY" in pattern and pattern.endswith(("DD", "HH"))
    return _product(
        int(kept) if isinstance(kept, str) and kept.isdecimal() else kept, period if known else None
    )


def _pino_roll(site: Site) -> _Kept:
    transport = site.argument(0)
    nested = option(transport, "transport")
    if nested is not UNDEFINED:
        transport = nested
    targets = in_production(option(transport, "targets"))
    if isinstance(targets, Array):
        rolling = (one for one in targets.items if text(option(one, "target")) == "pino-roll")
        transport = next(rolling, UNDEFINED)
    options = option(transport, "options")
    count = in_production(option(option(options, "limit"), "count"))
    if count is UNDEFINED:
        return _UNBOUNDED
    frequency = in_production(option(options, "frequency"))
    period = {"daily": Fraction(1), "hourly": Fraction(1, 24)}.get(str(frequency))
    if isinstance(frequency, int) and not isinstance(frequency, bool):
        period = Fraction(frequency, _DAY_MS)
    return _product(count, period)


def _rotating_file_stream(site: Site) -> _Kept:
    options = argument(site.call, 1)
    kept = in_production(option(options, "maxFiles"))
    if kept is UNDEFINED:
        return _UNBOUNDED if option(options, "maxSize") is UNDEFINED else _UNKNOWN
    interval = _INTERVAL.fullmatch(text(option(options, "interval")) or "")
    period = int(interval[1]) * _INTERVAL_DAYS[interval[2]] if interval else None
    return _product(kept, period)


def _file_stream_rotator(site: Site) -> _Kept:
    """max_logs as text with a d is days, else files of one frequency; unset keeps all (1.0.0)."""
    options = site.argument(0)
    kept = in_production(option(options, "max_logs"))
    if kept is UNDEFINED:
        return _UNBOUNDED
    written = _DAYS.fullmatch(kept) if isinstance(kept, str) else None
    if written:
        return "bounded", int(written[1])
    period = {"daily": Fraction(1), "date": Fraction(1), "1h": Fraction(1, 24)}.get(
        text(option(options, "frequency")) or ""
    )
    return _product(int(kept) if isinstance(kept, str) and kept.isdecimal() else kept, period)


def _log4js(site: Site) -> Iterator[Fact]:
    """A dateFile keeps numBackups old files, 1 unless given (docs/dateFile.md of 6.9.1)."""
    appenders = in_production(option(site.argument(0), "appenders"))
    for appender in appenders.entries.values() if isinstance(appenders, Record) else ():
        kind = text(option(appender, "type"))
        if kind == "dateFile":
            days = in_production(option(appender, "daysToKeep"))  # of versions before 6.4
            kept = option(appender, "numBackups", 1) if days is UNDEFINED or days == 0 else days
            pattern = text(option(appender, "pattern", "yyyy-MM-dd")) or ""
            period = {"dd": Fraction(1), "hh": Fraction(1, 24)}.get(pattern[-2:].lower())
            state, value = _product(in_production(kept), period)
            yield site.fact("log.rotation", value, state=state, by="log4js")
        elif kind in {"file", "fileSync"} and option(appender, "maxLogSize") is UNDEFINED:
            yield site.fact("log.file", by="log4js")


def _product(count: JsValue, period_days: Fraction | None) -> _Kept:
    if period_days is None or isinstance(count, bool) or not isinstance(count, int):
        return _UNKNOWN
    return "bounded", plain(count * period_days)


_PACKAGES: dict[str, Callable[[Site], _Kept]] = {
    "winston-daily-rotate-file": _winston,
    "file-stream-rotator": _file_stream_rotator,
    "pino-roll": _pino_roll,
    "rotating-file-stream": _rotating_file_stream,
}
