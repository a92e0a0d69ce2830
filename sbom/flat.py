"""What does an inventory say, one component per package instead of one per location?

Two locations are one package where they have the same purl: name, version and
source. What has no purl (folders and files of the project) stays by itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import chain

from sbom.model import Component, Dependency, Inventory, Kind, Link


def flatten(inventory: Inventory) -> Inventory:
    """Return the flat view.

    A merged component stands at its first location and lists all of them in
    ``locations``. A condition holds for it only where it holds everywhere
    (``dev``, ``optional``, ``peer``, ``bundled``, ``extraneous``); a remark
    holds where it holds anywhere. Edges are united.
    """
    groups: dict[str, list[Component]] = {}
    for component in inventory.components[1:]:
        groups.setdefault(_identity(component), []).append(component)
    # Components are sorted by location, so a group's first one names it, and groups stay sorted.
    home = {
        location: group[0].location
        for group in groups.values()
        if len(group) > 1
        for each in group
        for location in all_locations(each)
    }
    if not home:
        return inventory
    merged = [_merge(group) if len(group) > 1 else group[0] for group in groups.values()]
    edges = dict.fromkeys(_moved(edge, home) for edge in inventory.dependencies)
    return replace(
        inventory,
        components=(inventory.root, *merged),
        dependencies=tuple(sorted(edges, key=edge_key)),
        links=tuple(
            Link(link.location, home.get(link.target, link.target)) for link in inventory.links
        ),
    )


def all_locations(component: Component) -> tuple[str, ...]:
    """Return every location that a component stands for."""
    return component.locations or (component.location,)


def edge_key(edge: Dependency) -> tuple[str, str, str, str, str]:
    """Return what edges are sorted by: everything they say."""
    return (edge.source, edge.name, edge.kind, edge.range, edge.target or "")


def _identity(component: Component) -> str:
    if component.kind in (Kind.REGISTRY, Kind.GIT, Kind.TARBALL) and component.purl:
        return component.purl
    return f"location:{component.location}"


def _merge(group: list[Component]) -> Component:
    first = group[0]
    locations = sorted(chain.from_iterable(all_locations(each) for each in group))
    dev = all(each.dev for each in group)
    optional = all(each.optional for each in group)
    avoidable = all(each.dev or each.optional or each.dev_optional for each in group)
    return replace(
        first,
        locations=tuple(locations),
        resolved=_first(each.resolved for each in group),
        credentials=any(each.credentials for each in group),
        integrity=_first(each.integrity for each in group),
        digests=tuple(sorted({digest for each in group for digest in each.digests})),
        license=_first(each.license for each in group),
        deprecated=_first(each.deprecated for each in group),
        dev=dev,
        optional=optional,
        dev_optional=avoidable and not dev and not optional,
        peer=all(each.peer for each in group),
        bundled=all(each.bundled for each in group),
        extraneous=all(each.extraneous for each in group),
        private=any(each.private for each in group),
        has_install_script=any(each.has_install_script for each in group),
    )


def _first(values: Iterable[str | None]) -> str | None:
    return next((value for value in values if value), None)


def _moved(edge: Dependency, home: dict[str, str]) -> Dependency:
    if edge.source not in home and edge.target not in home:
        return edge
    target = edge.target
    return Dependency(
        home.get(edge.source, edge.source),
        edge.name,
        edge.range,
        edge.kind,
        None if target is None else home.get(target, target),
        edge.missing,
    )
