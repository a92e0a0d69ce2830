"""How are the tables of exploited vulnerabilities kept beside the advisory store?

One SQLite file with EPSS, KEV, or both. It is written whole and put in its
place by one rename: what a new table does not replace is carried over, and
whatever goes wrong, the old file stays.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal
from urllib.parse import quote

from auditor.errors import DataError, SourceError
from auditor.sanitise import excerpt
from auditor.sources.advisory_build import exclusive
from auditor.sources.advisory_exploitation import (
    MAX_EPSS_BYTES,
    MAX_KEV_BYTES,
    Epss,
    Kev,
    read_epss,
    read_kev,
    unpacked,
)
from auditor.sources.http import HttpClient, Patience, host_of, shown

if TYPE_CHECKING:
    from auditor.sources import Progress

EPSS_SOURCE = "https://epss.empiricalsecurity.com/epss_scores-current.csv.gz"
KEV_SOURCE = "https://www.cisa.gov/sites/default/files/feeds/known_exploited_vulnerabilities.json"
# A table with so much less than the one at hand is rather broken than right.
MIN_SHARE = 0.5

Name = Literal["epss", "kev"]

_LIMITS: Mapping[Name, int] = MappingProxyType({"epss": MAX_EPSS_BYTES, "kev": MAX_KEV_BYTES})
_APPLICATION_ID = 0x41756465  # "Aude"
_FORMAT = 1
_SCHEMA = {
    "about": "CREATE TABLE about(name TEXT PRIMARY KEY, source TEXT, as_of TEXT, digest TEXT,"
    " entries INTEGER) WITHOUT ROWID",
    "epss": "CREATE TABLE epss(cve TEXT PRIMARY KEY, score REAL, percentile REAL) WITHOUT ROWID",
    "kev": "CREATE TABLE kev(cve TEXT PRIMARY KEY, day TEXT) WITHOUT ROWID",
}
_DAMAGED = (sqlite3.Error, ValueError, TypeError)

Row = tuple[str | float, ...]


@dataclass(frozen=True, slots=True)
class AboutTable:
    """Where a table is from, the day it is of, the SHA-256 of its text, and its size."""

    source: str
    as_of: str
    digest: str
    entries: int


@dataclass(frozen=True, slots=True)
class Looked:
    """What the tables say of some CVEs, and of themselves; None where there is no table."""

    epss: Epss | None = None
    kev: Kev | None = None
    about: Mapping[Name, AboutTable] = field(default_factory=lambda: MappingProxyType({}))


class TableSource:
    """The tables at ``path``; without a file there, or with None, there are none."""

    def __init__(self, path: Path | None) -> None:
        self._path = path

    def lookup(self, cves: Collection[str]) -> Looked:
        """Return what the tables say of ``cves``.

        Raises:
            DataError: the file is no file of tables, or is damaged.
        """
        if self._path is None or not self._path.is_file():
            return Looked()
        with _reading(self._path) as connection:
            about = _about(connection)
            asked = json.dumps(sorted(set(cves)))
            scores = {cve: (s, p) for cve, s, p in connection.execute(_asked("epss"), (asked,))}
            added = dict(connection.execute(_asked("kev"), (asked,)).fetchall())
        epss, kev = about.get("epss"), about.get("kev")
        return Looked(
            Epss(epss.as_of, MappingProxyType(scores)) if epss else None,
            Kev(kev.as_of, MappingProxyType(added)) if kev else None,
            about,
        )


def tables_of(store: Path) -> Path:
    """Where the tables that belong to the advisory store ``store`` lie."""
    return store.with_name(f"{store.stem}.exploitation.sqlite")


def import_tables(
    tables: Path, *, epss: Path | None = None, kev: Path | None = None
) -> Mapping[Name, AboutTable]:
    """Take the given tables from files, and keep the other as it is.

    Raises:
        DataError: a file cannot be read, or is no such table, or nothing can be
            written; the old tables stay.
    """
    given: dict[Name, tuple[str, bytes]] = {}
    if epss is not None:
        given["epss"] = (excerpt(epss.name), _bytes_of(epss, MAX_EPSS_BYTES))
    if kev is not None:
        given["kev"] = (excerpt(kev.name), _bytes_of(kev, MAX_KEV_BYTES))
    return _keep(tables, given)


def update_tables(
    tables: Path,
    sources: Mapping[Name, str],
    *,
    progress: Progress,
    patience: Patience | None = None,
) -> Mapping[Name, AboutTable]:
    """Fetch the named tables from their addresses; those that can be had are kept.

    Raises:
        UsageError: an address may not be used.
        SourceError: a table cannot be had, or is none, or lacks most of what the
            old one has; the old one stays.
    """
    clients = {name: HttpClient({host_of(url)}, patience) for name, url in sources.items()}
    failures: list[SourceError] = []
    for name, url in sources.items():
        progress(f"fetching {name.upper()}")
        try:
            data = _fetched(clients[name], url, _LIMITS[name])
            _keep(tables, {name: (shown(url), data)}, plausible=True)
        except SourceError as error:
            failures.append(error)
    if failures:
        raise failures[0]
    return TableSource(tables).lookup(()).about


def _fetched(client: HttpClient, url: str, max_bytes: int) -> bytes:
    data = client.get(url, max_bytes=max_bytes)
    if data is None:
        raise SourceError(f"{shown(url)}: there is nothing at this address")
    return data


def _keep(
    tables: Path, given: Mapping[Name, tuple[str, bytes]], *, plausible: bool = False
) -> Mapping[Name, AboutTable]:
    """Write the given tables and those of the old file that they do not replace."""
    fresh = tables.with_name(f"{tables.name}.new")
    read = {name: _read(name, source, data) for name, (source, data) in given.items()}
    with exclusive(tables):
        old = _old(tables)
        if plausible:
            _plausible({name: about for name, (about, _) in read.items()}, old)
        try:
            fresh.unlink(missing_ok=True)
            with closing(sqlite3.connect(fresh, isolation_level=None)) as connection:
                about = _fill(connection, read, tables if old else None)
            with fresh.open("rb") as stream:
                os.fsync(stream.fileno())
            fresh.replace(tables)
        except sqlite3.Error as error:
            raise DataError(f"{tables}: the tables cannot be written: {error}") from error
        except OSError as error:
            raise DataError(f"{tables}: the tables cannot be written: {error.strerror}") from error
    return about


def _read(name: Name, source: str, data: bytes) -> tuple[AboutTable, Iterable[Row]]:
    """Read one table: what it is, and its rows by CVE."""
    if name == "epss":
        epss = read_epss(data, source)
        digest = hashlib.sha256(unpacked(data, source).encode("ascii")).hexdigest()
        about = AboutTable(source, epss.as_of, digest, len(epss.scores))
        return about, [(cve, *pair) for cve, pair in sorted(epss.scores.items())]
    kev = read_kev(data, source)
    about = AboutTable(source, kev.as_of, hashlib.sha256(data).hexdigest(), len(kev.added))
    return about, sorted(kev.added.items())


def _plausible(fresh: Mapping[Name, AboutTable], old: Mapping[Name, AboutTable]) -> None:
    for name, about in fresh.items():
        had = old[name].entries if name in old else 0
        if about.entries < had * MIN_SHARE:
            raise SourceError(
                f"{about.source}: holds {about.entries:,} entries, the table at hand has {had:,};"
                " it was left as it was",
                hint=f"if that is right, import it: auditor advisories import --{name} FILE",
            )


def _old(tables: Path) -> Mapping[Name, AboutTable]:
    """What the file at hand holds; nothing where it is none, or damaged: it is made anew."""
    try:
        return TableSource(tables).lookup(()).about
    except DataError:
        return {}


def _fill(
    connection: sqlite3.Connection,
    given: Mapping[Name, tuple[AboutTable, Iterable[Row]]],
    old: Path | None,
) -> Mapping[Name, AboutTable]:
    # Nobody reads the file before it is whole, so it needs no journal.
    for pragma in (
        "journal_mode = OFF",
        "synchronous = OFF",
        f"application_id = {_APPLICATION_ID}",
        f"user_version = {_FORMAT}",
    ):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute("BEGIN")
    for table in _SCHEMA.values():
        connection.execute(table)
    about = {name: about for name, (about, _) in given.items()}
    for name, (_, rows) in given.items():
        _insert(connection, name, rows)
    if old is not None:
        with _reading(old) as before:
            for name, kept in _about(before).items():
                if name not in about:
                    about[name] = kept
                    _insert(connection, name, before.execute(_ALL[name]))
    connection.executemany(
        "INSERT INTO about VALUES (?, ?, ?, ?, ?)",
        [(n, a.source, a.as_of, a.digest, a.entries) for n, a in sorted(about.items())],
    )
    connection.execute("COMMIT")
    return MappingProxyType(about)


_ALL: Mapping[Name, str] = MappingProxyType(
    {"epss": "SELECT * FROM epss ORDER BY cve", "kev": "SELECT * FROM kev ORDER BY cve"}
)
_INSERT: Mapping[Name, str] = MappingProxyType(
    {"epss": "INSERT INTO epss VALUES (?, ?, ?)", "kev": "INSERT INTO kev VALUES (?, ?)"}
)


def _insert(connection: sqlite3.Connection, name: Name, rows: Iterable[Row]) -> None:
    connection.executemany(_INSERT[name], rows)


def _asked(name: Name) -> str:
    return f"SELECT {name}.* FROM json_each(?) AS asked CROSS JOIN {name} ON cve = asked.value"  # noqa: S608 -- one of two names of ours


@contextmanager
def _reading(path: Path) -> Iterator[sqlite3.Connection]:
    """Open a file of tables.

    Raises:
        DataError: it is none, or is damaged.
    """
    address = f"file:{quote(os.fsencode(path.absolute()))}?mode=ro&immutable=1"
    try:
        with closing(sqlite3.connect(address, uri=True)) as connection:
            connection.execute("PRAGMA trusted_schema = OFF")
            found = dict(connection.execute("SELECT name, sql FROM sqlite_schema").fetchall())
            ((number,),) = connection.execute("PRAGMA user_version")
            if found != _SCHEMA or number != _FORMAT:
                raise DataError(
                    f"{path}: this file holds no tables of exploited vulnerabilities",
                    hint="make it: auditor advisories update",
                )
            yield connection
    except _DAMAGED as error:
        raise DataError(
            f"{path}: the tables of exploited vulnerabilities are damaged",
            hint="make them again: auditor advisories update",
        ) from error


def _about(connection: sqlite3.Connection) -> Mapping[Name, AboutTable]:
    rows = connection.execute("SELECT * FROM about ORDER BY name").fetchall()
    return MappingProxyType(
        {
            name: AboutTable(str(source), str(as_of), str(digest), int(entries))
            for name, source, as_of, digest, entries in rows
            if name in _LIMITS
        }
    )


def _bytes_of(file: Path, max_bytes: int) -> bytes:
    try:
        with file.open("rb") as stream:
            data = stream.read(max_bytes + 1)
    except OSError as error:
        raise DataError(f"{file}: cannot be read: {error.strerror}") from error
    if len(data) > max_bytes:
        raise DataError(f"{file}: larger than {max_bytes:,} bytes")
    return data
