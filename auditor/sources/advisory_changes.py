"""Which records changed since a store was made? The list of changes, and the records.

``modified_id.csv`` of osv.dev's public bucket: one ``time,id`` line per record,
the last modified first.
"""

from __future__ import annotations

import hashlib
import re
import time
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from auditor.errors import SourceError
from auditor.model import Gap
from auditor.sanitise import excerpt
from auditor.sources.http import Answer, HttpClient, shown
from auditor.sources.osv_collect import LIMITS, Collection

if TYPE_CHECKING:
    from auditor.sources import Progress

MAX_LIST_BYTES = 64 * 2**20
MAX_CHANGES = 5_000
MAX_FETCH_S = 1_800.0
WORKERS = 4
# Records reach the list with some delay: the last day is looked at again, and costs
# nothing, since what the store already has is not fetched.
OVERLAP = timedelta(days=1)

_LINE = re.compile(rb"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(?:Z|\+00:00),([!-~]{1,128})")
_NOT_FOUND = 404


@dataclass(frozen=True, slots=True)
class Changes:
    """The records to fetch: when each was changed, by id.

    ``whole`` is False where there are too many to fetch one by one, or the
    source has no list.
    """

    times: Mapping[str, str]
    whole: bool = True


def since(times: Iterable[str], now: datetime) -> str:
    """From when on changes matter to a store whose records were modified at ``times``.

    A record that claims to be of the future must not hide the changes of today.
    Empty where every record is younger than that: all of the list matters then.
    """
    past = [time for time in times if time[:19] <= f"{now:%Y-%m-%dT%H:%M:%S}"]
    try:
        start = datetime.fromisoformat(max(past)[:19]) - OVERLAP
    except (ValueError, OverflowError):
        return ""
    text = f"{start:%Y-%m-%dT%H:%M:%S}"
    return text if min(past) < text else ""


def changes(
    client: HttpClient, base: str, *, start: str, known: Callable[[str], str | None]
) -> Changes:
    """Read the list down to ``start`` and return what is newer than ``known`` says.

    Raises:
        SourceError: the list cannot be had, or is not one.
    """
    url = f"{base}/modified_id.csv"

    def read(answer: Answer) -> Changes:
        if answer.status == _NOT_FOUND:
            return Changes({}, whole=False)
        return _Listing(shown(url), start, known).read(answer)

    return client.ask(url, read, accept=(200, _NOT_FOUND))


@dataclass(slots=True)
class _Listing:
    """The list while it is read: a line at a time, and no further than needed."""

    place: str
    start: str
    known: Callable[[str], str | None]

    def read(self, answer: Answer) -> Changes:
        times: dict[str, str] = {}
        last, rest, number = "9999", b"", 0
        for chunk in answer.chunks(MAX_LIST_BYTES):
            *lines, rest = (rest + chunk).split(b"\n")
            for line in lines:
                number += 1
                last, record_id = self._line(line, number, last)
                if last[:19] < self.start:
                    return Changes(times)
                if (self.known(record_id) or "") < last:
                    times[record_id] = last
                if len(times) > MAX_CHANGES:
                    return Changes({}, whole=False)
        if rest:
            last, record_id = self._line(rest, number + 1, last)
            if (self.known(record_id) or "") < last:
                times[record_id] = last
        if self.start and last[:19] >= self.start:
            raise SourceError(f"{self.place}: the list of changes ends before {self.start}")
        return Changes(times)

    def _line(self, line: bytes, number: int, above: str) -> tuple[str, str]:
        found = _LINE.fullmatch(line.rstrip(b"\r"))
        if found is None:
            raise SourceError(f"{self.place}: line {number} of the list of changes is none")
        fraction = (found[2] or b"").decode()
        at = f"{found[1].decode()}.{fraction:0<9}Z"
        if at > above:
            raise SourceError(f"{self.place}: line {number} of the list of changes is out of order")
        return at, found[3].decode()


def fetch(
    client: HttpClient, base: str, wanted: Changes, spool: Path, progress: Progress
) -> Collection:
    """Fetch the changed records; those that an earlier run left in ``spool`` are not asked for.

    Raises:
        SourceError: one of them cannot be had; those that came stay in ``spool``.
    """
    spool.mkdir(parents=True, exist_ok=True)
    end = time.monotonic() + MAX_FETCH_S
    records = Collection()
    ids = sorted(wanted.times)

    def one(record_id: str) -> bytes | Gap:
        if time.monotonic() > end:
            raise SourceError(
                f"{shown(base)}: the changes take longer than {MAX_FETCH_S:g} seconds"
            )
        return _record(client, base, record_id, spool / _file_name(record_id, wanted))

    with ThreadPoolExecutor(max_workers=WORKERS) as pool:
        results = pool.map(one, ids)
        try:
            for number, (record_id, data) in enumerate(zip(ids, results, strict=True), start=1):
                progress(f"fetched {number:,} of {len(ids):,} changed records")
                if isinstance(data, Gap):
                    records.miss(data)
                elif not records.take(excerpt(record_id), data):
                    (spool / _file_name(record_id, wanted)).unlink()  # ask again next time
        except SourceError:
            pool.shutdown(cancel_futures=True)
            raise
    return records


def _record(client: HttpClient, base: str, record_id: str, file: Path) -> bytes | Gap:
    if file.is_file():
        return file.read_bytes()

    def read(answer: Answer) -> bytes | Gap:
        if answer.status == _NOT_FOUND:
            return Gap(record_id, "the source lists it as changed and does not have it")
        data = bytearray()
        for chunk in answer.chunks(MAX_LIST_BYTES):
            data += chunk
            if len(data) > LIMITS.document_bytes:
                limit = f"{LIMITS.document_bytes:,}"
                return Gap(record_id, f"the document is larger than {limit} bytes")
        return bytes(data)

    url = f"{base}/{quote(record_id, safe='')}.json"
    data = client.ask(url, read, accept=(200, _NOT_FOUND))
    if isinstance(data, bytes):
        part = file.with_name(f"{file.name}.part")
        part.write_bytes(data)
        part.replace(file)
    return data


def _file_name(record_id: str, wanted: Changes) -> str:
    """A name that belongs to this revision alone, and is safe whatever the id."""
    return hashlib.sha256(f"{wanted.times[record_id]} {record_id}".encode()).hexdigest()
