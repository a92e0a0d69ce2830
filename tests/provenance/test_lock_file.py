from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from provenance.releases import ORIGIN, verified

from auditor.errors import DataError
from auditor.provenance import lock_file
from auditor.provenance.lock import lock_of
from auditor.provenance.lock_file import SCHEMA, read_lock, write_lock

LOCK = lock_of(
    [("@acme/widget", verified("1.4.0")), ("@acme/widget", verified("2.0.0", source_owner_id=None))]
)


def document() -> dict[str, Any]:
    value: dict[str, Any] = json.loads(write_lock(LOCK))
    return value


def pin(value: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = value["packages"]["@acme/widget"]["1"]
    return found


def refusal(value: object) -> str:
    text = value if isinstance(value, str) else json.dumps(value)
    with pytest.raises(DataError) as caught:
        read_lock(text.encode(), "provenance.lock")
    assert caught.value.hint == "write it with: auditor provenance pin"
    return caught.value.message


def test_what_is_written_is_read_back() -> None:
    read = read_lock(write_lock(LOCK).encode(), "provenance.lock")
    assert dict(read.pins["@acme/widget"]) == LOCK.pins["@acme/widget"]
    assert len(read.sha256) == 64


def test_the_file_is_plain_and_the_same_for_the_same_pins() -> None:
    again = lock_of([("@acme/widget", verified("1.4.0")), ("a", verified("1.0.0"))])
    other = lock_of([("a", verified("1.0.0")), ("@acme/widget", verified("1.4.0"))])
    assert write_lock(again) == write_lock(other)
    value = document()
    assert value["schema"] == SCHEMA
    assert pin(value)["established_on"] == "1.4.0"
    assert pin(value)["identity"]["source_repository_id"] == ORIGIN.source_repository_id
    assert "source_owner_id" not in value["packages"]["@acme/widget"]["2"]["identity"]


@pytest.mark.parametrize(
    ("place", "value", "message"),
    [
        (("schema",), "x", "provenance.lock: its schema is not auditor.provenance-lock/1"),
        (("extra",), 1, "provenance.lock: unknown key extra"),
        (("packages",), [], "provenance.lock: packages is no object"),
        (("packages", "a"), {}, "provenance.lock: packages.a: pins nothing"),
        (("packages", "a"), 1, "provenance.lock: packages.a is no object"),
        (("packages", "a"), {"1": 1}, "provenance.lock: packages.a.1 is no object"),
    ],
)
def test_a_wrong_place_is_named(place: tuple[str, ...], value: object, message: str) -> None:
    changed = document()
    here: Any = changed
    for step in place[:-1]:
        here = here[step]
    here[place[-1]] = value
    assert refusal(changed) == message


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        ("established_on", "2.0.0", ".established_on: is no version of this line"),
        ("established_on", "latest", ".established_on: is no version of this line"),
        ("established_on", 1, ".established_on is no text"),
        ("evidence", "sha256:AA", ".evidence: is no sha256 digest"),
        ("evidence", None, ".evidence is no text"),
        ("identity", None, ".identity is no object"),
        ("identity", {"subject": "x"}, ".identity: unknown key subject"),
        ("identity", {"issuer": 1}, ".identity.issuer is no text"),
        ("identity", {"issuer": "x"}, ".identity: source_repository is missing"),
        ("note", "x", ": unknown key note"),
    ],
)
def test_a_wrong_pin_is_named(key: str, value: object, message: str) -> None:
    changed = document()
    pin(changed)[key] = value
    assert refusal(changed) == f"provenance.lock: packages.@acme/widget.1{message}"


def test_a_name_that_occurs_twice_is_refused() -> None:
    twice = '{"schema": "x", "schema": "x"}'
    assert refusal(twice) == "provenance.lock: an object has two members of the same name"
    assert refusal("{") == "provenance.lock: this is not JSON in UTF-8"


def test_pins_are_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    data = write_lock(LOCK).encode()
    monkeypatch.setattr(lock_file, "MAX_PINS", 2)
    assert len(read_lock(data, "provenance.lock")) == 2
    monkeypatch.setattr(lock_file, "MAX_PINS", 1)
    with pytest.raises(DataError, match="more than 1 pins"):
        read_lock(data, "provenance.lock")


@given(
    st.sampled_from(["schema", "packages", "1", "established_on", "identity", "issuer"]),
    st.none() | st.booleans() | st.integers() | st.text(max_size=3) | st.just([]) | st.just({}),
)
def test_a_mutated_lock_is_read_or_refused(key: str, value: object) -> None:
    def mutate(item: Any) -> Any:
        if not isinstance(item, dict):
            return item
        return {name: value if name == key else mutate(one) for name, one in item.items()}

    with suppress(DataError):
        read_lock(json.dumps(mutate(document())).encode(), "provenance.lock")
