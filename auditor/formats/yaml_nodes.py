"""What stands in a YAML file of an untrusted tree?

Nodes with their lines, out of YAML whose size and depth are bounded before
anything is built. Scalars stay the text that was written: ``20.10`` is not 20.1.
Nothing is constructed and nothing is evaluated.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    Event,
    MappingStartEvent,
    SequenceStartEvent,
)
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from auditor.errors import TargetError
from auditor.sanitise import excerpt

MAX_BYTES = 64 * 2**10
MAX_DEPTH = 30
MAX_ALIASES = 100
CACHED_DOCUMENTS = 64
MERGE = "<<"

_FLAGS = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}


def compose(data: bytes) -> Node | None:
    """Return the root of the first document, None where there is none; not to be changed.

    Raises:
        TargetError: as for ``compose_all``.
    """
    return next(iter(compose_all(data)), None)


@lru_cache(maxsize=CACHED_DOCUMENTS)
def compose_all(data: bytes) -> tuple[Node, ...]:
    """Return the roots of all documents, in their order; not to be changed.

    Several checks read the same files, and the pure parser is slow: the last ones are kept.

    Raises:
        TargetError: too large, too deep, too many aliases, a key that stands twice,
            or no YAML; the message leaves naming the file to the caller.
    """
    if len(data) > MAX_BYTES:
        raise TargetError(f"larger than {MAX_BYTES // 2**10} KiB")
    try:
        events = iter(YAML(typ="safe", pure=True).parse(data.decode()))
        roots = [
            _Builder(events, {}).node(next(events), 0)
            for event in events
            if isinstance(event, DocumentStartEvent)
        ]
    except (YAMLError, ValueError) as error:  # ValueError: also what is not UTF-8
        raise TargetError("this is no YAML that can be read") from error
    return tuple(roots)


@dataclass(slots=True, repr=False)  # the text of nested aliases has no end
class _Builder:
    """Builds nodes out of events; an alias is the very node that was anchored."""

    events: Iterator[Event]
    anchors: dict[str, Node]
    aliases: int = 0

    def node(self, event: Event, depth: int) -> Node:
        if depth >= MAX_DEPTH and isinstance(event, CollectionStartEvent):
            raise TargetError(f"nested deeper than {MAX_DEPTH}")
        if isinstance(event, AliasEvent):
            return self._alias(event)
        marks = {"start_mark": event.start_mark, "end_mark": event.end_mark}
        node: Node
        if isinstance(event, MappingStartEvent):
            node = MappingNode(None, [], **marks)
            seen: set[str] = set()
            for key in self._until_end():
                # The key first: the events come in this order.
                named = self.node(key, depth + 1)
                name = text(named)
                if name in seen and name != MERGE:
                    raise TargetError(f'the key "{excerpt(name, max_characters=40)}" stands twice')
                seen.add(name)
                node.value.append((named, self.node(next(self.events), depth + 1)))
        elif isinstance(event, SequenceStartEvent):
            node = SequenceNode(None, [], **marks)
            for item in self._until_end():
                node.value.append(self.node(item, depth + 1))
        else:
            scalar: Any = event
            node = ScalarNode(None, scalar.value, style=scalar.style, **marks)
        anchor = getattr(event, "anchor", None)
        if anchor:
            self.anchors[anchor] = node
        return node

    def _until_end(self) -> Iterator[Event]:
        for event in self.events:
            if isinstance(event, CollectionEndEvent):
                return
            yield event

    def _alias(self, event: AliasEvent) -> Node:
        self.aliases += 1
        if self.aliases > MAX_ALIASES:
            raise TargetError(f"more than {MAX_ALIASES} aliases")
        node = self.anchors.get(event.anchor)
        if node is None:
            raise TargetError("this is no YAML that can be read")
        return node


def items(node: Node | None) -> Iterator[tuple[str, Node]]:
    """The keys and values of a mapping; nothing for any other node."""
    if isinstance(node, MappingNode):
        for key, value in node.value:
            yield text(key), value


def value(node: Node | None, key: str) -> Node | None:
    """The value of ``key`` in a mapping, if there is one."""
    return next((value for name, value in items(node) if name == key), None)


def merged(node: Node | None) -> Mapping[str, Node]:
    """A mapping with what its merge keys bring in (YAML 1.1, "Merge Key").

    The mapping's own keys come before merged ones, and earlier merges before later ones.
    """
    found: dict[str, Node] = {}
    waiting = [] if node is None else [node]
    seen: set[int] = set()  # what is merged twice adds nothing, and could grow without end
    while waiting:
        one = waiting.pop(0)
        if id(one) in seen:
            continue
        seen.add(id(one))
        merges = []
        for key, each in items(one):
            if key == MERGE:
                merges += list(sequence(each)) or [each]
            else:
                found.setdefault(key, each)
        waiting = merges + waiting
    return found


def at(node: Node | None, *path: str) -> Node | None:
    """The value that a path of keys leads to, merges included."""
    for key in path:
        node = merged(node).get(key)
    return node


def flag(node: Node | None) -> bool | None:
    """What a scalar says as a switch; None for anything but the words of YAML 1.1."""
    return _FLAGS.get(text(node).lower())


def sequence(node: Node | None) -> Iterator[Node]:
    """The items of a sequence; nothing for any other node."""
    if isinstance(node, SequenceNode):
        yield from node.value


def text(node: Node | None) -> str:
    """What a scalar says; empty for any other node."""
    return str(node.value) if isinstance(node, ScalarNode) else ""


def line(node: Node) -> int:
    """The line that the node begins on, from 1."""
    start: int = node.start_mark.line
    return start + 1
