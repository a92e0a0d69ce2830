from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from builders import write_tree
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from osv_mirror import record

from auditor.errors import DataError
from auditor.sources import silent
from auditor.sources.advisory_build import build
from auditor.sources.advisory_store import StoreFile, is_store
from auditor.sources.osv import AdvisorySource
from auditor.sources.osv_record import Advisory, parse

Json = dict[str, Any]

RICH = record(
    "GHSA-2",
    "lodash",
    modified="2026-01-02T03:04:05.987654321Z",
    summary="templates run code \ud800 \x00",
    aliases=["CVE-2021-1"],
    severity=[{"type": "CVSS_V3", "score": "CVSS:3.1/AV:N"}],
    database_specific={"severity": "HIGH", "cwe_ids": ["CWE-94"]},
    withdrawn="2026-03-01T00:00:00Z",
)
MALWARE = record("MAL-2026-1", "evil", summary="Malicious code in evil (npm)")
LISTED = record(
    "MAL-2026-2",
    "x",
    affected=[
        {"package": {"ecosystem": "npm", "name": name}, "versions": ["1.0.0", "odd"]}
        for name in ("zeta", "evil", "__proto__", "org.webjars.npm:json-pointer", "naïve-✓")
    ],
)
BARE = {"id": "GHSA-1", "affected": record("x", "lodash")["affected"]}
RECORDS = (RICH, MALWARE, LISTED, BARE)
NAMES = {"lodash", "evil", "zeta", "__proto__", "naïve-✓", "absent", "lodash\x00", "\ud800", ""}


def folder(root: Path, *records: Json) -> Path:
    return write_tree(root, {f"{one['id']}.json": json.dumps(one) for one in records})


def made(tmp_path: Path, *records: Json) -> Path:
    store = tmp_path / "store.sqlite"
    build(folder(tmp_path / "osv", *records), store, progress=silent)
    return store


def test_a_store_says_what_the_records_say(tmp_path: Path) -> None:
    store = made(tmp_path, *RECORDS)
    from_records = AdvisorySource(tmp_path / "osv").lookup(NAMES)
    from_store = AdvisorySource(store).lookup(NAMES)
    assert replace(from_store, origin="osv") == from_records
    assert list(from_store.advisories) == ["__proto__", "evil", "lodash", "naïve-✓", "zeta"]


def test_two_builds_give_the_same_bytes_whatever_the_order_and_the_form(tmp_path: Path) -> None:
    first = made(tmp_path / "a", *RECORDS).read_bytes()
    assert made(tmp_path / "b", *reversed(RECORDS)).read_bytes() == first
    copy = tmp_path / "copy.sqlite"
    build(tmp_path / "a" / "store.sqlite", copy, progress=silent)
    with StoreFile(copy) as one, StoreFile(tmp_path / "a" / "store.sqlite") as two:
        assert one.about == replace(two.about, source="store.sqlite")


def test_one_advisory_is_found_by_its_id_with_all_its_packages(tmp_path: Path) -> None:
    with StoreFile(made(tmp_path, *RECORDS)) as store:
        found = store.one("MAL-2026-2")
        assert found == parse(json.dumps(LISTED).encode())
        assert store.one("MAL-2026-3") is None


def test_everything_comes_back_in_the_order_of_the_ids(tmp_path: Path) -> None:
    with StoreFile(made(tmp_path, *RECORDS)) as store:
        everything = list(store.everything())
    parsed = [parse(json.dumps(one).encode()) for one in RECORDS]
    assert everything == sorted((one for one in parsed if one), key=lambda one: one.id)


def test_the_store_is_not_written_to(tmp_path: Path) -> None:
    store = made(tmp_path, *RECORDS)
    store.chmod(0o400)
    tmp_path.chmod(0o500)
    AdvisorySource(store).lookup(NAMES)
    tmp_path.chmod(0o700)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "osv",
        "store.sqlite",
        "store.sqlite.lock",
    ]


def test_names_with_odd_characters_do_not_disturb_the_address(tmp_path: Path) -> None:
    store = made(tmp_path / "a b?mode=rw&x=%41#y", *RECORDS)
    assert AdvisorySource(store).lookup(["lodash"]).records == 4


def test_files_that_are_no_stores_are_told_apart(tmp_path: Path) -> None:
    write_tree(tmp_path, {"a.json": "{}", "SQLite": b"SQLite format 3\x00"})
    assert not is_store(tmp_path)
    assert not is_store(tmp_path / "absent")
    assert not is_store(tmp_path / "a.json")
    assert is_store(tmp_path / "SQLite")


