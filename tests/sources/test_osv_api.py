from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from loopback import Reply, Request, Server
from osv_mirror import Json, record

from auditor.errors import SourceError
from auditor.model import Gap
from auditor.sources import osv_api, silent
from auditor.sources.http import Patience
from auditor.sources.osv_api import BATCH, OnlineAdvisories

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
QUICK = Patience(connect_s=1, read_s=0.5, total_s=2, backoff_s=0)


class Service:
    """The two calls of the API, over a few records; ``page`` ids per page."""

    def __init__(self, server: Server, *records: Json, page: int = 100) -> None:
        self.by_name: dict[str, list[str]] = {}
        self.page = page
        self.batches: list[list[Json]] = []
        server.replies["/v1/querybatch"] = self.answer
        for one in records:
            server.replies[f"/v1/vulns/{one['id']}"] = Reply(json.dumps(one).encode())
            for entry in one["affected"]:
                self.by_name.setdefault(entry["package"]["name"], []).append(one["id"])

    def answer(self, request: Request) -> Reply:
        self.batches.append(json.loads(request.body)["queries"])
        results = [self.one(query) for query in self.batches[-1]]
        return Reply(json.dumps({"results": results}).encode())

    def one(self, query: Json) -> Json:
        ids = self.by_name.get(query["package"]["name"], [])
        start = int(query.get("page_token", "0"))
        vulns = [{"id": one, "modified": "x"} for one in ids[start : start + self.page]]
        end = start + self.page
        return {"vulns": vulns, **({"next_page_token": str(end)} if end < len(ids) else {})}


@pytest.fixture
def server() -> Iterator[Server]:
    with Server().running() as running:
        yield running


def online(server: Server) -> OnlineAdvisories:
    return OnlineAdvisories(now=NOW, progress=silent, service=server.url, patience=QUICK)


def test_returns_the_advisories_about_the_asked_names(server: Server) -> None:
    Service(server, record("GHSA-1", "lodash"), record("GHSA-2", "express"))
    source = online(server)
    store = source.lookup(["lodash", "left-pad"])
    assert source.available
    assert {name: [one.id for one in some] for name, some in store.advisories.items()} == {
        "lodash": ["GHSA-1"]
    }
    assert (store.origin, store.complete, store.records) == (server.url, True, 1)
    assert store.as_of == "2026-11-22T12:00:00.000000000Z"


def test_sends_names_alone_and_at_most_a_batch_of_them(server: Server) -> None:
    service = Service(server)
    online(server).lookup([f"package-{number}" for number in range(BATCH + 1)])
    assert [len(batch) for batch in service.batches] == [BATCH, 1]
    assert service.batches[1] == [{"package": {"name": "package-999", "ecosystem": "npm"}}]


def test_follows_every_page(server: Server) -> None:
    records = [record(f"GHSA-{number}", "lodash") for number in range(7)]
    service = Service(server, *records, page=3)
    store = online(server).lookup(["lodash"])
    assert len(store.advisories["lodash"]) == 7
    assert [batch[0].get("page_token") for batch in service.batches] == [None, "3", "6"]


def test_a_record_that_cannot_be_read_is_a_gap(server: Server) -> None:
    Service(server, record("GHSA-1", "lodash"))
    server.replies["/v1/vulns/GHSA-1"] = Reply(b"[]")
    store = online(server).lookup(["lodash"])
    assert store.gaps == (Gap("GHSA-1", "the document is no JSON object"),)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{}",
        b'{"results": []}',
        b'{"results": [{}, {}]}',
        b'{"results": [7]}',
        b'{"results": [{"vulns": [{}]}]}',
        b'{"results": [{"vulns": [{"id": 7}]}]}',
        b'{"results": [{"next_page_token": 7}]}',
        b"[" * 100_000,
    ],
)
def test_an_answer_of_another_shape_is_one_sentence(server: Server, body: bytes) -> None:
    server.replies["/v1/querybatch"] = Reply(body)
    with pytest.raises(SourceError, match="the answer is not what OSV defines"):
        online(server).lookup(["lodash"])


def test_an_answer_without_end_is_left(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(osv_api, "MAX_ROUNDS", 3)
    reply = Reply(b'{"results": [{"next_page_token": "again"}]}')
    server.replies["/v1/querybatch"] = reply
    with pytest.raises(SourceError, match="the answer does not end"):
        online(server).lookup(["lodash"])


def test_more_advisories_than_the_limit_are_refused(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    Service(server, *(record(f"GHSA-{number}", "lodash") for number in range(3)))
    monkeypatch.setattr(osv_api, "MAX_ADVISORIES", 3)
    assert online(server).lookup(["lodash"]).records == 3
    monkeypatch.setattr(osv_api, "MAX_ADVISORIES", 2)
    with pytest.raises(SourceError, match="more than 2 advisories"):
        online(server).lookup(["lodash"])


def test_the_whole_lookup_has_a_time_limit(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    Service(server)
    monkeypatch.setattr(osv_api, "MAX_TOTAL_S", -1.0)
    with pytest.raises(SourceError, match="takes longer than"):
        online(server).lookup(["lodash"])


@pytest.mark.parametrize("reply", [Reply(status=404), Reply(status=500), Reply(b"{", declared=9)])
def test_a_record_that_cannot_be_had_fails_the_lookup(server: Server, reply: Any) -> None:
    Service(server, record("GHSA-1", "lodash"))
    server.replies["/v1/vulns/GHSA-1"] = reply
    with pytest.raises(SourceError):
        online(server).lookup(["lodash"])
