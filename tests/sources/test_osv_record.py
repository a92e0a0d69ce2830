from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.errors import DataError
from auditor.sources.osv_record import MAX_ALIASES, Event, parse

Json = dict[str, Any]


def record(**changes: object) -> Json:
    base: Json = {
        "id": "GHSA-aaaa-bbbb-cccc",
        "modified": "2026-01-02T03:04:05Z",
        "affected": [affected()],
    }
    return base | changes


def affected(**changes: object) -> Json:
    base: Json = {
        "package": {"ecosystem": "npm", "name": "lodash"},
        "ranges": [{"type": "SEMVER", "events": [{"introduced": "0"}, {"fixed": "4.17.21"}]}],
    }
    return base | changes


def read(value: object) -> Any:
    return parse(json.dumps(value).encode())


def test_reads_the_npm_part_of_a_record() -> None:
    other = {"package": {"ecosystem": "RubyGems", "name": "lodash-rails"}}
    found = read(
        record(
            summary="  prototype \n pollution  ",
            aliases=["CVE-2021-1", "CVE-2020-9"],
            database_specific={"severity": "high"},
            severity=[{"type": "CVSS_V3", "score": "CVSS:3.1/AV:N"}],
            affected=[other, affected()],
        )
    )
    assert (found.id, found.summary, found.severity) == (
        "GHSA-aaaa-bbbb-cccc",
        "prototype pollution",
        "HIGH",
    )
    assert found.aliases == ("CVE-2020-9", "CVE-2021-1")
    assert found.cvss == ("CVSS:3.1/AV:N",)
    assert not found.withdrawn
    assert [entry.package for entry in found.affected] == ["lodash"]
    assert found.affected[0].ranges == ((Event("introduced", "0"), Event("fixed", "4.17.21")),)


def test_a_record_with_a_time_of_withdrawal_is_withdrawn() -> None:
    assert read(record(withdrawn="2026-02-01T00:00:00Z")).withdrawn
    assert not read(record(withdrawn=None)).withdrawn


def test_malware_is_known_by_its_id() -> None:
    assert read(record(id="MAL-2026-1")).malware
    assert not read(record()).malware


@pytest.mark.parametrize(
    "entries",
    [
        [],
        None,
        [{"package": {"ecosystem": "PyPI", "name": "lodash"}}],
        [{"package": {"ecosystem": "NPM", "name": "lodash"}}],
        [{"package": {"ecosystem": "npm:internal", "name": "lodash"}}],
        [{"ranges": [{"type": "GIT", "events": []}]}],
    ],
)
def test_a_record_about_other_ecosystems_is_nothing(entries: object) -> None:
    assert read(record(affected=entries)) is None


def test_a_range_over_commits_is_passed_over_and_the_next_is_read() -> None:
    git = {"type": "GIT", "repo": "x", "events": [{"introduced": "0"}]}
    semver = {"type": "ECOSYSTEM", "events": [{"introduced": "1.0.0"}]}
    found = read(record(affected=[affected(ranges=[git, semver])]))
    assert found.affected[0].ranges == ((Event("introduced", "1.0.0"),),)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<= 1.4.2", Event("last_affected", "1.4.2")),
        ("< 1.4.2", Event("limit", "1.4.2")),
        ("about 1.4.2", None),
        (7, None),
    ],
)
def test_the_last_known_range_bounds_a_range_without_an_end(
    text: object, expected: Event | None
) -> None:
    open_range = [{"type": "SEMVER", "events": [{"introduced": "1.4.1"}]}]
    specific = {"last_known_affected_version_range": text}
    found = read(record(affected=[affected(ranges=open_range, database_specific=specific)]))
    events = found.affected[0].ranges[0]
    assert events == (Event("introduced", "1.4.1"), *([expected] if expected else []))


def test_the_last_known_range_does_not_touch_a_range_with_a_fix() -> None:
    specific = {"last_known_affected_version_range": "<= 1.0.0"}
    found = read(record(affected=[affected(database_specific=specific)]))
    assert [event.kind for event in found.affected[0].ranges[0]] == ["introduced", "fixed"]


