"""Which entries of the lockfile could not be read, so that no check has looked at them?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from auditor.model import Gap

if TYPE_CHECKING:
    from sbom.model import Inventory

_LEFT_OUT = frozenset({"entry-unreadable", "too-many-problems", "unsafe-location"})


def left_out(inventory: Inventory) -> Iterator[Gap]:
    """A gap for each entry that is not part of the inventory."""
    for problem in inventory.problems:
        if problem.code in _LEFT_OUT:
            yield Gap(f"{problem.file}: {problem.place}", problem.message)
