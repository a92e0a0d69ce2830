"""What in a repository's own data would run a program when git looks at it?

``.git`` is read as a few bounded files, never given to git, and never part of the view.
"""

from __future__ import annotations

import os
import stat
from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import islice

from auditor.target import Unread
from auditor.targets.git_settings import program_settings, submodules

MAX_CONFIG_BYTES = 2**20
MAX_LISTED = 1000

REPOSITORY_FILES = frozenset({"HEAD", "config", "config.worktree", "packed-refs"})
"""What is left out of a bare-shaped folder; without these, git sees no repository there."""

_SHAPE = frozenset({"HEAD", "objects", "refs"})
_POINTER = b"gitdir:"
_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW
_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY


def is_repository(names: Collection[str]) -> bool:
    """Whether a folder that holds ``names`` is one that git takes for a repository."""
    return _SHAPE.issubset(names)


def git_folder(parent: int, name: str, path: str) -> tuple[Unread, ...]:
    """Return one entry for a ``.git`` folder, and one for each hazard in it.

    ``parent`` is the descriptor of the folder that holds ``name``.
    """
    found = [Unread(path, "git", "git's own data")]
    with suppress(OSError), _opened(parent, name, _FOLDER) as folder:
        found += _hazards(folder, path)
        with suppress(OSError), _opened(folder, "modules", _FOLDER) as modules:
            for module in _names(modules):
                with suppress(OSError), _opened(modules, module, _FOLDER) as inner:
                    found += _hazards(inner, f"{path}/modules/{module}")
    return tuple(found)


def git_file(parent: int, name: str, path: str) -> tuple[Unread, ...]:
    """Return one entry for a ``.git`` that is no folder.

    Git writes such files for submodules and work trees; they lead into some
    ``.git``. One that leads elsewhere makes git trust a folder of the author's choice.
    """
    data = _config_bytes(parent, name) or b""
    if data.startswith(_POINTER) and b".git" not in data[len(_POINTER) :].strip().split(b"/"):
        reason = "leads git to a repository in disguise, whose config may run programs"
        return (Unread(path, "git", reason, harmful=True),)
    return (Unread(path, "git", "git's own data"),)


def unfetched_submodules(gitmodules: bytes, paths: Sequence[str]) -> Iterator[Unread]:
    """Yield the submodules that hold none of ``paths`` (sorted), so are not audited."""
    for one in islice(submodules(gitmodules[:MAX_CONFIG_BYTES]), MAX_LISTED):
        if one.harmful:
            reason = f"the submodule {one.path} would run a program or reach out of the tree"
            yield Unread(".gitmodules", "git", reason, harmful=True)
        elif not _holds_any(f"{one.path}/", paths):
            yield Unread(one.path, "git", "a submodule: its files are not in this tree")


def _holds_any(prefix: str, paths: Sequence[str]) -> bool:
    at = bisect_left(paths, prefix)
    return at < len(paths) and paths[at].startswith(prefix)


def _hazards(folder: int, path: str) -> Iterator[Unread]:
    for name in ("config", "config.worktree"):
        data = _config_bytes(folder, name)
        if data is None:
            continue
        if len(data) > MAX_CONFIG_BYTES:
            reason = f"larger than {MAX_CONFIG_BYTES} bytes: what it runs was not established"
            yield Unread(f"{path}/{name}", "git", reason, harmful=True)
        elif keys := program_settings(data):
            reason = f"would run programs or read other files: {', '.join(keys[:10])}"
            yield Unread(f"{path}/{name}", "git", reason, harmful=True)
    with suppress(OSError), _opened(folder, "hooks", _FOLDER) as hooks:
        for name in _names(hooks):
            if not name.endswith(".sample") and _is_program(hooks, name):
                reason = "a hook: git runs it as a program"
                yield Unread(f"{path}/hooks/{name}", "git", reason, harmful=True)


def _is_program(folder: int, name: str) -> bool:
    mode = os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode
    return stat.S_ISLNK(mode) or (stat.S_ISREG(mode) and bool(mode & 0o111))


def _config_bytes(folder: int, name: str) -> bytes | None:
    """Read one byte more than the limit; None where there is no such regular file."""
    with suppress(OSError), _opened(folder, name, _FILE) as descriptor:
        if stat.S_ISREG(os.fstat(descriptor).st_mode):
            chunks = iter(lambda: os.read(descriptor, MAX_CONFIG_BYTES + 1), b"")
            data = b""
            while len(data) <= MAX_CONFIG_BYTES and (chunk := next(chunks, b"")):
                data += chunk
            return data
    return None


def _names(folder: int) -> list[str]:
    with os.scandir(folder) as listing:
        return sorted(entry.name for entry in islice(listing, MAX_LISTED))


@contextmanager
def _opened(folder: int, name: str, flags: int) -> Iterator[int]:
    descriptor = os.open(name, flags, dir_fd=folder)
    try:
        yield descriptor
    finally:
        os.close(descriptor)
