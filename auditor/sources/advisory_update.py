"""How is a store brought up to date from osv.dev, or a mirror of its bucket?

The whole archive first, then only what changed since. What was fetched is kept
beside the store until the update is done, so that one that was interrupted goes
on; the store itself changes by one rename (``auditor.sources.advisory_build``).
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from auditor.errors import DataError, SourceError
from auditor.sources.advisory_build import add, exclusive, replace
from auditor.sources.advisory_changes import Changes, changes, fetch, since
from auditor.sources.advisory_store import About, StoreFile, is_store
from auditor.sources.download import download
from auditor.sources.http import HttpClient, Patience, host_of
from auditor.sources.osv_collect import Collection

if TYPE_CHECKING:
    from auditor.sources import Progress

SOURCE = "https://osv-vulnerabilities.storage.googleapis.com/npm"
MAX_ARCHIVE_BYTES = 2**30
PATIENCE = Patience(total_s=900.0)
# An archive with so much less than the store is rather broken than right.
MIN_SHARE = 0.5

How = Literal["archive", "changes", "nothing"]


@dataclass(frozen=True, slots=True)
class Updated:
    """What an update did: ``how`` the store came to be what it is, and what it is ``about``."""

    how: How
    changed: int
    about: About


@dataclass(frozen=True, slots=True)
class _Run:
    """What every step of one update needs."""

    client: HttpClient
    base: str
    store: Path
    now: datetime
    progress: Progress

    @property
    def parts(self) -> Path:
        """Where what was fetched lies until the update is done."""
        return self.store.with_name(f"{self.store.name}.part")


def update(
    store: Path,
    source: str = SOURCE,
    *,
    now: datetime,
    progress: Progress,
    patience: Patience = PATIENCE,
    skip_unreadable: bool = False,
) -> Updated:
    """Bring ``store`` up to date from ``source``, or make it.

    ``source`` is the address of a folder with ``all.zip``, ``modified_id.csv``
    and ``ID.json``. ``skip_unreadable`` as for ``advisory_build.build``.

    Raises:
        UsageError: ``source`` is no address that may be used.
        SourceError: the source cannot be had, or what it sends is no advisory
            data; the old store stays.
    """
    base = source.rstrip("/").removesuffix("/all.zip")
    client = HttpClient({host_of(base)}, patience)
    with exclusive(store):
        run = _Run(client, base, store, now, progress)
        try:
            done = _changed(run, skip_unreadable=skip_unreadable)
            done = done or _anew(run, skip_unreadable=skip_unreadable)
            shutil.rmtree(run.parts, ignore_errors=True)
        except OSError as error:
            raise DataError(f"{store}: cannot be written: {error.strerror}") from error
    return done


def _changed(run: _Run, *, skip_unreadable: bool) -> Updated | None:
    """Fetch what changed; None where there is no store of this source, or too much changed."""
    old = _records_of(run)
    if old is None:
        return None
    run.progress("reading the list of changes")
    wanted = _changes(run, old)
    if not wanted.whole:
        return None
    if not wanted.times:
        with StoreFile(run.store) as store:
            return Updated("nothing", 0, store.about)
    old.merge(fetch(run.client, run.base, wanted, run.parts / "records", run.progress))
    about = _replace(run, old, skip_unreadable=skip_unreadable)
    return Updated("changes", len(wanted.times), about)


def _anew(run: _Run, *, skip_unreadable: bool) -> Updated:
    """Fetch the whole archive, and what changed since it was packed."""
    run.parts.mkdir(exist_ok=True)
    archive = run.parts / "all.zip"

    def tell(here: int, total: int) -> None:
        of_all = f" of {total // 2**20:,}" if total else ""
        run.progress(f"downloading the archive: {here // 2**20:,}{of_all} MiB")

    run.progress("downloading the archive")
    url = f"{run.base}/all.zip"
    download(run.client, url, archive, max_bytes=MAX_ARCHIVE_BYTES, tell=tell)
    run.progress("reading the archive")
    records = Collection()
    try:
        add(records, archive)
    except DataError:
        archive.unlink()  # going on from a broken archive would never end
        raise
    _plausible(run, records)
    wanted = _changes(run, records)
    if wanted.times:
        records.merge(fetch(run.client, run.base, wanted, run.parts / "records", run.progress))
    run.progress("writing the store")
    about = _replace(run, records, skip_unreadable=skip_unreadable)
    return Updated("archive", about.records, about)


def _replace(run: _Run, records: Collection, *, skip_unreadable: bool) -> About:
    return replace(
        run.store, records, source=run.base, complete=True, skip_unreadable=skip_unreadable
    )


def _records_of(run: _Run) -> Collection | None:
    """The records of the store, where it was made from this source and is whole."""
    if not is_store(run.store):
        return None
    records = Collection()
    try:
        with StoreFile(run.store) as store:
            if store.about.source != run.base or store.about.gaps:
                return None
        add(records, run.store)
    except DataError:
        return None  # it is damaged: made anew, it is whole again
    return records


def _changes(run: _Run, records: Collection) -> Changes:
    start = since(records.times(), run.now)
    return changes(run.client, run.base, start=start, known=records.modified)


def _plausible(run: _Run, records: Collection) -> None:
    """Refuse an archive that lacks most of what the store has.

    Raises:
        SourceError: it does.
    """
    try:
        with StoreFile(run.store) as store:
            had = store.about.records if store.about.source == run.base else 0
    except DataError:
        return
    if len(records) < had * MIN_SHARE:
        raise SourceError(
            f"{run.base}/all.zip: holds {len(records):,} records, the store has {had:,};"
            " the store was left as it was",
            hint=f"if that is right, remove {run.store} and update again",
        )
