"""Which values have names in a file of nested mappings and lists?

What JSON and YAML readers tell of the structure, in order, becomes pairs: a
value by its key, an item of a list by the list's key, and ``{name: X, value: Y}``
as Kubernetes and container services write it. Only what may matter is kept, so
that a file of any depth and size takes little memory.
"""

from __future__ import annotations

import binascii
from base64 import b64decode
from collections.abc import Iterator
from dataclasses import dataclass

from auditor.checks.secrets.readers.pair import Pair
from auditor.checks.secrets.readers.settings import read_settings
from auditor.checks.secrets.readers.shell import read_shell
from auditor.secret_forms.names import is_secret_name
from auditor.secret_forms.placeholders import is_reference

MAX_HELD = 2_000
"""Values of a Kubernetes Secret that are kept until its document ends."""
MAX_SHELL_CHARACTERS = 65_536

_COMMANDS = frozenset(
    """
    after_script args arguments before_script build-args build_args cmd command commands entrypoint
    env env_vars environment exec install labels postinstall run script scripts start
    """.split()  # noqa: SIM905 -- a list of words is read as words
)
_NAMES = frozenset({"name", "key", "Name", "Key", "ParameterKey"})
_VALUES = frozenset({"value", "Value", "ParameterValue"})
_SECRET_PARTS = frozenset({"data", "stringData"})


@dataclass(slots=True)
class _Frame:
    is_map: bool
    key: str = ""
    has_key: bool = False
    commands: bool = False
    name: str = ""
    value: tuple[str, int, int] | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """One document: its ``kind``, its names at the top, and how many values a Secret has."""

    kind: str
    names: frozenset[str]
    line: int
    values: int


class Nested:
    """Takes the structure in order (``open``, ``scalar``, ``close``); finds ``pairs``."""

    def __init__(self) -> None:
        self.pairs: list[Pair] = []
        self._frames: list[_Frame] = []
        self._held: list[Pair] = []
        self._top: dict[str, str] = {}
        self._kind_line = 0
        self.documents: list[Document] = []

    def open(self, *, is_map: bool) -> None:
        """A mapping or a list begins."""
        above = self._frames[-1] if self._frames else None
        key, commands = (above.key, above.commands) if above else ("", False)
        commands = commands or key in _COMMANDS
        self._frames.append(_Frame(is_map, "" if is_map else key, commands=commands))
        if above:
            above.has_key = False

    def close(self) -> None:
        """The innermost mapping or list ends."""
        if not self._frames:
            return
        frame = self._frames.pop()
        if frame.value and is_secret_name(frame.name):
            self.pairs.append(Pair(frame.name, *frame.value, flat=True))

    def separator(self) -> None:
        """What follows in a mapping is a key."""
        if self._frames:
            self._frames[-1].has_key = False

    def scalar(self, text: str, line: int, end_line: int = 0) -> None:
        """A key, where a mapping waits for one, or else a value."""
        frame = self._frames[-1] if self._frames else _Frame(is_map=False)
        if frame.is_map and not frame.has_key:
            frame.key, frame.has_key = text, True
            if len(self._frames) == 1 and len(self._top) < MAX_HELD:
                self._top.setdefault(text, "")
                self._kind_line = line if text == "kind" else self._kind_line
            return
        frame.has_key = False
        self._take(frame, text, line, end_line)

    def end_document(self) -> None:
        """A document ends; its Secret, if it was one, is told."""
        kind = self._top.get("kind", "")
        if kind == "Secret":
            self.pairs += self._held
        if self._top and len(self.documents) < MAX_HELD:
            names = frozenset(self._top)
            values = sum(not is_reference(pair.value) for pair in self._held)
            self.documents.append(Document(kind, names, self._kind_line, values))
        self._frames, self._held, self._top = [], [], {}

    def _take(self, frame: _Frame, text: str, line: int, end_line: int) -> None:
        if len(self._frames) == 1 and frame.is_map:
            self._top[frame.key] = text[:80]
        if frame.key in _NAMES:
            frame.name = text
        elif frame.key in _VALUES:
            frame.value = (text, line, end_line)
        if is_secret_name(frame.key):
            self.pairs.append(Pair(frame.key, text, line, end_line))
        elif len(text) <= MAX_SHELL_CHARACTERS:
            self.pairs += self._within(frame, text, line)
        if len(self._frames) == 2 and frame.is_map and self._frames[0].key in _SECRET_PARTS:  # noqa: PLR2004 -- directly below
            self._hold(frame.key, text, line, end_line)

    def _within(self, frame: _Frame, text: str, line: int) -> Iterator[Pair]:
        """What a value that is itself shell, or a file of settings, gives to names."""
        if frame.commands or frame.key in _COMMANDS or not frame.is_map:
            yield from read_shell(text, line)
        elif "\n" in text and ("=" in text or ":" in text):
            for pair in read_settings(text):
                yield Pair(pair.name, pair.value, line + pair.line, flat=True)

    def _hold(self, key: str, text: str, line: int, end_line: int) -> None:
        if len(self._held) < MAX_HELD:
            encoded = self._frames[0].key == "data"
            value = decoded(text) if encoded else text
            self._held.append(
                Pair(key, value, line, end_line, flat=True, always="kubernetes-secret")
            )


def decoded(text: str) -> str:
    """The text that base64 stands for; ``text`` itself where it is none."""
    try:
        return b64decode("".join(text.split()), validate=True).decode("utf-8", "replace")
    except (ValueError, binascii.Error):
        return text
