from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from auditor import semver
from auditor.errors import DataError
from auditor.sources.node_tables import (
    ADVISORIES,
    LIMITS,
    MAX_ROWS,
    RELEASES,
    load_tables,
    read_advisories,
    read_releases,
    shipped_tables,
)

ENTRY: dict[str, Any] = {
    "id": "7",
    "cves": ["CVE-2"],
    "severity": "high",
    "vulnerable": "20.x || 22.x",
    "patched": "^20.1.1",
    "summary": "it breaks",
}
LINE: dict[str, Any] = {"line": "20", "start": "2023-04-18", "end": "2026-04-30"}


def table(key: str, rows: Any, as_of: str = "2026-11-01") -> bytes:
    return json.dumps({"as_of": as_of, "source": "a test", key: rows}).encode()


def test_the_shipped_tables_are_dated_and_say_where_they_come_from() -> None:
    tables = shipped_tables()
    for one in (tables.releases, tables.advisories):
        assert date(2026, 1, 1) < one.as_of <= date(2026, 11, 22)
        assert one.source.startswith("nodejs/")
    assert len(tables.advisories.entries) == 171
    assert all(one.summary for one in tables.advisories.entries)


def test_every_shipped_line_starts_before_it_ends() -> None:
    for line in shipped_tables().releases.lines.values():
        milestones = [line.start, line.lts, line.maintenance, line.end]
        known = [date.fromisoformat(one) for one in milestones if one]
        assert known[0] == min(known), line
        assert known[-1] == max(known), line
        assert semver.key(line.first) is not None


def test_a_line_is_found_by_its_code_name() -> None:
    releases = shipped_tables().releases
    assert releases.named("iron") is releases.lines["20"]
    assert releases.named("unobtainium") is None
    assert releases.named("") is None


def test_a_version_is_vulnerable_until_it_is_patched() -> None:
    (one,) = read_advisories(table("entries", [ENTRY]), "t").entries
    versions = ["18.0.0", "20.0.0", "20.1.1", "22.5.0", "23.0.0", "junk"]
    assert [version for version in versions if one.holds(version)] == ["20.0.0", "22.5.0"]
    assert (one.id, one.cves, one.severity) == ("7", ("CVE-2",), "high")


def test_what_is_only_shown_may_be_missing() -> None:
    row = {"id": "1", "severity": "unknown", "vulnerable": "20.x"}
    (one,) = read_advisories(table("entries", [row]), "t").entries
    assert one.holds("20.1.0")
    assert (one.cves, one.platforms, one.summary, one.patched) == ((), (), "", None)


def test_the_newer_table_of_each_kind_is_used(tmp_path: Path) -> None:
    lines = [LINE, {**LINE, "line": "0.10"}]
    (tmp_path / RELEASES).write_bytes(table("lines", lines, "2027-01-01"))
    (tmp_path / ADVISORIES).write_bytes(table("entries", [ENTRY], "2020-01-01"))
    tables = load_tables(tmp_path)
    assert list(tables.releases.lines) == ["20", "0.10"]
    assert tables.releases.as_of == date(2027, 1, 1)
    assert tables.advisories == shipped_tables().advisories
    (tmp_path / ADVISORIES).write_bytes(table("entries", [ENTRY], "2027-01-01"))
    assert len(load_tables(tmp_path).advisories.entries) == 1


def test_without_tables_of_the_users_the_shipped_ones_are_used(tmp_path: Path) -> None:
    assert load_tables(tmp_path / "absent") == shipped_tables()


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([], "no table of Node.js with entries"),
        ("x", "no table of Node.js with entries"),
        ([[]], r"entries\[0\] is no object"),
        ([{**ENTRY, "vulnerable": "soon"}], r"entries\[0\].vulnerable is no range that npm"),
        ([{**ENTRY, "patched": 5}], r"entries\[0\].patched is no range that npm"),
        ([{**ENTRY, "cves": "CVE-1"}], r"entries\[0\]: cves is no list of texts"),
        ([{**ENTRY, "cves": [1]}], r"entries\[0\]: cves is no list of texts"),
        ([{**ENTRY, "severity": None}], r"entries\[0\]: severity is no text"),
        ([ENTRY] * (MAX_ROWS + 1), "more than 10,000 entries"),
    ],
)
def test_advisories_that_could_not_be_matched_are_refused(rows: Any, message: str) -> None:
    with pytest.raises(DataError, match=message):
        read_advisories(table("entries", rows), "t")


def test_as_many_rows_as_allowed_are_read() -> None:
    assert len(read_advisories(table("entries", [ENTRY] * MAX_ROWS), "t").entries) == MAX_ROWS


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({**LINE, "end": "2026-13-01"}, r"lines\[0\].end is no date"),
        ({**LINE, "lts": "soon"}, r"lines\[0\].lts is no date"),
        ({**LINE, "line": "v20"}, r"lines\[0\].line is no number"),
        ({**LINE, "start": ""}, r"lines\[0\]: start is no text"),
    ],
)
def test_lines_that_could_not_be_dated_are_refused(row: Any, message: str) -> None:
    with pytest.raises(DataError, match=message):
        read_releases(table("lines", [row]), "t")


@pytest.mark.parametrize("data", [b"<html>", b"[]", b"\xff", b"[" * 100_000])
def test_what_is_no_table_is_refused(data: bytes) -> None:
    with pytest.raises(DataError):
        read_releases(data, "t")


def test_a_table_without_a_day_is_refused() -> None:
    with pytest.raises(DataError, match="as_of is no date"):
        read_releases(table("lines", [LINE], "yesterday"), "t")
    with pytest.raises(DataError, match="as_of is no text"):
        read_releases(b'{"lines": [1], "source": "x"}', "t")


def test_a_broken_table_of_the_users_is_told_and_never_passed_over(tmp_path: Path) -> None:
    (tmp_path / ADVISORIES).write_bytes(b" " * (LIMITS.document_bytes + 1))
    with pytest.raises(DataError, match="larger than") as raised:
        load_tables(tmp_path)
    assert "auditor node import" in raised.value.hint
    (tmp_path / ADVISORIES).write_bytes(b"{}")
    with pytest.raises(DataError, match="no table"):
        load_tables(tmp_path)
