from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.policy.units import MAX_SECONDS, parse_day, parse_duration, show_duration, tls_rank


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("30s", 30), ("15m", 900), ("12h", 43_200), ("90d", 7_776_000), ("2w", 1_209_600)],
)
def test_reads_durations(text: str, seconds: int) -> None:
    assert parse_duration(text) == seconds


@pytest.mark.parametrize(
    "text", ["", "12", "h", "12 h", "-1h", "1.5h", "12H", "1h30m", "12h\n", "\u0661h"]
)
def test_refuses_what_is_no_duration(text: str) -> None:
    with pytest.raises(ValueError, match="is not a duration; write a number and s, m, h, d or w"):
        parse_duration(text)


def test_refuses_a_duration_out_of_range() -> None:
    assert parse_duration(f"{MAX_SECONDS}s") == MAX_SECONDS
    for text in ("0s", f"{MAX_SECONDS + 1}s"):
        with pytest.raises(ValueError, match="is not between one second and a hundred years"):
            parse_duration(text)


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "0s"),
        (1.5, "1.5s"),
        (90, "90s"),
        (900, "15m"),
        (86_400, "24h"),
        (172_800, "2d"),
        (31_536_000, "365d"),
    ],
)
def test_shows_durations_in_the_largest_unit_that_fits(seconds: float, text: str) -> None:
    assert show_duration(seconds) == text


@given(st.integers(1, MAX_SECONDS))
def test_reads_back_what_it_shows(seconds: int) -> None:
    assert parse_duration(show_duration(seconds)) == seconds


def test_reads_days_in_one_form() -> None:
    assert parse_day("2026-07-01") == date(2026, 7, 1)
    for text in ("2026-02-30", "20260701", "2026-W27-3", "2026-7-1", "2026-07-01 ", ""):
        with pytest.raises(ValueError, match=r".+"):
            parse_day(text)


def test_ranks_tls_versions() -> None:
    assert [tls_rank(text) for text in ("1.0", "TLSv1.2", "1.3")] == [0, 2, 3]
    assert [tls_rank(text) for text in ("1.4", "2.0", "", 1.2, None)] == [None] * 5
