"""Which commands does a shell text run, and does the failure of each still count?

Words and operators of the POSIX shell (XCU 2, "Token Recognition" and "Shell
Grammar") as far as they are needed to tell commands apart: quotes, comments,
``;``, ``&``, ``&&``, ``||``, ``|``, brackets, reserved words. Nothing is expanded
and nothing is run.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

MAX_CHARACTERS = 64 * 2**10
MAX_COMMANDS = 2_000
MAX_NESTED_SCRIPTS = 4

_TOKEN = re.compile(
    r"""(?P<word>(?:[^\s;&|()'"\\#]|\\.|'[^']*'|"(?:[^"\\]|\\.)*"|(?<=[^\s;&|()])\#)+)"""
    r"""|(?P<comment>\#[^\n]*)|(?P<operator>&&|\|\||;;|[;&|()\n])|(?P<other>.)""",
    re.DOTALL | re.VERBOSE,
)
_ASSIGNMENT = re.compile(r"[A-Za-z_][A-Za-z0-9_]*=.*", re.DOTALL)
_CONDITIONS = frozenset({"if", "while", "until", "elif", "!"})
_SKIPPED = frozenset(
    {"then", "else", "do", "{", "}", "fi", "done", "time", "exec", "command", "sudo", "env"}
)
_DEFINITE = re.compile(r"[1-9][0-9]*")
_RUNNERS = (
    ("npx",), ("bunx",), ("pnpx",), ("npm", "exec"), ("npm", "x"), ("pnpm", "dlx"),
    ("pnpm", "exec"), ("yarn", "dlx"), ("yarn", "exec"), ("yarn", "run"),
)  # fmt: skip
_WRAPPERS = frozenset({"retry", "nice", "timeout", "xvfb-run", "cross-env", "dotenv"})


@dataclass(frozen=True, slots=True)
class Command:
    """One simple command: its words without quotes, its line in the text, from 1.

    ``neutered`` says in a few words why its failure is of no consequence; it is
    empty where a failure ends the text.
    """

    words: tuple[str, ...]
    line: int = 1
    neutered: str = ""


def read_commands(text: str, *, stops: bool = True, pipes_fail: bool = False) -> list[Command]:
    """Return the commands of ``text`` in their order, at most MAX_COMMANDS.

    ``stops`` says that the shell ends at the first failure (``set -e``),
    ``pipes_fail`` that a pipe fails with any of its commands.
    """
    text = text[:MAX_CHARACTERS].replace("\\\n", "  ").replace("\r\n", "\n")
    parts = list(_parts(text))[:MAX_COMMANDS]
    found: list[Command] = []
    groups: list[int] = []  # the number of commands before each open bracket
    for at, part in enumerate(parts):
        command = _simple(part.words)
        if command[:1] == ("set",):
            stops, pipes_fail = _options(command, stops=stops, pipes_fail=pipes_fail)
        if command:
            neutered = _fate(parts, at, stops=stops, pipes_fail=pipes_fail)
            found.append(Command(command, part.line, neutered))
        if part.opens:
            groups.append(len(found) - (part.operator != "(" and bool(command)))
        if part.closes and groups:
            first = groups.pop()
            after = at + 1 if part.operator == ")" else at
            caught = _caught(parts, after) if after < len(parts) else ""
            found[first:] = [replace(one, neutered=one.neutered or caught) for one in found[first:]]
    return found


def expanded(command: Command, scripts: Mapping[str, str]) -> Iterator[Command]:
    """The command, or what the script of package.json runs that it names; runners taken off."""
    yield from _expanded(command, scripts, 0)


def _expanded(command: Command, scripts: Mapping[str, str], depth: int) -> Iterator[Command]:
    name = script_name(command.words)
    if name not in scripts or depth >= MAX_NESTED_SCRIPTS:
        yield replace(command, words=_without_runner(command.words))
        return
    for one in read_commands(scripts[name]):
        inner = replace(one, line=command.line, neutered=command.neutered or one.neutered)
        yield from _expanded(inner, scripts, depth + 1)


def script_name(words: tuple[str, ...]) -> str:
    """The script of package.json that the words run, or an empty text."""
    if len(words) < 2 or words[0] not in {"npm", "pnpm", "yarn", "bun"}:  # noqa: PLR2004 -- tool, verb
        return ""
    rest = [word for word in words[1:] if not word.startswith("-")]
    if not rest:
        return ""
    if rest[0] in {"run", "run-script"}:
        return rest[1] if len(rest) > 1 else ""
    if rest[0] in {"test", "t", "tst", "start"}:
        return "start" if rest[0] == "start" else "test"
    return rest[0] if words[0] in {"yarn", "pnpm"} else ""


@dataclass(frozen=True, slots=True)
class _Part:
    """The raw words of a simple command, the operator after it, and its line."""

    words: tuple[str, ...]
    operator: str
    line: int

    @property
    def opens(self) -> bool:
        return self.operator == "(" or self.words[:1] == ("{",)

    @property
    def closes(self) -> bool:
        return self.operator == ")" or self.words[:1] == ("}",)


def _parts(text: str) -> Iterator[_Part]:
    words: list[str] = []
    line = start = 1
    joined = False  # after && || and | the line goes on
    for token in _TOKEN.finditer(text):
        if token["word"] is not None:
            start = start if words else line
            words.append(_unquoted(token["word"]))
            joined = False
        elif token["operator"] is not None and not (joined and token[0] == "\n"):
            yield _Part(tuple(words), token["operator"], start)
            words = []
            joined = token["operator"] in {"&&", "||", "|"}
        line += token[0].count("\n")
    yield _Part(tuple(words), "", start)


def _fate(parts: list[_Part], at: int, *, stops: bool, pipes_fail: bool) -> str:
    """Why the failure of the command at ``at`` is of no consequence, by itself."""
    part = parts[at]
    if part.words[0] in _CONDITIONS:
        return "its result is a condition"
    if part.operator == "&":
        return "it runs in the background"
    if part.operator == "|" and not pipes_fail:
        return "its result is lost in a pipe"
    caught = _caught(parts, at)
    last = not any(one.words for one in parts[at + 1 :])
    if not caught and not stops and not last and part.operator != "&&":
        return "the shell goes on after a failure"
    return caught


def _unquoted(word: str) -> str:
    try:
        return "".join(shlex.split(word)) if set(word) & set("'\"\\") else word
    except ValueError:
        return word


def _simple(words: tuple[str, ...]) -> tuple[str, ...]:
    """The command without reserved words, assignments and wrappers before it."""
    rest = list(words)
    while rest and (
        rest[0] in _CONDITIONS
        or rest[0] in _SKIPPED
        or rest[0] in _WRAPPERS
        or _ASSIGNMENT.fullmatch(rest[0])
    ):
        wrapper = rest.pop(0) in _WRAPPERS
        while wrapper and rest and (rest[0].startswith("-") or rest[0][0].isdigit()):
            rest.pop(0)
    if rest:
        rest[0] = rest[0].rpartition("/")[2] or rest[0]
    return tuple(rest)


def _caught(parts: list[_Part], at: int) -> str:
    """What catches the failure of the command at ``at``; empty where nothing does, or fails too."""
    while at < len(parts) and parts[at].operator in {"&&", "|"}:
        at += 1
    if at >= len(parts) or parts[at].operator != "||":
        return ""
    first = ""
    for part in parts[at + 1 :]:
        command = _simple(part.words)
        first = first or " ".join(command)[:40]
        if command[:1] in {("exit",), ("return",)}:
            # Without a number the failure's own status goes on, if nothing ran in between.
            passes_on = command[1:] in {(), ("$?",)} and first == " ".join(command)
            return "" if passes_on or _DEFINITE.fullmatch("".join(command[1:])) else "|| exit 0"
        if command[:1] == ("false",):
            return ""
        grouped = part.operator in {";", "&&", "(", "\n"} and (part.opens or first != "")
        if not grouped or not (part.opens or _in_group(parts, at, part)):
            break
    return f"|| {first}"


def _in_group(parts: list[_Part], at: int, part: _Part) -> bool:
    """Whether a bracket that was opened right after ``at`` is still open at ``part``."""
    depth = 0
    for one in parts[at + 1 :]:
        depth += one.opens - one.closes
        if one is part:
            break
    return depth > 0


def _options(words: tuple[str, ...], *, stops: bool, pipes_fail: bool) -> tuple[bool, bool]:
    """What ``set`` leaves on: stopping at a failure, pipes that fail."""
    text = " ".join(words[1:])
    for sign, letters in re.findall(r"([-+])([a-zA-Z]+)", text):
        if "e" in letters and letters != "errexit":
            stops = sign == "-"
    if "errexit" in text:
        stops = "+o errexit" not in text
    if "pipefail" in text:
        pipes_fail = not re.search(r"\+\w*o pipefail", text)
    return stops, pipes_fail


def _without_runner(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words of what a package runner runs: ``npx --yes retire@5`` runs ``retire``."""
    runner = next((one for one in _RUNNERS if words[: len(one)] == one), None)
    if runner is None:
        return words
    rest = list(words[len(runner) :])
    while rest and rest[0].startswith("-"):
        flag = rest.pop(0)
        if flag in {"-p", "--package"} and rest:
            rest.pop(0)
    if not rest:
        return words
    name = rest[0][1:].partition("@")[0] if rest[0].startswith("@") else rest[0].partition("@")[0]
    return (name.rpartition("/")[2] or name, *rest[1:])
