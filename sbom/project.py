"""How is a project's folder read without being led astray?

Bounded, and never through a symbolic link: every step of a path is opened with
O_NOFOLLOW below the folder that the caller named, so that nothing outside it is
read, whatever changes meanwhile.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path

from sbom.errors import LockfileError, NoLockfileError
from sbom.model import Inventory
from sbom.readers import read_project
from sbom.strict_json import MAX_BYTES

_NO_FOLLOW = os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK


def read_folder(folder: Path) -> Inventory:
    """Return the inventory of the project in ``folder``.

    Raises:
        NoLockfileError: the folder holds no lockfile that is read, or is none.
        LockfileError: it holds one that cannot be read.
    """
    try:
        root = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except OSError as error:
        raise NoLockfileError(
            f"{folder}: the folder cannot be opened ({error.strerror})",
            hint="name the folder that holds the lockfile",
        ) from error
    try:
        with os.scandir(root) as found:
            names = sorted(entry.name for entry in found)
        return read_project(lambda path: _load(root, path), names)
    finally:
        os.close(root)


def _load(root: int, path: str) -> bytes | None:
    """Return the bytes of a regular file below ``root``; None where there is none."""
    parts = path.split("/")
    if any(part in ("", ".", "..") for part in parts):
        return None
    folder = os.dup(root)
    try:
        for part in parts[:-1]:
            inner = os.open(part, _NO_FOLLOW | os.O_DIRECTORY, dir_fd=folder)
            os.close(folder)
            folder = inner
        file = os.open(parts[-1], _NO_FOLLOW, dir_fd=folder)
    except (OSError, ValueError):
        return None
    finally:
        os.close(folder)
    return _read(file, path)


def _read(file: int, path: str) -> bytes | None:
    if not stat.S_ISREG(os.fstat(file).st_mode):
        os.close(file)
        return None
    with os.fdopen(file, "rb") as stream:
        try:
            return stream.read(MAX_BYTES + 1)
        except OSError as error:
            raise LockfileError(
                f"{path}: the file cannot be read ({error.strerror})",
                hint="check the disk and the file's permissions",
            ) from error
