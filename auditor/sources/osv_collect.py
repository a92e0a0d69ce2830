"""Which record of each id is the newest, and which records could not be read?

A ``manifest.json`` at the top of a folder or zip is no record: its ``complete``
says whether the records are every advisory there is, or some.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from auditor.errors import DataError
from auditor.model import Gap
from auditor.sources.documents import Limits, documents
from auditor.sources.osv_record import Advisory, parse
from auditor.sources.osv_row import text_of

LIMITS = Limits(document_bytes=4 * 2**20, documents=1_000_000, total_bytes=2 * 2**30)
MAX_GAPS = 100
MANIFEST = "manifest.json"

HINT = "pass a folder, zip or store of OSV records: --advisories PATH"


@dataclass(frozen=True, slots=True)
class _Kept:
    """The newest record of one id; ``text`` is empty where nobody wants it."""

    order: tuple[str, str]
    text: str


@dataclass(slots=True)
class Collection:
    """Records by id. ``wanted`` says whose text to keep; all of them count for the digest.

    Of two records with one id the one modified last stays, whatever their order.
    ``complete`` is what their manifest declares; None where there is none.
    """

    wanted: Callable[[Advisory], bool] = lambda _advisory: True
    gaps: list[Gap] = field(default_factory=list)
    gaps_left_out: int = 0
    complete: bool | None = None
    _kept: dict[str, _Kept] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self._kept)

    def read(self, path: Path, limits: Limits = LIMITS) -> None:
        """Take every document of a folder, a zip or a file.

        Raises:
            DataError: the path cannot be read, or holds too much.
        """
        for label, content in documents(path, limits, hint=HINT):
            if isinstance(content, Gap):
                self.miss(content)
            elif label == MANIFEST and (declared := _declared(content)) is not None:
                self.complete = declared
            else:
                self.take(label, content)

    def take(self, label: str, data: bytes) -> bool:
        """Take one document; one that cannot be read becomes a gap. Returns whether it could."""
        try:
            advisory = parse(data)
        except DataError as error:
            self.miss(Gap(label, error.message))
            return False
        if advisory is not None:
            wanted = self.wanted(advisory)
            self.keep(advisory.id, advisory.modified, text_of(advisory), wanted=wanted)
        return True

    def keep(self, record_id: str, modified: str, text: str, *, wanted: bool = True) -> None:
        """Take the canonical text of one record, unless a newer one of its id is known."""
        order = (modified, hashlib.sha256(text.encode()).hexdigest())
        known = self._kept.get(record_id)
        if known is None or known.order < order:
            self._kept[record_id] = _Kept(order, text if wanted else "")

    def miss(self, gap: Gap) -> None:
        """Note what could not be read: the first hundred by name, the rest by number."""
        if len(self.gaps) < MAX_GAPS:
            self.gaps.append(gap)
        else:
            self.gaps_left_out += 1

    def all_gaps(self, origin: str) -> tuple[Gap, ...]:
        """The gaps, sorted, with one more that counts those beyond the limit."""
        more = (
            [Gap(origin, f"{self.gaps_left_out} more records cannot be read")]
            if self.gaps_left_out
            else []
        )
        return tuple(sorted([*self.gaps, *more]))

    def modified(self, record_id: str) -> str | None:
        """When the record was modified; None where there is none of that id."""
        known = self._kept.get(record_id)
        return known.order[0] if known else None

    @property
    def newest(self) -> str:
        """When the newest record was modified."""
        return max(self.times(), default="")

    def times(self) -> Iterator[str]:
        """When each record was modified, in no order; records that do not say are left out."""
        return (kept.order[0] for kept in self._kept.values() if kept.order[0])

    def merge(self, other: Collection) -> None:
        """Take the records and the gaps of ``other``."""
        for record_id, kept in other._kept.items():
            self.keep(record_id, kept.order[0], kept.text)
        for gap in other.gaps:
            self.miss(gap)
        self.gaps_left_out += other.gaps_left_out

    @property
    def digest(self) -> str:
        """SHA-256 over all records, in the order of their ids."""
        total = hashlib.sha256()
        for record_id, kept in sorted(self._kept.items()):
            total.update(_line(record_id, kept.order[1]))
        return total.hexdigest()

    def texts(self) -> list[str]:
        """The kept texts, in the order of their ids."""
        return [kept.text for _, kept in sorted(self._kept.items()) if kept.text]


def _declared(data: bytes) -> bool | None:
    """What a manifest declares; None where ``data`` is none."""
    try:
        manifest = json.loads(data)
    except (ValueError, RecursionError):
        return None
    if not isinstance(manifest, dict) or "id" in manifest:
        return None
    declared = manifest.get("complete")
    return declared if isinstance(declared, bool) else None


def digest_line(record_id: str, text: str) -> bytes:
    """What one record adds to the digest of a store."""
    return _line(record_id, hashlib.sha256(text.encode()).hexdigest())


def _line(record_id: str, sha256: str) -> bytes:
    return f"{record_id} {sha256}\n".encode()
