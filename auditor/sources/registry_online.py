"""What does a registry's server answer about its packages, now?

One request per package, and one per release that is asked about. Addresses are
made here from name and version: those that a document gives are never followed.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Collection, Mapping
from typing import TYPE_CHECKING
from urllib.parse import quote

from auditor.errors import SourceError
from auditor.model import Gap
from auditor.sources.http import HttpClient, Patience, TooLargeError, host_of, shown
from auditor.sources.registry import Document

if TYPE_CHECKING:
    from auditor.sources import Progress

MAX_PACKUMENT_BYTES = 6 * 2**20
# What a document may hold, so that it takes no more than 64 MB once it is parsed.
MAX_CONTAINERS = 100_000
MAX_COMMAS = 400_000
MAX_ATTESTATIONS_BYTES = 2**20
MAX_FAILURES = 20
MAX_TOTAL_S = 900.0
WORKERS = 4
PATIENCE = Patience(connect_s=5.0, read_s=10.0, total_s=10.0)

# Without times and readme; signatures and attestations are in it.
_ABBREVIATED = {"Accept": "application/vnd.npm.install-v1+json"}


class OnlineRegistry:
    """Asks the registry at ``base``, and no other host.

    After MAX_FAILURES failures in a row, or MAX_TOTAL_S seconds, it is not asked any more.
    """

    workers = WORKERS
    gaps: tuple[Gap, ...] = ()

    def __init__(self, base: str, *, progress: Progress, patience: Patience = PATIENCE) -> None:
        self.base = base.rstrip("/")
        self._client = HttpClient({host_of(self.base)}, patience)
        self._progress = progress
        self._lock = threading.Lock()
        self._end: float | None = None
        self._failures = 0

    def prepare(self, names: Collection[str]) -> None:
        """Nothing to do before the first question."""

    def packument(self, name: str) -> Document | None:
        """The whole document about a package, or the abbreviated one where it is too large.

        Raises:
            SourceError: neither can be had.
        """
        self._progress(f"registry: {name}")
        url = f"{self.base}/{_path(name)}"
        return self._ask(url, lambda: self._packument(url))

    def attestations(self, name: str, version: str) -> Document | None:
        """The registry's answer about the attestations of a release.

        Raises:
            SourceError: it cannot be had.
        """
        self._progress(f"attestations: {name}")
        url = f"{self.base}/-/npm/v1/attestations/{_path(name)}@{quote(version, safe='')}"
        return self._ask(url, lambda: self._client.get(url, max_bytes=MAX_ATTESTATIONS_BYTES))

    def _packument(self, url: str) -> bytes | None:
        try:
            return self._bounded(url)
        except TooLargeError:
            return self._bounded(url, _ABBREVIATED)

    def _bounded(self, url: str, headers: Mapping[str, str] | None = None) -> bytes | None:
        data = self._client.get(url, max_bytes=MAX_PACKUMENT_BYTES, headers=headers)
        if data is not None and (
            data.count(b"{") + data.count(b"[") > MAX_CONTAINERS or data.count(b",") > MAX_COMMAS
        ):
            raise TooLargeError(f"{shown(url)}: the answer has more members than are read")
        return data

    def _ask(self, url: str, fetch: Callable[[], bytes | None]) -> Document | None:
        self._may_ask()
        try:
            data = fetch()
        except SourceError as error:
            # A document that is too large tells nothing about the next one.
            if not isinstance(error, TooLargeError):
                with self._lock:
                    self._failures += 1
            raise
        with self._lock:
            self._failures = 0
        return None if data is None else Document(data, shown(url))

    def _may_ask(self) -> None:
        with self._lock:
            now = time.monotonic()
            self._end = self._end or now + MAX_TOTAL_S
            if self._failures >= MAX_FAILURES:
                raise SourceError(
                    f"{shown(self.base)}: failed {MAX_FAILURES} times in a row, not asked any more"
                )
            if now > self._end:
                raise SourceError(f"{shown(self.base)}: takes longer than {MAX_TOTAL_S:g} seconds")


def _path(name: str) -> str:
    return quote(name, safe="@", errors="surrogatepass")
