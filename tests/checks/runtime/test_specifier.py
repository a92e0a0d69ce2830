from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.checks.runtime.specifier import Precision, State, read_specifier
from auditor.sources.node_tables import shipped_tables

TODAY = date(2026, 11, 22)
TABLE = shipped_tables().releases


@pytest.mark.parametrize(
    ("text", "precision", "lines", "state"),
    [
        ("18.13.0", "exact", ["18"], "end_of_life"),
        ("v24.14.1", "exact", ["24"], "supported"),
        ("22", "line", ["22"], "supported"),
        ("20.x", "line", ["20"], "end_of_life"),
        ("20.11", "line", ["20"], "end_of_life"),
        ("0.10", "line", ["0.10"], "end_of_life"),
        ("0.12.18", "exact", ["0.12"], "end_of_life"),
        ("lts/Iron", "line", ["20"], "end_of_life"),
        ("carbon", "line", ["8"], "end_of_life"),
        ("lts/*", "floating", [], "floating"),
        ("node", "floating", [], "floating"),
        ("", "floating", [], "floating"),
        (">=18", "floating", [], "floating"),
        ("^18 || >=20", "floating", [], "floating"),
        ("^22.3.0 || ^24", "range", ["22", "24"], "supported"),
        (">=18 <23", "range", ["18", "19", "20", "21", "22"], "floating"),
        (">22.99.0 <24.0.1", "range", ["22", "23", "24"], "floating"),
        ("<10.5", "range", ["0.8", "0.10", "0.12", *map(str, range(4, 11))], "end_of_life"),
        ("~18.12.0 || 16", "range", ["16", "18"], "end_of_life"),
        ("27", "line", ["27"], "unknown"),  # not yet released
        ("99.0.0", "exact", [], "unknown"),
        ("<* ", "range", [], "unknown"),
        ("0", "range", ["0.8", "0.10", "0.12"], "end_of_life"),
        ("iojs", "unknown", [], "unknown"),
        ("${NODE}", "unknown", [], "unknown"),
    ],
)
def test_reads_what_a_text_asks_for(
    text: str, precision: str, lines: list[str], state: str
) -> None:
    wanted = read_specifier(text, TABLE)
    assert wanted.precision == precision
    assert [line.name for line in wanted.lines] == lines
    assert wanted.state(TODAY) == state


def test_a_line_is_supported_through_its_last_day() -> None:
    wanted = read_specifier("20", TABLE)
    assert wanted.end == "2026-04-30"
    assert wanted.state(date(2026, 4, 30)) is State.SUPPORTED
    assert wanted.state(date(2026, 5, 1)) is State.END_OF_LIFE


@given(st.text(max_size=60))
def test_any_text_has_a_state_and_what_is_not_read_is_never_supported(text: str) -> None:
    wanted = read_specifier(text, TABLE)
    supported = wanted.state(TODAY) is State.SUPPORTED
    assert not supported or wanted.precision not in {Precision.UNKNOWN, Precision.FLOATING}
