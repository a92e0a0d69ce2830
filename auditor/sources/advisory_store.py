"""How are advisories kept in one SQLite file?

``pkg`` has one row per package name with all that a match needs, ``adv`` what a
report shows of each advisory, ``meta`` what the store says of itself. Files are
written whole and never changed: the same records give the same bytes, and
readers open them immutable. A file of any other schema is refused.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote

from auditor.errors import DataError
from auditor.model import Gap
from auditor.sources.osv_collect import HINT, digest_line
from auditor.sources.osv_record import Advisory
from auditor.sources.osv_row import MISSHAPEN, advisory_from, advisory_of, dumps

MAX_VALUE_BYTES = 256 * 2**20
PAGE_BYTES = 4096

_MAGIC = b"SQLite format 3\x00"
_APPLICATION_ID = 0x41756472  # "Audr"
_FORMAT = 1
_SCHEMA = {
    "adv": "CREATE TABLE adv(n INTEGER PRIMARY KEY, id TEXT, modified INTEGER, fraction INTEGER,"
    " published INTEGER, more TEXT)",
    "meta": "CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID",
    "pkg": "CREATE TABLE pkg(name TEXT PRIMARY KEY, m TEXT) WITHOUT ROWID",
}
_PACKAGES = (
    "SELECT pkg.name, pkg.m FROM json_each(?) AS asked CROSS JOIN pkg ON pkg.name = asked.value"
)
_RECORDS = (
    "SELECT adv.* FROM json_each(?) AS asked CROSS JOIN adv ON adv.n = asked.value ORDER BY adv.n"
)
_USUAL = 1  # stands for the summary that most records of malware have
_NOTHING: tuple[Any, ...] = ("", [], "", [], [], False)
_DIGITS_ONLY = str.maketrans("", "", "-T:.Z")
# What SQLite says of a damaged file, and what Python says of text in it that is no UTF-8.
_DAMAGED = (sqlite3.Error, *MISSHAPEN)


@dataclass(frozen=True, slots=True)
class About:
    """What a store says of itself.

    ``source`` is the address or the name of what it was made from, ``complete``
    whether that was every advisory there is, ``as_of`` the time of the newest
    record, ``gaps`` the records that could not be read when it was made.
    """

    source: str
    complete: bool
    as_of: str
    digest: str
    records: int
    packages: int
    gaps: tuple[Gap, ...] = ()


def is_store(path: Path) -> bool:
    """Whether ``path`` is an SQLite file (of whatever schema)."""
    if not path.is_file():
        return False
    try:
        with path.open("rb") as stream:
            return stream.read(len(_MAGIC)) == _MAGIC
    except OSError:
        return False  # whoever reads it next says why


class StoreFile:
    """One store, open for reading.

    Raises:
        DataError: the file is no store, or is damaged; of any method, too.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        address = f"file:{quote(os.fsencode(path.absolute()))}?mode=ro&immutable=1"
        with self._whole():
            self._connection = sqlite3.connect(address, uri=True)
        try:
            with self._whole():
                self.about = self._read_about()
        except DataError:
            self.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def lookup(self, names: Collection[str]) -> dict[str, tuple[Advisory, ...]]:
        """The advisories about each of ``names`` that has any, sorted by name and id."""
        with self._whole():
            asked = frozenset(names)
            rows = [row for row in self._rows(_PACKAGES, dumps(sorted(asked))) if row[0] in asked]
            # One document of all rows is decoded faster than a document per row.
            matched = json.loads(f"[{','.join([m for _, m in rows])}]")
            numbers = sorted({entry[0] for entries in matched for entry in entries})
            records = {row[0]: row for row in self._rows(_RECORDS, dumps(numbers))}
            return {
                name: tuple(
                    [
                        advisory_from(_values(records[number], [[name, *parts]]))
                        for number, *parts in entries
                    ]
                )
                for (name, _), entries in zip(rows, matched, strict=True)
            }

    def one(self, record_id: str) -> Advisory | None:
        """The advisory of that id; None where there is none."""
        with self._whole():
            for row in self._rows("SELECT * FROM adv WHERE id = ?", record_id):
                query = "SELECT name, m FROM pkg WHERE instr(m, ?) ORDER BY name"
                entries = [
                    [name, *parts]
                    for name, m in self._rows(query, f"[{row[0]},")
                    for number, *parts in json.loads(m)
                    if number == row[0]
                ]
                return advisory_from(_values(row, entries))
        return None

    def everything(self) -> Iterator[Advisory]:
        """Every advisory, in the order of their ids; the errors are those of ``texts``."""
        with self._whole():
            for _, _, text in self.texts():
                yield advisory_of(text)

    def texts(self) -> Iterator[tuple[str, str, str]]:
        """Of every advisory the id, the time of its change and the canonical text (``osv_row``).

        Raises:
            DataError: after the last one, where they are not what the store's digest says.
        """
        total = hashlib.sha256()
        with self._whole():
            entries: dict[int, list[list[Any]]] = {}
            for name, m in self._rows("SELECT name, m FROM pkg ORDER BY name"):
                for number, *parts in json.loads(m):
                    entries.setdefault(number, []).append([name, *parts])
            for row in self._rows("SELECT * FROM adv ORDER BY n"):
                values = _values(row, entries.pop(row[0]))
                text = dumps(values)
                total.update(digest_line(values[0], text))
                yield values[0], values[1], text
        if total.hexdigest() != self.about.digest:
            raise DataError(f"{self._path}: the records do not give the store's digest", hint=HINT)

    def verify(self) -> None:
        """Read all of it and hold it against its own digest.

        Raises:
            DataError: they differ.
        """
        for _ in self.texts():
            pass

    def _rows(self, query: str, *values: str) -> sqlite3.Cursor:
        return self._connection.execute(query, values)

    def _read_about(self) -> About:
        self._connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MAX_VALUE_BYTES)
        self._connection.execute("PRAGMA trusted_schema = OFF")
        self._connection.execute("PRAGMA cell_size_check = ON")
        found = dict(self._rows("SELECT name, sql FROM sqlite_schema").fetchall())
        ((format_number,),) = self._rows("PRAGMA user_version")
        if found != _SCHEMA or format_number != _FORMAT:
            raise DataError(
                f"{self._path}: this SQLite file is no advisory store of this version",
                hint="make one: auditor advisories update, or auditor advisories import PATH",
            )
        meta = dict(self._rows("SELECT key, value FROM meta").fetchall())
        return About(
            source=str(meta["source"]),
            complete=json.loads(meta["complete"]) is True,
            as_of=str(meta["as_of"]),
            digest=str(meta["digest"]),
            records=int(meta["records"]),
            packages=int(meta["packages"]),
            gaps=tuple(Gap(str(where), str(why)) for where, why in json.loads(meta["gaps"])),
        )

    @contextmanager
    def _whole(self) -> Iterator[None]:
        """Turn what a damaged file raises into one sentence."""
        try:
            yield
        except _DAMAGED as error:
            raise DataError(
                f"{self._path}: the advisory store is damaged",
                hint="make it again: auditor advisories update",
            ) from error


