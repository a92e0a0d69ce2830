"""Does the application's own code reach a package?

By names alone: imported by the application, needed by something that is, or
neither. What a package really calls is not looked at, and code that loads
packages by computed names is not seen, so ``never`` ranks and never excuses.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import TYPE_CHECKING

from auditor.formats.specifiers import package_of
from sbom.model import EdgeKind, Kind

if TYPE_CHECKING:
    from sbom.model import Inventory

_OWN = frozenset({Kind.ROOT, Kind.WORKSPACE})


class Reach(StrEnum):
    """How the application comes to a package."""

    IMPORTED = "imported"
    THROUGH_IMPORTED = "through_imported"
    NEVER = "never"


def reach(inventory: Inventory, imports: Iterable[str]) -> Mapping[str, Reach]:
    """Return, for every location that is not the project's own, how the application reaches it.

    Args:
        inventory: what is installed.
        imports: the packages that the application's own files import, as they are
            spelled there (an alias is its own name; sub-paths are cut off).
    """
    names = {name for one in imports if (name := package_of(one)) is not None}
    own = {one.location for one in inventory.components if one.kind in _OWN}
    targets: defaultdict[str, set[str]] = defaultdict(set)
    imported: set[str] = set()
    for edge in inventory.dependencies:
        if edge.target is None or edge.target in own:
            continue
        if edge.source not in own:
            if edge.kind is not EdgeKind.DEV:
                targets[edge.source].add(edge.target)
        elif edge.name in names:
            imported.add(edge.target)
    # What is hoisted to the top can be imported without being asked for.
    hoisted = {f"node_modules/{name}" for name in names}
    places = {one.location for one in inventory.components} - own
    imported |= hoisted & places
    found = dict.fromkeys(sorted(places), Reach.NEVER)
    found |= dict.fromkeys(_closure(imported, targets), Reach.THROUGH_IMPORTED)
    return found | dict.fromkeys(imported, Reach.IMPORTED)


def _closure(start: set[str], targets: Mapping[str, set[str]]) -> set[str]:
    seen = set(start)
    waiting = list(start)
    while waiting:
        following = targets.get(waiting.pop(), set()) - seen
        seen |= following
        waiting.extend(following)
    return seen
