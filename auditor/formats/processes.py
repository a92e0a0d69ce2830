"""Which processes do a Procfile and a file of PM2 start?

Heroku's "The Procfile" and PM2's "Ecosystem File" as JSON, YAML or JavaScript. JavaScript
is not run: only ``name: 'text'`` pairs on the lines of it are read.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from ruamel.yaml.nodes import Node

from auditor.errors import TargetError
from auditor.formats.variable import Variable
from auditor.formats.yaml_nodes import at, compose, items, line, merged, sequence, text

MAX_BYTES = 64 * 2**10
MAX_LINE_CHARACTERS = 4_000

_PROCFILE = re.compile(r"([A-Za-z0-9_-]{1,80}):[ \t]*(.*)")
_PM2 = re.compile(r"(?:ecosystem\.config|ecosystem|pm2|processes)\.(?:c?js|json|ya?ml)")
_PAIR = re.compile(r"""['"]?([A-Za-z_]\w{0,80})['"]?\s{0,8}:\s{0,8}(['"`])([^'"`\n]{0,2000})\2""")
_ASSIGNMENT = re.compile(r"([A-Za-z_]\w*)=(\S*)[ \t]+")


@dataclass(frozen=True, slots=True)
class Process:
    """One process: the command with its options, and the variables given to it."""

    name: str
    command: str
    line: int
    variables: tuple[Variable, ...] = ()


def is_procfile(path: str) -> bool:
    """Whether a file of the tree is a Procfile, by its name."""
    parts = path.split("/")
    named = parts[-1] == "Procfile" or parts[-1].startswith("Procfile.")
    return named and "node_modules" not in parts


def is_pm2(path: str) -> bool:
    """Whether a file of the tree is PM2's, by its name."""
    parts = path.split("/")
    return _PM2.fullmatch(parts[-1]) is not None and "node_modules" not in parts


def read_procfile(data: bytes) -> tuple[Process, ...]:
    """Return the processes, in their order.

    Raises:
        TargetError: too large; the message leaves naming the file to the caller.
    """
    return tuple(_of_procfile(_lines(data)))


def read_pm2(path: str, data: bytes) -> tuple[Process, ...]:
    """Return the processes of an ecosystem file; one for all of a file in JavaScript.

    Raises:
        TargetError: too large, too deep, or not of the format that its name says.
    """
    if path.endswith("js"):
        return (_of_javascript(_lines(data)),)
    if path.endswith(".json"):
        _check_json(data)
    root = compose(data)  # JSON is YAML
    apps = list(sequence(at(root, "apps"))) or list(sequence(root))
    return tuple(_of_app(one) for one in apps)


def _check_json(data: bytes) -> None:
    try:
        json.loads(data[: MAX_BYTES + 1])
    except (ValueError, RecursionError) as error:
        raise TargetError("this is no JSON that can be read") from error


def _lines(data: bytes) -> list[str]:
    if len(data) > MAX_BYTES:
        raise TargetError(f"larger than {MAX_BYTES // 2**10} KiB")
    return data.decode("utf-8", errors="replace").removeprefix("\ufeff").splitlines()


def _of_procfile(lines: list[str]) -> Iterator[Process]:
    for number, one in enumerate(lines, start=1):
        found = _PROCFILE.fullmatch(one.strip()[:MAX_LINE_CHARACTERS])
        if found:
            command, variables = found[2], []
            while given := _ASSIGNMENT.match(command):
                variables.append(Variable(given[1], given[2].strip("\"'"), number))
                command = command[given.end() :]
            yield Process(found[1], command, number, tuple(variables))


def _of_javascript(lines: list[str]) -> Process:
    pairs = [
        Variable(found[1], found[3], number)
        for number, one in enumerate(lines, start=1)
        for found in _PAIR.finditer(one[:MAX_LINE_CHARACTERS])
    ]
    options = [one for one in pairs if one.name in {"node_args", "interpreter_args", "args"}]
    variables = tuple(one for one in pairs if one.name.isupper())
    start = options[0].line if options else 1
    return Process("pm2", " ".join(one.value or "" for one in options), start, variables)


def _of_app(node: Node) -> Process:
    own = merged(node)
    words = [
        text(one)
        for key in ("interpreter", "node_args", "interpreter_args", "script", "args")
        if key in own
        for one in (list(sequence(own[key])) or [own[key]])
    ]
    variables = tuple(
        Variable(name, text(value), line(value))
        for key in own
        if key in {"env", "env_production"}
        for name, value in items(own[key])
    )
    return Process(text(own.get("name")), " ".join(words), line(node), variables)
