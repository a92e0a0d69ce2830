from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from auditor.errors import DataError
from auditor.sources.node_import import import_tables
from auditor.sources.node_tables import ADVISORIES, RELEASES, load_tables, shipped_tables

DAY = date(2026, 12, 1)
ENTRY: dict[str, Any] = {
    "cve": ["CVE-2026-2", "CVE-2026-1"],
    "vulnerable": "24.x",
    "patched": "^24.20.0",
    "severity": "High",
    "affectedEnvironments": ["all"],
    "overview": "Words of somebody else.",
    "description": "More of them.",
}
MANY = {str(number): ENTRY for number in range(200)}
SCHEDULE = {
    f"v{number}": {"start": "2026-04-01", "end": "2029-04-30", "codename": "Iron"}
    for number in range(4, 40)
}


def write(folder: Path, name: str, value: Any) -> Path:
    file = folder / name
    file.write_text(json.dumps(value))
    return file


def test_both_files_become_tables_that_are_used(tmp_path: Path) -> None:
    files = [write(tmp_path, "a.json", MANY), write(tmp_path, "b.json", SCHEDULE)]
    folder = tmp_path / "user" / "data"
    done = import_tables(files, folder, as_of=DAY)
    assert [(one.file.name, one.rows, one.as_of) for one in done] == [
        (ADVISORIES, 200, DAY),
        (RELEASES, 36, DAY),
    ]
    tables = load_tables(folder)
    assert tables.advisories.as_of == tables.releases.as_of == DAY
    assert tables.advisories.source == "a.json"
    one = tables.advisories.entries[10]
    assert (one.id, one.cves, one.severity) == ("10", ("CVE-2026-1", "CVE-2026-2"), "high")
    assert (one.holds("24.19.9"), one.holds("24.20.0")) == (True, False)
    assert tables.releases.lines["30"].codename == "iron"


def test_only_facts_are_kept(tmp_path: Path) -> None:
    import_tables([write(tmp_path, "a.json", MANY)], tmp_path / "data", as_of=DAY)
    text = (tmp_path / "data" / ADVISORIES).read_text()
    assert "Words" not in text
    assert "More of them" not in text


def test_the_same_file_gives_the_same_bytes(tmp_path: Path) -> None:
    file = write(tmp_path, "a.json", dict(reversed(MANY.items())))
    import_tables([file], tmp_path / "one", as_of=DAY)
    import_tables([file], tmp_path / "two", as_of=DAY)
    one, two = (tmp_path / name / ADVISORIES for name in ("one", "two"))
    assert one.read_bytes() == two.read_bytes()


def test_what_holds_on_one_system_only_keeps_its_name(tmp_path: Path) -> None:
    windows = ENTRY | {"affectedEnvironments": ["win32"], "severity": None, "patched": None}
    import_tables([write(tmp_path, "a.json", MANY | {"999": windows})], tmp_path, as_of=DAY)
    last = load_tables(tmp_path).advisories.entries[-1]
    assert (last.id, last.platforms, last.severity) == ("999", ("win32",), "unknown")
    assert last.patched is None


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ([], "is neither of the two files"),
        ({}, "is neither of the two files"),
        ({"v1": 1}, "is neither of the two files"),
        ({"1": ENTRY, "2": {}}, "is neither of the two files"),
        ({str(n): ENTRY for n in range(170)}, "170 rows, fewer than the 171 that are shipped"),
        (MANY | {"5": ENTRY | {"vulnerable": "soon"}}, r"entries\[5\].vulnerable is no range"),
        (SCHEDULE | {"v99": {"start": "x", "end": "y"}}, "start is no date"),
        ({"v1": SCHEDULE["v4"]}, "1 rows, fewer than"),
    ],
)
def test_what_cannot_be_used_whole_leaves_the_tables_as_they_were(
    tmp_path: Path, value: Any, message: str
) -> None:
    folder = tmp_path / "data"
    import_tables([write(tmp_path, "good.json", MANY)], folder, as_of=DAY)
    before = (folder / ADVISORIES).read_bytes()
    files = [write(tmp_path, "schedule.json", SCHEDULE)] if "1" in value else []
    with pytest.raises(DataError, match=message):
        import_tables([*files, write(tmp_path, "bad.json", value)], folder, as_of=DAY)
    assert [file.name for file in folder.iterdir()] == [ADVISORIES]
    assert (folder / ADVISORIES).read_bytes() == before
    assert load_tables(folder).releases == shipped_tables().releases


def test_no_json_no_file_and_the_same_kind_twice_are_refused(tmp_path: Path) -> None:
    html = tmp_path / "page.json"
    html.write_text("<html>")
    good = write(tmp_path, "good.json", MANY)
    for files, message in (
        ([html], "this is not JSON"),
        ([tmp_path / "absent.json"], "no such file"),
        ([good, good], "a second file of the same kind"),
    ):
        with pytest.raises(DataError, match=message):
            import_tables(files, tmp_path / "data", as_of=DAY)
    assert not (tmp_path / "data").exists()


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    taken = write(tmp_path, "taken", MANY)
    with pytest.raises(DataError, match="cannot be written"):
        import_tables([taken], taken / "data", as_of=DAY)
