"""Which packages of a lockfile are other people's, and what does it tell about them?"""

from __future__ import annotations

from sbom.model import Component, Inventory, Kind

_OWN = frozenset({Kind.ROOT, Kind.WORKSPACE})


def third_party(inventory: Inventory) -> tuple[Component, ...]:
    """Every component but the project's own folders, in the inventory's order."""
    return tuple(one for one in inventory.components if one.kind not in _OWN)


def says_more_than_version_1(inventory: Inventory) -> bool:
    """Whether the lockfile copies what npm knows of a package: scripts, deprecation.

    npm does since lockfileVersion 2; version 1 and other managers' lockfiles do not.
    """
    return inventory.format == "npm" and inventory.version in {"2", "3"}
