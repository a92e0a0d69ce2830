"""Which images does a Dockerfile build on?

FROM lines with the defaults of the ARGs before the first of them, continued
lines, comments and here-documents (Dockerfile reference, "FROM" and "Parser
directives"). Nothing is built and no build argument is known.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

MAX_BYTES = 256 * 2**10
MAX_NESTED_ARGUMENTS = 5

_ESCAPE = re.compile(r"#\s*escape\s*=\s*(`|\\)\s*", re.IGNORECASE)
_INSTRUCTION = re.compile(r"\s*([A-Za-z]+)\s+(.*)", re.DOTALL)
_HEREDOC = re.compile(r"<<-?\s*([\"']?)([A-Za-z_][A-Za-z0-9_]*)\1")
_FROM = re.compile(r"(?:--\S+\s+)*(\S+)(?:\s+AS\s+(\S+))?\s*", re.IGNORECASE)
_ARGUMENT = re.compile(r"([A-Za-z_][A-Za-z0-9_]*)(?:=(.*))?", re.DOTALL)
_VARIABLE = re.compile(
    r"\$(?:([A-Za-z_][A-Za-z0-9_]*)|\{([A-Za-z_][A-Za-z0-9_]*)(?::?-([^${}]*))?\})"
)


@dataclass(frozen=True, slots=True)
class Base:
    """The image a stage builds on.

    ``image`` is its name without tag and digest; ``tag`` is empty where there is
    none. ``known`` is False where an argument without a default is part of it.
    ``final`` marks the last stage, which is what runs, and the ones it builds on.
    """

    image: str
    tag: str
    digest: str
    line: int
    known: bool = True
    final: bool = False


def read_bases(data: bytes) -> tuple[Base, ...]:
    """Return the base images in the order of the stages; stages built on stages are none."""
    text = data.decode("utf-8", errors="replace").removeprefix("\ufeff")
    arguments: dict[str, str | None] = {}
    stages: list[tuple[str, str, Base]] = []
    for line, name, rest in _instructions(text):
        argument = _ARGUMENT.fullmatch(rest.strip()) if name == "ARG" and not stages else None
        if argument:
            arguments[argument[1]] = _unquoted(argument[2])
        found = _FROM.fullmatch(rest) if name == "FROM" else None
        if found:
            reference, known = _expanded(found[1], arguments)
            stages.append((reference, (found[2] or "").lower(), _base(reference, line, known)))
    return tuple(_marked(stages))


def _marked(stages: list[tuple[str, str, Base]]) -> Iterator[Base]:
    by_name = {name: at for at, (_, name, _) in enumerate(stages) if name}
    at = len(stages) - 1
    while at > 0 and by_name.get(stages[at][0].lower(), at) < at:
        at = by_name[stages[at][0].lower()]
    names: set[str] = set()
    for number, (reference, name, base) in enumerate(stages):
        if reference.lower() not in names and reference.lower() != "scratch":
            yield replace(base, final=number == at)
        names.add(name)


def _instructions(text: str) -> Iterator[tuple[int, str, str]]:
    """Line number, name in upper case, and the rest, with continued lines put together."""
    lines = re.split(r"\r\n|\n", text)
    directive = _ESCAPE.fullmatch(lines[0].strip())
    escape = directive[1] if directive else "\\"
    ends: list[str] = []
    parts: list[str] = []
    start = 0
    for number, line in enumerate(lines, start=1):
        if ends:
            if line.strip() == ends[0]:
                ends.pop(0)
            continue
        if line.lstrip().startswith("#") or (parts and not line.strip()):
            continue
        start = start if parts else number
        continued = line.rstrip().endswith(escape)
        parts.append(line.rstrip()[:-1] if continued else line)
        if continued:
            continue
        found = _INSTRUCTION.fullmatch(" ".join(parts))
        parts = []
        if found:
            name = found[1].upper()
            if name in {"RUN", "COPY", "ADD"}:
                ends = [mark[2] for mark in _HEREDOC.finditer(found[2])]
            yield start, name, found[2]


def _expanded(text: str, arguments: Mapping[str, str | None]) -> tuple[str, bool]:
    """``text`` with its variables replaced, and whether all of them had a value."""
    known = True

    def value(found: re.Match[str]) -> str:
        nonlocal known
        given = arguments.get(found[1] or found[2]) or found[3]
        known = known and given is not None
        return given or ""

    for _ in range(MAX_NESTED_ARGUMENTS):
        if not known or "$" not in text or len(text) > MAX_BYTES:
            break
        text = _VARIABLE.sub(value, text)
    return text, known and "$" not in text


def _unquoted(text: str | None) -> str | None:
    if text is None:
        return None
    text = text.strip()
    quoted = len(text) > 1 and text[0] == text[-1] and text[0] in "\"'"
    return text[1:-1] if quoted else text


def _base(reference: str, line: int, known: bool) -> Base:
    named, _, digest = reference.partition("@")
    path, slash, last = named.rpartition("/")
    image, _, tag = last.partition(":")
    return Base(f"{path}{slash}{image}", tag, digest, line, known)
