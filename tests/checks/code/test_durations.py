from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.checks.code.durations import (
    MAX_S,
    MAX_TEXT,
    iso_milliseconds,
    milliseconds,
    plain,
    seconds,
    seconds_from_milliseconds,
    unit_milliseconds,
)

DAY_MS = 86_400_000


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("15m", 900_000),
        ("14d", 14 * DAY_MS),
        ("1 day", DAY_MS),
        ("2 Weeks", 14 * DAY_MS),
        ("1.5h", 5_400_000),
        (".5s", 500),
        ("1y", 365 * DAY_MS + DAY_MS // 4),
        ("250", 250),
        ("100 ms", 100),
        ("-1h", -3_600_000),
        ("0", 0),
    ],
)
def test_reads_what_the_ms_package_reads(text: str, expected: int) -> None:
    assert milliseconds(text) == expected


@pytest.mark.parametrize("text", ["", "-", "h", "one day", "15 parsecs", "1h30m", "٣d", "1 d "])
def test_takes_nothing_else_for_a_duration(text: str) -> None:
    assert milliseconds(text) is None


def test_reads_texts_up_to_the_length_that_ms_reads() -> None:
    assert milliseconds("1" + " " * (MAX_TEXT - 2) + "s") == 1000
    assert milliseconds("1" + " " * (MAX_TEXT - 1) + "s") is None


def test_lifetimes_are_bounded() -> None:
    assert seconds(MAX_S) == MAX_S
    assert seconds(MAX_S + 1) is None
    assert seconds_from_milliseconds(MAX_S * 1000) == MAX_S
    assert seconds_from_milliseconds(MAX_S * 1000 + 1000) is None


def test_a_whole_number_is_an_int() -> None:
    assert isinstance(seconds_from_milliseconds(2000.0), int)
    assert seconds_from_milliseconds(1500) == 1.5


@given(st.integers(0, 10**6), st.sampled_from([("s", 1), ("m", 60), ("h", 3600), ("d", 86_400)]))
def test_folds_exactly(count: int, unit: tuple[str, int]) -> None:
    name, size_s = unit
    folded = milliseconds(f"{count}{name}")
    assert folded is not None
    assert seconds_from_milliseconds(folded) == count * size_s


@given(st.text(max_size=120))
def test_any_text_is_a_number_or_nothing(text: str) -> None:
    found = milliseconds(text)
    assert found is None or isinstance(found, int | float)


@given(st.fractions(max_denominator=10**6))
def test_plain_keeps_the_value(number: Fraction) -> None:
    assert plain(number) == pytest.approx(float(number))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("P30D", 30 * DAY_MS),
        ("P2W", 14 * DAY_MS),
        ("PT15M", 900_000),
        ("PT1H30M", 5_400_000),
        ("P1DT12H", 36 * 3_600_000),
        ("PT0.5S", 500),
        ("PT0,5S", 500),
        ("P0D", 0),
    ],
)
def test_reads_durations_of_iso_8601(text: str, expected: int) -> None:
    assert iso_milliseconds(text) == expected


@pytest.mark.parametrize(
    "text", ["", "P", "PT", "P1Y", "P1M", "P1DT", "30D", "p30d", "P30D ", "P-1D", "P" + "0" * 100]
)
def test_takes_nothing_else_for_a_duration_of_iso_8601(text: str) -> None:
    assert iso_milliseconds(text) is None


@pytest.mark.parametrize(
    ("unit", "expected"),
    [
        *(("day", DAY_MS), ("days", DAY_MS), ("d", DAY_MS), ("Hours", 3_600_000), ("m", 60_000)),
        *(("ms", 1), ("week", 7 * DAY_MS), ("M", None), ("month", None), ("y", None)),
        *(("year", None), ("years", None), ("", None), ("fortnight", None)),
    ],
)
def test_knows_the_units_of_a_fixed_length(unit: str, expected: int | None) -> None:
    assert unit_milliseconds(unit) == expected


@given(st.text(max_size=120))
def test_any_text_is_a_duration_of_iso_8601_or_nothing(text: str) -> None:
    found = iso_milliseconds(text)
    assert found is None or isinstance(found, int | float)
