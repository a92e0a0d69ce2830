"""Which moment or duration do the date libraries make?

``dayjs().add(7, 'day')``, ``addDays(new Date(), 7)`` and their relatives, as
the packages dayjs, moment, date-fns and luxon document them. Months and years
have no fixed length: what counts in them stays unknown.
"""

from __future__ import annotations

import re
from fractions import Fraction

from auditor.checks.code.durations import iso_milliseconds, plain, unit_milliseconds
from auditor.checks.code.values import (
    UNDEFINED,
    UNKNOWN,
    Call,
    JsValue,
    Member,
    Moment,
    Package,
    Record,
    argument,
)

MAX_MS = 10**15
"""More milliseconds than any lifetime."""

_NOW = frozenset({"dayjs", "moment", "dayjs.utc", "moment.utc", "luxon.DateTime.now"})
_LATER = {"add": 1, "plus": 1, "subtract": -1, "minus": -1}
_DATE_FNS = re.compile(r"date-fns\.(add|sub)(Days|Hours|Minutes|Seconds|Milliseconds|Weeks)")
_DURATIONS = frozenset({"dayjs.duration", "moment.duration"})
_AS = {
    "asMilliseconds": 1,
    "asSeconds": 1_000,
    "asMinutes": 60_000,
    "asHours": 3_600_000,
    "asDays": 86_400_000,
}


def of_package(made: Call, name: str) -> JsValue:
    """The moment that a call of ``name`` makes; the Call itself where it makes none."""
    first = argument(made, 0)
    if name in _NOW:
        return Moment() if first is UNDEFINED else first if isinstance(first, Moment) else made
    found = _DATE_FNS.fullmatch(name)
    if found is None or not isinstance(first, Moment):
        return made
    change = _amount(argument(made, 1), found[2].lower())
    return _moved(first, change, 1 if found[1] == "add" else -1)


def of_moment(made: Call, moment: Moment, method: str) -> JsValue:
    """``moment.add(7, 'day')``, ``moment.plus({ days: 7 })``, ``moment.unix()``."""
    if method == "unix":
        return Moment(moment.offset_ms, 1000)
    if method not in _LATER:
        return made
    first, unit = argument(made, 0), argument(made, 1)
    change: Fraction | None = None
    if isinstance(first, Record) and not first.open:
        amounts = [_amount(amount, name) for name, amount in first.entries.items()]
        known = [amount for amount in amounts if amount is not None]
        change = sum(known, Fraction(0)) if len(known) == len(amounts) else None
    elif isinstance(unit, str):
        change = _amount(first, unit)
    return _moved(moment, change, _LATER[method])


def of_duration(made: Call, holder: Call, method: str) -> JsValue:
    """``dayjs.duration(7, 'days').asSeconds()``; the Call itself elsewhere."""
    if not isinstance(holder.callee, Package) or method not in _AS:
        return made
    if ".".join((holder.callee.name, *holder.callee.members)) not in _DURATIONS:
        return made
    first, unit = argument(holder, 0), argument(holder, 1)
    total: Fraction | None = None
    if isinstance(first, str):
        read = iso_milliseconds(first)
        total = None if read is None else Fraction(read)
    elif isinstance(first, Record):
        moved = of_moment(Call(Member(Moment(), "add"), (first,)), Moment(), "add")
        total = moved.offset_ms if isinstance(moved, Moment) else None
    else:
        total = _amount(first, unit if isinstance(unit, str) else "ms")
    return UNKNOWN if total is None else plain(total / _AS[method])


def _amount(amount: JsValue, unit: str) -> Fraction | None:
    size = unit_milliseconds(unit)
    if size is None or isinstance(amount, bool) or not isinstance(amount, int | float):
        return None
    total = Fraction(amount) * size
    return total if abs(total) <= MAX_MS else None


def _moved(moment: Moment, change: Fraction | None, sign: int) -> JsValue:
    if change is None:
        return UNKNOWN
    return Moment(moment.offset_ms + sign * change, moment.unit_ms)
