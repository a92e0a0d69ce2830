"""To which installed package does a dependency lead?

Node's resolution: a name is looked for in the ``node_modules`` of the asking
package, then of each package around it. Links stand for their targets.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sbom.model import Dependency, EdgeKind

MAX_LINK_CHAIN = 32


@dataclass(frozen=True, slots=True)
class Flags:
    """Under which conditions a package may be left out of the install."""

    dev: bool = True
    optional: bool = True
    dev_optional: bool = True
    peer: bool = True
    extraneous: bool = True


NO_FLAGS = Flags(dev=False, optional=False, dev_optional=False, peer=False, extraneous=False)
_OPTIONAL_KINDS = (EdgeKind.OPTIONAL, EdgeKind.PEER_OPTIONAL)
_PEER_KINDS = (EdgeKind.PEER, EdgeKind.PEER_OPTIONAL)


class Tree:
    """The installed locations of a project, for looking up names.

    ``locations`` are the packages (``""`` is the root), ``links`` map a link's
    location to the location of a package.
    """

    def __init__(self, locations: Iterable[str], links: Mapping[str, str]) -> None:
        self._targets = {location: location for location in locations} | dict(links)
        self._around: dict[str, str | None] = {}

    def resolve(self, source: str, name: str) -> str | None:
        """Return the location that ``source`` gets when it asks for ``name``, or None."""
        here: str | None = source
        while here is not None:
            inside = f"{here}/node_modules/{name}" if here else f"node_modules/{name}"
            found = self._targets.get(inside)
            if found is not None:
                return found
            here = self.around(here)
        return None

    def around(self, location: str) -> str | None:
        """Return the nearest package around ``location``; None around the root and outside."""
        if location not in self._around:
            self._around[location] = self._find_around(location)
        return self._around[location]

    def is_top(self, location: str) -> bool:
        """Whether no package has ``location`` in its ``node_modules``: a project of its own."""
        outer, slash, name = location.rpartition("node_modules/")
        if not slash or name.count("/") > name.startswith("@"):
            return True
        return outer.rstrip("/") not in self._targets

    def _find_around(self, location: str) -> str | None:
        here = location
        while "/" in here:
            here = here.rpartition("/")[0]
            if here in self._targets:
                return here
        return None if not location or location.startswith("../") else ""


def follow_links(links: Mapping[str, str]) -> tuple[dict[str, str], list[str]]:
    """Return every link with its final target, and the links that lead nowhere but to links."""
    final: dict[str, str] = {}
    cyclic: list[str] = []
    for location, target in links.items():
        here = target
        for _ in range(MAX_LINK_CHAIN):
            if here not in links:
                final[location] = here
                break
            here = links[here]
        else:
            cyclic.append(location)
    return final, sorted(cyclic)


def is_missing(kind: EdgeKind, target: str | None) -> bool:
    """Whether a dependency without a target had to be there."""
    return target is None and kind not in _OPTIONAL_KINDS


def compute_flags(locations: Iterable[str], dependencies: Iterable[Dependency]) -> dict[str, Flags]:
    """Return the flags that follow from the edges alone, as npm computes them.

    Every flag holds until a path from the root contradicts it: ``dev`` falls
    where a path without a dev edge leads, and so on. What no path reaches is
    extraneous.
    """
    edges: dict[str, list[Dependency]] = {}
    for dependency in dependencies:
        if dependency.target is not None:
            edges.setdefault(dependency.source, []).append(dependency)
    flags = dict.fromkeys(locations, Flags())
    flags[""] = NO_FLAGS
    stack = [""]
    while stack:
        source = stack.pop()
        for dependency in edges.get(source, ()):
            target = dependency.target or ""
            before = flags[target]
            after = _narrowed(before, flags[source], dependency.kind)
            if after != before:
                flags[target] = after
                stack.append(target)
    return {location: _settled(flag) for location, flag in flags.items()}


def _narrowed(flags: Flags, source: Flags, kind: EdgeKind) -> Flags:
    dev = kind is EdgeKind.DEV
    optional = kind in _OPTIONAL_KINDS
    peer = kind in _PEER_KINDS
    plain = not (source.dev or source.optional or dev or optional)
    return Flags(
        dev=flags.dev and (source.dev or dev),
        optional=flags.optional and (source.optional or optional),
        dev_optional=flags.dev_optional and (source.dev_optional or not plain),
        peer=flags.peer and (source.peer or peer),
        extraneous=flags.extraneous and (source.extraneous or kind is EdgeKind.PEER_OPTIONAL),
    )


def _settled(flags: Flags) -> Flags:
    return Flags(
        dev=flags.dev,
        optional=flags.optional,
        dev_optional=flags.dev_optional and not (flags.dev or flags.optional),
        peer=flags.peer,
        extraneous=flags.extraneous,
    )
