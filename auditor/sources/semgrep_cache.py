"""What did the engine say of this very file, by these very rules, before?

An entry is named by its content: the file's bytes, ending and use, the rules, the engine.
Deleting any or all of it costs time and changes no result.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import astuple, dataclass
from pathlib import Path

from auditor.sources.semgrep_output import RawMatch

FORMAT = 2
MAX_RULE_SETS = 3
"""Rule sets whose results are kept; those used longest ago go first."""
MAX_ENTRY_BYTES = 16 * 2**20

_MATCH_TYPES = (str, int, int, int, int, int, int, str)


@dataclass(frozen=True, slots=True)
class Entry:
    """The engine's answer about one file. ``reason`` says why it was assessed in part, if so."""

    matches: tuple[RawMatch, ...]
    reason: str = ""
    scanned: bool = True


class ScanCache:
    """Entries in ``folder``, for one set of rules run by one engine."""

    def __init__(self, folder: Path, rules: Sequence[Mapping[str, object]], engine: str) -> None:
        text = json.dumps([FORMAT, engine, [dict(one) for one in rules]], sort_keys=True)
        self._folder = folder
        self._entries = folder / hashlib.sha256(text.encode()).hexdigest()

    def get(self, name: str, data: bytes, use: str = "") -> Entry | None:
        """The entry of a file staged as ``name``; None where there is none that can be read.

        By its ``use`` a file is read by other rules, so it has an entry of its own.
        """
        path = self._place(name, data, use)
        try:
            if path.stat().st_size > MAX_ENTRY_BYTES:
                return None
            return _decoded(json.loads(path.read_bytes()), name)
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            return None

    def put(self, name: str, data: bytes, entry: Entry, use: str = "") -> None:
        """Keep an entry. A cache that cannot be written is no error."""
        rows = [_row(one) for one in entry.matches]
        document = {"matches": rows, "reason": entry.reason, "scanned": entry.scanned}
        path = self._place(name, data, use)
        with suppress(OSError):
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            descriptor, temporary = tempfile.mkstemp(dir=path.parent)
            with os.fdopen(descriptor, "w", encoding="ascii") as file:
                json.dump(document, file)
            os.replace(temporary, path)  # noqa: PTH105 -- both are names of this folder

    def prune(self) -> None:
        """Remove the entries of rule sets that were used longest ago."""
        with suppress(OSError):
            os.utime(self._entries)
        with suppress(OSError):
            sets = sorted(self._folder.iterdir(), key=_last_used, reverse=True)
            for old in sets[MAX_RULE_SETS:]:
                shutil.rmtree(old, ignore_errors=True)

    def _place(self, name: str, data: bytes, use: str) -> Path:
        kind = f"{name.rpartition('.')[2]} {use}".encode()
        digest = hashlib.sha256(kind + b"\0" + data).hexdigest()
        return self._entries / digest[:2] / f"{digest[2:]}.json"


def _row(match: RawMatch) -> list[object]:
    rule, _name, *rest = astuple(match)
    return [rule, *rest]


def _decoded(document: object, name: str) -> Entry:
    if not isinstance(document, dict):
        raise TypeError(document)
    matches = []
    for row in document["matches"]:
        types = tuple(type(value) for value in row)
        if types != _MATCH_TYPES:
            raise TypeError(types)
        matches.append(RawMatch(row[0], name, *row[1:]))
    reason, scanned = document["reason"], document["scanned"]
    if not isinstance(reason, str) or not isinstance(scanned, bool):
        raise TypeError(reason)
    return Entry(tuple(matches), reason, scanned)


def _last_used(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0
