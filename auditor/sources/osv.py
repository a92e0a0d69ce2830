"""What do the advisories on this machine say about some packages?

Reads OSV records (one JSON document each) from a folder, a zip or a single
file. One bad record never ends the reading: it becomes a Gap that names the
file and the reason.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from auditor.errors import DataError
from auditor.model import Gap
from auditor.sanitise import excerpt
from auditor.sources.documents import Limits, documents
from auditor.sources.osv_record import Advisory, parse

LIMITS = Limits(document_bytes=4 * 2**20, documents=1_000_000, total_bytes=2 * 2**30)
MAX_GAPS = 100
SEED = Path(__file__).parents[1] / "data" / "advisories"

_HINT = "pass a folder or zip of OSV records: --advisories FOLDER|ZIP"


@dataclass(frozen=True, slots=True)
class AdvisoryStore:
    """What was read.

    ``advisories`` are those about the packages that were asked for, by exact
    name, each tuple sorted by id. ``records`` counts every npm record of the
    store, ``digest`` is the SHA-256 over all of them, ``as_of`` the time of the
    newest. ``complete`` is False for a store that never claimed to be one.
    """

    origin: str
    complete: bool
    as_of: str
    digest: str
    records: int
    advisories: Mapping[str, tuple[Advisory, ...]]
    gaps: tuple[Gap, ...] = ()


class AdvisorySource:
    """Advisories from ``path``, or from the shipped seed where it is None."""

    def __init__(self, path: Path | None, *, seed: Path = SEED) -> None:
        self._path = path
        self._seed = seed

    @property
    def available(self) -> bool:
        """Whether there is anything to ask: a path of the caller's, or a seed."""
        return self._path is not None or (self._seed / "manifest.json").is_file()

    def lookup(self, names: Collection[str]) -> AdvisoryStore:
        """Return the advisories about ``names``.

        Raises:
            DataError: the store cannot be read, is larger than a store may be,
                or holds no advisory about any npm package.
        """
        wanted = frozenset(names)
        if self._path is not None:
            return _read(self._path, wanted, origin=self._path.name, complete=True, as_of="")
        as_of = _seed_date(self._seed / "manifest.json")
        return _read(self._seed / "osv", wanted, origin="seed", complete=False, as_of=as_of)


@dataclass(slots=True)
class _Kept:
    """The newest record of one id; ``advisory`` only where a wanted package is in it."""

    order: tuple[str, str]
    advisory: Advisory | None

    @property
    def sha256(self) -> str:
        return self.order[1]


@dataclass(slots=True)
class _Reading:
    """What has been read so far."""

    wanted: frozenset[str]
    kept: dict[str, _Kept] = field(default_factory=dict)
    gaps: list[Gap] = field(default_factory=list)
    more_gaps: int = 0

    def miss(self, gap: Gap) -> None:
        if len(self.gaps) < MAX_GAPS:
            self.gaps.append(gap)
        else:
            self.more_gaps += 1

    def take(self, label: str, data: bytes) -> None:
        try:
            advisory = parse(data)
        except DataError as error:
            self.miss(Gap(label, error.message))
            return
        if advisory is None:
            return
        order = (advisory.modified, hashlib.sha256(data).hexdigest())
        known = self.kept.get(advisory.id)
        if known is None or known.order < order:
            needed = any(entry.package in self.wanted for entry in advisory.affected)
            self.kept[advisory.id] = _Kept(order, advisory if needed else None)


def _read(
    path: Path, wanted: frozenset[str], *, origin: str, complete: bool, as_of: str
) -> AdvisoryStore:
    reading = _Reading(wanted)
    for label, content in documents(path, LIMITS, hint=_HINT):
        if isinstance(content, Gap):
            reading.miss(content)
        else:
            reading.take(label, content)
    if not reading.kept:
        why = f": {reading.gaps[0].reason}" if reading.gaps else ""
        raise DataError(f"{path}: holds no advisory about an npm package{why}", hint=_HINT)
    if reading.more_gaps:
        reading.gaps.append(Gap(origin, f"{reading.more_gaps} more records cannot be read"))
    ordered = sorted(reading.kept.items())
    digest = hashlib.sha256()
    for record_id, kept in ordered:
        digest.update(f"{record_id} {kept.sha256}\n".encode())
    return AdvisoryStore(
        origin=excerpt(origin),
        complete=complete,
        as_of=as_of or max(kept.order[0] for _, kept in ordered),
        digest=digest.hexdigest(),
        records=len(ordered),
        advisories=_by_name([kept.advisory for _, kept in ordered if kept.advisory], wanted),
        gaps=tuple(sorted(reading.gaps)),
    )


def _by_name(
    advisories: list[Advisory], wanted: frozenset[str]
) -> Mapping[str, tuple[Advisory, ...]]:
    found: dict[str, list[Advisory]] = {}
    for advisory in advisories:
        for name in {entry.package for entry in advisory.affected} & wanted:
            found.setdefault(name, []).append(advisory)
    return MappingProxyType({name: tuple(found[name]) for name in sorted(found)})


def _seed_date(manifest: Path) -> str:
    try:
        as_of = json.loads(manifest.read_bytes())["as_of"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DataError(f"{manifest}: the seed's manifest cannot be read", hint=_HINT) from error
    return str(as_of)
