"""How do tests speak to a server? To a real one, on this machine, that can misbehave."""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Reply:
    """What the server sends. ``declared`` is the length it claims, if not the true one.

    ``pause_s`` is waited between pieces of ``piece`` bytes; ``ranges`` makes it
    honour Range and If-Range.
    """

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    declared: int | None = None
    pause_s: float = 0.0
    piece: int = 0
    ranges: bool = False


@dataclass
class Request:
    """What a client asked."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes = b""


Answer = Reply | Callable[[Request], Reply]


class Server:
    """Answers by path; what it was asked is in ``requests``. Unknown paths are 404."""

    def __init__(self) -> None:
        self.replies: dict[str, Answer] = {}
        self.requests: list[Request] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_arguments: Any) -> None:
                pass

            def do_GET(self) -> None:
                outer.answer(self, b"")

            def do_POST(self) -> None:
                outer.answer(self, _body(self))

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._server.handle_error = lambda *_: None  # type: ignore[method-assign] # clients leave

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self._server.server_port}"

    @property
    def url(self) -> str:
        return f"http://{self.host}"

    @property
    def paths(self) -> list[str]:
        return [request.path for request in self.requests]

    def answer(self, handler: BaseHTTPRequestHandler, body: bytes) -> None:
        request = Request(handler.command, handler.path, dict(handler.headers), body)
        self.requests.append(request)
        found = self.replies.get(request.path, Reply(status=404))
        reply = found if isinstance(found, Reply) else found(request)
        handler.close_connection = True
        _send(handler, _ranged(reply, request) if reply.ranges else reply)

    @contextmanager
    def running(self) -> Iterator[Server]:
        thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self._server.shutdown()
            self._server.server_close()
            thread.join()


def _body(handler: BaseHTTPRequestHandler) -> bytes:
    if handler.headers.get("Transfer-Encoding") != "chunked":
        return handler.rfile.read(int(handler.headers["Content-Length"]))
    chunks = []
    while length := int(handler.rfile.readline(), 16):
        chunks.append(handler.rfile.read(length))
        handler.rfile.readline()
    handler.rfile.readline()
    return b"".join(chunks)


def _ranged(reply: Reply, request: Request) -> Reply:
    tag = f'"{hashlib.sha256(reply.body).hexdigest()[:16]}"'
    wanted = request.headers.get("Range", "")
    whole = Reply(**{**vars(reply), "headers": {**reply.headers, "ETag": tag}})
    if not wanted or request.headers.get("If-Range") != tag:
        return whole
    start, length = int(wanted.removeprefix("bytes=").removesuffix("-")), len(reply.body)
    if start >= length:
        return Reply(status=416, headers={"Content-Range": f"bytes */{length}"})
    headers = {"ETag": tag, "Content-Range": f"bytes {start}-{length - 1}/{length}"}
    return Reply(
        reply.body[start:], 206, headers, pause_s=reply.pause_s, piece=reply.piece, ranges=True
    )


def _send(handler: BaseHTTPRequestHandler, reply: Reply) -> None:
    handler.send_response(reply.status)
    for name, value in reply.headers.items():
        handler.send_header(name, value)
    length = len(reply.body) if reply.declared is None else reply.declared
    handler.send_header("Content-Length", str(length))
    handler.send_header("Connection", "close")
    handler.end_headers()
    piece = reply.piece or max(1, len(reply.body))
    for start in range(0, len(reply.body), piece):
        if start:
            time.sleep(reply.pause_s)
        handler.wfile.write(reply.body[start : start + piece])
        handler.wfile.flush()
