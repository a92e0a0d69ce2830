"""What may the audit see of a folder on this machine?

Every step is an ``openat`` relative to the folder above it, with O_NOFOLLOW: a path
that turns into a symbolic link while it is looked at is not followed.
"""

from __future__ import annotations

import errno
import heapq
import os
import stat
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from auditor.errors import TargetError
from auditor.target import (
    MAX_DEPTH,
    MAX_FILE_BYTES,
    MAX_FILES,
    MAX_TOTAL_BYTES,
    Entry,
    Unread,
)
from auditor.targets import Acquire
from auditor.targets.git_folder import (
    REPOSITORY_FILES,
    git_file,
    git_folder,
    is_repository,
    unfetched_submodules,
)

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW
_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY
_CHUNK_BYTES = 2**20
_ROOT_REASONS = {
    errno.ENOENT: "no such folder",
    errno.ENOTDIR: "is not a folder",
    errno.EACCES: "may not be read",
}


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much of a folder is looked at.

    ``max_files`` counts every name that is met, also those that are not files.
    ``max_depth`` is the number of parts that a path may have.
    """

    max_files: int = MAX_FILES
    max_file_bytes: int = MAX_FILE_BYTES
    max_total_bytes: int = MAX_TOTAL_BYTES
    max_depth: int = MAX_DEPTH


class DirectoryTarget:
    """A folder as a ``Target``; the tree is listed once, when it is opened."""

    def __init__(self, path: Path, bounds: Bounds) -> None:
        self._root = _open_root(path)
        weakref.finalize(self, os.close, self._root)
        self._name = path.resolve().name or "target"
        walk = _Walk(self._root, bounds)
        walk.run()
        self._files = tuple(sorted(walk.files))
        paths = [entry.path for entry in self._files]
        self._paths = frozenset(paths)
        submodules = unfetched_submodules(self._gitmodules(), paths)
        self._unread = tuple(sorted({*walk.unread, *submodules}))

    @property
    def name(self) -> str:
        """The folder's own name."""
        return self._name

    @property
    def files(self) -> tuple[Entry, ...]:
        """Every regular file of the view, sorted by path."""
        return self._files

    @property
    def unread(self) -> tuple[Unread, ...]:
        """Everything that was found and is not part of ``files``, sorted."""
        return self._unread

    def exists(self, path: str) -> bool:
        """Whether ``path`` is one of ``files``."""
        return path in self._paths

    def read(self, path: str, *, max_bytes: int = MAX_FILE_BYTES) -> bytes:
        """Return the bytes of a regular file; see ``auditor.target.Target.read``."""
        if path not in self._paths:
            raise TargetError(f"{path}: no such file in the target")
        *folders, name = path.split("/")
        try:
            with _entered(self._root, folders) as folder:
                descriptor = os.open(name, _FILE, dir_fd=folder)
        except OSError as error:
            raise TargetError(f"{path}: cannot be opened any more: {error.strerror}") from error
        try:
            return _read_regular(descriptor, path, max_bytes)
        except OSError as error:
            raise TargetError(f"{path}: cannot be read: {error.strerror}") from error
        finally:
            os.close(descriptor)

    def _gitmodules(self) -> bytes:
        return self.read(".gitmodules") if self.exists(".gitmodules") else b""


def open_directory(
    path: Path,
    *,
    max_files: int = MAX_FILES,
    max_file_bytes: int = MAX_FILE_BYTES,
    max_total_bytes: int = MAX_TOTAL_BYTES,
    max_depth: int = MAX_DEPTH,
) -> DirectoryTarget:
    """Open a folder of this machine. Nothing in it is followed, entered by git, or changed.

    Files come nearest to the root first, so that a limit cuts off the deepest ones.
    Listed as unread and not looked into: symbolic links, special files, ``.git``,
    ``node_modules`` (installed packages are judged from the lockfile).

    Raises:
        TargetError: there is no such folder, or it cannot be read.
    """
    return DirectoryTarget(path, Bounds(max_files, max_file_bytes, max_total_bytes, max_depth))


ACQUIRE = Acquire(
    "directory",
    accepts=lambda text: bool(text) and "\0" not in text and os.path.isdir(text),  # noqa: PTH112 - Path("") is "."
    open=lambda text: open_directory(Path(text)),
)


def _open_root(path: Path) -> int:
    # The folder the user names may be a symbolic link; nothing below it may.
    hint = "name a folder that holds the deployment"
    try:
        return os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    except OSError as error:
        reason = _ROOT_REASONS.get(error.errno or 0, f"cannot be opened: {error.strerror}")
        raise TargetError(f"{path}: {reason}", hint=hint) from error
    except ValueError as error:
        raise TargetError(f"{path}: no name of a folder", hint=hint) from error


@contextmanager
def _entered(root: int, folders: list[str]) -> Iterator[int]:
    """Open ``folders`` one below the other and lend the descriptor of the last."""
    descriptor = os.dup(root)
    try:
        for name in folders:
            inner = os.open(name, _FOLDER, dir_fd=descriptor)
            os.close(descriptor)
            descriptor = inner
        yield descriptor
    finally:
        os.close(descriptor)


