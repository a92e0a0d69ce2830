"""How does a YAML file become plain values whose lines are known?

YAML 1.2 by ruamel.yaml's pure parser, built from its events so that nesting,
aliases and size are bounded before anything is constructed. Only plain values
come out: mappings with text keys, sequences, text, numbers, true and false. Tags,
directives, several documents, duplicate keys and keys without a value are errors.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceStartEvent,
)
from ruamel.yaml.nodes import ScalarNode

from auditor.errors import PolicyError
from auditor.sanitise import excerpt

MAX_BYTES = 256 * 2**10
MAX_DEPTH = 20
MAX_ALIASES = 16
MAX_DIGITS = 40  # of one number

Path_ = tuple[str | int, ...]

_TAG = "tag:yaml.org,2002:"


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed file: its name in messages, its value, and the line of every key and item.

    ``lines`` maps a path (keys and indices from the root) to a line, from 1.
    """

    name: str
    value: object
    lines: Mapping[Path_, int]

    def line(self, path: Path_) -> int:
        """Return the line of ``path``, or of the nearest thing around it."""
        known = [step for step in _prefixes(path) if step in self.lines]
        return self.lines[known[-1]] if known else 1

    def place(self, path: Path_) -> str:
        """Return ``name:line`` for messages."""
        return f"{self.name}:{self.line(path)}"


def read_document(path: Path, name: str | None = None, *, shipped: bool = False) -> Document:
    """Return the parsed file; ``name`` is what messages call it (default: the path).

    A ``shipped`` file is read by the C library where there is one: the same
    document in a quarter of the time, with other words where it is no YAML.

    Raises:
        PolicyError: not a readable regular file, too large, or not such YAML.
    """
    shown = name or str(path)
    if not path.is_file():
        raise PolicyError(f"{shown}: no such file")
    try:
        with path.open("rb") as stream:
            content = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise PolicyError(f"{shown}: cannot be read: {error.strerror}") from error
    return parse_document(content, shown, shipped=shipped)


def parse_document(content: bytes, name: str, *, shipped: bool = False) -> Document:
    """Return the parsed ``content``; ``name`` is what messages call it.

    Raises:
        PolicyError: too large, not UTF-8, or not such YAML.
    """
    if len(content) > MAX_BYTES:
        raise PolicyError(
            f"{name}: larger than {MAX_BYTES // 2**10} KiB",
            hint="split it into files that extend each other",
        )
    try:
        text = content.decode()
    except UnicodeDecodeError as error:
        raise PolicyError(f"{name}: not UTF-8 at byte {error.start}") from error
    builder = _Builder(name, YAML(typ="safe", pure=not shipped))
    try:
        value = builder.build(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise PolicyError(f"{name}:{line}: not YAML: {_sentence(error)}") from error
    except YAMLError as error:
        raise PolicyError(f"{name}: not YAML: {_first_line(str(error))}") from error
    return Document(name, value, MappingProxyType(builder.lines))


@dataclass(slots=True)
class _Builder:
    """Builds one document from events; holds what it has seen so far."""

    name: str
    _yaml: YAML
    lines: dict[Path_, int] = field(default_factory=dict)
    _anchors: dict[str, object] = field(default_factory=dict)
    _aliases: int = 0

    def build(self, text: str) -> object:
        events: Iterator[Event] = self._yaml.parse(text)
        next(events)  # the start of the stream
        start = next(events)
        if not isinstance(start, DocumentStartEvent):
            raise PolicyError(f"{self.name}: is empty")
        if start.version or start.tags:
            raise self._problem(start, "directives are not allowed")
        value = self._node(next(events), events, ())
        next(events)  # the end of the document
        for event in events:
            if isinstance(event, DocumentStartEvent):
                raise self._problem(event, "a second document; one file holds one")
        return value

    def _node(self, event: Event, events: Iterator[Event], path: Path_) -> object:
        if len(path) > MAX_DEPTH:
            raise self._problem(event, f"nested deeper than {MAX_DEPTH}")
        self.lines.setdefault(path, _line(event))
        if isinstance(event, AliasEvent):
            return self._alias(event)
        if isinstance(event, NodeEvent) and getattr(event, "tag", None):
            raise self._problem(event, "tags are not allowed")
        value: object
        if isinstance(event, MappingStartEvent):
            value = self._mapping(events, path)
        elif isinstance(event, SequenceStartEvent):
            value = self._sequence(events, path)
        else:
            value = self._scalar(event)
        anchor = getattr(event, "anchor", None)
        if anchor is not None:
            self._anchors[anchor] = value
        return value

    def _mapping(self, events: Iterator[Event], path: Path_) -> dict[str, object]:
        mapping: dict[str, object] = {}
        for event in events:
            if not isinstance(event, NodeEvent):
                break
            key = self._key(event)
            if key in mapping:
                raise self._problem(event, f'the key "{excerpt(key)}" stands twice')
            self.lines[(*path, key)] = _line(event)
            mapping[key] = self._node(next(events), events, (*path, key))
            if mapping[key] is None:
                raise self._problem(event, f'the key "{excerpt(key)}" has no value')
        return mapping

    def _sequence(self, events: Iterator[Event], path: Path_) -> list[object]:
        sequence: list[object] = []
        for event in events:
            if not isinstance(event, NodeEvent):
                break
            item = self._node(event, events, (*path, len(sequence)))
            if item is None:
                raise self._problem(event, "an item has no value")
            sequence.append(item)
        return sequence

    def _key(self, event: NodeEvent) -> str:
        if not isinstance(event, ScalarEvent) or event.tag:
            raise self._problem(event, "a key must be plain text")
        return str(event.value)

    def _alias(self, event: AliasEvent) -> object:
        self._aliases += 1
        if self._aliases > MAX_ALIASES:
            raise self._problem(event, f"more than {MAX_ALIASES} aliases")
        if event.anchor not in self._anchors:
            raise self._problem(event, f'nothing is anchored as "{excerpt(str(event.anchor))}"')
        return self._anchors[event.anchor]

    def _scalar(self, event: Event) -> object:
        scalar: Any = event
        text = str(scalar.value)
        tag = str(self._yaml.resolver.resolve(ScalarNode, text, scalar.implicit))
        if tag == f"{_TAG}null":
            return None
        if tag == f"{_TAG}bool":
            return text.lower() == "true"
        if tag in {f"{_TAG}int", f"{_TAG}float"}:
            if len(text) > MAX_DIGITS:
                raise self._problem(event, f"a number of more than {MAX_DIGITS} digits")
            return self._number(ScalarNode(tag, text), is_integer=tag == f"{_TAG}int")
        if any("\ud800" <= character <= "\udfff" for character in text):
            raise self._problem(event, "text with half of a surrogate pair")
        return text  # dates stay text: the schema reads them

    def _number(self, node: ScalarNode, *, is_integer: bool) -> object:
        constructor: Any = self._yaml.constructor
        read = constructor.construct_yaml_int if is_integer else constructor.construct_yaml_float
        number: object = read(node)
        return number

    def _problem(self, event: Event, what: str) -> PolicyError:
        return PolicyError(f"{self.name}:{_line(event)}: {what}")


def _prefixes(path: Path_) -> Iterator[Path_]:
    for end in range(len(path) + 1):
        yield path[:end]


def _line(event: Event) -> int:
    line: int = event.start_mark.line
    return line + 1


def _sentence(error: MarkedYAMLError) -> str:
    return _first_line(str(error.problem or error.context or "malformed"))


def _first_line(text: str) -> str:
    return excerpt(text.strip().partition("\n")[0], max_characters=120)
