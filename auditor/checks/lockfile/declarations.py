"""Which packages does a package.json ask for, in which section and on which line?"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

from sbom import strict_json
from sbom.errors import DocumentError
from sbom.source import clean_range

# npm reads the sections in this order; a later one wins where two name the same package.
SECTIONS = ("peerDependencies", "dependencies", "optionalDependencies", "devDependencies")

_MARK = re.compile(r'(?P<text>"(?:[^"\\]|\\.)*")(?P<key>\s*:)?|(?P<open>[{\[])|(?P<close>[}\]])')


@dataclass(frozen=True, slots=True)
class Declaration:
    """One dependency as it is asked for; ``line`` is 0 where the text was not looked at."""

    name: str
    section: str
    range: str
    line: int = 0

    @property
    def shown(self) -> str:
        """Range and section for a message; an address loses its credentials."""
        return f"{clean_range(self.range) or '*'} ({self.section})"

    def agrees(self, other: Declaration) -> bool:
        """Whether both ask for the same, wherever they stand."""
        return (self.section, self.range) == (other.section, other.range)


def read_declarations(data: bytes, file: str) -> dict[str, Declaration]:
    """Return what the package.json in ``data`` asks for, by name.

    Raises:
        DocumentError: ``data`` is no JSON object.
    """
    document = strict_json.parse(data, file, DocumentError)
    if not isinstance(document.value, dict):
        raise DocumentError(f"{file}: the file holds no object", hint="repair package.json")
    return declarations(document.value, _lines(document.text))


def declarations(
    manifest: Mapping[str, object], lines: Mapping[tuple[str, str], int] | None = None
) -> dict[str, Declaration]:
    """Return what ``manifest`` asks for, by name; ``lines`` are by section and name."""
    found: dict[str, Declaration] = {}
    for section in SECTIONS:
        entries = manifest.get(section)
        if not isinstance(entries, dict):
            continue
        for name, wanted in entries.items():
            if isinstance(wanted, str):
                line = (lines or {}).get((section, name), 0)
                found[name] = Declaration(name, section, wanted, line)
    return found


def _lines(text: str) -> dict[tuple[str, str], int]:
    """The line of every key two levels deep, by the key above it and itself."""
    lines: dict[tuple[str, str], int] = {}
    depth, section, line, position = 0, "", 1, 0
    for mark in _MARK.finditer(text):
        line += text.count("\n", position, mark.start())
        position = mark.start()
        if mark["open"]:
            depth += 1
        elif mark["close"]:
            depth -= 1
        elif mark["key"] and depth == 1:
            section = json.loads(mark["text"])
        elif mark["key"] and depth == 2:  # noqa: PLR2004 -- inside a section
            lines[section, json.loads(mark["text"])] = line
    return lines