def write(
    file: Path,
    texts: Sequence[str],
    *,
    source: str,
    complete: bool,
    digest: str,
    gaps: Sequence[Gap],
) -> About:
    """Write a new store from canonical texts (``osv_row``) in the order of their ids.

    ``file`` must not exist; it is on the disk when this returns.

    Raises:
        DataError: it cannot be written.
    """
    try:
        with closing(sqlite3.connect(file, isolation_level=None)) as connection:
            blank = About(source, complete, "", digest, len(texts), 0, tuple(gaps))
            about = _fill(connection, texts, blank)
        with file.open("rb") as stream:
            os.fsync(stream.fileno())
    except sqlite3.Error as error:
        raise DataError(f"{file}: the store cannot be written: {error}") from error
    except OSError as error:
        raise DataError(f"{file}: the store cannot be written: {error.strerror}") from error
    return about


def _fill(connection: sqlite3.Connection, texts: Sequence[str], blank: About) -> About:
    # Nobody reads the file before it is whole, so it needs no journal.
    for pragma in (
        f"page_size = {PAGE_BYTES}",
        "journal_mode = OFF",
        "synchronous = OFF",
        f"application_id = {_APPLICATION_ID}",
        f"user_version = {_FORMAT}",
    ):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute("BEGIN")
    for table in _SCHEMA.values():
        connection.execute(table)
    packages: dict[str, list[str]] = {}
    newest = _write_records(connection, texts, packages)
    names = sorted(packages)
    rows = ((name, f"[{','.join(packages[name])}]") for name in names)
    connection.executemany("INSERT INTO pkg VALUES (?, ?)", rows)
    about = replace(blank, as_of=newest, packages=len(names))
    connection.executemany("INSERT INTO meta VALUES (?, ?)", sorted(_meta(about).items()))
    connection.execute("COMMIT")
    return about


