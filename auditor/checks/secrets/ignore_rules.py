"""Which paths does a .gitignore or .dockerignore file cover?

gitignore(5) as git matches it, and the patterns of Docker's build context
documentation (".dockerignore files", as moby/patternmatcher has them). Segment
by segment and without backtracking: pattern and path are both the author's, and
no pattern may keep the audit busy. A line that is not understood is reported,
never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import accumulate

MAX_PATTERNS = 2_000
MAX_PATTERN_CHARACTERS = 1_024

_Segment = re.Pattern[str] | None  # None is "**": any number of folders


@dataclass(frozen=True, slots=True)
class Rule:
    """One line: ``negated`` re-includes, ``directories`` holds for folders only."""

    line: int
    negated: bool
    directories: bool
    segments: tuple[_Segment, ...]


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of one file, in order, and the numbers of the lines not understood."""

    rules: tuple[Rule, ...] = ()
    unclear: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether a path is ignored, and by which line of the file in which folder.

    ``line`` is 0 where no rule matches.
    """

    ignored: bool = False
    folder: str = ""
    line: int = 0


def read_gitignore(text: str) -> Rules:
    """Read a .gitignore file (gitignore(5), "PATTERN FORMAT")."""
    return _read(text, _git_rule)


def read_dockerignore(text: str) -> Rules:
    """Read a .dockerignore file: like git's, but every pattern starts at the context's root."""
    return _read(text, _docker_rule)


class GitIgnore:
    """What git ignores, given the rules of each .gitignore by its folder (``""`` for the root)."""

    def __init__(self, files: Mapping[str, Rules]) -> None:
        self._files = files
        self._folders: dict[str, Decision] = {"": Decision()}

    def decide(self, path: str) -> Decision:
        """Return whether git ignores the file ``path``, POSIX and relative to the repository."""
        parts = path.split("/")
        above = Decision()
        for depth in range(1, len(parts)):
            folder = "/".join(parts[:depth])
            if folder not in self._folders:
                self._folders[folder] = _decide(parts[:depth], True, self._files)
            above = self._folders[folder]
            if above.ignored:  # nothing below an ignored folder can be re-included
                return above
        return _decide(parts, False, self._files)


def ignored_by_docker(path: str, rules: Rules) -> Decision:
    """Return whether ``path``, relative to the build context, stays out of it.

    A rule that matches a folder holds for all that is in it; the last rule wins.
    """
    parts = path.split("/")
    for rule in reversed(rules.rules):
        if any(_reached(rule.segments, parts)[1:]):
            return Decision(not rule.negated, line=rule.line)
    return Decision()


class _NotUnderstoodError(ValueError):
    """A pattern outside of what this module can match faithfully."""


def _decide(parts: list[str], is_folder: bool, files: Mapping[str, Rules]) -> Decision:
    for depth in range(len(parts) - 1, -1, -1):
        folder = "/".join(parts[:depth])
        for rule in reversed(files.get(folder, Rules()).rules):
            if (is_folder or not rule.directories) and _reached(rule.segments, parts[depth:])[-1]:
                return Decision(not rule.negated, folder, rule.line)
    return Decision()


def _reached(segments: tuple[_Segment, ...], parts: list[str]) -> list[bool]:
    """Return at n whether the segments match the first n parts; a last ``**`` needs a part."""
    reached = [True] + [False] * len(parts)
    for segment in segments:
        reached = _step(segment, reached, parts)
    return [False, *reached[:-1]] if segments[-1] is None else reached


def _step(segment: _Segment, reached: list[bool], parts: list[str]) -> list[bool]:
    if segment is None:
        return list(accumulate(reached, max))
    steps = zip(reached, parts, strict=False)
    return [False, *(here and segment.fullmatch(part) is not None for here, part in steps)]


def _read(text: str, parse: Callable[[str, int], Rule | None]) -> Rules:
    rules: list[Rule] = []
    unclear: list[int] = []
    for number, line in enumerate(text.removeprefix("\ufeff").split("\n"), start=1):
        if line.startswith("#") or not line.strip():
            continue
        if len(line) > MAX_PATTERN_CHARACTERS or len(rules) == MAX_PATTERNS:
            unclear.append(number)
            continue
        try:
            rule = parse(line.removesuffix("\r"), number)
        except _NotUnderstoodError:
            unclear.append(number)
        else:
            rules += [rule] if rule else []
    return Rules(tuple(rules), tuple(unclear))


def _git_rule(line: str, number: int) -> Rule | None:
    kept = line.rstrip(" ")
    if kept != line and (len(kept) - len(kept.rstrip("\\"))) % 2:
        kept += " "  # the last blank is escaped
    pattern = kept.removeprefix("!")
    body = pattern.removesuffix("/")
    if not body:
        return None
    if "/" in body:
        segments = [_segment(part) for part in body.removeprefix("/").split("/")]
    else:
        segments = [None, _glob(body)]
    return Rule(number, kept.startswith("!"), pattern.endswith("/"), tuple(segments))


def _docker_rule(line: str, number: int) -> Rule | None:
    stripped = line.strip()
    parts = [
        part for part in stripped.removeprefix("!").strip().split("/") if part not in ("", ".")
    ]
    segments: list[_Segment] = []
    for part in parts:
        rest = part.removeprefix("**")
        if ".." in (part, rest) or "**" in rest.strip("*"):
            raise _NotUnderstoodError
        if rest != part:
            segments.append(None)  # "**x" is "**/x" to Docker
        if rest:
            segments.append(_glob(rest))
    return Rule(number, stripped.startswith("!"), False, tuple(segments)) if segments else None


def _segment(part: str) -> _Segment:
    return None if len(part) > 1 and not part.strip("*") else _glob(part)


_TOKEN = re.compile(
    r"(?P<stars>\*+)|(?P<one>\?)|\\(?P<escaped>.)"
    r"|\[(?P<negated>[!^]?)(?P<members>\]?[^\]\[\\]+)\]|(?P<plain>[^\[\\])",
    re.DOTALL,
)


def _glob(part: str) -> re.Pattern[str]:
    """Translate one segment; each ``*`` takes as little as it can and never gives it back."""
    chunks = [""]
    position = 0
    while position < len(part):
        token = _TOKEN.match(part, position)
        if token is None:  # a class left open, a class within a class, a backslash at the end
            raise _NotUnderstoodError
        position = token.end()
        if token["stars"]:
            chunks.append("")
        else:
            chunks[-1] += _one_character(token)
    first, *rest = chunks
    middle = "".join(f"(?>.*?{chunk})" for chunk in rest[:-1])
    end = f".*{rest[-1]}" if rest else ""
    return re.compile(first + middle + end, re.DOTALL)


def _one_character(token: re.Match[str]) -> str:
    if token["one"]:
        return "."
    if token["members"] is None:
        return re.escape(token["escaped"] or token["plain"])
    return f"[{'^' if token['negated'] else ''}{_members(token['members'])}]"


def _members(members: str) -> str:
    written = []
    position = 0
    while position < len(members):
        first, last = members[position], members[position]
        if members[position + 1 : position + 2] == "-" and position + 2 < len(members):
            last = members[position + 2]
            position += 2
        if first > last:
            raise _NotUnderstoodError
        written.append(f"{re.escape(first)}-{re.escape(last)}")
        position += 1
    return "".join(written)
