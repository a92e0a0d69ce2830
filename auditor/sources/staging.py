"""Which files of a target does the code engine get to see, and as what?

A flat copy with our own names: no name, folder or configuration of the target reaches
the engine, and whatever is not copied is a gap with its reason.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from auditor.errors import TargetError
from auditor.model import Gap
from auditor.target import Target

MAX_SOURCE_BYTES = 400_000
MAX_STAGED_BYTES = 256 * 2**20
MAX_STAGED_FILES = 50_000

MINIFIED_FROM_BYTES = 5_000
MINIFIED_BLANK_PERCENT = 7
MINIFIED_LINE_BYTES = 1_000

# Semgrep finds JavaScript and TypeScript by these four endings; .mts and .cts it passes over.
_STAGED_AS = MappingProxyType(
    {
        ".js": ".js",
        ".cjs": ".js",
        ".mjs": ".js",
        ".es6": ".js",
        ".jsx": ".jsx",
        ".ts": ".ts",
        ".cts": ".ts",
        ".mts": ".ts",
        ".tsx": ".tsx",
    }
)
# Views, for rules about text; each keeps its ending, by which such a rule chooses its files.
_VIEWS = frozenset(
    {
        ".ejs",
        ".handlebars",
        ".hbs",
        ".html",
        ".jade",
        ".liquid",
        ".mustache",
        ".njk",
        ".nunjucks",
        ".pug",
        ".swig",
        ".twig",
    }
)
_BROWSER_TEMPLATE = ".component.html"
_SHEBANG = re.compile(rb"#![^\n]{0,200}\b(?:node|nodejs|bun|tsx|ts-node)\b")
_SCRIPT = ".js"
_BLANKS = b" \t\r\n\v\f"


@dataclass(frozen=True, slots=True)
class Staged:
    """A sanitised copy. ``originals`` maps our file names to the target's paths."""

    folder: Path
    originals: Mapping[str, str]
    gaps: tuple[Gap, ...]

    @property
    def names(self) -> Mapping[str, str]:
        """The target's paths mapped to our file names."""
        return MappingProxyType({path: name for name, path in self.originals.items()})


# The kinds of ``auditor.target.Unread`` that can hide code.
_CUT_SHORT = frozenset({"too-many", "too-deep"})
_MAY_BE_SOURCE = frozenset({"symlink", "special", "too-large", "unreadable"})


def source_files(target: Target) -> tuple[str, ...]:
    """Return the paths of the JavaScript and TypeScript files of ``target``, sorted.

    By extension in any case, and files without one that start with a Node shebang.
    Test, vendor and build folders are included: their names are the target's choice.
    """
    return tuple(
        entry.path
        for entry in target.files
        if _extension(entry.path) in _STAGED_AS
        or (not _extension(entry.path) and _has_shebang(target, entry.path))
    )


def view_files(target: Target) -> tuple[str, ...]:
    """Return the paths of the views (templates) of ``target``, sorted; Angular's are none."""
    return tuple(entry.path for entry in target.files if is_view(entry.path))


def is_view(path: str) -> bool:
    """Whether ``path`` names a view: a page that is filled in on the server."""
    return _extension(path) in _VIEWS and not path.endswith(_BROWSER_TEMPLATE)


def unseen_sources(target: Target) -> tuple[Gap, ...]:
    """Return what may hold source code and is no file of the view, sorted.

    A link named like a source, or like a folder, may lead to code that the
    application loads; a walk that was cut short may have left any out.
    """
    return tuple(
        sorted(
            Gap(unread.path, unread.reason)
            for unread in target.unread
            if unread.kind in _CUT_SHORT
            or (unread.kind in _MAY_BE_SOURCE and _extension(unread.path) in _STAGED_AS)
            or (unread.kind == "symlink" and "." not in unread.path.rpartition("/")[2])
        )
    )


def stage(
    target: Target,
    paths: Iterable[str],
    folder: Path,
    *,
    max_source_bytes: int = MAX_SOURCE_BYTES,
    max_staged_bytes: int = MAX_STAGED_BYTES,
    max_staged_files: int = MAX_STAGED_FILES,
) -> Staged:
    """Copy the files ``paths`` into ``folder``, an empty folder that the caller owns.

    Files that the engine cannot assess (binary, UTF-16, minified, over a limit,
    unreadable) are left out and returned as gaps.
    """
    folder.chmod(0o700)
    _write(folder / ".semgrepignore", b"")
    originals: dict[str, str] = {}
    gaps: list[Gap] = []
    total_bytes = 0
    for path in paths:
        data, reason = _readable(target, path, max_source_bytes)
        if not reason and len(originals) >= max_staged_files:
            reason = f"more than {max_staged_files} source files"
        if not reason and total_bytes + len(data) > max_staged_bytes:
            reason = f"more than {max_staged_bytes} bytes of source in all"
        if reason:
            gaps.append(Gap(path, reason))
            continue
        total_bytes += len(data)
        name = f"{len(originals) + 1:06d}{_staged_extension(path)}"
        _write(folder / name, data)
        originals[name] = path
    return Staged(folder, MappingProxyType(originals), tuple(gaps))


def unassessable(data: bytes, *, minified: bool = True) -> str:
    """Return why the engine would not make sense of ``data``, or an empty text.

    Without ``minified``, code written for machines is no reason.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "encoded as UTF-16"
    if b"\0" in data:
        return "binary: it contains NUL bytes"
    if minified and is_minified(data):
        return "minified"
    return ""


def is_minified(data: bytes) -> bool:
    """Whether ``data`` was written for machines: few blanks, or very long lines."""
    if len(data) <= MINIFIED_FROM_BYTES:
        return False
    blanks = len(data) - len(data.translate(None, _BLANKS))
    lines = data.count(b"\n") + 1
    few_blanks = 100 * blanks < MINIFIED_BLANK_PERCENT * len(data)
    return few_blanks or len(data) > MINIFIED_LINE_BYTES * lines


def _readable(target: Target, path: str, max_bytes: int) -> tuple[bytes, str]:
    try:
        data = target.read(path, max_bytes=max_bytes)
    except TargetError as error:
        return b"", error.message.removeprefix(f"{path}: ")
    return data, unassessable(data, minified=not is_view(path))


def _staged_extension(path: str) -> str:
    extension = _extension(path)
    return extension if is_view(path) else _STAGED_AS.get(extension, _SCRIPT)


def _extension(path: str) -> str:
    name = path.rpartition("/")[2]
    stem, dot, extension = name.rpartition(".")
    return f".{extension.lower()}" if dot and stem else ""


def _has_shebang(target: Target, path: str) -> bool:
    try:
        return bool(_SHEBANG.match(target.read(path)))
    except TargetError:
        return True  # staging will say why it cannot be read


def _write(path: Path, data: bytes) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
    with open(os.open(path, flags, 0o600), "wb") as file:  # noqa: PTH123 - a descriptor, made exclusively
        file.write(data)
