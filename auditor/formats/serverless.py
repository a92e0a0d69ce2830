"""What does a file of the Serverless Framework set for its functions?

Environment, and how long logs are kept ("Serverless Framework, AWS, serverless.yml reference").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ruamel.yaml.nodes import Node

from auditor.formats.variable import Variable
from auditor.formats.yaml_nodes import at, compose, line, merged, text

_NAME = re.compile(r"serverless(?:[.-][\w-]+)?\.ya?ml")


@dataclass(frozen=True, slots=True)
class Service:
    """What a file sets. ``log_retention`` is the text, empty where nothing is said."""

    line: int
    variables: tuple[Variable, ...]
    log_retention: str
    log_line: int


def is_serverless(path: str) -> bool:
    """Whether a file of the tree is of the Serverless Framework, by its name."""
    parts = path.split("/")
    return _NAME.fullmatch(parts[-1]) is not None and "node_modules" not in parts


def read_service(data: bytes) -> Service:
    """Return what the file sets.

    Raises:
        TargetError: too large, too deep, or no YAML; the message leaves naming the
            file to the caller.
    """
    root = compose(data)
    provider = at(root, "provider")
    kept = at(provider, "logRetentionInDays")
    places = [at(provider, "environment")]
    places += [at(one, "environment") for one in merged(at(root, "functions")).values()]
    return Service(
        line=line(provider) if provider is not None else 1,
        variables=tuple(one for place in places for one in _variables(place)),
        log_retention=text(kept),
        log_line=line(kept) if kept is not None else 0,
    )


def _variables(node: Node | None) -> Iterator[Variable]:
    for name, value in merged(node).items():
        shown = text(value)
        yield Variable(name, None if not shown or "${" in shown else shown, line(value))
