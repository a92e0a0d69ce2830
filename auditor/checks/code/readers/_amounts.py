"""How many seconds, bytes or pieces does an option give, and is it given at all?"""

from __future__ import annotations

from auditor.checks.code.durations import milliseconds, seconds, seconds_from_milliseconds
from auditor.checks.code.values import UNDEFINED, JsValue, Moment, Record, in_production

State = tuple[str, int | float | None]
UNBOUNDED: State = ("unbounded", None)
UNKNOWN_STATE: State = ("unknown", None)


def lifetime(value: JsValue, unit: str, *, zero_is_forever: bool = False) -> State:
    """A lifetime option as state and seconds; ``unit`` is ``"s"`` or ``"ms"``.

    Text is read as the ms package does. What is not given, or is Infinity or
    negative, has no end; so has 0 where the library documents it that way.
    """
    value = in_production(value)
    if value is UNDEFINED or value is None or value is False:
        return UNBOUNDED
    found = in_seconds(value, unit)
    if found is None:
        return UNKNOWN_STATE
    if found < 0 or (found == 0 and zero_is_forever):
        return UNBOUNDED
    return "bounded", found


def in_seconds(value: JsValue, unit: str) -> int | float | None:
    """Seconds of a number in ``unit``, of text that the ms package reads, of a moment to come."""
    match in_production(value):
        case bool():
            return None
        case int() | float() as number:
            return seconds(number) if unit == "s" else seconds_from_milliseconds(number)
        case str() as text:
            read = milliseconds(text)
            return None if read is None else seconds_from_milliseconds(read)
        case Moment(offset_ms):
            return seconds_from_milliseconds(float(offset_ms))
        case _:
            return None


def whole(value: JsValue) -> int | None:
    """A whole number, None where it is none that the file tells."""
    value = in_production(value)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def given(options: JsValue, key: str) -> bool | None:
    """Whether an options object has ``key``; None where that cannot be told."""
    options = in_production(options)
    if options is UNDEFINED or options is None:
        return False
    if not isinstance(options, Record):
        return None
    if key in options.entries:
        return in_production(options.entries[key]) is not UNDEFINED
    return None if options.open else False
