"""What does a target look like with some of its files left out, and said to be?"""

from __future__ import annotations

from dataclasses import dataclass

from auditor.errors import TargetError
from auditor.target import MAX_FILE_BYTES, Entry, Target, Unread

KIND = "too-many"
"""Of what is left out: as with a walk that was cut short, anything may be in it."""


@dataclass(frozen=True, slots=True)
class Without:
    """``target`` without the files ``hidden``; ``reason`` says why, in a few words."""

    target: Target
    hidden: frozenset[str]
    reason: str

    @property
    def name(self) -> str:
        """The target's name."""
        return self.target.name

    @property
    def files(self) -> tuple[Entry, ...]:
        """Every file that is not left out, sorted by path."""
        return tuple(entry for entry in self.target.files if entry.path not in self.hidden)

    @property
    def unread(self) -> tuple[Unread, ...]:
        """What the target leaves out, and one entry for what is left out here."""
        if not self.hidden:
            return self.target.unread
        count = f"{len(self.hidden)} file{'' if len(self.hidden) == 1 else 's'}"
        return tuple(sorted({*self.target.unread, Unread(count, KIND, self.reason)}))

    def read(self, path: str, *, max_bytes: int = MAX_FILE_BYTES) -> bytes:
        """Return the bytes of a file; see ``auditor.target.Target.read``."""
        if path in self.hidden:
            raise TargetError(f"{path}: {self.reason}")
        return self.target.read(path, max_bytes=max_bytes)

    def exists(self, path: str) -> bool:
        """Whether ``path`` is one of ``files``."""
        return path not in self.hidden and self.target.exists(path)
