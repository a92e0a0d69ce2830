from __future__ import annotations

from collections.abc import Callable

import pytest

from sbom import Inventory
from sbom.gaps import Coverage, find_gaps

Read = Callable[..., Inventory]


def test_what_is_not_installed_makes_its_asker_incomplete(read_packages: Read) -> None:
    gaps = find_gaps(read_packages({"node_modules/a": {"dependencies": {"c": "1", "b": "1"}}}))
    assert gaps == {"node_modules/a": (Coverage.INCOMPLETE, "not installed: b, c")}


def test_an_unmet_optional_dependency_is_no_gap(read_packages: Read) -> None:
    assert find_gaps(read_packages({"node_modules/a": {"optionalDependencies": {"b": "1"}}})) == {}


def test_what_lies_outside_is_unknown(read_packages: Read) -> None:
    gaps = find_gaps(read_packages({"node_modules/a": {"link": True, "resolved": "../a"}}))
    assert gaps == {"../a": (Coverage.UNKNOWN, "the folder lies outside the project")}
    gaps = find_gaps(read_packages({"../b": {}}))
    assert gaps == {"../b": (Coverage.UNKNOWN, "the folder lies outside the project")}


def test_a_folder_without_an_entry_is_unknown(read_packages: Read) -> None:
    gaps = find_gaps(read_packages({"node_modules/a": {"link": True, "resolved": "a"}}))
    assert gaps == {"a": (Coverage.UNKNOWN, "the lockfile has no entry for this folder")}


@pytest.mark.parametrize(
    ("packages", "reason"),
    [
        ({"/a": {}}, "entries with unsafe locations are left out"),
        ({"node_modules/a": 1}, "unreadable entries are left out"),
    ],
)
def test_what_is_left_out_makes_the_root_incomplete(
    read_packages: Read, packages: dict[str, object], reason: str
) -> None:
    assert find_gaps(read_packages(packages)) == {"": (Coverage.INCOMPLETE, reason)}


def test_files_without_edges_leave_everything_unknown(read: Read) -> None:
    lock = {"name": "app", "dependencies": {"a": {"version": "1.0.0"}}}
    gaps = find_gaps(read({"package-lock.json": lock, "package.json": {}}))
    assert {location: gap[0] for location, gap in gaps.items()} == {
        "": Coverage.UNKNOWN,
        "node_modules/a": Coverage.UNKNOWN,
    }
