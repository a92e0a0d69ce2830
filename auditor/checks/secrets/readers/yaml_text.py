"""Which values have names in a YAML file?

The events of the parser, in order (YAML 1.2, section 3.1): nothing is built and no
alias is followed but to a single value, so that neither depth nor aliases can make
a small file large. What is no YAML, as templates of Helm are not, is read line by line.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentEndEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from auditor.checks.secrets.readers.nested import Document, Nested
from auditor.checks.secrets.readers.pair import Pair
from auditor.checks.secrets.readers.settings import read_settings

MAX_DEPTH = 500
MAX_ANCHORS = 10_000


def read_yaml(text: str) -> Iterable[Pair]:
    """Return the values that are named like secrets, and those of commands."""
    nested = Nested()
    try:
        _walk(text, nested)
    except (YAMLError, ValueError, RecursionError, MemoryError):
        known = {(pair.name, pair.line) for pair in nested.pairs}
        rest = [pair for pair in _by_lines(text) if (pair.name, pair.line) not in known]
        return [*nested.pairs, *rest]
    return nested.pairs


def documents(text: str) -> tuple[Document, ...] | None:
    """Return the documents of a YAML file; None where it is none."""
    nested = Nested()
    try:
        _walk(text, nested)
    except (YAMLError, ValueError, RecursionError, MemoryError):
        return None
    return tuple(nested.documents)


def _by_lines(text: str) -> Iterable[Pair]:
    for pair in read_settings(text.replace("\n- ", "\n  ")):
        yield Pair(pair.name, pair.value, pair.line)


def _walk(text: str, nested: Nested) -> None:
    anchors: dict[str, str] = {}
    depth = 0
    for event in YAML(typ="safe").parse(text):
        if isinstance(event, (MappingStartEvent, SequenceStartEvent)):
            depth += 1
            if depth > MAX_DEPTH:
                raise ValueError("too deep")
            nested.open(is_map=isinstance(event, MappingStartEvent))
        elif isinstance(event, (MappingEndEvent, SequenceEndEvent)):
            depth -= 1
            nested.close()
        elif isinstance(event, ScalarEvent):
            scalar: Any = event
            if scalar.anchor and len(anchors) < MAX_ANCHORS:
                anchors[scalar.anchor] = scalar.value
            first, last = scalar.start_mark.line + 1, scalar.end_mark.line + 1
            nested.scalar(scalar.value, first, last if "\n" in scalar.value else 0)
        elif isinstance(event, AliasEvent):
            alias: Any = event
            nested.scalar(anchors.get(alias.anchor, ""), alias.start_mark.line + 1)
        elif isinstance(event, DocumentEndEvent):
            nested.end_document()