def _sql(*statements: str) -> Callable[[Path], None]:
    def spoil(path: Path) -> None:
        with closing(sqlite3.connect(path)) as connection, connection:
            for statement in statements:
                connection.execute(statement)

    return spoil


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (_sql("CREATE VIEW extra AS SELECT 1"), "is no advisory store of this version"),
        (_sql("DROP TABLE pkg"), "is no advisory store of this version"),
        (_sql("PRAGMA user_version = 2"), "is no advisory store of this version"),
        (_sql("DELETE FROM meta"), "the advisory store is damaged"),
        (
            _sql("UPDATE meta SET value = 'x' WHERE key = 'records'"),
            "the advisory store is damaged",
        ),
        (_sql("UPDATE pkg SET m = '[[1,2,3,4]]'"), "the advisory store is damaged"),
        (_sql("UPDATE pkg SET m = '[[99,[]]]'"), "the advisory store is damaged"),
        (_sql("UPDATE pkg SET m = x'ff'"), "the advisory store is damaged"),
        (_sql("UPDATE adv SET more = '[1,2'"), "the advisory store is damaged"),
        (lambda path: path.write_bytes(path.read_bytes()[:4096]) and None, "damaged"),
        (lambda path: path.write_bytes(b"SQLite format 3\x00") and None, "damaged"),
    ],
)
def test_a_damaged_or_foreign_store_is_one_sentence(
    tmp_path: Path, spoil: Callable[[Path], None], sentence: str
) -> None:
    store = made(tmp_path, *RECORDS)
    spoil(store)
    with pytest.raises(DataError, match=sentence):
        AdvisorySource(store).lookup(NAMES)


def test_a_store_that_was_tampered_with_does_not_give_its_digest(tmp_path: Path) -> None:
    store = made(tmp_path, *RECORDS)
    with StoreFile(store) as opened:
        opened.verify()
    _sql("""UPDATE pkg SET m = '[[3,[["i5"]]]]' WHERE name = 'evil'""")(store)
    with StoreFile(store) as opened, pytest.raises(DataError, match="do not give the store's dig"):
        opened.verify()


@given(st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), min_size=1, max_size=20))
@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_store_with_changed_bytes_is_read_or_refused_with_our_own_error(
    tmp_path: Path, changes: list[tuple[int, int]]
) -> None:
    whole = tmp_path / "store.sqlite"
    if not whole.exists():
        made(tmp_path, *RECORDS)
    data = bytearray(whole.read_bytes())
    for place, byte in changes:
        data[place % len(data)] = byte
    spoilt = tmp_path / "spoilt.sqlite"
    spoilt.write_bytes(data)
    with suppress(DataError):
        AdvisorySource(spoilt).lookup(NAMES)
    with suppress(DataError), StoreFile(spoilt) as store:
        store.verify()
        assert [one.id for one in store.everything()] == [
            "GHSA-1",
            "GHSA-2",
            "MAL-2026-1",
            "MAL-2026-2",
        ]


texts = st.text(max_size=12)
times = st.just("") | st.datetimes().map(lambda at: f"{at:%Y-%m-%dT%H:%M:%S}.{at:%f}Z")


@st.composite
def records(draw: st.DrawFn) -> Json:
    """Records with odd text everywhere, some of which are none."""
    events = [{"introduced": "0"}, {"last_affected": draw(texts)}]
    return {
        "id": "GHSA-1",
        "modified": draw(times),
        "published": draw(times),
        "summary": draw(texts),
        "aliases": draw(st.lists(texts, max_size=3)),
        "withdrawn": draw(st.sampled_from([None, "2026-01-01T00:00:00Z"])),
        "affected": [
            {
                "package": {"ecosystem": "npm", "name": name},
                "ranges": [{"type": "SEMVER", "events": events}],
                "versions": draw(st.lists(texts, max_size=3)),
            }
            for name in draw(st.lists(texts, min_size=1, max_size=3))
        ],
    }


@given(records())
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_record_that_can_be_read_comes_back_from_a_store(tmp_path: Path, one: Json) -> None:
    expected: Advisory | None = None
    with suppress(DataError):
        expected = parse(json.dumps(one).encode())
    (tmp_path / "one.json").write_text(json.dumps(one))
    try:
        build(tmp_path / "one.json", tmp_path / "store.sqlite", progress=silent)
    except DataError:
        assert expected is None
        return
    with StoreFile(tmp_path / "store.sqlite") as store:
        assert list(store.everything()) == [expected]
