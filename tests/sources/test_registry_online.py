from __future__ import annotations

import json
import time
import tracemalloc
from collections.abc import Iterator

import pytest
from loopback import Reply, Request, Server

from auditor.errors import SourceError, UsageError
from auditor.model import Gap
from auditor.sources import silent
from auditor.sources.http import Patience
from auditor.sources.npm import RegistrySource
from auditor.sources.registry_online import (
    MAX_ATTESTATIONS_BYTES,
    MAX_COMMAS,
    MAX_CONTAINERS,
    MAX_FAILURES,
    MAX_PACKUMENT_BYTES,
    OnlineRegistry,
)

QUICK = Patience(connect_s=0.5, read_s=0.5, total_s=0.6, backoff_s=0.0)


@pytest.fixture
def server() -> Iterator[Server]:
    with Server().running() as running:
        yield running


def registry(server: Server, patience: Patience = QUICK) -> OnlineRegistry:
    return OnlineRegistry(f"{server.url}/", progress=silent, patience=patience)


def test_a_package_is_asked_for_by_its_encoded_name(server: Server) -> None:
    server.replies["/@scope%2Fx"] = Reply(b"{}")
    found = registry(server).packument("@scope/x")
    assert found is not None
    assert (found.data, found.origin) == (b"{}", f"{server.url}/@scope%2Fx")


def test_odd_names_stay_below_the_registry(server: Server) -> None:
    for name in ("../../etc", "a?b#c", "\ud800"):
        assert registry(server).packument(name) is None
    assert server.paths == ["/..%2F..%2Fetc", "/a%3Fb%23c", "/%ED%A0%80"]


def test_what_the_registry_does_not_hold_is_nothing(server: Server) -> None:
    assert registry(server).packument("a") is None
    assert registry(server).attestations("a", "1.0.0") is None
    assert server.paths == ["/a", "/-/npm/v1/attestations/a@1.0.0"]


def test_a_document_that_is_too_large_is_asked_for_in_its_short_form(server: Server) -> None:
    def answer(request: Request) -> Reply:
        short = "install-v1" in request.headers.get("Accept", "")
        return Reply(b"{}" if short else b" " * (MAX_PACKUMENT_BYTES + 1))

    server.replies["/a"] = answer
    found = registry(server, Patience()).packument("a")
    assert found is not None
    assert found.data == b"{}"


def test_the_largest_document_is_taken_and_one_byte_more_is_not(server: Server) -> None:
    path = "/-/npm/v1/attestations/a@1.0.0"
    server.replies[path] = Reply(b" " * MAX_ATTESTATIONS_BYTES)
    found = registry(server, Patience()).attestations("a", "1.0.0")
    assert found is not None
    server.replies[path] = Reply(b" " * (MAX_ATTESTATIONS_BYTES + 1))
    with pytest.raises(SourceError, match="larger than 1,048,576 bytes"):
        registry(server, Patience()).attestations("a", "1.0.0")


@pytest.mark.parametrize(
    ("most", "one"), [(MAX_CONTAINERS, b"{"), (MAX_CONTAINERS, b"["), (MAX_COMMAS, b",")]
)
def test_a_document_of_too_many_parts_is_not_parsed(server: Server, most: int, one: bytes) -> None:
    server.replies["/a"] = Reply(one * most)
    assert registry(server, Patience()).packument("a") is not None
    server.replies["/a"] = Reply(one * (most + 1))
    with pytest.raises(SourceError, match="more members than are read"):
        registry(server, Patience()).packument("a")


def test_fifty_megabytes_of_unknown_length_are_refused_while_they_come(server: Server) -> None:
    # The declared length is believed only where it is too large.
    server.replies["/a"] = Reply(b" " * 50 * 2**20, declared=MAX_PACKUMENT_BYTES + 2**20)
    tracemalloc.start()
    try:
        with pytest.raises(SourceError, match="larger than"):
            registry(server, Patience()).packument("a")
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 64 * 2**20


def test_a_slow_drip_ends_at_the_deadline(server: Server) -> None:
    server.replies["/a"] = Reply(b" " * 100, pause_s=0.1, piece=1)
    started = time.monotonic()
    with pytest.raises(SourceError, match=r"longer than 0\.6 seconds|too slow"):
        registry(server).packument("a")
    assert time.monotonic() - started < 60


def test_a_redirect_is_followed_on_the_same_host_alone(server: Server) -> None:
    server.replies["/a"] = Reply(status=302, headers={"Location": "/b"})
    server.replies["/b"] = Reply(b"{}")
    assert registry(server).packument("a") is not None
    server.replies["/a"] = Reply(status=302, headers={"Location": "http://127.0.0.1:9/b"})
    with pytest.raises(SourceError, match="this host is none that may be asked"):
        registry(server).packument("a")


def test_addresses_that_a_document_gives_are_never_asked(server: Server) -> None:
    pointer = {"url": "http://127.0.0.1:9/x", "provenance": {}}
    document = {"name": "a", "versions": {"1.0.0": {"dist": {"attestations": pointer}}}}
    server.replies["/a"] = Reply(json.dumps(document).encode())
    source = RegistrySource(registry(server))
    assert source.lookup(["a"]).packages["a"].releases["1.0.0"].attested
    assert source.attestations([("a", "1.0.0")]) == {("a", "1.0.0"): None}
    assert server.paths[-1] == "/-/npm/v1/attestations/a@1.0.0"


def test_a_registry_that_fails_again_and_again_is_left_alone(server: Server) -> None:
    names = [f"p{number:02}" for number in range(MAX_FAILURES + 10)]
    for name in names:
        server.replies[f"/{name}"] = Reply(status=403)
    failures = RegistrySource(registry(server)).lookup(names).failures
    assert len(failures) == len(names)
    assert MAX_FAILURES <= len(server.requests) <= MAX_FAILURES + OnlineRegistry.workers
    assert any("20 times in a row" in reason for reason in failures.values())


def test_one_answer_in_between_and_the_registry_is_asked_on(server: Server) -> None:
    asked = registry(server)
    for number in range(2 * MAX_FAILURES):
        server.replies[f"/{number}"] = Reply(status=200 if number % 5 == 0 else 403, body=b"{}")
        if number % 5 == 0:
            assert asked.packument(str(number)) is not None
        else:
            with pytest.raises(SourceError, match="status 403"):
                asked.packument(str(number))


def test_failures_are_kept_and_not_asked_for_again(server: Server) -> None:
    server.replies["/-/npm/v1/attestations/a@1.0.0"] = Reply(status=403)
    source = RegistrySource(registry(server))
    first = source.attestations([("a", "1.0.0")])
    assert isinstance(first["a", "1.0.0"], Gap)
    assert source.attestations([("a", "1.0.0")]) == first
    assert len(server.requests) == 1


def test_an_address_that_is_not_encrypted_is_refused() -> None:
    with pytest.raises(UsageError, match="only encrypted"):
        OnlineRegistry("http://registry.example", progress=silent)


def test_a_document_about_another_package_is_not_used(server: Server) -> None:
    server.replies["/a"] = Reply(b'{"name": "b", "versions": {}}')
    found = RegistrySource(registry(server)).lookup(["a"])
    assert not found.packages
    assert found.failures["a"].endswith("/a: the document is not about this package")


def test_a_registry_that_takes_too_long_in_all_is_left_alone(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = registry(server)
    assert asked.packument("a") is None
    monkeypatch.setattr(time, "monotonic", lambda: 10.0**12)
    with pytest.raises(SourceError, match="longer than 900 seconds"):
        asked.packument("b")
    assert server.paths == ["/a"]
