"""Which entries of a lockfile's ``packages`` object can be trusted to be entries?

Keys must be relative, normal locations and values objects; links must lead to
a location. What is left out is noted, never passed over.
"""

from __future__ import annotations

from dataclasses import dataclass

from sbom.graph import follow_links
from sbom.locations import folder_name, is_location, is_outside, normalise
from sbom.reader import Notes

Entry = dict[str, object]


@dataclass(frozen=True, slots=True)
class Entries:
    """The packages by location (without the root), and the final target of each link.

    ``absent`` are locations that links point at and that have no entry.
    """

    packages: dict[str, Entry]
    links: dict[str, str]
    absent: frozenset[str]


def read_entries(packages: dict[str, object], notes: Notes) -> Entries:
    """Return the usable entries of a ``packages`` object."""
    kept: dict[str, Entry] = {}
    links: dict[str, str] = {}
    for location, entry in packages.items():
        if not location:
            continue
        if not is_location(location):
            notes.add(
                "unsafe-location",
                f"packages[{len(kept) + len(links)}]",
                "the key is no relative path in normal form; the entry is left out",
            )
        elif not isinstance(entry, dict):
            notes.add("entry-unreadable", location, "the entry is no object and is left out")
        elif entry.get("link"):
            target = _link_target(location, entry, notes)
            if target is not None:
                links[location] = target
        else:
            kept[location] = entry
    final, cyclic = follow_links(links)
    for location in cyclic:
        notes.add("link-cycle", location, "the link leads only to links and is left out")
    absent = _add_absent(kept, final, notes)
    return Entries(kept, final, absent)


def _link_target(location: str, entry: Entry, notes: Notes) -> str | None:
    resolved = entry.get("resolved")
    if not isinstance(resolved, str):
        notes.add("entry-unreadable", location, "the link has no target and is left out")
        return None
    target = normalise(resolved)
    if target is None:
        notes.add(
            "unsafe-location", location, "the link's target is no relative path; it is left out"
        )
    return target


def _add_absent(packages: dict[str, Entry], links: dict[str, str], notes: Notes) -> frozenset[str]:
    """Give a target without an entry an empty one, named as the link names it."""
    absent: set[str] = set()
    for location, target in sorted(links.items()):
        if not target or target in packages:
            continue
        absent.add(target)
        packages[target] = {"name": folder_name(location)}
        if is_outside(target):
            notes.add("link-outside", target, f"the link {location} leaves the project")
        else:
            notes.add(
                "link-target-missing", target, f"the link {location} has no entry for its target"
            )
    return frozenset(absent)
