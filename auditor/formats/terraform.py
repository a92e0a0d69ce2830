"""Which blocks and attributes does a Terraform file have?

The structure of HCL (HCL native syntax specification, "Structural Elements"): blocks with
labels, attributes with the text of their expression, strings, templates, here-documents
and comments. Expressions are not evaluated; a module that is used is not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from auditor.errors import TargetError

MAX_BYTES = 256 * 2**10
MAX_DEPTH = 20
MAX_BLOCKS = 5_000

_SPACE = re.compile(r"(?:[ \t\r]+|\#[^\n]*|//[^\n]*|/\*.*?(?:\*/|\Z))+", re.DOTALL)
_ATTRIBUTE = re.compile(r"([A-Za-z_][\w-]*)[ \t]*=(?!=)[ \t]*")
_BLOCK = re.compile(r"([A-Za-z_][\w-]*)((?:[ \t]+(?:\"[^\"\n]*\"|[A-Za-z_][\w-]*))*)[ \t]*\{")
_LABEL = re.compile(r"\"([^\"\n]*)\"|([A-Za-z_][\w-]*)")
_HEREDOC = re.compile(r"<<[-~]?([A-Za-z_]\w*)[ \t]*\r?\n")
_PIECE = re.compile(r'[^"\\$%]+|\\.|\$\{|%\{|[$%]|"', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Expression:
    """The text of an expression, without the quotes of a plain string, and its line."""

    text: str
    line: int
    literal: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """One block: ``resource "aws_s3_bucket" "logs" { … }``."""

    kind: str
    labels: tuple[str, ...]
    line: int
    attributes: Mapping[str, Expression] = field(default_factory=dict)
    blocks: tuple[Block, ...] = ()

    @property
    def type(self) -> str:
        """The type of a resource, empty for any other block."""
        return self.labels[0] if self.kind == "resource" and self.labels else ""

    @property
    def name(self) -> str:
        """What a resource is called by others."""
        return ".".join(self.labels)

    def said(self, name: str) -> str | None:
        """The literal of an attribute; None where there is none, or an expression."""
        found = self.attributes.get(name)
        return found.text if found and found.literal else None

    def inner(self, kind: str) -> Iterator[Block]:
        """The blocks of that kind directly in it, dynamic ones included."""
        for one in self.blocks:
            if one.kind == kind:
                yield one
            elif one.kind == "dynamic" and one.labels == (kind,):
                yield from one.inner("content")


def is_terraform(path: str) -> bool:
    """Whether a file of the tree is Terraform's, by its name."""
    parts = path.split("/")
    return parts[-1].endswith(".tf") and not {"node_modules", ".terraform"} & set(parts)


def read_blocks(data: bytes) -> tuple[Block, ...]:
    """Return the blocks at the top of a file, with all that is in them.

    Raises:
        TargetError: too large, too deep, too many blocks, or no such file; the message
            leaves naming the file to the caller.
    """
    if len(data) > MAX_BYTES:
        raise TargetError(f"larger than {MAX_BYTES // 2**10} KiB")
    reader = _Reader(data.decode("utf-8", errors="replace").removeprefix("\ufeff"))
    return reader.read()


@dataclass(slots=True)
class _Open:
    kind: str
    labels: tuple[str, ...]
    line: int
    attributes: dict[str, Expression] = field(default_factory=dict)
    blocks: list[Block] = field(default_factory=list)

    def closed(self) -> Block:
        return Block(self.kind, self.labels, self.line, self.attributes, tuple(self.blocks))


