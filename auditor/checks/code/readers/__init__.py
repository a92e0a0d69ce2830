"""Which readers are there? One per module; this package is walked to find them."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from auditor.checks.code.reader import Reader
from auditor.discovery import discover


@cache
def all_readers() -> Mapping[str, Reader]:
    """Every registered reader by its name.

    Raises:
        ValueError: two modules claim the same name.
    """
    found: dict[str, Reader] = {}
    for one in discover(sys.modules[__name__], Reader):
        if one.name in found:
            raise ValueError(f"reader registered twice: {one.name}")
        found[one.name] = one
    return MappingProxyType(found)
