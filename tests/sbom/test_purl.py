from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sbom.purl import default_registry, npm_purl, read_npm_purl


@pytest.mark.parametrize(
    ("name", "version", "expected"),
    [
        ("foobar", "12.3.1", "pkg:npm/foobar@12.3.1"),
        ("@angular/animation", "12.3.1", "pkg:npm/%40angular/animation@12.3.1"),
        ("JSONStream", "1.3.5", "pkg:npm/JSONStream@1.3.5"),
        ("@Scope/Thing", None, "pkg:npm/%40Scope/Thing"),
        ("a", "1.0.0+b:c", "pkg:npm/a@1.0.0%2Bb:c"),
        ("a b", "1", "pkg:npm/a%20b@1"),
    ],
)
def test_writes_the_canonical_form_and_keeps_case(
    name: str, version: str | None, expected: str
) -> None:
    assert npm_purl(name, version) == expected


def test_qualifiers_are_sorted_and_their_slashes_encoded() -> None:
    purl = npm_purl("a", "1", [("vcs_url", "git+https://h/o.git@c"), ("download_url", "x y")])
    assert purl == "pkg:npm/a@1?download_url=x%20y&vcs_url=git%2Bhttps:%2F%2Fh%2Fo.git%40c"


def test_reads_what_it_wrote() -> None:
    purl = npm_purl("@a/b", "1+x", [("vcs_url", "git://h/o@c")])
    assert read_npm_purl(purl) == ("@a/b", "1+x", {"vcs_url": "git://h/o@c"})


def test_reads_a_purl_without_version_and_ignores_a_subpath() -> None:
    assert read_npm_purl("pkg:npm/a#lib") == ("a", None, {})


def test_another_type_is_no_npm_purl() -> None:
    assert read_npm_purl("pkg:pypi/a@1") is None


def test_the_default_registry_is_an_address_without_a_trailing_slash() -> None:
    address = default_registry()
    assert address.startswith("https://")
    assert not address.endswith("/")


@given(st.text(min_size=1, max_size=30).filter(lambda name: "/" not in name), st.text(max_size=20))
def test_any_name_and_version_survive(name: str, version: str) -> None:
    try:
        (name + version).encode()
    except UnicodeEncodeError:
        return
    assert read_npm_purl(npm_purl(name, version)) == (name, version or None, {})
