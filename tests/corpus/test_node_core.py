from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from auditor.checks.runtime.core_advisories import read_core_advisories
from auditor.checks.runtime.releases import shipped_releases

CORPUS = Path(os.environ.get("AUDITOR_CORPUS", Path(__file__).parents[3] / "shared" / "corpus"))
NODE_CORE = CORPUS / "advisories" / "node-core"

pytestmark = pytest.mark.skipif(
    not NODE_CORE.is_dir(), reason=f"no corpus at {NODE_CORE} (AUDITOR_CORPUS)"
)


def test_the_shipped_dates_are_those_of_the_schedule() -> None:
    schedule = json.loads((NODE_CORE / "schedule.json").read_bytes())
    mine = {f"v{line.name}": line for line in shipped_releases().lines.values()}
    assert set(mine) == set(schedule)
    for name, line in mine.items():
        row = schedule[name]
        dates = (line.start, line.end, line.lts, line.maintenance)
        theirs = (row["start"], row["end"], row.get("lts", ""), row.get("maintenance", ""))
        assert dates == theirs, name
        assert line.codename == row.get("codename", "").lower()


def test_19_versions_against_171_advisories() -> None:
    data = (NODE_CORE / "vuln-core-index.json").read_bytes()
    advisories = read_core_advisories(data, "index.json")
    expected = json.loads((NODE_CORE / "expected.json").read_bytes())
    assert (len(advisories), len(expected)) == (171, 19)
    for version, numbers in expected.items():
        mine = sorted(int(one.id) for one in advisories if one.holds(version))
        assert mine == sorted(numbers), version


def test_the_shipped_security_releases_are_the_lowest_without_an_advisory() -> None:
    advisories = read_core_advisories(
        (NODE_CORE / "vuln-core-index.json").read_bytes(), "index.json"
    )
    secured = [line.security for line in shipped_releases().lines.values() if line.security]
    assert secured
    for version in secured:
        major, minor, patch = version.split(".")
        before = f"{major}.{minor}.{int(patch) - 1}"
        assert not any(one.holds(version) for one in advisories), version
        assert any(one.holds(before) for one in advisories), before
