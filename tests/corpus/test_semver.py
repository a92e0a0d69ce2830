from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from auditor import ranges, semver

CORPUS = Path(os.environ.get("AUDITOR_CORPUS", Path(__file__).parents[3] / "shared" / "corpus"))
TABLES = CORPUS / "advisories" / "semver" / "node-semver-fixtures.json"

pytestmark = pytest.mark.skipif(
    not TABLES.is_file(), reason=f"no corpus at {TABLES} (AUDITOR_CORPUS)"
)


def table(name: str) -> list[list[Any]]:
    tables: dict[str, list[list[Any]]] = json.loads(TABLES.read_bytes())
    return tables[name]


def options(row: list[Any]) -> dict[str, bool]:
    """The third column: nothing, true for loose, or an object."""
    given = row[2] if len(row) > 2 else False
    if isinstance(given, dict):
        return {
            "prereleases": bool(given.get("includePrerelease")),
            "loose": bool(given.get("loose")),
        }
    return {"loose": bool(given)}


def test_all_224_range_cases() -> None:
    cases = [(row, True) for row in table("range-include")]
    cases += [(row, False) for row in table("range-exclude")]
    assert len(cases) == 224
    # One row has a version that is no text at all; as text it is no version either.
    wrong = [
        row
        for row, inside in cases
        if ranges.satisfies(str(row[1]), row[0], **options(row)) is not inside
    ]
    assert wrong == []


def test_all_29_validity_cases() -> None:
    valid = [row[0] for row in table("valid-versions")]
    invalid = [row for row in table("invalid-versions") if isinstance(row[0], str)]
    assert len(valid) + len(invalid) == 29
    assert [one for one in valid if semver.key(one) is None] == []
    assert [row for row in invalid if semver.key(row[0]) is not None] == []


def test_the_same_ranges_can_be_read_and_the_same_cannot() -> None:
    rows = table("range-parse")
    assert len(rows) == 133
    wrong = [
        row
        for row in rows
        if (ranges.parse(row[0], **options(row)) is None) is not (row[1] is None)
    ]
    assert wrong == []


def test_what_stands_above_or_below_a_range_is_not_in_it() -> None:
    for name in ("version-gt-range", "version-lt-range"):
        for row in table(name):
            assert not ranges.satisfies(row[1], row[0], **options(row)), row
