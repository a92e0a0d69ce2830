from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from builders import write_tree

from auditor.errors import DataError
from auditor.sources.npm_keys import MAX_KEYS, SIGNATURES, Key, read_keys, read_time


def keys_file(folder: Path, value: object) -> Path:
    return write_tree(folder, {"keys.json": json.dumps(value)}) / "keys.json"


def test_the_shipped_keys_have_uses_windows_and_a_date() -> None:
    ring = read_keys(None)
    assert ring.origin == "shipped"
    assert datetime.fromisoformat(ring.as_of) < datetime(2100, 1, 1)  # noqa: DTZ001 -- a date
    signing = [key for key in ring.keys if key.usage == SIGNATURES]
    assert len(signing) == 2
    assert sum(key.end is None for key in signing) == 1


def test_reads_the_form_of_sigstores_tuf_target(tmp_path: Path) -> None:
    window = {"start": "2025-01-13T00:00:00.000Z"}
    public = {"rawBytes": "AAEC", "keyDetails": "PKIX_ECDSA_P256_SHA_256", "validFor": window}
    item = {"keyId": "SHA256:a", "keyUsage": "npm:attestations", "publicKey": public}
    ring = read_keys(keys_file(tmp_path, {"keys": [item]}))
    start = datetime(2025, 1, 13, tzinfo=UTC)
    assert ring.keys == (Key("SHA256:a", "npm:attestations", b"\x00\x01\x02", start, None),)
    assert ring.find("SHA256:a", SIGNATURES) is None
    assert ring.find("SHA256:a", "npm:attestations") == ring.keys[0]


def test_reads_what_a_registry_answers(tmp_path: Path) -> None:
    item = {
        "keyid": "SHA256:a",
        "keytype": "ecdsa-sha2-nistp256",
        "scheme": "ecdsa-sha2-nistp256",
        "key": "AAEC",
        "expires": "2025-01-29T00:00:00.000Z",
    }
    ring = read_keys(keys_file(tmp_path, {"keys": [item, item | {"scheme": "ed25519"}]}))
    end = datetime(2025, 1, 29, tzinfo=UTC)
    assert ring.keys == (Key("SHA256:a", SIGNATURES, b"\x00\x01\x02", None, end),)
    assert (ring.as_of, ring.origin) == ("", "keys.json")


def test_a_public_key_without_a_window_is_unbounded(tmp_path: Path) -> None:
    item = {"keyId": "a", "keyUsage": "x", "publicKey": {"rawBytes": "AA==", "validFor": 3}}
    (key,) = read_keys(keys_file(tmp_path, {"keys": [item]})).keys
    assert (key.start, key.end) == (None, None)


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ([], "keys is no list"),
        ({}, "keys is no list"),
        ({"keys": [{}] * (MAX_KEYS + 1)}, "keys is no list of at most 100 keys"),
        ({"keys": [1]}, r"keys\[0\] is no object"),
        ({"keys": [{"keyid": 1, "key": "AA=="}]}, "keyid or usage is no text"),
        ({"keys": [{"keyid": "a"}]}, "there is no key"),
        ({"keys": [{"keyid": "a", "key": "A A="}]}, "the key is no base64"),
        ({"keys": [{"keyid": "a", "key": "AA==", "end": "soon"}]}, "bound of the validity"),
    ],
)
def test_a_malformed_file_of_keys_says_where(tmp_path: Path, value: object, message: str) -> None:
    with pytest.raises(DataError, match=message):
        read_keys(keys_file(tmp_path, value))


def test_keys_that_cannot_be_read_are_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no such file"):
        read_keys(tmp_path / "none.json")
    with pytest.raises(DataError, match="this is a folder"):
        read_keys(tmp_path)
    write_tree(tmp_path, {"huge.json": b" " * (2**20 + 1), "cut.json": b'{"keys": ['})
    with pytest.raises(DataError, match="larger than"):
        read_keys(tmp_path / "huge.json")
    with pytest.raises(DataError, match="ends too early"):
        read_keys(tmp_path / "cut.json")


@pytest.mark.parametrize("value", [None, 3, "", "soon", "2025-01-01", "2025-01-01T00:00:00"])
def test_a_time_without_an_offset_is_none(value: object) -> None:
    assert read_time(value) is None
