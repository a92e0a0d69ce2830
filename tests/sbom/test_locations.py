from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sbom.locations import (
    MAX_LENGTH,
    folder_name,
    is_installed,
    is_location,
    is_outside,
    normalise,
)


@pytest.mark.parametrize(
    "text",
    [
        "node_modules/a",
        "node_modules/@s/a/node_modules/b",
        "packages/x",
        "../a",
        "../../a/b",
        "a.b",
    ],
)
def test_npm_s_locations_are_locations(text: str) -> None:
    assert is_location(text)


@pytest.mark.parametrize(
    "text",
    [
        "/etc/passwd",
        "node_modules/../../x",
        "node_modules/a/..",
        "./a",
        "a//b",
        "a/",
        "a\\b",
        "C:/x",
        "node_modules/a\x00",
        "node_modules/a\nb",
        "node_modules/\u202e",
        "x" * (MAX_LENGTH + 1),
    ],
)
def test_other_paths_are_no_locations(text: str) -> None:
    assert not is_location(text)


def test_the_greatest_length_is_a_location() -> None:
    assert is_location("x" * MAX_LENGTH)


@pytest.mark.parametrize(
    ("path", "expected"),
    [("./a/../b", "b"), ("../a/../../b", "../../b"), ("", ""), ("/a", None), ("a\x01", None)],
)
def test_normalises_relative_paths(path: str, expected: str | None) -> None:
    assert normalise(path) == expected


@pytest.mark.parametrize(
    ("location", "name", "installed"),
    [
        ("node_modules/a", "a", True),
        ("node_modules/a/node_modules/@s/b", "@s/b", True),
        ("packages/a", "a", False),
        ("packages/@s/b", "@s/b", False),
        ("node_modules/n/o", "o", False),
        ("a", "a", False),
    ],
)
def test_tells_the_folder_s_name(location: str, name: str, *, installed: bool) -> None:
    assert folder_name(location) == name
    assert is_installed(location) is installed


def test_tells_what_lies_outside() -> None:
    assert is_outside("..")
    assert is_outside("../a")
    assert not is_outside("..a")


@given(st.text(max_size=40))
def test_what_is_normalised_stays_so(path: str) -> None:
    normal = normalise(path)
    assert normal is None or normalise(normal) == normal
