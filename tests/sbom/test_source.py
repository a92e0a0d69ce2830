from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sbom.source import (
    MAX_ADDRESS_LENGTH,
    clean_range,
    read_address,
    read_git_shortcut,
    vcs_url,
)

SECRET = "s3cretpw"  # noqa: S105 - the canary that must not be shown


@pytest.mark.parametrize(
    ("address", "base", "name", "file"),
    [
        ("https://r.example/a/-/a-1.0.0.tgz", "https://r.example", "a", "a-1.0.0.tgz"),
        ("http://r.example:4873/@s/a/-/a-1.tgz", "http://r.example:4873", "@s/a", "a-1.tgz"),
        ("https://r.example/@s%2fa/-/a-1.tgz", "https://r.example", "@s/a", "a-1.tgz"),
        ("https://r.example/api/npm/x/a/-/a-1.tgz", "https://r.example/api/npm/x", "a", "a-1.tgz"),
        ("https://r.example/x!/@s/a/-/@s/a-1.tgz", "https://r.example/x!", "@s/a", "a-1.tgz"),
    ],
)
def test_registry_tarballs_are_taken_apart(address: str, base: str, name: str, file: str) -> None:
    found = read_address(address)
    assert (found.form, found.url, found.credentials) == ("registry", address, False)
    assert (found.base, found.name, found.file) == (base, name, file)


@pytest.mark.parametrize(
    ("address", "form", "shown"),
    [
        (
            f"https://user:{SECRET}@r.example/a/-/a-1.tgz",
            "registry",
            "https://r.example/a/-/a-1.tgz",
        ),
        (f"https://{SECRET}@r.example/a.tgz", "tarball", "https://r.example/a.tgz"),
        (
            f"https://r.example/a/-/a-1.tgz?token={SECRET}",
            "registry",
            "https://r.example/a/-/a-1.tgz",
        ),
        (f"git+https://{SECRET}@h.example/o/r.git#abc", "git", "git+https://h.example/o/r.git#abc"),
        (
            f"git+https://h.example/o/r.git?k={SECRET}#abc",
            "git",
            "git+https://h.example/o/r.git#abc",
        ),
        (f"git+ssh://git:{SECRET}@h.example/o/r.git", "git", "git+ssh://h.example/o/r.git"),
        (f"https://{SECRET}@h.example/o/r.git#abc", "git", "git+https://h.example/o/r.git#abc"),
        (f"{SECRET}@h.example:o/r.git#abc", "git", "git+ssh://h.example/o/r.git#abc"),
        (f"https://user:half/{SECRET}@r.example/a.tgz", "unknown", None),
        (f"weird://{SECRET}@h.example/", "unknown", None),
        (f"nothing like it {SECRET}@x", "unknown", None),
        (f"https://a@b:{SECRET}@r.example/a.tgz", "tarball", "https://r.example/a.tgz"),
    ],
)
def test_credentials_are_removed_and_reported(address: str, form: str, shown: str | None) -> None:
    found = read_address(address)
    assert (found.form, found.url, found.credentials) == (form, shown, True)


@pytest.mark.parametrize(
    ("address", "form", "shown"),
    [
        ("git+ssh://git@h.example/o/r.git#abc", "git", "git+ssh://git@h.example/o/r.git#abc"),
        ("ssh://git@h.example/o/r.git", "git", "git+ssh://git@h.example/o/r.git"),
        ("git+ssh://git@h.example:o/r.git", "git", "git+ssh://git@h.example:o/r.git"),
        ("https://[::1]:8080/a.tgz", "tarball", "https://[::1]:8080/a.tgz"),
        ("git@h.example:o/r.git#abc", "git", "git+ssh://git@h.example/o/r.git#abc"),
        ("git://h.example/o/r.git#a b", "git", "git://h.example/o/r.git"),
        ("https://h.example/a b.tgz", "tarball", "https://h.example/a%20b.tgz"),
        ("https://h.example/x.tgz#sha1", "tarball", "https://h.example/x.tgz"),
        ("https://h.example/-/x.tgz", "tarball", "https://h.example/-/x.tgz"),
        ("file:../a.tgz", "file", "file:../a.tgz"),
        ("nothing like it", "unknown", "nothing like it"),
        ("x" * (MAX_ADDRESS_LENGTH + 1), "unknown", None),
    ],
)
def test_addresses_without_credentials_are_kept(address: str, form: str, shown: str) -> None:
    found = read_address(address)
    assert (found.form, found.url, found.credentials) == (form, shown, False)


def test_an_address_of_the_greatest_length_is_read() -> None:
    address = "https://h.example/".ljust(MAX_ADDRESS_LENGTH, "x")
    assert read_address(address).url == address


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("github:o/r#c", "git+ssh://git@github.com/o/r.git#c"),
        ("gitlab:o/r", "git+ssh://git@gitlab.com/o/r.git"),
        ("bitbucket:o/r.git#c", "git+ssh://git@bitbucket.org/o/r.git#c"),
        ("o/r#c", "git+ssh://git@github.com/o/r.git#c"),
        ("https://h.example/o/r", None),
    ],
)
def test_shortcuts_of_git_hosts_are_expanded(text: str, expected: str | None) -> None:
    assert read_git_shortcut(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("^1.0.0", "^1.0.0"),
        ("npm:@s/a@^1", "npm:@s/a@^1"),
        ("file:../a", "file:../a"),
        (f"git+https://{SECRET}@h.example/o.git", "git+https://h.example/o.git"),
        (f"{SECRET}@", "(an address that is not shown)"),
        ("a\x1bb", "a\ufffdb"),
    ],
)
def test_ranges_are_shown_without_credentials(text: str, expected: str) -> None:
    assert clean_range(text) == expected


def test_a_commit_stands_behind_an_at_sign_in_spdx_form() -> None:
    assert vcs_url("git+ssh://git@h/o.git#c") == "git+ssh://git@h/o.git@c"
    assert vcs_url("https://h/o.git") == "git+https://h/o.git"


@given(st.text(max_size=60))
def test_reading_an_address_again_changes_nothing(text: str) -> None:
    shown = read_address(text).url
    if shown is not None:
        again = read_address(shown)
        assert (again.url, again.credentials) == (shown, False)


@given(st.text(st.characters(exclude_characters="@/?#\\:[]"), min_size=1).map(SECRET.__add__))
def test_user_information_never_survives(user: str) -> None:
    for scheme in ("https", "git+https", "git+ssh", "ssh", "git", "http", "other"):
        found = read_address(f"{scheme}://{user}@h.example/a/-/a-1.tgz")
        assert SECRET not in (found.url or "")
        assert found.credentials
