"""What is a lockfile reader, and which one reads a project?

A reader is a module of ``sbom.readers`` with one module-level ``READER``. It gets
bytes and returns an Inventory; it never opens a file, a socket or a process.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from sbom.model import Inventory, Problem

MAX_PROBLEMS = 10_000

Load = Callable[[str], bytes | None]
"""Returns the bytes of a file of the project by its POSIX path relative to the root, or None."""


@dataclass(frozen=True, slots=True)
class Reader:
    """A registered lockfile reader.

    ``filenames`` are the names it reads, the winning one first; ``rank`` orders
    readers where a project has several lockfiles (lower wins). ``read`` takes
    the files that are present (name to bytes) and a loader for the package.json
    files of the root and its workspaces.

    Raises (from ``read``): LockfileError, and nothing else.
    """

    name: str
    filenames: tuple[str, ...]
    read: Callable[[Mapping[str, bytes], Load], Inventory]
    rank: int = 50


@dataclass(frozen=True, slots=True)
class Notes:
    """Collects what is odd about ``file`` while it is read; at most MAX_PROBLEMS."""

    file: str
    found: list[Problem] = field(default_factory=list)

    def add(self, code: str, place: str, message: str, line: int = 0) -> None:
        """Note one problem; ``place`` is a location or a JSON path."""
        if len(self.found) < MAX_PROBLEMS:
            self.found.append(Problem(code, self.file, place, message, line))
        elif len(self.found) == MAX_PROBLEMS:
            more = f"more than {MAX_PROBLEMS:,} problems: the rest is not listed"
            self.found.append(Problem("too-many-problems", self.file, "", more))

    def sorted(self) -> tuple[Problem, ...]:
        """Return the problems by code and place, each once."""
        return tuple(sorted(set(self.found)))