def _meta(about: About) -> Mapping[str, str]:
    return {
        "source": about.source,
        "complete": dumps(about.complete),
        "as_of": about.as_of,
        "digest": about.digest,
        "records": str(about.records),
        "packages": str(about.packages),
        "gaps": dumps([[gap.subject, gap.reason] for gap in about.gaps]),
    }


def _write_records(
    connection: sqlite3.Connection, texts: Sequence[str], packages: dict[str, list[str]]
) -> str:
    """Write ``adv``, gather the rows of ``pkg``, and return the time of the newest record."""
    newest = ""

    def rows() -> Iterator[tuple[object, ...]]:
        nonlocal newest
        for number, text in enumerate(texts, start=1):
            values = json.loads(text)
            record_id, modified, published, *shown, entries = values
            newest = max(newest, modified)
            for package, *parts in entries:
                packages.setdefault(package, []).append(dumps([number, *parts]))
            more = _more(shown, entries)
            yield (number, record_id, *_packed(modified), _packed(published)[0], more)

    connection.executemany("INSERT INTO adv VALUES (?, ?, ?, ?, ?, ?)", rows())
    return newest


def _more(shown: list[Any], entries: list[list[Any]]) -> str | None:
    """Summary and so on, without empty ends; None for malware of which nothing else is said."""
    if len(entries) == 1 and shown[0] == _malware_summary(entries[0][0]):
        shown[0] = _USUAL
    while shown and not shown[-1]:
        shown.pop()
    return None if shown == [_USUAL] else dumps(shown)


def _malware_summary(package: str) -> str:
    """What most records of malicious packages say; left out of the file."""
    return f"Malicious code in {package} (npm)"


def _values(row: Sequence[Any], entries: list[list[Any]]) -> list[Any]:
    """What ``osv_row.text_of`` would write of the advisory in ``row``."""
    _, record_id, modified, fraction, published, more = row
    shown: list[Any] = [_USUAL] if more is None else json.loads(more)
    shown.extend(_NOTHING[len(shown) :])
    if shown[0] == _USUAL:
        shown[0] = _malware_summary(entries[0][0])
    return [record_id, _unpacked(modified, fraction), _unpacked(published, 0), *shown, entries]


def _packed(time: str) -> tuple[int | None, int]:
    """``2026-01-02T03:04:05.5Z`` (nine digits) as 20260102030405 and 500000000."""
    if not time:
        return None, 0
    digits = time.translate(_DIGITS_ONLY)
    return int(digits[:14]), int(digits[14:])


def _unpacked(seconds: int | None, fraction: int) -> str:
    if seconds is None:
        return ""
    d = f"{seconds:014}"
    return f"{d[:4]}-{d[4:6]}-{d[6:8]}T{d[8:10]}:{d[10:12]}:{d[12:]}.{fraction:09}Z"
