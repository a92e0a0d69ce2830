"""What is a lockfile reader, and which one reads a project?

A reader is a module of ``sbom.readers`` with one module-level ``READER``. It gets
bytes and returns an Inventory; it never opens a file, a socket or a process.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sbom.model import Inventory

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
