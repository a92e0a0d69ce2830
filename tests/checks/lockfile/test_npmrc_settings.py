from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.checks.lockfile.npmrc_settings import Setting, host_of, last, read_settings


def read_one(line: str) -> Setting:
    (setting,) = read_settings(line.encode())
    return setting


@pytest.mark.parametrize(
    ("line", "key", "value"),
    [
        ("ignore-scripts=true", "ignore-scripts", "true"),
        ("  save-exact = true  ; always", "save-exact", "true"),
        ("save-exact", "save-exact", "true"),
        ('registry="https://registry.example/"', "registry", "https://registry.example/"),
        ("prefix='a;b'", "prefix", "a;b"),
        (r"prefix=a\;b # c", "prefix", "a;b"),
        ('prefix="a\\q"', "prefix", "a\\q"),
        ("omit[]=dev", "omit", "dev"),
        ("@acme:registry=https://npm.acme.example", "@acme:registry", "https://npm.acme.example"),
        ("\ufeffaudit=false", "audit", "false"),
    ],
)
def test_reads_a_line_as_npm_does(line: str, key: str, value: str) -> None:
    setting = read_one(line)
    assert (setting.key, setting.value) == (key, value)


def test_comments_blank_lines_and_sections_hold_no_settings() -> None:
    text = b"; one\n# two\n\n \r\na=1\r[section]\nb=2\n"
    assert read_settings(text) == (Setting("a", "1", 5),)


def test_the_last_of_two_counts() -> None:
    settings = read_settings(b"audit=true\naudit=false\n")
    assert last(settings)["audit"] == Setting("audit", "false", 2)


@pytest.mark.parametrize(
    "key",
    ["_authToken", "//registry.example/:_authToken", "_auth", "//r.example/:_password", "key"],
)
def test_a_secret_is_forgotten_while_it_is_read(key: str) -> None:
    setting = read_one(f"{key}=npm_verysecret")
    assert (setting.secret, setting.given, setting.variable) == (True, True, False)
    assert "npm_verysecret" not in repr(setting)


def test_a_value_from_the_environment_is_told_from_a_literal() -> None:
    assert read_one("_authToken=${NPM_TOKEN}").variable
    assert not read_one("_authToken=").given
    assert not read_one("cafile=null").given


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://registry.example/npm/", "registry.example"),
        ("https://user:word@Registry.Example:8443/", "registry.example:8443"),
        ("//[::1", ""),
        ("registry", ""),
    ],
)
def test_finds_the_host_of_an_address(address: str, host: str) -> None:
    assert host_of(address) == host


@given(st.binary(max_size=200))
def test_any_bytes_are_settings_or_none(data: bytes) -> None:
    for setting in read_settings(data):
        assert setting.line > 0
        assert not (setting.secret and setting.value)