def _read_regular(descriptor: int, path: str, max_bytes: int) -> bytes:
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode):
        raise TargetError(f"{path}: is no regular file any more")
    chunks: list[bytes] = []
    length = 0
    while length <= max_bytes and (chunk := os.read(descriptor, _CHUNK_BYTES)):
        chunks.append(chunk)
        length += len(chunk)
    if length > max_bytes:
        raise TargetError(f"{path}: is larger than {max_bytes} bytes")
    return b"".join(chunks)


class _LimitReachedError(Exception):
    """The walk stops here; caught in ``_Walk.run``."""


@dataclass
class _Walk:
    """One walk over the tree, level by level."""

    root: int
    bounds: Bounds
    files: list[Entry] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    seen: int = 0
    total_bytes: int = 0

    def run(self) -> None:
        level: list[list[str]] = [[]]
        try:
            while level:
                level = [inner for folders in level for inner in self._folder(folders)]
        except _LimitReachedError:
            return

    def _folder(self, folders: list[str]) -> list[list[str]]:
        """List one folder and return the folders in it that are to be entered."""
        try:
            with _entered(self.root, folders) as descriptor:
                return self._entries(descriptor, folders)
        except OSError as error:
            self._leave("/".join(folders) or ".", "unreadable", str(error.strerror).lower())
            return []

    def _entries(self, descriptor: int, folders: list[str]) -> list[list[str]]:
        with os.scandir(descriptor) as listing:
            names = heapq.nsmallest(self.bounds.max_files + 1, (entry.name for entry in listing))
        prefix = "".join(f"{folder}/" for folder in folders)
        repository = is_repository(names)
        if repository:
            self._leave(
                prefix.rstrip("/") or ".",
                "git",
                "has the shape of a bare git repository: git runs the programs its config names",
                harmful=True,
            )
        inner = []
        for name in names:
            path = prefix + name
            self._count(path)
            if repository and name in REPOSITORY_FILES:
                self._leave(path, "git", "part of a bare git repository")
            elif self._entry(descriptor, name, path, depth=len(folders) + 1):
                inner.append([*folders, name])
        return inner

    def _entry(self, folder: int, name: str, path: str, *, depth: int) -> bool:
        """Record one entry; return whether it is a folder to be entered."""
        try:
            status = os.stat(name, dir_fd=folder, follow_symlinks=False)
        except OSError as error:
            self._leave(path, "unreadable", str(error.strerror).lower())
            return False
        mode = status.st_mode
        if stat.S_ISLNK(mode):
            self._symlink(folder, name, path)
        elif name.casefold() == ".git":
            found = git_folder(folder, name, path) if stat.S_ISDIR(mode) else ()
            self.unread += found or git_file(folder, name, path)
        elif stat.S_ISDIR(mode):
            return self._enterable(name, path, depth)
        elif stat.S_ISREG(mode):
            self._file(folder, name, Entry(path, status.st_size))
        else:
            self._leave(path, "special", "is a pipe, socket or device")
        return False

    def _enterable(self, name: str, path: str, depth: int) -> bool:
        if name == "node_modules":
            self._leave(path, "dependencies", "installed packages are judged from the lockfile")
        elif depth >= self.bounds.max_depth:
            self._leave(path, "too-deep", f"more than {self.bounds.max_depth} folders deep")
        else:
            return True
        return False

    def _file(self, folder: int, name: str, entry: Entry) -> None:
        if entry.size > self.bounds.max_file_bytes:
            limit = self.bounds.max_file_bytes
            self._leave(entry.path, "too-large", f"larger than {limit} bytes")
        elif not os.access(name, os.R_OK, dir_fd=folder, effective_ids=True):
            self._leave(entry.path, "unreadable", "permission denied")
        elif self.total_bytes + entry.size > self.bounds.max_total_bytes:
            self._stop(entry.path, f"more than {self.bounds.max_total_bytes} bytes in all")
        else:
            self.total_bytes += entry.size
            self.files.append(entry)

    def _symlink(self, folder: int, name: str, path: str) -> None:
        try:
            target = os.readlink(name, dir_fd=folder)
        except OSError as error:
            self._leave(path, "unreadable", str(error.strerror).lower())
            return
        parts = os.path.normpath(os.path.join(os.path.dirname(path), target)).split("/")  # noqa: PTH118, PTH120 - text, not files
        if target.startswith("/") or parts[0] == "..":
            self._leave(path, "symlink", "a symbolic link out of the tree", harmful=True)
        else:
            self._leave(path, "symlink", "a symbolic link; not followed")

    def _count(self, path: str) -> None:
        self.seen += 1
        if self.seen > self.bounds.max_files:
            self._stop(path, f"more than {self.bounds.max_files} entries")

    def _stop(self, path: str, reason: str) -> None:
        self._leave(path, "too-many", f"{reason}: neither this nor what follows was looked at")
        raise _LimitReachedError

    def _leave(self, path: str, kind: str, reason: str, *, harmful: bool = False) -> None:
        self.unread.append(Unread(path, kind, reason, harmful))
