"""How do the Node.js project's own files become the user's tables?

Takes ``vuln/core/index.json`` of its security working group and
``schedule.json`` of its release working group, told apart by what is in them.
Only facts are kept: no prose of theirs. A file that cannot be used whole leaves
the user's table as it was.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from auditor.errors import DataError
from auditor.model import Gap
from auditor.sanitise import excerpt
from auditor.sources.documents import documents
from auditor.sources.node_tables import (
    ADVISORIES,
    LIMITS,
    RELEASES,
    CoreAdvisories,
    Releases,
    load_tables,
    read_advisories,
    read_releases,
)
from sbom import strict_json
from sbom.errors import DocumentError

_HINT = "pass vuln/core/index.json of nodejs/security-wg, schedule.json of nodejs/Release, or both"
_SEVERITIES = frozenset({"low", "medium", "high", "critical"})


@dataclass(frozen=True, slots=True)
class Imported:
    """One table that was written: the file of the user's, how many rows, and of which day."""

    file: Path
    rows: int
    as_of: date


def import_tables(files: Sequence[Path], folder: Path, *, as_of: date) -> tuple[Imported, ...]:
    """Write the tables in ``files`` to ``folder``; ``as_of`` is the day they were fetched.

    All of them are read before the first is written, and each takes the place of
    the old one in one step.

    Raises:
        DataError: a file is neither of the two or cannot be read, two are the same
            one, it has less than the table in use, or there is no room.
    """
    tables: dict[str, bytes] = {}
    for file in files:
        name, document = _converted(file, as_of)
        if name in tables:
            raise DataError(f"{file}: a second file of the same kind", hint=_HINT)
        tables[name] = document
    in_use = load_tables(None)
    done = []
    for name, document in sorted(tables.items()):
        read: Releases | CoreAdvisories
        if name == RELEASES:
            read = read_releases(document, name)
            rows, least = len(read.lines), len(in_use.releases.lines)
        else:
            read = read_advisories(document, name)
            rows, least = len(read.entries), len(in_use.advisories.entries)
        if rows < least:
            raise DataError(
                f"{name}: {rows} rows, fewer than the {least} that are shipped",
                hint="nothing is ever taken out of these files: fetch it again",
            )
        done.append(Imported(folder / name, rows, read.as_of))
    for name, document in sorted(tables.items()):
        _write(folder / name, document)
    return tuple(done)


def _converted(file: Path, as_of: date) -> tuple[str, bytes]:
    ((_, content),) = documents(file, LIMITS, hint=_HINT)
    if isinstance(content, Gap):
        raise DataError(f"{file}: {content.reason}", hint=_HINT)
    try:
        value = strict_json.parse(content, str(file), DocumentError).value
    except DocumentError as error:
        raise DataError(error.message, hint=_HINT) from error
    rows = value if isinstance(value, dict) else {}
    objects = {key: row for key, row in rows.items() if isinstance(row, dict)}
    if objects and len(objects) == len(rows):
        if all("vulnerable" in row for row in objects.values()):
            return ADVISORIES, _document("entries", _advisories(objects), file, as_of)
        if all("start" in row and "end" in row for row in objects.values()):
            return RELEASES, _document("lines", _lines(objects), file, as_of)
    raise DataError(f"{file}: is neither of the two files that can be imported", hint=_HINT)


def _document(key: str, rows: Iterable[Mapping[str, object]], file: Path, as_of: date) -> bytes:
    table = {"as_of": as_of.isoformat(), "source": excerpt(file.name), key: list(rows)}
    return json.dumps(table, indent=1, ensure_ascii=True).encode() + b"\n"


def _advisories(
    table: Mapping[str, Mapping[str, strict_json.Value]],
) -> Iterable[Mapping[str, object]]:
    for key in sorted(table, key=_number):
        entry = table[key]
        row: dict[str, object] = {
            "id": key,
            "cves": _texts(entry.get("cve")),
            "severity": _severity(entry.get("severity")),
            "vulnerable": entry["vulnerable"],
        }
        if entry.get("patched"):
            row["patched"] = entry["patched"]
        places = _texts(entry.get("affectedEnvironments"))
        if places and "all" not in places:
            row["platforms"] = places
        yield row


def _lines(
    table: Mapping[str, Mapping[str, strict_json.Value]],
) -> Iterable[Mapping[str, object]]:
    for key, entry in table.items():
        row: dict[str, object] = {"line": key.removeprefix("v")}
        row |= {
            name: entry[name] for name in ("start", "lts", "maintenance", "end") if entry.get(name)
        }
        codename = entry.get("codename")
        yield row | ({"codename": codename.lower()} if isinstance(codename, str) else {})


def _number(key: str) -> tuple[int, str]:
    is_number = key.isascii() and key.isdigit() and len(key) < 10  # noqa: PLR2004 -- no id is
    return (int(key) if is_number else 0, key)


def _severity(value: strict_json.Value) -> str:
    word = value.lower() if isinstance(value, str) else ""
    return word if word in _SEVERITIES else "unknown"


def _texts(value: strict_json.Value) -> list[str]:
    return sorted(one for one in value if isinstance(one, str)) if isinstance(value, list) else []


def _write(file: Path, data: bytes) -> None:
    fresh = file.with_name(f"{file.name}.{os.getpid()}.new")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with fresh.open("wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        fresh.replace(file)
    except OSError as error:
        with suppress(OSError):
            fresh.unlink()
        raise DataError(f"{file}: cannot be written: {error.strerror}") from error
