"""Which lines of Node.js are there, until when is each kept up, and where is it known to be broken?

Two dated tables: the dates of the release schedule that the Node.js project
publishes, and the advisories of its security working group, both reduced to
facts. The shipped ones, or the user's own where those are newer.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType

from auditor import ranges
from auditor.errors import DataError
from auditor.model import Gap
from auditor.sources.documents import Limits, documents

RELEASES = "node-releases.json"
ADVISORIES = "node-core-advisories.json"
SHIPPED = Path(__file__).parents[1] / "data"
LIMITS = Limits(document_bytes=8 * 2**20, documents=1, total_bytes=8 * 2**20)
MAX_ROWS = 10_000

_HINT = "import it again: auditor node import FILE...; or delete it, and the shipped one is used"


@dataclass(frozen=True, slots=True)
class Line:
    """One release line; ``name`` is its major number, or ``0.10`` before version 1.

    Dates are ISO dates, empty where there is none.
    """

    name: str
    start: str
    end: str
    lts: str = ""
    maintenance: str = ""
    codename: str = ""

    @property
    def first(self) -> str:
        """The lowest version of the line."""
        return f"{self.name}.0" if "." in self.name else f"{self.name}.0.0"


@dataclass(frozen=True, slots=True)
class Releases:
    """The release lines by name. ``as_of`` is the day of the dates; ``source`` where from."""

    as_of: date
    source: str
    lines: Mapping[str, Line]

    def named(self, codename: str) -> Line | None:
        """The line with this code name, in lower case."""
        found = (one for one in self.lines.values() if one.codename == codename)
        return next(found, None) if codename else None


@dataclass(frozen=True, slots=True)
class CoreAdvisory:
    """One advisory about Node.js itself: ``id`` is the table's own key.

    ``severity`` is its word, or ``unknown``; ``platforms`` are Node's names of the
    systems it is confined to, none where it holds everywhere; ``summary`` may be empty.
    """

    id: str
    cves: tuple[str, ...]
    severity: str
    vulnerable: ranges.Range
    patched: ranges.Range | None
    platforms: tuple[str, ...] = ()
    summary: str = ""

    def holds(self, version: str) -> bool:
        """Whether ``version`` is vulnerable and not patched."""
        patched = self.patched is not None and self.patched.allows(version)
        return self.vulnerable.allows(version) and not patched


@dataclass(frozen=True, slots=True)
class CoreAdvisories:
    """The advisories, in the order of the table. ``as_of`` is its day; ``source`` where from."""

    as_of: date
    source: str
    entries: tuple[CoreAdvisory, ...]


@dataclass(frozen=True, slots=True)
class NodeTables:
    """Both tables."""

    releases: Releases
    advisories: CoreAdvisories


@cache
def shipped_tables() -> NodeTables:
    """The tables that come with auditor."""
    return load_tables(None)


def load_tables(folder: Path | None) -> NodeTables:
    """Return of each table the newer one: the shipped, or the user's in ``folder``.

    Raises:
        DataError: a table of the user's is there and cannot be read.
    """
    releases = read_releases(_bytes(SHIPPED / RELEASES), RELEASES)
    advisories = read_advisories(_bytes(SHIPPED / ADVISORIES), ADVISORIES)
    if folder is not None and (mine := folder / RELEASES).is_file():
        releases = max(releases, read_releases(_bytes(mine), str(mine)), key=_day)
    if folder is not None and (mine := folder / ADVISORIES).is_file():
        advisories = max(advisories, read_advisories(_bytes(mine), str(mine)), key=_day)
    return NodeTables(releases, advisories)


def read_releases(data: bytes, file: str) -> Releases:
    """Return the release lines of a table in auditor's own form.

    Raises:
        DataError: this is no such table; names ``file`` and the row.
    """
    as_of, source, rows = _table(data, file, "lines")
    lines = [_line(row, f"{file}: lines[{at}]") for at, row in enumerate(rows)]
    return Releases(as_of, source, MappingProxyType({line.name: line for line in lines}))


def read_advisories(data: bytes, file: str) -> CoreAdvisories:
    """Return the advisories of a table in auditor's own form.

    Raises:
        DataError: this is no such table; names ``file`` and the row.
    """
    as_of, source, rows = _table(data, file, "entries")
    entries = (_advisory(row, f"{file}: entries[{at}]") for at, row in enumerate(rows))
    return CoreAdvisories(as_of, source, tuple(entries))


def _day(table: Releases | CoreAdvisories) -> date:
    return table.as_of


def _bytes(file: Path) -> bytes:
    ((_, content),) = documents(file, LIMITS, hint=_HINT)
    if isinstance(content, Gap):
        raise DataError(f"{file}: {content.reason}", hint=_HINT)
    return content


def _table(data: bytes, file: str, key: str) -> tuple[date, str, list[object]]:
    try:
        document = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise DataError(f"{file}: this is no JSON", hint=_HINT) from error
    rows = document.get(key) if isinstance(document, dict) else None
    if not isinstance(rows, list) or not rows:
        raise DataError(f"{file}: this is no table of Node.js with {key}", hint=_HINT)
    if len(rows) > MAX_ROWS:
        raise DataError(f"{file}: more than {MAX_ROWS:,} {key}", hint=_HINT)
    as_of = _text(document, "as_of", file)
    return date.fromisoformat(_iso(as_of, f"{file}: as_of")), _text(document, "source", file), rows


def _line(row: object, place: str) -> Line:
    known = _object(row, place)
    texts = {key: _text(known, key, place) for key in ("line", "start", "end")}
    more = {key: _text(known, key, place, needed=False) for key in ("lts", "maintenance")}
    for key, value in (*texts.items(), *more.items()):
        if key != "line" and value:
            _iso(value, f"{place}.{key}")
    if not all(part.isascii() and part.isdigit() for part in texts["line"].split(".")):
        raise DataError(f"{place}.line is no number of a release line", hint=_HINT)
    codename = _text(known, "codename", place, needed=False)
    return Line(texts["line"], texts["start"], texts["end"], **more, codename=codename)


def _advisory(row: object, place: str) -> CoreAdvisory:
    known = _object(row, place)
    patched = known.get("patched")
    return CoreAdvisory(
        id=_text(known, "id", place),
        cves=_texts(known, "cves", place),
        severity=_text(known, "severity", place),
        vulnerable=_range(_text(known, "vulnerable", place), f"{place}.vulnerable"),
        patched=_range(patched, f"{place}.patched") if patched is not None else None,
        platforms=_texts(known, "platforms", place),
        summary=_text(known, "summary", place, needed=False),
    )


def _object(value: object, place: str) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise DataError(f"{place} is no object", hint=_HINT)
    return value


def _text(row: Mapping[str, object], key: str, place: str, *, needed: bool = True) -> str:
    value = row.get(key, None if needed else "")
    if not isinstance(value, str) or (needed and not value):
        raise DataError(f"{place}: {key} is no text", hint=_HINT)
    return value


def _texts(row: Mapping[str, object], key: str, place: str) -> tuple[str, ...]:
    value = row.get(key, [])
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise DataError(f"{place}: {key} is no list of texts", hint=_HINT)
    return tuple(value)


def _range(value: object, place: str) -> ranges.Range:
    allowed = ranges.parse(value) if isinstance(value, str) else None
    if allowed is None:
        raise DataError(f"{place} is no range that npm can read", hint=_HINT)
    return allowed


def _iso(text: str, place: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise DataError(f"{place} is no date like 2026-07-01", hint=_HINT) from error
