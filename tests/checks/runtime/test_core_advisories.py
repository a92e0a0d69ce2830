from __future__ import annotations

import json
from datetime import date
from typing import Any

from auditor.checks.runtime.core_advisories import CONTAINER, holding, next_without
from auditor.sources.node_tables import CoreAdvisories, read_advisories

DAY = date(2026, 11, 1).isoformat()


def table(*rows: dict[str, Any]) -> CoreAdvisories:
    entries = [
        {"id": str(at), "severity": "low", "vulnerable": "20.x", "patched": "^20.9.0"} | row
        for at, row in enumerate(rows)
    ]
    document = {"as_of": DAY, "source": "a test", "entries": entries}
    return read_advisories(json.dumps(document).encode(), "t")


def test_the_gravest_come_first_and_of_those_the_newest() -> None:
    advisories = table(
        {"severity": "unknown"},
        {"severity": "high"},
        {"severity": "critical"},
        {"severity": "high"},
        {"patched": "^20.1.0"},
    )
    assert [one.id for one in holding("20.5.0", advisories)] == ["2", "3", "1", "0"]
    assert holding("20.9.0", advisories) == ()


def test_what_holds_on_windows_only_is_left_out_of_a_container() -> None:
    advisories = table({"platforms": ["win32"]}, {"platforms": ["linux"]}, {})
    assert [one.id for one in holding("20.5.0", advisories)] == ["2", "1", "0"]
    assert [one.id for one in holding("20.5.0", advisories, platform=CONTAINER)] == ["2", "1"]


def test_the_next_release_without_an_advisory_is_named() -> None:
    advisories = table({}, {"patched": "^18.5.0 || ^20.7.0"}, {"patched": None, "vulnerable": "18"})
    assert next_without("20.1.0", advisories) == "20.9.0"
    assert next_without("20.9.0", advisories) == ""
    assert next_without("18.1.0", advisories) == ""
    assert next_without("junk", advisories) == ""
