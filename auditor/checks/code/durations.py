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
_NUMBER = r"([0-9]{1,10}(?:[.,][0-9]{1,6})?)"
_ISO = re.compile(
    rf"P(?:{_NUMBER}W)?(?:{_NUMBER}D)?(?:T(?=[0-9])(?:{_NUMBER}H)?(?:{_NUMBER}M)?(?:{_NUMBER}S)?)?",
    re.ASCII,
)
_ISO_UNITS = ("w", "d", "h", "m", "s")
# One-letter units of the date libraries; M, Q and y have no fixed length and stay out.
_CALENDAR_LETTERS = frozenset({"w", "d", "h", "m", "s", "ms"})


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


def iso_milliseconds(text: str) -> int | float | None:
    """Read a duration of ISO 8601 (section 5.5.2): ``P30D``, ``PT15M``, ``P2W``.

    Years and months have no fixed length, so None; None too where the text is no duration.
    """
    match = _ISO.fullmatch(text) if len(text) <= MAX_TEXT else None
    if match is None or not any(match.groups()):
        return None
    parts = zip(match.groups(), _ISO_UNITS, strict=True)
    total = sum(Fraction(part.replace(",", ".")) * _UNITS_MS[unit] for part, unit in parts if part)
    return plain(Fraction(total))


def unit_milliseconds(unit: str) -> Fraction | None:
    """One ``'day'``, ``'hours'`` or ``'d'`` of a date library; None for months and years."""
    if len(unit) <= 2:  # noqa: PLR2004 -- letters, where M is a month and m a minute
        return _UNITS_MS[unit] if unit in _CALENDAR_LETTERS else None
    name = unit.lower()
    return None if name.startswith("y") else _UNITS_MS.get(name)


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
