"""What does the OSV service say about some packages, now?

The API of osv.dev, version 1: ``querybatch`` names the advisories about each
package, ``vulns/ID`` gives each of them. Only the names of packages are sent;
which versions are affected is worked out here, as for a store.
"""

from __future__ import annotations

import json
import time
from collections.abc import Collection as Names
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from auditor.errors import SourceError
from auditor.sanitise import excerpt
from auditor.sources.http import HttpClient, Patience, host_of, shown
from auditor.sources.osv import AdvisoryStore, by_name
from auditor.sources.osv_collect import LIMITS, Collection
from auditor.sources.osv_record import ECOSYSTEM
from auditor.sources.osv_row import advisory_of

if TYPE_CHECKING:
    from auditor.sources import Progress

SERVICE = "https://api.osv.dev"
BATCH = 1_000
MAX_ROUNDS = 200
MAX_ADVISORIES = 20_000
MAX_REPLY_BYTES = 32 * 2**20
MAX_TOTAL_S = 1_800.0
WORKERS = 4
PATIENCE = Patience(total_s=60.0)

Query = dict[str, Any]


class OnlineAdvisories:
    """Asks the service; the same ``available`` and ``lookup`` as ``AdvisorySource``.

    ``now`` is the moment that the answer is as of.
    """

    available = True

    def __init__(
        self,
        *,
        now: datetime,
        progress: Progress,
        service: str = SERVICE,
        patience: Patience = PATIENCE,
    ) -> None:
        self._base = service.rstrip("/")
        self._client = HttpClient({host_of(self._base)}, patience)
        self._now = now
        self._progress = progress

    def lookup(self, names: Names[str]) -> AdvisoryStore:
        """Return the advisories about ``names``.

        ``records`` and ``digest`` count what was asked for alone. A record that
        cannot be read is a gap.

        Raises:
            SourceError: the service cannot be asked, or its answer is no answer.
        """
        end = time.monotonic() + MAX_TOTAL_S
        asked = frozenset(names)
        records = Collection()
        ids = sorted(self._ids(sorted(asked), end))

        def one(record_id: str) -> bytes:
            self._in_time(end)
            url = f"{self._base}/v1/vulns/{quote(record_id, safe='')}"
            data = self._client.get(url, max_bytes=LIMITS.document_bytes)
            if data is None:
                raise SourceError(f"{shown(url)}: named by the service, and not to be had")
            return data

        with ThreadPoolExecutor(max_workers=WORKERS) as pool:
            answers = pool.map(one, ids)
            try:
                for number, (record_id, data) in enumerate(zip(ids, answers, strict=True), 1):
                    self._progress(f"advisory {number:,} of {len(ids):,}")
                    records.take(excerpt(record_id), data)
            except SourceError:
                pool.shutdown(cancel_futures=True)
                raise
        return AdvisoryStore(
            origin=shown(self._base),
            complete=True,
            as_of=f"{self._now:%Y-%m-%dT%H:%M:%S}.000000000Z",
            digest=records.digest,
            records=len(records),
            advisories=by_name(map(advisory_of, records.texts()), asked),
            gaps=records.all_gaps(shown(self._base)),
        )

    def _ids(self, names: list[str], end: float) -> set[str]:
        """The ids of every advisory about ``names``, through all pages."""
        waiting: list[Query] = [{"package": {"name": n, "ecosystem": ECOSYSTEM}} for n in names]
        found: set[str] = set()
        for _ in range(MAX_ROUNDS):
            if not waiting:
                return found
            self._in_time(end)
            batch, waiting = waiting[:BATCH], waiting[BATCH:]
            self._progress(f"asking about {len(batch):,} packages")
            for query, (ids, token) in zip(batch, self._batch(batch), strict=True):
                found.update(ids)
                if token:
                    waiting.append({**query, "page_token": token})
            if len(found) > MAX_ADVISORIES:
                raise SourceError(f"{shown(self._base)}: more than {MAX_ADVISORIES:,} advisories")
        if waiting:
            raise SourceError(f"{shown(self._base)}: the answer does not end")
        return found

    def _batch(self, queries: list[Query]) -> list[tuple[list[str], str]]:
        """Of each query the ids, and the token of the next page or nothing."""
        url = f"{self._base}/v1/querybatch"
        data = self._client.post(url, {"queries": queries}, max_bytes=MAX_REPLY_BYTES)
        try:
            return [
                _answer(result)
                for _, result in zip(queries, json.loads(data)["results"], strict=True)
            ]
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
            raise SourceError(f"{shown(url)}: the answer is not what OSV defines") from error

    def _in_time(self, end: float) -> None:
        if time.monotonic() > end:
            raise SourceError(f"{shown(self._base)}: takes longer than {MAX_TOTAL_S:g} seconds")


def _answer(result: dict[str, Any]) -> tuple[list[str], str]:
    ids = [one["id"] for one in result.get("vulns") or []]
    token = result.get("next_page_token") or ""
    if not isinstance(token, str) or not all(isinstance(one, str) for one in ids):
        raise TypeError("an id or a token is no text")
    return ids, token
