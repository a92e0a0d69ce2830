"""How does a new advisory store come to be?

Records are collected, written beside the store, and put in its place by one
rename: whoever reads the store sees the old one or the new one, never a part.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from auditor.errors import DataError
from auditor.sanitise import excerpt
from auditor.sources.advisory_store import About, StoreFile, is_store, write
from auditor.sources.documents import is_zip
from auditor.sources.osv_collect import HINT, LIMITS, Collection

if TYPE_CHECKING:
    from auditor.sources import Progress
    from auditor.sources.documents import Limits


def build(
    path: Path,
    store: Path,
    *,
    progress: Progress,
    skip_unreadable: bool = False,
    complete: bool = False,
    limits: Limits = LIMITS,
) -> About:
    """Make ``store`` from a folder, zip, file or other store of OSV records.

    A zip is taken for the whole bulk archive unless its manifest says otherwise, a
    store for what it says of itself, and anything else for a part unless its
    manifest, or ``complete``, says that it is whole. With ``skip_unreadable`` records
    that cannot be read are left out and named in the store, and so in every audit
    that uses it.

    Raises:
        DataError: there is nothing to read at ``path``, or a record in it cannot
            be read, or the store cannot be written; an old store stays.
    """
    with exclusive(store):
        records = Collection()
        progress(f"reading {excerpt(path.name)}")
        add(records, path, limits)
        declared = is_zip(path) if records.complete is None else records.complete
        return replace(
            store,
            records,
            source=excerpt(path.name),
            complete=complete or declared,
            skip_unreadable=skip_unreadable,
        )


def add(records: Collection, path: Path, limits: Limits = LIMITS) -> None:
    """Take every record of a folder, zip, file or store.

    Raises:
        DataError: it cannot be read.
    """
    if not is_store(path):
        records.read(path, limits)
        return
    with StoreFile(path) as store:
        records.complete = store.about.complete
        for record_id, modified, text in store.texts():
            records.keep(record_id, modified, text)
        for gap in store.about.gaps:
            records.miss(gap)


def replace(
    store: Path, records: Collection, *, source: str, complete: bool, skip_unreadable: bool
) -> About:
    """Write ``records`` and put them in the place of ``store``; the caller holds ``exclusive``.

    Raises:
        DataError: there is no record, or one that cannot be read, or no room; the old store stays.
    """
    gaps = records.all_gaps(source)
    if gaps and not skip_unreadable:
        first, others = gaps[0], len(gaps) - 1
        more = f" (and {others} more)" if others else ""
        raise DataError(
            f"{first.subject}: {first.reason}{more}; the store was left as it was",
            hint="add --skip-unreadable to go on without; audits then say what is missing",
        )
    if not records:
        raise DataError(f"{source}: holds no advisory about an npm package", hint=HINT)
    fresh = store.with_name(f"{store.name}.new")
    try:
        fresh.unlink(missing_ok=True)
        about = write(
            fresh,
            records.texts(),
            source=source,
            complete=complete,
            digest=records.digest,
            gaps=gaps,
        )
        fresh.replace(store)
        _sync_folder(store.parent)
    except OSError as error:
        raise DataError(f"{store}: cannot be written: {error.strerror}") from error
    return about


@contextmanager
def exclusive(store: Path) -> Iterator[None]:
    """Keep other processes from changing ``store`` at the same time; makes its folder.

    Raises:
        DataError: another process does, or the folder cannot be written.
    """
    try:
        store.parent.mkdir(parents=True, exist_ok=True)
        lock = os.open(store.with_name(f"{store.name}.lock"), os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise DataError(f"{store}: cannot be written: {error.strerror}") from error
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise DataError(f"{store}: another process is changing this store") from error
        yield
    finally:
        os.close(lock)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
