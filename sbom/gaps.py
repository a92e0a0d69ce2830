"""For which packages are the dependencies not completely known, and why?"""

from __future__ import annotations

from enum import StrEnum

from sbom.model import Inventory, Kind


class Coverage(StrEnum):
    """How completely a component's dependencies are known (CycloneDX's aggregate types)."""

    INCOMPLETE = "incomplete"
    UNKNOWN = "unknown"


_OF_ROOT = {
    "root-edges-unknown": "its direct dependencies are unknown without package.json",
    "unsafe-location": "entries with unsafe locations are left out",
    "entry-unreadable": "unreadable entries are left out",
    "link-cycle": "links that lead only to links are left out",
}
_OF_TARGET = {
    "link-target-missing": "the lockfile has no entry for this folder",
    "link-outside": "the folder lies outside the project",
}
_OF_ALL = "edges-unknown"


def find_gaps(inventory: Inventory) -> dict[str, tuple[Coverage, str]]:
    """Return coverage and reason by location, for those that are not complete."""
    gaps: dict[str, tuple[Coverage, str]] = {}
    missing: dict[str, set[str]] = {}
    for edge in inventory.dependencies:
        if edge.missing:
            missing.setdefault(edge.source, set()).add(edge.name)
    for location, names in missing.items():
        reason = f"not installed: {', '.join(sorted(names))}"
        gaps[location] = (Coverage.INCOMPLETE, reason)
    codes = {problem.code for problem in inventory.problems}
    of_root = [reason for code, reason in _OF_ROOT.items() if code in codes]
    if of_root:
        gaps[""] = (Coverage.INCOMPLETE, "; ".join(of_root))
    for problem in inventory.problems:
        if problem.code in _OF_TARGET:
            gaps[problem.place] = (Coverage.UNKNOWN, _OF_TARGET[problem.code])
    unlisted = _OF_ALL in codes
    for component in inventory.components:
        if unlisted:
            gaps[component.location] = (Coverage.UNKNOWN, "the lockfile lists no edges")
        elif component.kind is Kind.OUTSIDE and component.version is None:
            gaps[component.location] = (Coverage.UNKNOWN, _OF_TARGET["link-outside"])
    return gaps