def test_what_is_only_shown_is_dropped_where_it_is_odd() -> None:
    found = read(
        record(
            summary=7,
            aliases=["CVE-1", 5, "with blank", None],
            severity=[3, {"score": 4}],
            database_specific=None,
            modified="yesterday",
        )
    )
    assert (found.summary, found.aliases, found.severity, found.cvss, found.modified) == (
        "",
        ("CVE-1",),
        "",
        (),
        "",
    )
    assert read(record(summary="x" * 1000, severity=None)).summary == "x" * 300


def test_aliases_are_limited() -> None:
    many = [f"CVE-2026-{number:04}" for number in range(MAX_ALIASES + 1)]
    assert len(read(record(aliases=many)).aliases) == MAX_ALIASES


def test_times_sort_whatever_their_precision() -> None:
    times = ["2026-01-02T03:04:05Z", "2026-01-02T03:04:05.5Z", "2026-01-02T03:04:05.987654321Z"]
    found = [read(record(modified=time)).modified for time in times]
    assert found == sorted(found)
    assert len(set(found)) == 3


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ([], "the document is no JSON object"),
        (record(id=""), "id is no advisory id"),
        (record(id=None), "id is no advisory id"),
        (record(id="GHSA 1"), "id is no advisory id"),
        (record(withdrawn=True), "withdrawn is no time in UTC"),
        (record(withdrawn="no"), "withdrawn is no time in UTC"),
        (record(affected={}), "affected is no list"),
        (record(affected=[7]), r"affected\[0\]: package has no ecosystem"),
        (record(affected=[{"package": {"name": "x"}}]), r"affected\[0\]: package has no ecosystem"),
        (record(affected=[{"package": {"ecosystem": "npm"}}]), "package has no name"),
        (record(affected=[affected(ranges={})]), r"affected\[0\].ranges is no list"),
        (record(affected=[affected(ranges=[1])]), r"ranges\[0\] is no object"),
        (record(affected=[affected(ranges=[{"type": "ODD"}])]), "type is none of"),
        (record(affected=[affected(ranges=[{"type": "SEMVER"}])]), "no event says"),
        (record(affected=[affected(versions="1.0.0")]), "versions is no list"),
        (record(affected=[affected(versions=[1])]), "holds something that is no text"),
    ],
)
def test_a_record_that_cannot_be_matched_says_where(value: object, message: str) -> None:
    with pytest.raises(DataError, match=message):
        read(value)


@pytest.mark.parametrize(
    ("event", "message"),
    [
        ({}, "is no event"),
        ("0", "is no event"),
        ({"begins": "0"}, "of a kind that OSV does not define"),
        ({"introduced": 0}, "the version is no text"),
    ],
)
def test_an_event_that_cannot_be_walked_says_where(event: object, message: str) -> None:
    ranges = [{"type": "SEMVER", "events": [event]}]
    with pytest.raises(DataError, match=rf"affected\[0\].ranges\[0\].events\[0\].*{message}"):
        read(record(affected=[affected(ranges=ranges)]))


@pytest.mark.parametrize("data", [b"", b"{", b"\xff\xfe", b"[" * 100_000, b"9" * 5000 + b"x"])
def test_what_is_no_json_is_one_sentence(data: bytes) -> None:
    with pytest.raises(DataError, match=r"^the document is (no JSON|nested too deeply)$"):
        parse(data)


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=5,
)
paths = st.sampled_from(
    [
        ("id",),
        ("affected",),
        ("affected", 0),
        ("affected", 0, "package"),
        ("affected", 0, "package", "name"),
        ("affected", 0, "package", "ecosystem"),
        ("affected", 0, "ranges"),
        ("affected", 0, "ranges", 0),
        ("affected", 0, "ranges", 0, "type"),
        ("affected", 0, "ranges", 0, "events"),
        ("affected", 0, "ranges", 0, "events", 1),
        ("affected", 0, "versions"),
        ("affected", 0, "database_specific"),
        ("aliases",),
        ("summary",),
        ("severity",),
        ("withdrawn",),
        ("modified",),
        ("database_specific",),
    ]
)


@given(paths, values)
def test_a_mutated_record_is_read_or_refused_with_our_own_error(
    path: tuple[str | int, ...], value: object
) -> None:
    mutant: Any = record()
    place = mutant
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    with suppress(DataError):
        found = read(mutant)
        assert found is None or found.affected


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused_with_our_own_error(data: bytes) -> None:
    with pytest.raises(DataError):
        parse(data)
