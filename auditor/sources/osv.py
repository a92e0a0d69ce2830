"""What do the advisories on this machine say about some packages?

Asks a store file, a folder, a zip or a single record (OSV, one JSON document
each); the same records give the same answer and the same digest in every form.
One bad record never ends the reading: it becomes a Gap that names the file and
the reason.
"""

from __future__ import annotations

import json
from collections.abc import Collection as Names
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

from auditor.errors import DataError
from auditor.model import Gap
from auditor.sanitise import excerpt
from auditor.sources.osv_collect import HINT, Collection
from auditor.sources.osv_record import Advisory
from auditor.sources.osv_row import advisory_of

SEED = Path(__file__).parents[1] / "data" / "advisories"


@dataclass(frozen=True, slots=True)
class AdvisoryStore:
    """What was read.

    ``advisories`` are those about the packages that were asked for, by exact
    name: of each advisory the part about that package, sorted by id.
    ``records`` counts every npm record of the store, ``digest`` is the SHA-256
    over all of them, ``as_of`` the time of the newest. ``complete`` is True only
    where the records are declared to be every advisory there is: by the store
    that was made of them, their manifest, or the caller.
    """

    origin: str
    complete: bool
    as_of: str
    digest: str
    records: int
    advisories: Mapping[str, tuple[Advisory, ...]]
    gaps: tuple[Gap, ...] = ()


class AdvisorySource:
    """Advisories from ``path``, or from the shipped seed where it is None.

    ``complete`` is the caller's word that the records at ``path`` are all there are.
    """

    def __init__(self, path: Path | None, *, complete: bool = False, seed: Path = SEED) -> None:
        self._path = path
        self._complete = complete
        self._seed = seed

    @property
    def available(self) -> bool:
        """Whether there is anything to ask: a path of the caller's, or a seed."""
        return self._path is not None or (self._seed / "manifest.json").is_file()

    def lookup(self, names: Names[str]) -> AdvisoryStore:
        """Return the advisories about ``names``.

        Raises:
            DataError: the store cannot be read, is larger than a store may be,
                or holds no advisory about any npm package.
        """
        if self._path is None:
            as_of = _seed_date(self._seed / "manifest.json")
            return _documents(self._seed / "osv", names, origin="seed", as_of=as_of)
        from auditor.sources.advisory_store import is_store  # noqa: PLC0415 -- sqlite3, if needed

        if is_store(self._path):
            found = _store_file(self._path, names)
        else:
            found = _documents(self._path, names, origin=self._path.name, as_of="")
        return replace(found, complete=True) if self._complete else found

    def one(self, record_id: str) -> Advisory | None:
        """Return the advisory of that id about npm packages; None where there is none.

        Raises:
            DataError: as ``lookup``.
        """
        from auditor.sources.advisory_store import StoreFile, is_store  # noqa: PLC0415 -- as above

        if self._path is not None and is_store(self._path):
            with StoreFile(self._path) as store:
                return store.one(record_id)
        records = Collection(lambda advisory: advisory.id == record_id)
        records.read(self._folder)
        return next(map(advisory_of, records.texts()), None)

    def everything(self) -> Iterator[Advisory]:
        """Every advisory about npm packages, in the order of their ids.

        Raises:
            DataError: as ``lookup``.
        """
        from auditor.sources.advisory_store import StoreFile, is_store  # noqa: PLC0415 -- as above

        if self._path is not None and is_store(self._path):
            with StoreFile(self._path) as store:
                yield from store.everything()
            return
        records = Collection()
        records.read(self._folder)
        yield from map(advisory_of, records.texts())

    @property
    def _folder(self) -> Path:
        return self._seed / "osv" if self._path is None else self._path


def by_name(
    advisories: Iterable[Advisory], names: Names[str]
) -> Mapping[str, tuple[Advisory, ...]]:
    """Sort ``advisories``, which come in the order of their ids, under the packages of ``names``.

    A package without any is not in the mapping.
    """
    found: dict[str, list[Advisory]] = {}
    for advisory in advisories:
        for entry in advisory.affected:
            if entry.package in names:
                found.setdefault(entry.package, []).append(advisory.about(entry.package))
    return MappingProxyType({name: tuple(found[name]) for name in sorted(found)})


def _store_file(path: Path, names: Names[str]) -> AdvisoryStore:
    from auditor.sources.advisory_store import StoreFile  # noqa: PLC0415 -- as above

    with StoreFile(path) as store:
        return AdvisoryStore(
            origin=excerpt(path.name),
            complete=store.about.complete,
            as_of=store.about.as_of,
            digest=store.about.digest,
            records=store.about.records,
            advisories=MappingProxyType(store.lookup(names)),
            gaps=store.about.gaps,
        )


def _documents(path: Path, names: Names[str], *, origin: str, as_of: str) -> AdvisoryStore:
    asked = frozenset(names)
    records = Collection(lambda advisory: any(e.package in asked for e in advisory.affected))
    records.read(path)
    gaps = records.all_gaps(excerpt(origin))
    if not records:
        why = f": {gaps[0].reason}" if gaps else ""
        raise DataError(f"{path}: holds no advisory about an npm package{why}", hint=HINT)
    return AdvisoryStore(
        origin=excerpt(origin),
        complete=records.complete is True,
        as_of=as_of or records.newest,
        digest=records.digest,
        records=len(records),
        advisories=by_name(map(advisory_of, records.texts()), asked),
        gaps=gaps,
    )


def _seed_date(manifest: Path) -> str:
    try:
        as_of = json.loads(manifest.read_bytes())["as_of"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DataError(f"{manifest}: the seed's manifest cannot be read", hint=HINT) from error
    return str(as_of)
