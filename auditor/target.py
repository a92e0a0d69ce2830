"""What may the audit see of an untrusted tree?

The contract only; ``auditor.targets`` holds one module per way to acquire one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, runtime_checkable

MAX_FILES = 200_000
MAX_FILE_BYTES = 64 * 2**20
MAX_TOTAL_BYTES = 2 * 2**30
MAX_DEPTH = 64


@dataclass(frozen=True, slots=True, order=True)
class Entry:
    """One regular file: POSIX path relative to the target, and its size in bytes."""

    path: str
    size: int


@dataclass(frozen=True, slots=True, order=True)
class Unread:
    """A path that is not audited, and why.

    ``kind`` is one of ``symlink``, ``special`` (FIFO, socket, device),
    ``too-large``, ``too-many``, ``too-deep``, ``unreadable``, ``git``,
    ``dependencies`` (installed packages, judged from the lockfile).
    ``harmful`` marks what would have run a program or leaked a file elsewhere.
    """

    path: str
    kind: str
    reason: str
    harmful: bool = False


@runtime_checkable
class Target(Protocol):
    """A bounded, no-follow, read-only view of a tree.

    Paths are POSIX, relative, without ``.`` or ``..``; names that are not
    UTF-8 are carried with ``surrogateescape``.
    """

    @property
    def name(self) -> str:
        """A short name for reports; never an absolute path."""
        ...

    @property
    def files(self) -> tuple[Entry, ...]:
        """Every regular file of the view, sorted by path; nothing inside ``.git``."""
        ...

    @property
    def unread(self) -> tuple[Unread, ...]:
        """Everything that was found and is not part of ``files``, sorted."""
        ...

    def read(self, path: str, *, max_bytes: int = MAX_FILE_BYTES) -> bytes:
        """Return the bytes of a regular file.

        Raises:
            TargetError: no such regular file, larger than ``max_bytes``, or it
                changed into something else since it was listed.
        """
        ...

    def exists(self, path: str) -> bool:
        """Whether ``path`` is one of ``files``."""
        ...
