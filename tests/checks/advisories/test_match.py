from __future__ import annotations

import pytest

from auditor.checks.advisories.match import Matches, match
from auditor.sources.osv import AdvisoryStore
from auditor.sources.osv_record import Advisory, Affected, Event, EventKind
from sbom.model import Component, Inventory, Kind

Events = list[tuple[EventKind, str]]


def advisory(
    *ranges: Events,
    name: str = "lodash",
    versions: tuple[str, ...] = (),
    withdrawn: bool = False,
    record_id: str = "GHSA-1",
) -> Advisory:
    events = tuple(tuple(Event(kind, version) for kind, version in one) for one in ranges)
    entry = Affected(name, events, versions)
    return Advisory(record_id, "", "", (), "", (), withdrawn, (entry,))


def component(version: str | None = "4.17.20", **changes: object) -> Component:
    fields: dict[str, object] = {"location": "node_modules/lodash", "name": "lodash"}
    return Component(version=version, **(fields | changes))  # type: ignore[arg-type] # builder


def matched(advisories: list[Advisory], *components: Component) -> Matches:
    root = Component("", "shop", "1.0.0", Kind.ROOT)
    inventory = Inventory("package-lock.json", "npm", "3", "", (root, *components), ())
    names = {entry.package for one in advisories for entry in one.affected}
    by_name = {
        name: tuple(one for one in advisories if any(e.package == name for e in one.affected))
        for name in names
    }
    return match(inventory, AdvisoryStore("test", True, "", "", len(advisories), by_name))


def is_affected(version: str, *ranges: Events, versions: tuple[str, ...] = ()) -> bool:
    return bool(matched([advisory(*ranges, versions=versions)], component(version)).rows)


@pytest.mark.parametrize(
    ("version", "expected"),
    [
        ("4.17.20", True),
        ("4.17.21", False),
        ("4.17.21-rc.1", True),
        ("v4.17.20", True),
        ("  4.17.20 ", True),
        ("4.17.20+build.1", True),
        ("4.17.21+build.1", False),
        ("0.0.0-alpha", True),
        ("5.0.0", False),
    ],
)
def test_a_fix_is_exclusive_and_zero_is_below_everything(version: str, expected: bool) -> None:
    assert is_affected(version, [("introduced", "0"), ("fixed", "4.17.21")]) is expected


def test_introduced_at_a_release_leaves_its_prereleases_out() -> None:
    assert not is_affected("0.0.0-alpha", [("introduced", "0.0.0")])
    assert is_affected("0.0.0", [("introduced", "0.0.0")])


def test_last_affected_is_inclusive() -> None:
    events: Events = [("introduced", "0"), ("last_affected", "2.88.2")]
    assert is_affected("2.88.2", events)
    assert not is_affected("2.88.3-0", events)


def test_a_limit_ends_a_range_exclusively_and_a_star_does_not() -> None:
    assert not is_affected("2.0.0", [("introduced", "1.0.0"), ("limit", "2.0.0")])
    assert is_affected("1.9.9", [("introduced", "1.0.0"), ("limit", "2.0.0")])
    assert is_affected("9.0.0", [("introduced", "1.0.0"), ("limit", "*")])


def test_events_are_walked_in_the_order_of_versions_whatever_their_order() -> None:
    events: Events = [
        ("fixed", "2.0.5"),
        ("introduced", "2.0.0"),
        ("fixed", "1.0.5"),
        ("introduced", "1.0.0"),
    ]
    assert is_affected("2.0.4", events)
    assert not is_affected("1.9.0", events)
    assert not is_affected("1.0.0", [("fixed", "1.0.0"), ("introduced", "1.0.0")])


def test_ranges_are_alternatives_and_make_one_row() -> None:
    twice: Events = [("introduced", "0"), ("fixed", "5.0.0")]
    matches = matched([advisory(twice, twice, [("introduced", "9.0.0")])], component())
    assert [row.fixed for row in matches.rows] == ["5.0.0"]


