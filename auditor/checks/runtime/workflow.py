"""Which Node.js versions does a GitHub workflow set up?

Reads ``actions/setup-node`` steps and the matrix or variable they name. Nothing of a
workflow is ever evaluated.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ruamel.yaml.nodes import Node

from auditor.errors import TargetError
from auditor.formats.yaml_nodes import (
    MAX_BYTES,
    compose,
    items,
    line,
    sequence,
    text,
    value,
)

_ACTION = re.compile(r"actions/setup-node(?:@.*)?", re.IGNORECASE | re.DOTALL)
_ENVIRONMENT = re.compile(r"\$\{\{\s*env\.([A-Za-z0-9_-]+)\s*\}\}")
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
    root = compose(data)
    found = {
        setup
        for _, job in items(value(root, "jobs"))
        for step in sequence(value(job, "steps"))
        for setup in _of_step(step, job, root)
    }
    return tuple(sorted(found, key=lambda one: (one.line, one.version)))


def _of_step(step: Node, job: Node, root: Node | None) -> Iterator[Setup]:
    if not _ACTION.fullmatch(text(value(step, "uses")).strip()):
        return
    version = value(value(step, "with"), "node-version")
    if version is None:
        return
    variable = _ENVIRONMENT.fullmatch(text(version).strip())
    if variable:
        places = (value(one, "env") for one in (step, job, root))
        given = (value(one, variable[1]) for one in places)
        version = next((one for one in given if one is not None), version)
    matrix = value(value(job, "strategy"), "matrix")
    named = _MATRIX.fullmatch(text(version).strip())
    if not named:
        yield Setup(text(version), line(version))
        return
    values = list(sequence(value(matrix, named[1])))
    values += [
        found
        for extra in sequence(value(matrix, "include"))
        if (found := value(extra, named[1])) is not None
    ]
    for one in values or [version]:
        yield Setup(text(one), line(one))
