from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pytest

from auditor.checks.code.values import UNKNOWN, Call, JsValue, Moment

ValueOf = Callable[..., JsValue]
DAY_MS = 86_400_000
IMPORTS = """
import dayjs from 'dayjs';
import moment from 'moment';
import { addDays, subHours, addMonths } from 'date-fns';
import { DateTime } from 'luxon';
"""


@pytest.mark.parametrize(
    ("expression", "offset_ms"),
    [
        ("dayjs().add(7, 'day')", 7 * DAY_MS),
        ("dayjs().add(36, 'h').toDate()", DAY_MS * 3 // 2),
        ("dayjs().subtract(2, 'weeks')", -14 * DAY_MS),
        ("dayjs().add(1, 'm')", 60_000),
        ("moment().add({ days: 1, hours: 2 })", DAY_MS + 7_200_000),
        ("moment(new Date()).add(1, 'hours').toISOString()", 3_600_000),
        ("addDays(new Date(), 14)", 14 * DAY_MS),
        ("addDays(Date.now(), 30).getTime()", 30 * DAY_MS),
        ("subHours(new Date(), 3)", -10_800_000),
        ("DateTime.now().plus({ days: 2 }).toJSDate()", 2 * DAY_MS),
        ("DateTime.now().minus({ minutes: 5 })", -300_000),
    ],
)
def test_folds_what_the_date_libraries_make(
    value_of: ValueOf, expression: str, offset_ms: int
) -> None:
    assert value_of(expression, IMPORTS) == Moment(Fraction(offset_ms))


def test_a_moment_in_seconds_keeps_its_unit(value_of: ValueOf) -> None:
    assert value_of("dayjs().add(1, 'hour').unix()", IMPORTS) == Moment(Fraction(3_600_000), 1000)


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("dayjs.duration(7, 'days').asSeconds()", 604_800),
        ("dayjs.duration('P30D').asDays()", 30),
        ("moment.duration({ hours: 12 }).asMilliseconds()", 43_200_000),
        ("moment.duration(90_000).asMinutes()", 1.5),
        ("moment.duration(1, 'day').asHours()", 24),
    ],
)
def test_folds_durations(value_of: ValueOf, expression: str, value: float) -> None:
    assert value_of(expression, IMPORTS) == value


@pytest.mark.parametrize(
    "expression",
    [
        "dayjs().add(1, 'month')",
        "dayjs().add(1, 'M')",
        "dayjs().add(1, 'year')",
        "dayjs().add(days, 'day')",
        "dayjs().add(true, 'day')",
        "dayjs().add(1e12, 'day')",
        "dayjs().add(7)",
        "moment().add({ months: 1, days: 1 })",
        "moment().add({ ...more })",
        "addDays(new Date(), days)",
        "dayjs.duration('P1M').asDays()",
        "moment.duration({ months: 1 }).asDays()",
        "moment.duration(text).asDays()",
    ],
)
def test_what_has_no_fixed_length_stays_unknown(value_of: ValueOf, expression: str) -> None:
    assert value_of(expression, IMPORTS) is UNKNOWN


@pytest.mark.parametrize(
    "expression",
    [
        "dayjs('2026-01-01')",
        "addMonths(new Date(), 1)",
        "addDays(date, 1)",
        "dayjs().format()",
        "other.duration(1).asDays()",
        "moment.duration(1).humanize()",
        "moment.utc(1).asDays()",
    ],
)
def test_other_calls_are_left_alone(value_of: ValueOf, expression: str) -> None:
    assert isinstance(value_of(expression, IMPORTS), Call)
