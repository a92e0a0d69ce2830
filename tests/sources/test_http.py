from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
from loopback import Reply, Server

from auditor.errors import SourceError, UsageError
from auditor.sources.http import MAX_REDIRECTS, HttpClient, Patience, host_of, shown

QUICK = Patience(connect_s=1, read_s=0.5, total_s=1.5, backoff_s=0)


@pytest.fixture
def server() -> Iterator[Server]:
    with Server().running() as running:
        yield running


@pytest.fixture
def client(server: Server) -> HttpClient:
    return HttpClient({server.host}, QUICK)


def test_returns_the_body(server: Server, client: HttpClient) -> None:
    server.replies["/a"] = Reply(b"hello")
    assert client.get(f"{server.url}/a", max_bytes=5) == b"hello"


def test_what_does_not_exist_is_nothing(server: Server, client: HttpClient) -> None:
    assert client.get(f"{server.url}/absent", max_bytes=5) is None


def test_posts_json(server: Server, client: HttpClient) -> None:
    server.replies["/q"] = lambda request: Reply(request.body)
    assert client.post(f"{server.url}/q", {"a": 1}, max_bytes=99) == b'{"a": 1}'


def test_the_limit_may_be_reached_and_one_byte_more_is_refused(
    server: Server, client: HttpClient
) -> None:
    server.replies["/a"] = Reply(b"123456")
    assert client.get(f"{server.url}/a", max_bytes=6) == b"123456"
    with pytest.raises(SourceError, match="the answer is larger than 5 bytes"):
        client.get(f"{server.url}/a", max_bytes=5)


def test_a_server_that_declares_less_than_it_sends_is_cut_there(
    server: Server, client: HttpClient
) -> None:
    server.replies["/a"] = Reply(b"123456", declared=5)
    assert client.get(f"{server.url}/a", max_bytes=9) == b"12345"


def test_bytes_are_counted_where_no_length_is_declared() -> None:
    chunk = b"a\r\n" + b"x" * 10 + b"\r\n"
    with _raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk * 50) as url:
        host = host_of(url)
        with pytest.raises(SourceError, match="larger than 100 bytes"):
            HttpClient({host}, QUICK).get(url, max_bytes=100)


def test_an_answer_that_ends_early_is_refused(server: Server, client: HttpClient) -> None:
    server.replies["/a"] = Reply(b"123", declared=100)
    with pytest.raises(SourceError, match="the connection broke before the answer was whole"):
        client.get(f"{server.url}/a", max_bytes=1000)


def test_a_server_that_stalls_is_left(server: Server, client: HttpClient) -> None:
    server.replies["/a"] = Reply(b"1" * 10, piece=1, pause_s=30)
    started = time.monotonic()
    with pytest.raises(SourceError, match=r"does not answer in time|longer than"):
        client.get(f"{server.url}/a", max_bytes=1000)
    assert time.monotonic() - started < 10


