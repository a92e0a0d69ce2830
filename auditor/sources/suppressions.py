"""Where does a target ask the code engine to look away?

None of it is obeyed; it is listed, because hiding code from a scanner is worth a look.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from auditor.target import Target

MAX_PER_FILE = 100
MAX_TEXT_BYTES = 200

# Semgrep's own marker, in any comment and in any case.
_MARKER = re.compile(rb"\bnosem(?:grep)?\b", re.IGNORECASE)
_IGNORE_FILE = ".semgrepignore"
_CONFIG_FILES = frozenset({".semgrep.yml", ".semgrep.yaml", "semgrep.yml", "semgrep.yaml"})
_CONFIG_FOLDER = ".semgrep"


@dataclass(frozen=True, slots=True, order=True)
class Suppression:
    """One attempt. ``kind`` is ``nosemgrep``, ``semgrepignore`` or ``config``.

    ``line`` counts from 1; 0 means the file as a whole. ``text`` is the line, shortened.
    """

    path: str
    line: int
    kind: str
    text: str


def in_source(path: str, data: bytes) -> Iterator[Suppression]:
    """Yield the marked lines of one source file, at most ``MAX_PER_FILE``."""
    line, counted_to, last = 1, 0, 0
    for number, found in enumerate(_MARKER.finditer(data)):
        if number >= MAX_PER_FILE:
            return
        line += data.count(b"\n", counted_to, found.start())
        counted_to = found.start()
        if line != last:
            yield Suppression(path, line, "nosemgrep", _line_text(data, found.start()))
        last = line


def in_names(target: Target) -> Iterator[Suppression]:
    """Yield the files and folders that configure the engine."""
    for path in _names(target):
        *folders, name = path.split("/")
        if name == _IGNORE_FILE:
            yield Suppression(path, 0, "semgrepignore", name)
        elif name in _CONFIG_FILES or _CONFIG_FOLDER in folders:
            yield Suppression(path, 0, "config", name)


def _names(target: Target) -> Iterable[str]:
    yield from (entry.path for entry in target.files)
    yield from (unread.path for unread in target.unread)


def _line_text(data: bytes, at: int) -> str:
    start = data.rfind(b"\n", 0, at) + 1
    end = data.find(b"\n", at)
    line = data[start : end if end >= 0 else len(data)].strip()
    return line[:MAX_TEXT_BYTES].decode("utf-8", "replace")
