"""Which values does a Dockerfile bake into the image?

ENV and ARG (both forms), LABEL and what RUN runs (Dockerfile reference, "ENV",
"ARG", "RUN"); lines that go on, comments and here-documents included.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from auditor.checks.secrets.readers.pair import Pair
from auditor.checks.secrets.readers.shell import read_shell

_INSTRUCTION = re.compile(r"\s{0,40}([A-Za-z]{3,12})\s{1,20}(.*)")
_KEYED = re.compile(
    r"""([A-Za-z_][\w.-]{0,80}+)=(?:"([^"]{0,4096}+)"|'([^']{0,4096}+)'|([^\s"']{0,4096}+))"""
)
_VALUED = frozenset({"ENV", "ARG", "LABEL"})
_RUN = frozenset({"RUN", "CMD", "ENTRYPOINT", "HEALTHCHECK"})


@dataclass(frozen=True, slots=True)
class Instruction:
    """One logical line: its name in upper case, what follows, and the line it begins on."""

    name: str
    rest: str
    line: int


def instructions(text: str) -> Iterator[Instruction]:
    """Yield the instructions in order; lines of a here-document belong to none."""
    parts: list[str] = []
    start = 0
    for number, line in enumerate(text.split("\n"), start=1):
        bare = line.strip()
        if not bare or bare.startswith("#"):
            continue
        if not parts:
            start = number
        parts.append(bare.removesuffix("\\"))
        if bare.endswith("\\"):
            continue
        match = _INSTRUCTION.match(" ".join(parts))
        if match:
            yield Instruction(match[1].upper(), match[2], start)
        parts = []


def read_dockerfile(text: str) -> Iterator[Pair]:
    """Yield the values of ENV, ARG and LABEL, and those that commands give to secrets' names."""
    for each in instructions(text):
        if each.name in _VALUED:
            keyed = list(_KEYED.finditer(each.rest))
            for match in keyed:
                value = match[2] or match[3] or match[4] or ""
                yield Pair(match[1], value, each.line, flat=True)
            if not keyed and each.name == "ENV":
                name, _, value = each.rest.partition(" ")
                yield Pair(name, value.strip().strip("\"'"), each.line, flat=True)
        elif each.name in _RUN:
            yield from read_shell(each.rest, each.line)
    yield from _documents(text)


def _documents(text: str) -> Iterator[Pair]:
    if "<<" in text:
        yield from read_shell(text)
