from __future__ import annotations

import json
import os
from datetime import date
from pathlib import Path

import pytest

from auditor.checks.runtime.core_advisories import next_without
from auditor.checks.runtime.images import node_of
from auditor.formats.dockerfile import read_bases
from auditor.sources.node_import import import_tables
from auditor.sources.node_tables import load_tables, shipped_tables

CORPUS = Path(os.environ.get("AUDITOR_CORPUS", Path(__file__).parents[3] / "shared" / "corpus"))
NODE_CORE = CORPUS / "advisories" / "node-core"

pytestmark = pytest.mark.skipif(
    not NODE_CORE.is_dir(), reason=f"no corpus at {NODE_CORE} (AUDITOR_CORPUS)"
)


def test_the_shipped_dates_are_those_of_the_schedule() -> None:
    schedule = json.loads((NODE_CORE / "schedule.json").read_bytes())
    mine = {f"v{line.name}": line for line in shipped_tables().releases.lines.values()}
    assert set(mine) == set(schedule)
    for name, line in mine.items():
        row = schedule[name]
        dates = (line.start, line.end, line.lts, line.maintenance)
        theirs = (row["start"], row["end"], row.get("lts", ""), row.get("maintenance", ""))
        assert dates == theirs, name
        assert line.codename == row.get("codename", "").lower()


def test_19_versions_against_171_shipped_advisories() -> None:
    advisories = shipped_tables().advisories.entries
    expected = json.loads((NODE_CORE / "expected.json").read_bytes())
    assert (len(advisories), len(expected)) == (171, 19)
    for version, numbers in expected.items():
        mine = sorted(int(one.id) for one in advisories if one.holds(version))
        assert mine == sorted(numbers), version


def test_the_shipped_facts_are_those_of_the_working_groups_index() -> None:
    index = json.loads((NODE_CORE / "vuln-core-index.json").read_bytes())
    for one in shipped_tables().advisories.entries:
        entry = index[one.id]
        assert list(one.cves) == sorted(entry["cve"])
        assert one.severity == entry["severity"]
        prose = f"{entry.get('description', '')} {entry.get('overview', '')}".lower()
        assert one.summary.lower() not in prose, one.summary


def test_the_corpus_files_can_be_imported_and_answer_the_same(tmp_path: Path) -> None:
    files = [NODE_CORE / "vuln-core-index.json", NODE_CORE / "schedule.json"]
    import_tables(files, tmp_path, as_of=date(2026, 12, 1))
    mine, shipped = load_tables(tmp_path), shipped_tables()
    assert dict(mine.releases.lines) == dict(shipped.releases.lines)
    assert [
        (one.id, one.cves, one.vulnerable, one.patched, one.platforms)
        for one in mine.advisories.entries
    ] == [
        (one.id, one.cves, one.vulnerable, one.patched, one.platforms)
        for one in shipped.advisories.entries
    ]


@pytest.mark.parametrize(
    ("line", "release"), [("20", "20.20.2"), ("22", "22.22.2"), ("24", "24.14.1"), ("25", "25.8.2")]
)
def test_the_first_release_without_an_advisory_is_found(line: str, release: str) -> None:
    assert next_without(f"{line}.0.0", shipped_tables().advisories) == release


def test_eight_deployments_ask_for_the_node_they_ask_for() -> None:
    asked = {
        "FROM node:12-alpine": ("end_of_life", "12"),
        "FROM node:carbon": ("end_of_life", "8"),
        "FROM node:18.13.0": ("end_of_life", "18"),
        "FROM node:16": ("end_of_life", "16"),
        "FROM node:20.17.0-alpine3.20": ("end_of_life", "20"),
        "FROM node:alpine": ("floating", ""),
        "FROM gcr.example/distroless/nodejs24-debian12": ("supported", "24"),
        "FROM node:22": ("supported", "22"),
    }
    releases = shipped_tables().releases
    for text, (state, line) in asked.items():
        (base,) = read_bases(text.encode())
        found = node_of(base, releases)
        assert found is not None, text
        lines = "".join(one.name for one in found[1].lines)
        assert (found[1].state(date(2026, 11, 22)).value, lines) == (state, line), text
