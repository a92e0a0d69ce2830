from __future__ import annotations

import json
from typing import Any

import pytest

from auditor.checks.runtime.core_advisories import MAX_ENTRIES, read_core_advisories
from auditor.errors import DataError

ENTRY = {"cve": ["CVE-2"], "vulnerable": "20.x || 22.x", "patched": "^20.1.1", "severity": "high"}


def read(table: Any) -> list[str]:
    found = read_core_advisories(json.dumps(table).encode(), "index.json")
    return [one.id for one in found if one.holds("20.1.0")]


def test_a_version_is_vulnerable_until_it_is_patched() -> None:
    (one,) = read_core_advisories(json.dumps({"7": ENTRY}).encode(), "index.json")
    versions = ["18.0.0", "20.0.0", "20.1.1", "22.5.0", "23.0.0", "junk"]
    assert [version for version in versions if one.holds(version)] == ["20.0.0", "22.5.0"]
    assert (one.id, one.cves, one.severity) == ("7", ("CVE-2",), "high")


def test_what_is_only_shown_may_be_missing() -> None:
    assert read({"1": {"vulnerable": "20.x", "patched": None, "cve": "x"}}) == ["1"]


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ([], "this is no table of Node.js advisories"),
        ({}, "this is no table of Node.js advisories"),
        ({"1": []}, "entry 1 is no object"),
        ({"1": {"vulnerable": "soon"}}, "entry 1: vulnerable is no range that npm can read"),
        ({"1": {**ENTRY, "patched": 5}}, "entry 1: patched is no range that npm can read"),
        ({str(n): ENTRY for n in range(MAX_ENTRIES + 1)}, "more than 10,000 entries"),
    ],
)
def test_a_table_that_could_not_be_matched_is_refused(table: Any, message: str) -> None:
    with pytest.raises(DataError, match=message):
        read(table)


def test_no_json_is_refused() -> None:
    with pytest.raises(DataError):
        read_core_advisories(b"<html>", "index.json")
