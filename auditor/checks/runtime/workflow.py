"""Which Node.js versions does a GitHub workflow set up?

Reads ``actions/setup-node`` steps and the matrix they name, out of YAML whose
size and depth are bounded before anything is built. Scalars stay the text that
was written: ``20.10`` is not 20.1. Nothing of a workflow is ever evaluated.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.events import CollectionEndEvent, CollectionStartEvent
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from auditor.errors import TargetError

MAX_BYTES = 64 * 2**10
MAX_DEPTH = 30

_ACTION = re.compile(r"actions/setup-node(?:@.*)?", re.IGNORECASE | re.DOTALL)
_MATRIX = re.compile(r"\$\{\{\s*matrix\.([A-Za-z0-9_-]+)\s*\}\}")


@dataclass(frozen=True, slots=True)
class Setup:
    """One version that a job sets up, as written, and its line."""

    version: str
    line: int


def read_setups(data: bytes) -> tuple[Setup, ...]:
    """Return the versions that the workflow's jobs set up, in the order of their lines.

    Raises:
        TargetError: too large, too deep, or no YAML; the message leaves naming the
            file to the caller.
    """
    if len(data) > MAX_BYTES:
        raise TargetError(f"larger than {MAX_BYTES // 2**10} KiB")
    if b"setup-node" not in data:  # most workflows: YAML is slow to read
        return ()
    root = _compose(data)
    found = {
        setup
        for _, job in _items(_value(root, "jobs"))
        for step in _sequence(_value(job, "steps"))
        for setup in _of_step(step, _value(_value(job, "strategy"), "matrix"))
    }
    return tuple(sorted(found, key=lambda one: (one.line, one.version)))


def _compose(data: bytes) -> Node | None:
    try:
        text = data.decode()
        depth = 0
        for event in YAML(typ="safe", pure=True).parse(text):
            if isinstance(event, CollectionStartEvent):
                depth += 1
            elif isinstance(event, CollectionEndEvent):
                depth -= 1
            if depth > MAX_DEPTH:
                raise TargetError(f"nested deeper than {MAX_DEPTH}")
        node: Node | None = YAML(typ="safe", pure=True).compose(text)
    except (YAMLError, ValueError) as error:  # ValueError: also what is not UTF-8
        raise TargetError("this is no YAML that can be read") from error
    return node


def _of_step(step: Node, matrix: Node | None) -> Iterator[Setup]:
    if not _ACTION.fullmatch(_text(_value(step, "uses")).strip()):
        return
    version = _value(_value(step, "with"), "node-version")
    if version is None:
        return
    named = _MATRIX.fullmatch(_text(version).strip())
    if not named:
        yield _setup(version)
        return
    values = list(_sequence(_value(matrix, named[1])))
    values += [
        value
        for extra in _sequence(_value(matrix, "include"))
        if (value := _value(extra, named[1])) is not None
    ]
    for value in values or [version]:
        yield _setup(value)


def _setup(node: Node) -> Setup:
    return Setup(_text(node), node.start_mark.line + 1)


def _items(node: Node | None) -> Iterator[tuple[str, Node]]:
    if isinstance(node, MappingNode):
        for key, value in node.value:
            yield _text(key), value


def _value(node: Node | None, key: str) -> Node | None:
    return next((value for name, value in _items(node) if name == key), None)


def _sequence(node: Node | None) -> Iterator[Node]:
    if isinstance(node, SequenceNode):
        yield from node.value


def _text(node: Node | None) -> str:
    return str(node.value) if isinstance(node, ScalarNode) else ""
