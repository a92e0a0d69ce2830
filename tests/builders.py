"""What do tests build their worlds from? Small in-memory stand-ins for real contracts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from auditor.errors import TargetError
from auditor.target import MAX_FILE_BYTES, Entry, Unread

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@dataclass(frozen=True)
class MemoryTarget:
    """A Target over a mapping of paths to bytes."""

    contents: Mapping[str, bytes] = field(default_factory=dict)
    unread: tuple[Unread, ...] = ()
    name: str = "memory"

    @property
    def files(self) -> tuple[Entry, ...]:
        return tuple(sorted(Entry(path, len(data)) for path, data in self.contents.items()))

    def read(self, path: str, *, max_bytes: int = MAX_FILE_BYTES) -> bytes:
        if path not in self.contents:
            raise TargetError(f"{path}: no such file")
        if len(self.contents[path]) > max_bytes:
            raise TargetError(f"{path}: larger than {max_bytes} bytes")
        return self.contents[path]

    def exists(self, path: str) -> bool:
        return path in self.contents


def write_tree(root: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write ``files`` (paths to contents) below ``root`` and return it."""
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return root
