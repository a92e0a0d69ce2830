"""Which dependencies does a document list?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sbom.cyclonedx import names
from sbom.cyclonedx.read_component import Shape
from sbom.cyclonedx.shape import items, list_in, text, values
from sbom.graph import is_missing
from sbom.model import Component, Dependency, EdgeKind
from sbom.reader import Notes
from sbom.source import clean_range

Listed = list[tuple[Component, Shape]]


def read_edges(
    bom: Mapping[str, object],
    listed: Listed,
    refs: Mapping[str, str],
    *,
    own: bool,
    notes: Notes,
) -> set[Dependency]:
    """Return the edges; ``refs`` map bom-refs to locations.

    Documents of ours say kind and range in properties; others list targets only.
    """
    depends_on = _depends_on(bom, notes)
    by_location = {component.location: component for component, _ in listed}
    found: set[Dependency] = set()
    for component, shape in listed:
        targets = _targets(depends_on.get(shape.ref, []), refs, component, notes)
        told = list(_told(shape, component, targets)) if own else []
        if told:
            found.update(told)
            continue
        for target in targets:
            if target is not None:
                asked = by_location[target]
                name = asked.alias or asked.name
                found.add(Dependency(component.location, name, "", EdgeKind.PROD, target))
    return found


def _depends_on(bom: Mapping[str, object], notes: Notes) -> dict[str, list[str]]:
    found: dict[str, set[str]] = {}
    for each in items(bom.get("dependencies")):
        ref = text(each.get("ref"))
        if ref is None:
            notes.add("entry-unreadable", "dependencies", "an entry has no ref and is left out")
            continue
        cleaned = (text(target) for target in values(each.get("dependsOn")))
        found.setdefault(ref, set()).update(target for target in cleaned if target)
    return {ref: sorted(targets) for ref, targets in found.items()}


def _targets(
    wanted: list[str], refs: Mapping[str, str], component: Component, notes: Notes
) -> list[str | None]:
    for ref in wanted:
        if ref not in refs:
            notes.add(
                "dangling-ref", component.location, f"it depends on {ref}, which is not listed"
            )
    return [refs.get(ref) for ref in wanted]


def _told(shape: Shape, component: Component, targets: list[str | None]) -> Iterator[Dependency]:
    """Yield what the ``requires`` properties say."""
    for kind in EdgeKind:
        for written in shape.properties.get(names.REQUIRES + kind, ()):
            for edge in list_in(written):
                match edge:
                    case [str(name), str(asked), position]:
                        target = _at(targets, position)
                        yield Dependency(
                            component.location,
                            text(name) or "",
                            clean_range(asked),
                            kind,
                            target,
                            missing=is_missing(kind, target),
                        )
                    case _:
                        continue


def _at(targets: list[str | None], position: object) -> str | None:
    if isinstance(position, int) and 0 <= position < len(targets):
        return targets[position]
    return None
