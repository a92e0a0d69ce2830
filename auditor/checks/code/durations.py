"""How many seconds is a duration, written as Node's libraries accept it?"""

from __future__ import annotations

import re
from fractions import Fraction

MAX_TEXT = 100
"""The longest text the ``ms`` package reads."""

MAX_S = 10**12
"""More seconds than any lifetime; larger numbers are taken for mistakes."""

_SECOND = Fraction(1000)
_DAY = 86_400 * _SECOND
# Units and their spellings as the README of the npm package ms documents them; a year is 365.25 d.
_UNITS_MS: dict[str, Fraction] = {
    **dict.fromkeys(("milliseconds", "millisecond", "msecs", "msec", "ms"), Fraction(1)),
    **dict.fromkeys(("seconds", "second", "secs", "sec", "s"), _SECOND),
    **dict.fromkeys(("minutes", "minute", "mins", "min", "m"), 60 * _SECOND),
    **dict.fromkeys(("hours", "hour", "hrs", "hr", "h"), 3600 * _SECOND),
    **dict.fromkeys(("days", "day", "d"), _DAY),
    **dict.fromkeys(("weeks", "week", "w"), 7 * _DAY),
    **dict.fromkeys(("years", "year", "yrs", "yr", "y"), Fraction(1461, 4) * _DAY),
}
_TEXT = re.compile(r"(-?[0-9]{0,20}(?:\.[0-9]{1,20})?) *([a-z]{0,12})", re.ASCII | re.IGNORECASE)


def milliseconds(text: str) -> int | float | None:
    """Read ``'7d'``, ``'15m'``, ``'1 day'`` as the ``ms`` package does.

    Bare digits are milliseconds; None where the text is no duration.
    """
    if len(text) > MAX_TEXT:
        return None
    match = _TEXT.fullmatch(text)
    if match is None or match[1] in {"", "-"}:
        return None
    unit = _UNITS_MS.get(match[2].lower() or "ms")
    return None if unit is None else plain(Fraction(match[1]) * unit)


def seconds_from_milliseconds(value: float) -> int | float | None:
    """Seconds of a number of milliseconds, None outside of anything a lifetime can be."""
    return _bounded(Fraction(value) / 1000)


def seconds(value: float) -> int | float | None:
    """``value`` itself where it can be a lifetime in seconds, None elsewhere."""
    return _bounded(Fraction(value))


def plain(number: Fraction) -> int | float:
    """The number as an int where it is whole, as the nearest float elsewhere."""
    return number.numerator if number.denominator == 1 else float(number)


def _bounded(number: Fraction) -> int | float | None:
    return plain(number) if abs(number) <= MAX_S else None
