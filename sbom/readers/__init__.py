"""Which lockfile readers are there, and which one reads a project?

Every module of this package that does not start with an underscore holds one
``READER``; adding a format is adding a file.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable
from functools import cache

from sbom.errors import LockfileError, NoLockfileError
from sbom.model import Inventory, Problem
from sbom.quiet import without_collection
from sbom.reader import Load, Reader

# Other package managers' lockfiles: named where they are found, never silently passed over.
_FOREIGN = {
    "yarn.lock": "yarn",
    "pnpm-lock.yaml": "pnpm",
    "bun.lock": "bun",
    "bun.lockb": "bun",
    "deno.lock": "deno",
}


@cache
def all_readers() -> tuple[Reader, ...]:
    """Return every reader, the one that wins first."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    modules = [importlib.import_module(f"{__name__}.{n}") for n in names if not n.startswith("_")]
    readers = [module.READER for module in modules if isinstance(module.READER, Reader)]
    return tuple(sorted(readers, key=lambda reader: (reader.rank, reader.name)))


def read_project(load: Load, names: Iterable[str]) -> Inventory:
    """Return the inventory of a project.

    ``names`` are the files in the project's root folder; ``load`` returns the
    bytes of a file by its path relative to the root, or None where it is not
    there or must not be read. Nothing but the lockfile and the package.json
    files of the root and its workspaces is asked for.

    Raises:
        NoLockfileError: no lockfile that a reader knows is among ``names``.
        LockfileError: there is one, and it cannot be read.
    """
    present = set(names)
    for reader in all_readers():
        found = [name for name in reader.filenames if name in present]
        if found:
            files = {name: _bytes_of(load, name) for name in found}
            with without_collection():
                inventory = reader.read(files, load)
            return _with_others(inventory, present, reader)
    raise _no_lockfile(present)


def _bytes_of(load: Load, name: str) -> bytes:
    data = load(name)
    if data is None:
        raise LockfileError(
            f"{name}: the file cannot be read",
            hint="it must be a regular file, readable and not too large",
        )
    return data


def _with_others(inventory: Inventory, present: set[str], reader: Reader) -> Inventory:
    """Report the lockfiles of other package managers, which may install something else."""
    others = sorted(name for name in _FOREIGN if name in present and name not in reader.filenames)
    if not others:
        return inventory
    problems = [
        Problem(
            "other-lockfile",
            name,
            "",
            f"{inventory.lockfile} was read; {_FOREIGN[name]} would install from this file",
        )
        for name in others
    ]
    return Inventory(
        inventory.lockfile,
        inventory.format,
        inventory.version,
        inventory.sha256,
        inventory.components,
        inventory.dependencies,
        tuple(sorted((*inventory.problems, *problems))),
        inventory.links,
    )


def _no_lockfile(present: set[str]) -> NoLockfileError:
    wanted = " or ".join(sorted({name for reader in all_readers() for name in reader.filenames}))
    for name, tool in _FOREIGN.items():
        if name in present:
            return NoLockfileError(
                f"{name}: lockfiles of {tool} are not read",
                hint=f"write {wanted} with: npm install --package-lock-only --ignore-scripts",
            )
    if "package.json" in present:
        return NoLockfileError(
            "package.json: there is no lockfile beside it",
            hint=f"write {wanted} with: npm install --package-lock-only --ignore-scripts",
        )
    return NoLockfileError(
        f"there is no {wanted} in this folder", hint="name the folder that holds the lockfile"
    )