def test_listed_versions_are_exact_or_the_same_for_npm() -> None:
    assert is_affected("1.4.44-liberty-2", versions=("1.4.44-liberty-2",))
    assert is_affected("2.0.3+sha.1", versions=("2.0.3",))
    assert is_affected("latest", versions=("latest",))
    assert not is_affected("2.0.4", versions=("2.0.3", "no version"))


def test_the_fix_is_the_lowest_that_ends_a_range_the_version_is_in() -> None:
    ranges: list[Events] = [
        [("introduced", "0"), ("fixed", "4.19.0")],
        [("introduced", "4.0.0"), ("fixed", "4.18.0"), ("introduced", "5.0.0"), ("fixed", "5.1.0")],
    ]
    (row,) = matched([advisory(*ranges)], component("4.17.20")).rows
    assert row.fixed == "4.18.0"
    (row,) = matched([advisory([("introduced", "0")])], component()).rows
    assert row.fixed is None


def test_names_are_compared_byte_for_byte() -> None:
    known = [advisory([("introduced", "0")], name=name) for name in ("lodash", "Lodash")]
    assert len(matched(known, component()).rows) == 1
    odd = "org.webjars.npm:json-pointer"
    for name in (odd, "__proto__", "constructor"):
        hostile = component("1.0.0", name=name, location=f"node_modules/{name}")
        assert len(matched([advisory([("introduced", "0")], name=name)], hostile).rows) == 1
        assert not matched([advisory([("introduced", "0")])], hostile).rows


def test_an_entry_for_another_package_of_the_record_does_not_count() -> None:
    entries = (
        Affected("lodash", (), ("9.9.9",)),
        Affected("lodash-es", ((Event("introduced", "0"),),), ()),
    )
    both = Advisory("GHSA-1", "", "", (), "", (), False, entries)
    assert not matched([both], component()).rows


@pytest.mark.parametrize("kind", [Kind.ROOT, Kind.WORKSPACE, Kind.OUTSIDE])
def test_the_projects_own_folders_are_never_matched(kind: Kind) -> None:
    matches = matched([advisory([("introduced", "0")])], component(kind=kind))
    assert (matches.rows, matches.unchecked, matches.examined) == ((), (), 0)


def test_a_git_package_with_a_version_is_matched_by_it() -> None:
    (row,) = matched([advisory([("introduced", "0")])], component(kind=Kind.GIT)).rows
    assert row.component.kind is Kind.GIT


@pytest.mark.parametrize(
    ("version", "kind", "reason"),
    [
        (None, Kind.GIT, "it has no version: its source is git"),
        ("latest", Kind.REGISTRY, "its version 'latest' is none that npm can order"),
        ("\x1b[31m", Kind.REGISTRY, "its version '\\x1b[31m' is none that npm can order"),
    ],
)
def test_what_cannot_be_ordered_is_listed_as_unchecked(
    version: str | None, kind: Kind, reason: str
) -> None:
    matches = matched([advisory([("introduced", "0")])], component(version, kind=kind))
    assert [one.reason for one in matches.unchecked] == [reason]
    assert not matches.rows


def test_a_range_that_cannot_be_walked_is_unchecked_unless_another_hits() -> None:
    bad: Events = [("introduced", "0"), ("fixed", "soon")]
    matches = matched([advisory(bad)], component())
    assert [one.reason for one in matches.unchecked] == [
        "GHSA-1 bounds a range by 'soon', which is no version"
    ]
    matches = matched([advisory(bad, [("introduced", "0")])], component())
    assert (len(matches.rows), matches.unchecked) == (1, ())


def test_withdrawn_records_are_kept_apart() -> None:
    matches = matched([advisory([("introduced", "0")], withdrawn=True)], component())
    assert (len(matches.rows), len(matches.withdrawn)) == (0, 1)


def test_rows_are_sorted_by_location_and_id() -> None:
    known = [advisory([("introduced", "0")], record_id=name) for name in ("GHSA-2", "GHSA-1")]
    places = [component(location=f"node_modules/{x}/node_modules/lodash") for x in "ba"]
    rows = matched(known, *places).rows
    assert [(row.component.location[13], row.advisory.id[-1]) for row in rows] == [
        ("a", "1"),
        ("a", "2"),
        ("b", "1"),
        ("b", "2"),
    ]
