"""Which directives does an nginx configuration have?

Words, quotes, comments and blocks (nginx, "Beginner's Guide", "Configuration File's
Structure"). ``include`` names other files, which are read as files of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from auditor.errors import TargetError

MAX_BYTES = 256 * 2**10
MAX_DEPTH = 20
MAX_DIRECTIVES = 10_000

_NAME = re.compile(r"(?:nginx[\w.-]*|[\w.-]+\.nginx)\.conf|nginx\.conf[\w.-]*|[\w.-]+\.nginx")
_FOLDERS = frozenset({"conf.d", "sites-available", "sites-enabled", "nginx"})
_TOKEN = re.compile(
    r"""\#[^\n]*|(?P<mark>[{};])|"(?P<double>(?:[^"\\]|\\.)*)"|'(?P<single>(?:[^'\\]|\\.)*)'"""
    r"""|(?P<word>(?:\\.|\$\{\w*\}|[^\s{};"'\\])+(?:\\.|\$\{\w*\}|[^\s{};\\])*)|(?P<other>\S)""",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Directive:
    """A name, its words and, for a block, what stands in it."""

    name: str
    words: tuple[str, ...]
    line: int
    block: tuple[Directive, ...] | None = None

    @property
    def first(self) -> str:
        """The first word in lower case, empty where there is none."""
        return self.words[0].lower() if self.words else ""

    def all(self, name: str) -> Iterator[Directive]:
        """The directives of that name directly in the block."""
        return (one for one in self.block or () if one.name == name)

    def last(self, name: str) -> Directive | None:
        """The last directive of that name directly in the block."""
        return next(iter([*self.all(name)][-1:]), None)


def is_nginx(path: str) -> bool:
    """Whether a file of the tree is a configuration of nginx, by its name and folder."""
    *folders, name = path.split("/")
    if "node_modules" in folders:
        return False
    named = _NAME.fullmatch(name) is not None
    return named or (name.endswith(".conf") and bool(_FOLDERS & set(folders)))


def read_nginx(data: bytes) -> Directive:
    """Return the file as a block without a name.

    Raises:
        TargetError: too large, too deep, too many directives, or no such file; the
            message leaves naming the file to the caller.
    """
    if len(data) > MAX_BYTES:
        raise TargetError(f"larger than {MAX_BYTES // 2**10} KiB")
    content = data.decode("utf-8", errors="replace").removeprefix("\ufeff")
    blocks: list[list[Directive]] = [[]]
    heads: list[tuple[list[str], int]] = []
    words: list[str] = []
    count, start = 0, 0
    for token, number in _tokens(content):
        mark = token["mark"]
        if mark is None:
            start = start if words else number
            words.append(token["double"] or token["single"] or token["word"] or "")
            continue
        if mark in "{;" and not words:
            raise TargetError(f"line {number}: this is no configuration of nginx")
        count += 1
        if mark == ";":
            blocks[-1].append(Directive(words[0], tuple(words[1:]), start))
        elif mark == "{":
            heads.append((words, start))
            blocks.append([])
        elif words or not heads:
            raise TargetError(f"line {number}: this is no configuration of nginx")
        else:
            head, at = heads.pop()
            inner = tuple(blocks.pop())
            blocks[-1].append(Directive(head[0], tuple(head[1:]), at, inner))
        words = []
        if len(heads) > MAX_DEPTH or count > MAX_DIRECTIVES:
            raise TargetError(
                f"nested deeper than {MAX_DEPTH} or longer than {MAX_DIRECTIVES} directives"
            )
    if heads or words:
        raise TargetError("the last block or directive does not end")
    return Directive("", (), 1, tuple(blocks[0]))


def _tokens(content: str) -> Iterator[tuple[re.Match[str], int]]:
    number, last = 1, 0
    for token in _TOKEN.finditer(content):
        number += content.count("\n", last, token.start())
        last = token.start()
        if token["other"] is not None:
            raise TargetError(f"line {number}: a quote does not end")
        if not token[0].startswith("#"):
            yield token, number


def walk(block: Directive) -> Iterator[tuple[Directive, tuple[Directive, ...]]]:
    """Every directive with the blocks around it, outermost first."""
    waiting: list[tuple[Directive, tuple[Directive, ...]]] = [(block, ())]
    while waiting:
        one, around = waiting.pop()
        if one is not block:
            yield one, around
        waiting += [(each, (*around, one)) for each in reversed(one.block or ())]