class _Reader:
    def __init__(self, content: str) -> None:
        self.content = content
        self.at = 0
        self.counted = (0, 1)
        self.blocks = 0

    def read(self) -> tuple[Block, ...]:
        open_blocks = [_Open("", (), 1)]
        while self._skip():
            if self.content[self.at] == "}":
                if len(open_blocks) == 1:
                    raise self._wrong()
                self.at += 1
                done = open_blocks.pop().closed()
                open_blocks[-1].blocks.append(done)
                continue
            self._statement(open_blocks)
        if len(open_blocks) > 1:
            raise TargetError("the last block does not end")
        return tuple(open_blocks[0].blocks)

    def _statement(self, open_blocks: list[_Open]) -> None:
        block = _BLOCK.match(self.content, self.at)
        attribute = _ATTRIBUTE.match(self.content, self.at)
        if block:
            self.blocks += 1
            if len(open_blocks) > MAX_DEPTH or self.blocks > MAX_BLOCKS:
                raise TargetError(
                    f"nested deeper than {MAX_DEPTH} or more than {MAX_BLOCKS} blocks"
                )
            labels = tuple(one[1] or one[2] or "" for one in _LABEL.finditer(block[2]))
            open_blocks.append(_Open(block[1], labels, self._line()))
            self.at = block.end()
        elif attribute:
            number = self._line()
            self.at = attribute.end()
            open_blocks[-1].attributes[attribute[1]] = self._expression(number)
        else:
            raise self._wrong()

    def _skip(self) -> bool:
        while True:
            space = _SPACE.match(self.content, self.at)
            self.at = space.end() if space else self.at
            if self.content[self.at : self.at + 1] != "\n":
                return self.at < len(self.content)
            self.at += 1

    def _expression(self, number: int) -> Expression:
        """The text up to the end of the line that is in no bracket, string or here-document."""
        start, depth = self.at, 0
        pieces: list[str] = []  # without the comments
        while self.at < len(self.content):
            one = self.content[self.at]
            heredoc = _HEREDOC.match(self.content, self.at) if one == "<" else None
            space = _SPACE.match(self.content, self.at) if one in "#/" else None
            if heredoc:
                end = re.compile(rf"^[ \t]*{heredoc[1]}[ \t]*$", re.MULTILINE)
                found = end.search(self.content, heredoc.end())
                self.at = found.end() if found else len(self.content)
                continue
            if space:
                pieces.append(self.content[start : self.at])
                start = self.at = space.end()
                continue
            if one == '"':
                self._string()
                continue
            if depth == 0 and one in "\n}":
                break
            depth += (one in "([{") - (one in ")]}")
            self.at += 1
        pieces.append(self.content[start : self.at])
        return _expression("".join(pieces).strip(), number)

    def _string(self) -> None:
        """Go past a string; a template in it may hold strings of its own."""
        self.at += 1
        inside = ['"']  # what ends the innermost string or template
        while inside and self.at < len(self.content):
            if inside[-1] == "}":
                one = self.content[self.at]
                self.at += 1
                if one in '"{':
                    inside.append('"' if one == '"' else "}")
                elif one == "}":
                    inside.pop()
                continue
            piece = _PIECE.match(self.content, self.at)
            self.at = piece.end() if piece else self.at + 1
            if piece and piece[0] == '"':
                inside.pop()
            elif piece and piece[0] in {"${", "%{"}:
                inside.append("}")

    def _line(self) -> int:
        known, number = self.counted
        number += self.content.count("\n", known, self.at)
        self.counted = (self.at, number)
        return number

    def _wrong(self) -> TargetError:
        return TargetError(f"line {self._line()}: this is no Terraform that can be read")


def _expression(shown: str, number: int) -> Expression:
    plain = re.fullmatch(r'"((?:[^"\\$%]|\\.)*)"', shown, re.DOTALL)
    if plain:
        return Expression(plain[1], number, literal=True)
    literal = re.fullmatch(r"-?[0-9][0-9.]*|true|false|null", shown) is not None
    return Expression(shown, number, literal)


def walk(blocks: tuple[Block, ...]) -> Iterator[Block]:
    """Every block, outer ones first."""
    waiting = list(reversed(blocks))
    while waiting:
        one = waiting.pop()
        yield one
        waiting += reversed(one.blocks)
