"""How is something fetched from a server that nobody trusts?

One client over requests. It speaks to named hosts alone, over TLS (plain HTTP to
the machine itself only); follows redirects by hand; ends at a total deadline
however slowly a server talks; counts bytes while they come; never sends
credentials or cookies, and takes nothing from the environment.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.cookiejar import DefaultCookiePolicy
from typing import TypeVar
from urllib.parse import SplitResult, urljoin, urlsplit

import requests
import urllib3
from requests.adapters import HTTPAdapter
from urllib3.util import Retry

from auditor._version import __version__
from auditor.errors import SourceError, UsageError
from auditor.sanitise import excerpt

CHUNK_BYTES = 64 * 1024
MAX_REDIRECTS = 5
RETRIES = 3
_TRANSIENT = (429, 500, 502, 503, 504)
_MOVED = (301, 302, 303, 307, 308)
_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
_OK, _PARTIAL, _NOT_FOUND, _NOT_SATISFIABLE = 200, 206, 404, 416
_WEB_PAGES = ("text/html", "application/xhtml+xml")

T = TypeVar("T")


class TooLargeError(SourceError):
    """An answer has more bytes than are taken."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait, in seconds: to connect, between two bytes, and for all of one request."""

    connect_s: float = 10.0
    read_s: float = 30.0
    total_s: float = 120.0
    backoff_s: float = 0.5


class Answer:
    """What a server answers: the status, the headers, and the body as it comes."""

    def __init__(self, response: requests.Response, place: str, end: float) -> None:
        self.status = response.status_code
        self.headers: Mapping[str, str] = response.headers
        self._response = response
        self._place = place
        self._end = end

    def chunks(self, max_bytes: int) -> Iterator[bytes]:
        """The body, in pieces.

        Raises:
            TooLargeError: more than ``max_bytes``.
            SourceError: too slow, or it ends too early.
        """
        declared = self.headers.get("Content-Length", "")
        if declared.isascii() and declared.isdigit() and int(declared) > max_bytes:
            raise TooLargeError(f"{self._place}: the answer is larger than {max_bytes:,} bytes")
        total = 0
        while True:
            chunk = self._next()
            if not chunk:
                return
            total += len(chunk)
            if total > max_bytes:
                raise TooLargeError(f"{self._place}: the answer is larger than {max_bytes:,} bytes")
            yield chunk

    def _next(self) -> bytes:
        if time.monotonic() > self._end:
            raise SourceError(f"{self._place}: the server is too slow")
        raw: urllib3.HTTPResponse = self._response.raw
        # read1 returns what is there; read would wait until the piece is full.
        return raw.read1(CHUNK_BYTES, decode_content=False)


class HttpClient:
    """Fetches from ``hosts`` (``name`` or ``name:port``), within ``patience`` per request."""

    def __init__(self, hosts: Collection[str], patience: Patience | None = None) -> None:
        self._hosts = frozenset(hosts)
        self._patience = patience or Patience()
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        retry = Retry(
            total=RETRIES,
            status_forcelist=_TRANSIENT,
            allowed_methods=None,  # what is posted here are questions
            backoff_factor=self._patience.backoff_s,
            redirect=False,
            raise_on_status=False,
            respect_retry_after_header=False,  # a server must not decide how long we sleep
        )
        for scheme in ("http://", "https://"):
            self._session.mount(scheme, HTTPAdapter(max_retries=retry))

    def get(
        self, url: str, *, max_bytes: int, headers: Mapping[str, str] | None = None
    ) -> bytes | None:
        """The body of ``url``; None where the server says that there is none (404).

        Raises:
            SourceError: anything else went wrong; one sentence says what.
        """

        def whole(answer: Answer) -> bytes | None:
            if answer.status == _NOT_FOUND:
                return None
            return b"".join(answer.chunks(max_bytes))

        return self.ask(url, whole, headers=headers, accept=(_OK, _NOT_FOUND))

    def post(self, url: str, question: object, *, max_bytes: int) -> bytes:
        """What ``url`` answers to ``question``, sent as JSON.

        Raises:
            SourceError: it cannot be had; one sentence says why.
        """
        body = json.dumps(question).encode()
        return self.ask(url, lambda answer: b"".join(answer.chunks(max_bytes)), body=body)

    def ask(
        self,
        url: str,
        use: Callable[[Answer], T],
        *,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        accept: Collection[int] = (_OK,),
    ) -> T:
        """Send one request and return what ``use`` makes of the answer.

        Raises:
            SourceError: no answer with a status of ``accept``, or not in time.
        """
        end = time.monotonic() + self._patience.total_s
        place = shown(url)

        def exchange() -> T:
            with _one_sentence(place):
                response = self._follow(url, body, {**_HEADERS, **(headers or {})})
                with response:
                    _expect(response, accept, place)
                    return use(Answer(response, place, end))

        return _within(self._patience.total_s, exchange, place)

    def _follow(
        self, url: str, body: bytes | None, headers: Mapping[str, str]
    ) -> requests.Response:
        for _ in range(MAX_REDIRECTS + 1):
            self._allow(url)
            response = self._session.request(
                "GET" if body is None else "POST",
                url,
                data=body,
                headers={**headers, "Content-Type": "application/json"} if body else headers,
                timeout=(self._patience.connect_s, self._patience.read_s),
                allow_redirects=False,
                stream=True,
            )
            if response.status_code not in _MOVED:
                return response
            response.close()
            url = urljoin(url, response.headers.get("Location", ""))
        raise SourceError(f"{shown(url)}: more than {MAX_REDIRECTS} redirects")

    def _allow(self, url: str) -> None:
        parts = checked(url)
        if parts.netloc not in self._hosts:
            raise SourceError(f"{shown(url)}: this host is none that may be asked")


