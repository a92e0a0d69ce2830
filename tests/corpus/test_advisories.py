from __future__ import annotations

import json
import os
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from auditor import semver
from auditor.checks.advisories.match import Matches, look_up, match
from auditor.sources import silent
from auditor.sources.advisory_build import build
from auditor.sources.osv import AdvisorySource
from sbom import Component, Inventory, Kind, read_project

CORPUS = Path(os.environ.get("AUDITOR_CORPUS", Path(__file__).parents[3] / "shared" / "corpus"))
ADVISORIES = CORPUS / "advisories"

pytestmark = pytest.mark.skipif(
    not ADVISORIES.is_dir(), reason=f"no corpus at {ADVISORIES} (AUDITOR_CORPUS)"
)

# Advisories per lockfile, traps included: 914 in all.
FINDINGS = {
    "NodeGoat": 274,
    "dvna": 34,
    "hackathon-starter": 0,
    "juice-shop": 43,
    "nodejs-goof": 279,
    "rest-api-nodejs-mongodb": 127,
    "traps": 138,
    "traps-v1": 19,
}


def inventory(name: str) -> Inventory:
    data = (ADVISORIES / "lockfiles" / f"{name}.package-lock.json").read_bytes()
    files = {"package-lock.json": data}
    return read_project(files.get, sorted(files))