@pytest.mark.parametrize("head", [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n"])
def test_a_server_that_drips_is_left_at_the_deadline(head: bytes) -> None:
    with _raw(head, drip=b"H") as url:
        started = time.monotonic()
        with pytest.raises(SourceError, match=r"longer than 1\.5 seconds|too slow"):
            HttpClient({host_of(url)}, QUICK).get(url, max_bytes=99_999)
        assert time.monotonic() - started < 10


def test_a_web_page_is_no_data(server: Server, client: HttpClient) -> None:
    server.replies["/a"] = Reply(b"<html>", headers={"Content-Type": "text/html; charset=utf-8"})
    with pytest.raises(SourceError, match="sends a web page instead of data"):
        client.get(f"{server.url}/a", max_bytes=1000)


def test_an_encoding_that_was_not_asked_for_is_refused(server: Server, client: HttpClient) -> None:
    server.replies["/a"] = Reply(b"x", headers={"Content-Encoding": "gzip"})
    with pytest.raises(SourceError, match="an encoding that was not asked for"):
        client.get(f"{server.url}/a", max_bytes=1000)


def test_a_redirect_on_the_host_is_followed(server: Server, client: HttpClient) -> None:
    server.replies["/a"] = Reply(status=302, headers={"Location": "/b"})
    server.replies["/b"] = Reply(b"there")
    assert client.get(f"{server.url}/a", max_bytes=9) == b"there"


@pytest.mark.parametrize(
    ("location", "sentence"),
    [
        ("https://elsewhere.example/b", "this host is none that may be asked"),
        ("http://elsewhere.example/b", "only encrypted addresses"),
        ("http://127.0.0.1:1/b", "this host is none that may be asked"),
        ("file:///etc/passwd", "is no address"),
        ("https://user:secret@elsewhere.example/b", "an address with credentials"),
    ],
)
def test_a_redirect_off_the_host_is_refused(
    server: Server, client: HttpClient, location: str, sentence: str
) -> None:
    server.replies["/a"] = Reply(status=307, headers={"Location": location})
    with pytest.raises(SourceError, match=sentence) as caught:
        client.get(f"{server.url}/a", max_bytes=9)
    assert "secret" not in caught.value.message


def test_redirects_are_followed_up_to_the_limit(server: Server, client: HttpClient) -> None:
    for step in range(MAX_REDIRECTS + 1):
        server.replies[f"/{step}"] = Reply(status=301, headers={"Location": f"/{step + 1}"})
    server.replies[f"/{MAX_REDIRECTS + 1}"] = Reply(b"end")
    assert client.get(f"{server.url}/1", max_bytes=9) == b"end"
    with pytest.raises(SourceError, match=f"more than {MAX_REDIRECTS} redirects"):
        client.get(f"{server.url}/0", max_bytes=9)


def test_a_server_in_trouble_is_asked_again(server: Server, client: HttpClient) -> None:
    replies = iter([Reply(status=503, headers={"Retry-After": "3600"}), Reply(b"now")])
    server.replies["/a"] = lambda _: next(replies)
    assert client.get(f"{server.url}/a", max_bytes=9) == b"now"


@pytest.mark.parametrize("status", [403, 500])
def test_a_status_of_failure_is_named(server: Server, client: HttpClient, status: int) -> None:
    server.replies["/a"] = Reply(status=status)
    with pytest.raises(SourceError, match=f"answers with status {status}"):
        client.get(f"{server.url}/a", max_bytes=9)


def test_nothing_of_the_environment_and_no_cookie_is_sent(
    server: Server, client: HttpClient, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login me password secret\n")
    monkeypatch.setenv("NETRC", str(netrc))
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    server.replies["/a"] = Reply(b"1", headers={"Set-Cookie": "id=1"})
    for _ in range(2):
        client.get(f"{server.url}/a", max_bytes=9)
    sent = {name.lower() for request in server.requests for name in request.headers}
    assert sent <= {"host", "user-agent", "accept-encoding", "accept", "connection"}


def test_no_server_is_one_sentence() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}"
    with pytest.raises(SourceError, match=f"{url}/a: no connection to the server"):
        HttpClient({host_of(url)}, QUICK).get(f"{url}/a?key=secret", max_bytes=9)


def test_what_is_no_http_is_one_sentence() -> None:
    with (
        _raw(b"220 mail.example ready\r\n\r\n") as url,
        pytest.raises(SourceError, match="no conn"),
    ):
        HttpClient({host_of(url)}, QUICK).get(url, max_bytes=9)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "file:///etc/passwd",
        "osv.example",
        "http://osv.example",
        "https://a:b@osv.example",
        "https://[::1",
    ],
)
def test_addresses_that_are_not_safe_are_usage_errors(address: str) -> None:
    with pytest.raises(UsageError):
        host_of(address)


def test_credentials_and_queries_are_not_shown() -> None:
    assert shown("https://me:secret@a.example/x?token=1#y") == "https://a.example/x"
    assert shown("https://a.example") == "https://a.example"


class _raw:  # noqa: N801 -- read as a function
    """A server that sends ``head`` to whoever connects, then ``drip`` ten times a second."""

    def __init__(self, head: bytes, drip: bytes = b"") -> None:
        self._head, self._drip = head, drip
        self._over = threading.Event()
        self._socket = socket.create_server(("127.0.0.1", 0))

    def __enter__(self) -> str:
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()
        return f"http://127.0.0.1:{self._socket.getsockname()[1]}/"

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._socket.close()

    def _serve(self) -> None:
        while not self._over.is_set():
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            threading.Thread(target=self._talk, args=(connection,), daemon=True).start()

    def _talk(self, connection: socket.socket) -> None:
        with connection:
            try:
                connection.recv(4096)
                connection.sendall(self._head)
                while self._drip and not self._over.wait(0.1):
                    connection.sendall(self._drip)
            except OSError:
                return