def host_of(url: str) -> str:
    """The host of ``url``, with its port, as ``HttpClient`` wants it.

    Raises:
        UsageError: ``url`` cannot be fetched safely.
    """
    try:
        return checked(url).netloc
    except SourceError as error:
        raise UsageError(error.message, hint="give an address such as https://host/path") from error


def checked(url: str) -> SplitResult:
    """The parts of ``url``.

    Raises:
        SourceError: it is no address, not encrypted, or holds credentials.
    """
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError as error:
        raise SourceError(f"{excerpt(url)}: is no address") from error
    if not host or parts.scheme not in ("http", "https"):
        raise SourceError(f"{excerpt(url)}: is no address")
    if "@" in parts.netloc:
        raise SourceError(f"{shown(url)}: an address with credentials is not used")
    if parts.scheme == "http" and host not in _LOOPBACK:
        raise SourceError(f"{shown(url)}: only encrypted addresses (https) are used")
    return parts


def shown(url: str) -> str:
    """How an address is named in messages: without credentials and query."""
    bare = url.partition("?")[0].partition("#")[0]
    scheme, slashes, rest = bare.partition("://")
    authority, slash, path = rest.partition("/")
    return excerpt(f"{scheme}{slashes}{authority.rpartition('@')[2]}{slash}{path}")


# Encoded bodies would make the count of bytes a count of something else.
_HEADERS = {"User-Agent": f"express-auditor/{__version__}", "Accept-Encoding": "identity"}


def _expect(response: requests.Response, accept: Collection[int], place: str) -> None:
    if response.status_code not in accept:
        raise SourceError(f"{place}: the server answers with status {response.status_code}")
    kind = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if response.status_code != _NOT_FOUND and kind in _WEB_PAGES:
        raise SourceError(f"{place}: the server sends a web page instead of data")
    if response.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise SourceError(f"{place}: the server sends an encoding that was not asked for")


@contextmanager
def _one_sentence(place: str) -> Iterator[None]:
    """Turn what requests and urllib3 raise into our own error."""
    try:
        yield
    except (requests.Timeout, urllib3.exceptions.TimeoutError) as error:
        raise SourceError(f"{place}: the server does not answer in time") from error
    except requests.exceptions.SSLError as error:
        raise SourceError(f"{place}: the server's certificate is not trusted") from error
    except requests.ConnectionError as error:
        raise SourceError(f"{place}: no connection to the server") from error
    except (requests.RequestException, urllib3.exceptions.HTTPError, OSError) as error:
        raise SourceError(f"{place}: the connection broke before the answer was whole") from error


def _within(seconds: float, function: Callable[[], T], place: str) -> T:
    """Run ``function`` in a thread and leave it there when the time is over.

    The time limits of sockets start anew with every byte, so that a server that
    sends one now and then could hold the caller for days.
    """
    results: list[T] = []
    errors: list[BaseException] = []

    def run() -> None:
        try:
            results.append(function())
        except BaseException as error:  # noqa: BLE001 -- raised again by the caller's thread
            errors.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(seconds)
    if errors:
        raise errors[0]
    if not results:
        raise SourceError(f"{place}: the server takes longer than {seconds:g} seconds")
    return results[0]
