from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor import semver
from auditor.semver import LOWEST, MAX_LENGTH, MAX_NUMBER, Key

# Each row ascends, as npm orders it.
ASCENDING = [
    ("0.0.0-foo", "0.0.0", "0.0.1"),
    ("0.9.0", "0.9.9", "0.10.0", "0.99.0", "1.0.0"),
    ("1.2.3-4", "1.2.3-4-foo", "1.2.3"),
    ("1.2.3-5", "1.2.3-5-Foo", "1.2.3-5-foo"),
    ("1.2.3-a", "1.2.3-a.5", "1.2.3-a.10", "1.2.3-a.b"),
    ("1.2.3-R2", "1.2.3-r100", "1.2.3-r2"),
    ("1.2.3-a.b.c.5.d.100", "1.2.3-a.b.c.10.d.5"),
    ("2.7.2+asdf", "3.0.0"),
    ("5.0.0-alpha", "5.0.0-alpha.1", "5.0.0-beta.3", "5.0.0-beta.10", "5.0.0"),
    ("1.4.4-lts.1", "1.4.4", "1.4.5-lts.1"),
    ("2.0.0-5", "2.0.0-10", "2.0.0-rc.1"),
    ("2.0.0-Alpha", "2.0.0-al", "2.0.0-alpha"),
    ("1.0.0-9007199254740990", "1.0.0-9007199254740991", "1.0.0-99007199254740993", "1.0.0-a"),
    ("1.0.0-1", "1.0.0--1", "1.0.0-a"),
]

SAME = [
    ("1.2.3", "v1.2.3", "=1.2.3", " v 1.2.3", "= 1.2.3\n", "\u00a01.2.3\ufeff", "vv1.2.3"),
    ("1.2.3-beta", "v1.2.3-beta", " = 1.2.3-beta+other", "1.2.3beta"),
    ("1.2.3+build", "1.2.3", "1.2.3+other.1-x"),
    ("1.2.3-01", "1.2.3-1"),
    ("01.02.03", "1.2.3"),
    ("1.2.34.5", "1.2.3-4.5"),
    ("1.2.3-", "1.2.3--"),
]

NO_VERSIONS = [
    "",
    "latest",
    "hello, world",
    "4.17",
    "1.2.3.4",
    "1.2.3-a..b",
    "1.2.3+",
    "1.2.3-b_c",
    "^1.2.3",
    "1.2.x",
    "\x1c1.2.3",  # white space for Python, not for JavaScript
    "\u0661.2.3",
    "git+ssh://git@example.invalid/ws.git",
    "9007199254740992.0.0",
    "0.9007199254740992.0",
    "0.0.9007199254740992",
]

# Mostly versions, with every liberty that npm takes.
part = st.one_of(
    st.integers(0, 2**54).map(str), st.from_regex(r"[0-9A-Za-z-]{1,5}", fullmatch=True)
)
versions = st.builds(
    lambda core, tail: ".".join(map(str, core)) + ("-" + ".".join(tail) if tail else ""),
    st.tuples(*[st.integers(0, 3)] * 3),
    st.lists(part, max_size=3),
)


def key(version: str) -> Key:
    found = semver.key(version)
    assert found is not None, version
    return found


@pytest.mark.parametrize("row", ASCENDING, ids=lambda row: row[0])
def test_orders_versions_as_npm_does(row: tuple[str, ...]) -> None:
    keys = [key(version) for version in row]
    assert keys == sorted(set(keys))


@pytest.mark.parametrize("row", SAME, ids=lambda row: row[0])
def test_spellings_of_one_version_are_equal(row: tuple[str, ...]) -> None:
    assert len({key(version) for version in row}) == 1


@pytest.mark.parametrize("version", NO_VERSIONS)
def test_what_npm_refuses_has_no_key(version: str) -> None:
    assert semver.key(version) is None


def test_length_and_numbers_are_limited_as_in_npm() -> None:
    longest = "1.2.3-" + "a" * (MAX_LENGTH - 6)
    assert semver.key(longest) is not None
    assert semver.key(longest + "a") is None
    assert semver.key(f"{MAX_NUMBER}.0.0") is not None
    assert semver.key(f"{MAX_NUMBER + 1}.0.0") is None


@pytest.mark.parametrize("version", ["1.2.3", "v1.2.3-a.0+b.01", " 0.0.0-0a\t"])
def test_a_strict_version_is_spelled_as_the_specification_has_it(version: str) -> None:
    assert semver.is_strict(version)


@pytest.mark.parametrize("version", ["=1.2.3", "01.2.3", "1.2.3beta", "1.2.3-01", "1.2", "vv1.2.3"])
def test_what_only_npm_takes_is_not_strict(version: str) -> None:
    assert not semver.is_strict(version)


def test_a_release_is_no_prerelease() -> None:
    assert semver.is_release(key("1.2.3+build"))
    assert not semver.is_release(key("1.2.3-0"))


def test_introduced_zero_is_below_every_prerelease() -> None:
    assert key("0.0.0-0") > LOWEST


@given(versions, versions, versions)
def test_the_order_is_total(one: str, two: str, three: str) -> None:
    a, b, c = key(one), key(two), key(three)
    assert (a < b) + (a == b) + (a > b) == 1
    if a <= b <= c:
        assert a <= c


@given(versions, st.from_regex(r"[0-9A-Za-z-]{1,9}", fullmatch=True))
def test_build_metadata_never_matters(version: str, build: str) -> None:
    assert key(f"{version}+{build}") == key(version)


@given(st.text(max_size=300))
def test_any_text_has_a_key_or_none(text: str) -> None:
    found = semver.key(text)
    assert found is None or found > LOWEST
