"""Which inventory does a path on the command line mean: a project's folder, or one lockfile?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from auditor.errors import NothingInScopeError, TargetError

if TYPE_CHECKING:
    from sbom import Inventory

_NAMES = ("npm-shrinkwrap.json", "package-lock.json")
_PEEK_BYTES = 64 * 1024


def is_lockfile(path: Path) -> bool:
    """Whether ``path`` is an npm lockfile, whatever its name, or a folder that holds one."""
    if path.is_dir():
        return any((path / name).is_file() for name in (*_NAMES, "package.json"))
    if path.name.endswith(_NAMES):
        return True
    try:
        with path.open("rb") as stream:
            return b'"lockfileVersion"' in stream.read(_PEEK_BYTES)
    except OSError:
        return False


def inventory_of(path: Path) -> Inventory:
    """Read the lockfile at ``path``, or that of the folder.

    Raises:
        TargetError: it cannot be read.
        NothingInScopeError: there is none.
    """
    from auditor.engine import read_inventory  # noqa: PLC0415 -- heavy, and not for --help
    from auditor.targets import open_target  # noqa: PLC0415 -- as above

    if path.is_file():
        return _file(path)
    inventory = read_inventory(open_target(str(path)))
    if inventory is None:
        raise NothingInScopeError(
            f"{path}: no npm lockfile found", hint="name a lockfile, or the folder that holds one"
        )
    return inventory


def _file(path: Path) -> Inventory:
    from auditor.engine import MAX_LOCKFILE_BYTES  # noqa: PLC0415 -- as above
    from sbom import LockfileError, read_project  # noqa: PLC0415 -- as above

    name = next((name for name in _NAMES if path.name.endswith(name)), "package-lock.json")
    try:
        with path.open("rb") as stream:
            data = stream.read(MAX_LOCKFILE_BYTES + 1)
    except OSError as error:
        raise TargetError(f"{path}: cannot be read: {error.strerror}") from error
    if len(data) > MAX_LOCKFILE_BYTES:
        raise TargetError(f"{path}: larger than {MAX_LOCKFILE_BYTES:,} bytes")
    try:
        return read_project({name: data}.get, [name])
    except LockfileError as error:
        raise TargetError(error.message, hint=error.hint) from error