@pytest.fixture(scope="module", params=["folder", "store"])
def source(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The records in both forms; everything is asked of each."""
    if request.param == "folder":
        return ADVISORIES / "osv"
    store = tmp_path_factory.mktemp("store") / "advisories.sqlite"
    build(ADVISORIES / "osv", store, progress=silent)
    return store


@cache
def found(name: str, source: Path = ADVISORIES / "osv") -> Matches:
    return look_up(inventory(name), AdvisorySource(source))[1]


def expected(name: str) -> dict[str, Any]:
    oracle: dict[str, Any] = json.loads((ADVISORIES / "expected" / f"{name}.json").read_bytes())
    return oracle


def rows(entries: list[dict[str, Any]]) -> set[tuple[str, str, str, str, bool]]:
    return {(e["path"], e["name"], e["version"], e["id"], e.get("dev", False)) for e in entries}


@pytest.mark.parametrize("name", FINDINGS)
def test_nothing_is_missed_and_nothing_is_invented(name: str, source: Path) -> None:
    mine = {
        (
            row.component.location,
            row.component.name,
            row.component.version,
            row.advisory.id,
            row.component.dev,
        )
        for row in found(name, source).rows
    }
    wanted = rows(expected(name)["findings"])
    assert (wanted - mine, mine - wanted) == (set(), set())
    assert len(found(name, source).rows) == FINDINGS[name]


@pytest.mark.parametrize("name", FINDINGS)
def test_withdrawn_records_are_kept_apart(name: str, source: Path) -> None:
    mine = {(row.component.location, row.advisory.id) for row in found(name, source).withdrawn}
    assert mine == {(entry["path"], entry["id"]) for entry in expected(name)["withdrawn"]}


@pytest.mark.parametrize("name", FINDINGS)
def test_every_version_that_cannot_be_ordered_is_listed(name: str, source: Path) -> None:
    listed = {
        (one.component.location, one.component.version)
        for one in found(name, source).unchecked
        if one.component.version is not None
    }
    assert listed == {(one["path"], one["version"]) for one in expected(name)["unparseable"]}


def test_a_store_has_the_digest_of_its_records(source: Path) -> None:
    asked = AdvisorySource(source).lookup(["lodash"])
    assert asked.digest == AdvisorySource(ADVISORIES / "osv").lookup([]).digest
    # Both are made of a folder that nobody declares to be all there is.
    assert (asked.records, asked.complete) == (274, False)


def test_packages_without_a_version_are_listed() -> None:
    places = [one.component.location for one in found("traps-v1").unchecked]
    assert places == ["node_modules/gh", "node_modules/tar", "node_modules/ws"]


def test_a_package_name_that_ends_npm_audit_is_matched() -> None:
    odd = "org.webjars.npm:json-pointer"
    assert [row.advisory.id for row in found("traps").rows if row.component.name == odd]


def test_every_record_of_both_revisions_can_be_read() -> None:
    for folder, count in (("osv", 274), ("ghsa-raw", 7)):
        store = AdvisorySource(ADVISORIES / folder).lookup([])
        assert (store.records, store.gaps) == (count, ())


def test_the_newest_revision_of_a_record_wins(tmp_path: Path) -> None:
    for folder in ("osv", "ghsa-raw"):
        for file in (ADVISORIES / folder).glob("*.json"):
            (tmp_path / f"{folder}-{file.name}").symlink_to(file)
    names = ["cookie", "ip", "lodash", "request"]
    both = AdvisorySource(tmp_path).lookup(names)
    alone = AdvisorySource(ADVISORIES / "osv").lookup(names)
    assert both.advisories == alone.advisories


def test_the_raw_and_the_exported_form_of_a_record_match_the_same_versions() -> None:
    hits = []
    for folder in ("osv", "ghsa-raw"):
        store = AdvisorySource(ADVISORIES / folder / "GHSA-5rqg-jm4f-cqx7.json").lookup(["colors"])
        versions = ("1.4.0", "1.4.1-0", "1.4.1", "1.4.2", "1.4.3", "1.4.44-liberty-2")
        parts = [Component(f"node_modules/{v}", "colors", v) for v in versions]
        root = Component("", "shop", None, Kind.ROOT)
        project = Inventory("package-lock.json", "npm", "3", "", (root, *parts), ())
        hits.append([row.component.version for row in match(project, store).rows])
    assert hits == [["1.4.1", "1.4.2", "1.4.44-liberty-2"]] * 2


def _loose(row: list[Any]) -> bool:
    option = row[2] if len(row) > 2 else False
    return bool(option.get("loose") if isinstance(option, dict) else option)


def _table(name: str) -> list[list[Any]]:
    tables = json.loads((ADVISORIES / "semver" / "node-semver-fixtures.json").read_bytes())
    table: list[list[Any]] = tables[name]
    return table


@pytest.mark.parametrize(
    ("table", "holds"),
    [
        ("comparisons", lambda one, two: one > two and two < one and one != two),
        ("equality", lambda one, two: one == two),
    ],
)
def test_node_semvers_order(table: str, holds: Callable[[object, object], bool]) -> None:
    for row in _table(table):
        one, two = semver.key(row[0]), semver.key(row[1])
        assert one is not None, row
        assert two is not None, row
        assert holds(one, two), row


def test_node_semvers_valid_versions() -> None:
    for text, *numbers, prerelease, _build in _table("valid-versions"):
        found = semver.key(text)
        assert found is not None, text
        assert found[:3] == tuple(numbers), text
        assert [n if kind == 0 else word for kind, n, word in found[4]] == prerelease, text


def test_node_semvers_invalid_versions() -> None:
    texts = [row[0] for row in _table("invalid-versions") if isinstance(row[0], str)]
    assert [text for text in texts if semver.key(text) is not None] == []


@pytest.mark.parametrize("file", sorted(AdvisorySource(None)._seed.glob("osv/*.json")), ids=str)
def test_the_seed_says_what_the_records_say(file: Path) -> None:
    names = [e["package"]["name"] for e in json.loads(file.read_bytes())["affected"]]
    mine = AdvisorySource(file).lookup(names).advisories
    theirs = AdvisorySource(ADVISORIES / "osv" / file.name).lookup(names).advisories
    for name in names:
        (one,), (two,) = mine[name], theirs[name]
        assert set(one.affected) == set(two.affected)
        assert set(one.aliases) <= set(two.aliases)
        assert one.modified[:19] == two.modified[:19]
        assert one.summary != two.summary
