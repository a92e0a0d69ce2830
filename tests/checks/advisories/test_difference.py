from __future__ import annotations

from dataclasses import replace

from auditor.checks.advisories.difference import Difference, Records, compare_records, difference
from auditor.checks.advisories.match import Matches, Row, Unchecked
from auditor.sources.osv_record import Advisory, Affected, Event
from sbom.model import Component

ENTRY = Affected("lodash", ((Event("introduced", "0"),),), ())


def advisory(record_id: str, *, withdrawn: bool = False, summary: str = "") -> Advisory:
    return Advisory(record_id, "", summary, (), "", (), withdrawn, (ENTRY,))


def row(record_id: str, version: str = "4.0.0", folder: str = "") -> Row:
    place = f"{folder}node_modules/lodash"
    return Row(Component(place, "lodash", version), advisory(record_id), None)


def matches(*rows: Row, unchecked: tuple[Unchecked, ...] = ()) -> Matches:
    return Matches(len(rows), rows, (), unchecked)


def test_says_what_appeared_what_is_gone_and_what_stayed() -> None:
    old = matches(row("GHSA-1"), row("GHSA-2"))
    new = matches(row("GHSA-2"), row("GHSA-3"))
    found = difference(old, new, cause="lockfile")
    assert found == Difference("lockfile", (row("GHSA-3"),), (row("GHSA-1"),), 1)


def test_a_copy_that_moved_is_nothing_new_and_another_version_is() -> None:
    old = matches(row("GHSA-1"))
    moved = matches(row("GHSA-1", folder="node_modules/a/"))
    assert difference(old, moved, cause="lockfile").appeared == ()
    later = matches(row("GHSA-1", "4.0.1"))
    assert difference(old, later, cause="lockfile").appeared == later.rows


def test_what_cannot_be_checked_on_the_newer_side_is_kept() -> None:
    unchecked = (Unchecked(Component("node_modules/x", "x", None), "it has no version"),)
    found = difference(matches(), matches(unchecked=unchecked), cause="advisories")
    assert found.unchecked == unchecked


def test_records_are_compared_by_id_and_content() -> None:
    old = [advisory(name) for name in ("same", "changed", "withdrawn", "removed")]
    new = [
        advisory("same"),
        advisory("changed", summary="more is known"),
        advisory("withdrawn", withdrawn=True),
        advisory("added"),
    ]
    assert compare_records(old, new) == Records(
        ("added",), ("changed",), ("withdrawn",), ("removed",)
    )
    assert compare_records(new, [replace(one) for one in new]) == Records()
