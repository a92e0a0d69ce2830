"""Which implementations does a package hold?

A registry by folder: whatever object of the wanted type a module of the
package defines at its top level is registered. Adding one is adding a file.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from types import ModuleType
from typing import TypeVar

T = TypeVar("T")


def module_names(package: ModuleType) -> tuple[str, ...]:
    """The short names of the public modules directly in ``package``, without importing them."""
    found = (module.name for module in pkgutil.iter_modules(package.__path__))
    return tuple(sorted(name for name in found if not name.startswith("_")))


def discover(package: ModuleType, kind: type[T]) -> tuple[T, ...]:
    """Every ``kind`` object that a module below ``package`` defines, by module name.

    Modules whose name starts with an underscore are imported by their
    neighbours, never registered.
    """
    found: dict[int, T] = {}
    for module in _modules(package):
        for value in vars(module).values():
            if isinstance(value, kind):
                found.setdefault(id(value), value)
    return tuple(found.values())


def _modules(package: ModuleType) -> Iterator[ModuleType]:
    names = [
        info.name
        for info in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
        if not any(part.startswith("_") for part in info.name.split("."))
    ]
    for name in sorted(names):
        yield importlib.import_module(name)
