"""By which shortest ways does the project reach a component?"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sbom.model import Component, Inventory

MAX_PATHS = 3

Path = tuple["Component", ...]


class ShortestPaths:
    """Shortest dependency paths from the root of one inventory, worked out once."""

    def __init__(self, inventory: Inventory) -> None:
        self._components = {one.location: one for one in inventory.components}
        self._nearer = _nearer(inventory)

    def to(self, location: str) -> tuple[Path, ...]:
        """At most three of the shortest paths, root first; none where nothing leads there."""
        found = []
        for path in self._upwards(location):
            found.append(tuple(self._components[one] for one in path))
            if len(found) == MAX_PATHS:
                break
        return tuple(found)

    def _upwards(self, location: str) -> Iterator[tuple[str, ...]]:
        stack: list[tuple[str, ...]] = [(location,)]
        while stack:
            path = stack.pop()
            if path[0] == "":
                yield path
                continue
            stack.extend((source, *path) for source in reversed(self._nearer.get(path[0], ())))


def label(component: Component) -> str:
    """How a component is named in a path: ``name@version``."""
    return f"{component.name}@{component.version}" if component.version else component.name


def _nearer(inventory: Inventory) -> dict[str, tuple[str, ...]]:
    """For every location the sources, one step nearer to the root, that ask for it."""
    targets: dict[str, set[str]] = {}
    for edge in inventory.dependencies:
        if edge.target is not None:
            targets.setdefault(edge.source, set()).add(edge.target)
    nearer: dict[str, tuple[str, ...]] = {}
    seen = {""}
    level = [""]
    while level:
        found: dict[str, list[str]] = {}
        for source in level:
            for target in targets.get(source, set()) - seen:
                found.setdefault(target, []).append(source)
        nearer.update((target, tuple(sorted(sources))) for target, sources in found.items())
        seen |= found.keys()
        level = sorted(found)
    return nearer
