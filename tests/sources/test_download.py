from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from loopback import Reply, Request, Server

from auditor.errors import SourceError
from auditor.sources.download import ATTEMPTS, download
from auditor.sources.http import HttpClient, Patience

BODY = os.urandom(3 * 2**20)
QUICK = Patience(connect_s=1, read_s=0.5, total_s=5, backoff_s=0)


@pytest.fixture
def server() -> Iterator[Server]:
    with Server().running() as running:
        yield running


def fetch(server: Server, file: Path, *, max_bytes: int = len(BODY)) -> list[tuple[int, int]]:
    told: list[tuple[int, int]] = []
    client = HttpClient({server.host}, QUICK)
    url = f"{server.url}/a"
    download(client, url, file, max_bytes=max_bytes, tell=lambda *sizes: told.append(sizes))
    return told


def ranges(server: Server) -> list[str | None]:
    return [request.headers.get("Range") for request in server.requests]


def test_fetches_a_file_and_tells_how_far_it_is(server: Server, tmp_path: Path) -> None:
    server.replies["/a"] = Reply(BODY, ranges=True)
    told = fetch(server, tmp_path / "a")
    assert (tmp_path / "a").read_bytes() == BODY
    assert len(told) >= 2
    assert all(0 < here <= total == len(BODY) for here, total in told)


def test_what_is_whole_already_is_not_fetched_again(server: Server, tmp_path: Path) -> None:
    server.replies["/a"] = Reply(BODY, ranges=True)
    fetch(server, tmp_path / "a")
    fetch(server, tmp_path / "a")
    assert ranges(server) == [None, f"bytes={len(BODY)}-"]
    assert (tmp_path / "a").read_bytes() == BODY


def test_a_file_that_changed_meanwhile_is_fetched_anew(server: Server, tmp_path: Path) -> None:
    server.replies["/a"] = Reply(BODY[:9], ranges=True)
    fetch(server, tmp_path / "a")
    server.replies["/a"] = Reply(BODY, ranges=True)
    fetch(server, tmp_path / "a")
    assert (tmp_path / "a").read_bytes() == BODY


@pytest.mark.parametrize("tag", ["", 'W/"weak"'])
def test_without_a_strong_tag_nothing_is_gone_on_with(
    server: Server, tmp_path: Path, tag: str
) -> None:
    server.replies["/a"] = Reply(BODY, headers={"ETag": tag})
    fetch(server, tmp_path / "a")
    fetch(server, tmp_path / "a")
    assert ranges(server) == [None, None]
    assert (tmp_path / "a").read_bytes() == BODY


@pytest.mark.parametrize(
    "odd",
    [
        Reply(BODY[5:], 206, {"Content-Range": "bytes 4-9/10"}),
        Reply(b"", 416, {"Content-Range": "bytes */4"}),
        Reply(b"", 416),
    ],
)
def test_an_answer_for_another_part_is_thrown_away(
    server: Server, tmp_path: Path, odd: Reply
) -> None:
    (tmp_path / "a").write_bytes(BODY[:5])
    (tmp_path / "a.etag").write_text(f'{{"url": "{server.url}/a", "tag": "\\"one\\""}}')
    server.replies["/a"] = lambda request: odd if "Range" in request.headers else Reply(BODY)
    fetch(server, tmp_path / "a")
    assert (tmp_path / "a").read_bytes() == BODY


def test_a_connection_that_breaks_is_taken_up_while_it_brings_something(
    server: Server, tmp_path: Path
) -> None:
    def reply(request: Request) -> Reply:
        start = int(request.headers.get("Range", "bytes=0-")[6:-1])
        span = f"bytes {start}-{len(BODY) - 1}/{len(BODY)}"
        headers = {"ETag": '"one"', "Content-Range": span}
        rest = BODY[start:]
        return Reply(rest[: 2**20], 206 if start else 200, headers, declared=len(rest))

    server.replies["/a"] = reply
    fetch(server, tmp_path / "a")
    assert (tmp_path / "a").read_bytes() == BODY
    assert len(server.requests) == ATTEMPTS


def test_a_connection_that_brings_nothing_is_given_up(server: Server, tmp_path: Path) -> None:
    server.replies["/a"] = Reply(b"", declared=9)
    with pytest.raises(SourceError, match="broke before the answer was whole"):
        fetch(server, tmp_path / "a")
    assert len(server.requests) == 1


def test_the_limit_counts_what_is_here_already(server: Server, tmp_path: Path) -> None:
    server.replies["/a"] = Reply(BODY, ranges=True)
    with pytest.raises(SourceError, match="is larger than"):
        fetch(server, tmp_path / "a", max_bytes=len(BODY) - 1)
    fetch(server, tmp_path / "a", max_bytes=len(BODY))
