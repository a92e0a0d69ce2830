from __future__ import annotations

import base64
import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sbom.integrity import read_integrity, write_integrity
from sbom.model import Digest


def sri(algorithm: str, content: bytes = b"x") -> str:
    digest = hashlib.new(algorithm, content).digest()
    return f"{algorithm}-{base64.b64encode(digest).decode()}"


@pytest.mark.parametrize("algorithm", ["sha1", "sha256", "sha384", "sha512"])
def test_reads_each_algorithm_as_hex(algorithm: str) -> None:
    expected = hashlib.new(algorithm, b"x").hexdigest()
    assert read_integrity(sri(algorithm)) == ((Digest(algorithm, expected),), ())


def test_reads_all_of_several_and_drops_options() -> None:
    digests, invalid = read_integrity(f"{sri('sha512')}?option  {sri('sha1')}")
    assert [digest.algorithm for digest in digests] == ["sha1", "sha512"]
    assert invalid == ()


@pytest.mark.parametrize(
    "part",
    [
        "sha512-",
        "sha512-AAAA",
        "sha512",
        "md5-1B2M2Y8AsgTpgAmY7PhCfg==",
        sri("sha1").rstrip("="),
        sri("sha1").replace("=", "*"),
        "sha1-é",
    ],
)
def test_an_invalid_part_is_named_and_the_rest_kept(part: str) -> None:
    digests, invalid = read_integrity(f"{part} {sri('sha256')}")
    assert [digest.algorithm for digest in digests] == ["sha256"]
    assert invalid == (part,)


@given(st.text(max_size=80))
def test_what_is_written_reads_back(text: str) -> None:
    digests, _ = read_integrity(text)
    assert read_integrity(write_integrity(digests))[0] == digests


def test_writes_the_text_that_npm_writes() -> None:
    assert write_integrity(read_integrity(sri("sha512"))[0]) == sri("sha512")
