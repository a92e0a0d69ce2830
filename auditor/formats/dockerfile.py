"""Which images does a Dockerfile build on, and what does it run while it builds?

FROM lines with the defaults of the ARGs before the first of them, RUN lines,
continued lines, comments and here-documents (Dockerfile reference, "FROM",
"RUN" and "Parser directives"). Nothing is built and no build argument is known.
"""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

MAX_BYTES = 256 * 2**10
MAX_NESTED_ARGUMENTS = 5

_NAME = re.compile(r"(?:Dockerfile|Containerfile)(?:[.-].+)?|.+\.(?:Dockerfile|Containerfile)")
_ESCAPE = re.compile(r"#\s*escape\s*=\s*(`|\\)\s*", re.IGNORECASE)
_INSTRUCTION = re.compile(r"\s*([A-Za-z]+)\s+(.*)", re.DOTALL)
_HEREDOC = re.compile(r"<<-?\s*([\"']?)([A-Za-z_][A-Za-z0-9_]*)\1")
_FLAGS = re.compile(r"\A(?:--[a-z]+(?:=\S*)?\s+)+")
_FROM = re.compile(r"(?:--\S+\s+)*(\S+)(?:\s+AS\s+(\S+))?\s*", re.IGNORECASE)
_ARGUMENT = re.compile(r"([A-Za-z_][A-Za-z0-9_]*)(?:=(.*))?", re.DOTALL)
_EXPANDED = frozenset({"USER", "WORKDIR", "EXPOSE", "ENV"})
_PAIR = re.compile(
    r"""(?<![\w.-])([A-Za-z_][\w.-]*)=("(?:[^"\\]|\\.)*"|'[^']*'|(?:\\.|[^\s\\"'])*)"""
)
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


@dataclass(frozen=True, slots=True)
class Run:
    """One RUN instruction: the shell text, or the words of its exec form, and its line."""

    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Instruction:
    """One instruction: its name in upper case, what follows on one line, and here-documents."""

    name: str
    text: str
    line: int
    body: str = ""

    @property
    def shell(self) -> str:
        """What it runs: the text, or the words of the exec form, quoted."""
        return _shell(self.text, self.body)


@dataclass(frozen=True, slots=True)
class Stage:
    """A FROM and what follows it. ``base`` is None for ``scratch`` and for other stages."""

    name: str
    base: Base | None
    line: int
    instructions: tuple[Instruction, ...]
    parent: str = ""


def is_dockerfile(path: str) -> bool:
    """Whether a file of the tree is a Dockerfile, by its name."""
    parts = path.split("/")
    named = _NAME.fullmatch(parts[-1]) is not None and not parts[-1].endswith(".dockerignore")
    return named and "node_modules" not in parts


def read_runs(data: bytes) -> tuple[Run, ...]:
    """Return what the RUN instructions run, in their order; the exec form as quoted words."""
    text = data.decode("utf-8", errors="replace").removeprefix("\ufeff")
    return tuple(
        Run(_shell(rest, body), line)
        for line, name, rest, body in _instructions(text)
        if name == "RUN"
    )


def _shell(rest: str, body: str) -> str:
    command = _FLAGS.sub("", rest.strip())
    if command.startswith("["):
        try:
            words = json.loads(command)
        except ValueError:
            return command
        if isinstance(words, list) and all(isinstance(word, str) for word in words):
            return shlex.join(words)
    return body if _HEREDOC.fullmatch(command) else f"{command}\n{body}".strip()


def read_stages(data: bytes) -> tuple[Stage, ...]:
    """Return the stages in their order, the last being what runs.

    The texts of USER, WORKDIR, EXPOSE and ENV have the defaults of arguments in them.
    """
    text = data.decode("utf-8", errors="replace").removeprefix("\ufeff")
    bases = {base.line: base for base in read_bases(data)}
    stages: list[Stage] = []
    arguments: dict[str, str | None] = {}
    for line, name, rest, body in _instructions(text):
        found = _FROM.fullmatch(rest) if name == "FROM" else None
        if found:
            parent = "" if line in bases else _expanded(found[1], arguments)[0].lower()
            parent = "" if parent == "scratch" else parent
            stages.append(Stage((found[2] or "").lower(), bases.get(line), line, (), parent))
            continue
        _learn(name, rest, arguments)
        if stages:
            told = _expanded(rest, arguments) if name in _EXPANDED else (rest, True)
            one = Instruction(name, (told[0] if told[1] else rest).strip(), line, body)
            stages[-1] = replace(stages[-1], instructions=(*stages[-1].instructions, one))
    return tuple(stages)


def lineage(stages: tuple[Stage, ...]) -> tuple[Stage, ...]:
    """The stages that the last one is built on, the first of them first, and itself."""
    found = list(stages[-1:])
    earlier = list(stages[:-1])
    while found and found[0].parent:
        at = next((n for n, one in enumerate(earlier) if one.name == found[0].parent), None)
        if at is None:
            break
        found.insert(0, earlier[at])
        del earlier[at:]
    return tuple(found)


def environment(text: str) -> Iterator[tuple[str, str]]:
    """The names and values of an ENV, ARG or LABEL, in both of its forms."""
    pairs = list(_PAIR.finditer(text))
    if pairs:
        for pair in pairs:
            yield pair[1], _unquoted(pair[2]) or ""
        return
    name, _, value = text.partition(" ")
    if name:
        yield name, _unquoted(value) or ""


def _learn(name: str, rest: str, arguments: dict[str, str | None]) -> None:
    if name in {"ARG", "ENV"}:
        for key, value in environment(rest.strip()):
            if name == "ENV" or value or key not in arguments:
                arguments[key] = value or None


def read_bases(data: bytes) -> tuple[Base, ...]:
    """Return the base images in the order of the stages; stages built on stages are none."""
    text = data.decode("utf-8", errors="replace").removeprefix("\ufeff")
    arguments: dict[str, str | None] = {}
    stages: list[tuple[str, str, Base]] = []
    for line, name, rest, _ in _instructions(text):
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


def _instructions(text: str) -> Iterator[tuple[int, str, str, str]]:
    """Line number, name in upper case, the rest on one line, and the here-documents."""
    lines = re.split(r"\r\n|\n", text)
    directive = _ESCAPE.fullmatch(lines[0].strip())
    escape = directive[1] if directive else "\\"
    at = 0
    while at < len(lines):
        start = at + 1
        parts: list[str] = []
        while at < len(lines):
            line = lines[at]
            at += 1
            if line.lstrip().startswith("#") or not line.strip():
                start = start if parts else at + 1
                continue
            continued = line.rstrip().endswith(escape)
            parts.append(line.rstrip()[:-1] if continued else line)
            if not continued:
                break
        found = _INSTRUCTION.fullmatch(" ".join(parts))
        if found:
            name = found[1].upper()
            marks = _HEREDOC.finditer(found[2]) if name in {"RUN", "COPY", "ADD"} else ()
            body, at = _documents(lines, at, [mark[2] for mark in marks])
            yield start, name, found[2], body


def _documents(lines: list[str], at: int, ends: list[str]) -> tuple[str, int]:
    """The text of the here-documents that begin at ``at``, and where they end."""
    body = []
    while ends and at < len(lines):
        if lines[at].strip() == ends[0]:
            ends.pop(0)
        else:
            body.append(lines[at])
        at += 1
    return "\n".join(body), at


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
