"""What stands in a YAML file of an untrusted tree?

Nodes with their lines, out of YAML whose size and depth are bounded before
anything is built. Scalars stay the text that was written: ``20.10`` is not 20.1.
Nothing is constructed and nothing is evaluated.
"""

from __future__ import annotations

from collections.abc import Iterator
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

MAX_BYTES = 64 * 2**10
MAX_DEPTH = 30
MAX_ALIASES = 100
CACHED_DOCUMENTS = 64


@lru_cache(maxsize=CACHED_DOCUMENTS)
def compose(data: bytes) -> Node | None:
    """Return the root of the first document, None where there is none; not to be changed.

    Several checks read the same files, and the pure parser is slow: the last ones are kept.

    Raises:
        TargetError: too large, too deep, too many aliases, or no YAML; the message
            leaves naming the file to the caller.
    """
    if len(data) > MAX_BYTES:
        raise TargetError(f"larger than {MAX_BYTES // 2**10} KiB")
    try:
        events = iter(YAML(typ="safe", pure=True).parse(data.decode()))
        begun = [next(events), next(events)]
        root = (
            _Builder(events, {}).node(next(events), 0)
            if isinstance(begun[1], DocumentStartEvent)
            else None
        )
        for _ in events:  # what follows must be YAML as well
            pass
    except (YAMLError, ValueError) as error:  # ValueError: also what is not UTF-8
        raise TargetError("this is no YAML that can be read") from error
    return root


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
            for key in self._until_end():
                # The key first: the events come in this order.
                named = self.node(key, depth + 1)
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
