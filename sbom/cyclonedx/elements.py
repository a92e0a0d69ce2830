"""How does one component of an inventory look in CycloneDX?

Plain data in the shape of CycloneDX's JSON, for the two long lists of a document:
the library's own objects take time that grows with the square of their number. A
test holds them equal to what the library writes.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from operator import attrgetter

from sbom.cyclonedx import names
from sbom.integrity import write_integrity
from sbom.licences import choose
from sbom.model import Component, Dependency, Kind

Value = str | int | Sequence["Value"] | dict[str, "Value"]
Element = dict[str, Value]

_TEXT = json.JSONEncoder(check_circular=False, ensure_ascii=False, separators=(",", ":")).encode
_FLAGS_OF = attrgetter(
    "dev",
    "optional",
    "dev_optional",
    "peer",
    "bundled",
    "extraneous",
    "private",
    "has_install_script",
    "credentials",
)
_FLAGS = (
    names.DEVELOPMENT,
    names.OPTIONAL,
    names.DEV_OPTIONAL,
    names.PEER,
    names.BUNDLED,
    names.EXTRANEOUS,
    names.PRIVATE,
    names.INSTALL_SCRIPT,
    names.CREDENTIALS,
)
_ARCHIVES = (Kind.REGISTRY, Kind.TARBALL, Kind.FILE)


def reference(component: Component, *, per_location: bool) -> str:
    """Return the bom-ref: the purl of a package, ``npm:LOCATION`` of all else."""
    if component.purl and component.kind is not Kind.ROOT and not per_location:
        return component.purl
    return f"npm:{component.location or '.'}"


def component_element(
    component: Component,
    ref: str,
    scope: str | None,
    properties: Iterable[tuple[str, str]],
    occurrences: Iterable[str],
) -> Element:
    """Return the component.

    ``properties`` are added to those that say what it is itself; ``occurrences``
    are the locations that its evidence lists.
    """
    element: Element = {
        "type": "application" if component.kind is Kind.ROOT else "library",
        "bom-ref": ref,
    }
    scoped = component.name.startswith("@") and component.name.count("/") == 1
    if scoped:
        element["group"], _, element["name"] = component.name.partition("/")
    else:
        element["name"] = component.name or names.UNNAMED_TEXT
    if component.version:
        element["version"] = component.version
    if scope:
        element["scope"] = scope
    hashes: list[Value] = [
        {"alg": names.HASHES[digest.algorithm], "content": digest.hex}
        for digest in component.digests
    ]
    if hashes:
        element["hashes"] = hashes
    if component.license:
        element["licenses"] = [_licence(component.license)]
    if component.purl:
        element["purl"] = component.purl
    references = _references(component, hashes)
    if references:
        element["externalReferences"] = references
    own = sorted([*_properties(component), *properties])
    if own:
        element["properties"] = [{"name": name, "value": value} for name, value in own]
    if occurrences:
        element["evidence"] = {"occurrences": [{"location": each} for each in occurrences]}
    return element


def scope_of(component: Component, needed_by_peers_only: bool, *, omit_dev: bool) -> str:
    """Return the scope: what may be absent at run time is optional.

    What only development needs is excluded where the document is to leave that out.
    """
    if component.dev and omit_dev:
        return "excluded"
    if component.optional or component.dev_optional or needed_by_peers_only:
        return "optional"
    return "required"


def requires_properties(
    edges: Iterable[tuple[Dependency, int | None]],
) -> list[tuple[str, str]]:
    """Return one property for each kind of edge, given with its target's position."""
    by_kind: dict[str, list[tuple[str, str, int | None]]] = {}
    for edge, position in edges:
        by_kind.setdefault(edge.kind, []).append((edge.name, edge.range, position))
    return [(names.REQUIRES + kind, _TEXT(wanted)) for kind, wanted in by_kind.items()]


def _licence(declared: str) -> Element:
    form, text = choose(declared)
    if form == "expression":
        return {"expression": text, "acknowledgement": "declared"}
    return {"license": {form: text, "acknowledgement": "declared"}}


def _references(component: Component, hashes: list[Value]) -> list[Value]:
    found: list[Value] = []
    url = component.resolved
    if url and component.kind in (Kind.REGISTRY, Kind.TARBALL) and url.startswith("http"):
        distribution: Element = {"type": "distribution", "url": url}
        if hashes:
            distribution["hashes"] = hashes
        found.append(distribution)
    if url and component.kind is Kind.GIT:
        found.append({"type": "vcs", "url": url})
    if component.repository:
        found.append({"type": "vcs", "url": component.repository})
    if component.website:
        found.append({"type": "website", "url": component.website})
    return found


def _properties(component: Component) -> list[tuple[str, str]]:
    found = [
        (name, names.TRUE)
        for name, holds in zip(_FLAGS, _FLAGS_OF(component), strict=True)
        if holds
    ]
    kind = component.kind
    if kind is not Kind.REGISTRY and kind is not Kind.ROOT:
        found.append((names.KIND, kind))
    if not component.name:
        found.append((names.UNNAMED, names.TRUE))
    if component.alias:
        found.append((names.ALIAS, component.alias))
    if component.deprecated:
        found.append((names.DEPRECATED, component.deprecated))
    if component.os:
        found.append((names.OS, _TEXT(component.os)))
    if component.cpu:
        found.append((names.CPU, _TEXT(component.cpu)))
    if component.engines:
        found.append((names.ENGINES, _TEXT(component.engines)))
    found.extend(_originals(component))
    found.extend(_bsi(component))
    return found


def _originals(component: Component) -> Iterable[tuple[str, str]]:
    """Keep the lockfile's own text where the document's field says it in other words."""
    if component.integrity and component.integrity != write_integrity(component.digests):
        yield names.INTEGRITY, component.integrity
    if component.license and choose(component.license)[1] != component.license:
        yield names.LICENSE, component.license
    shown = component.kind is Kind.GIT or (
        component.kind in (Kind.REGISTRY, Kind.TARBALL)
        and (component.resolved or "").startswith("http")
    )
    if component.resolved and not shown:
        yield names.RESOLVED, component.resolved


def _bsi(component: Component) -> Iterable[tuple[str, str]]:
    """Describe the tarball as BSI TR-03183-2, section 5.2.2, asks; a bundled copy has none."""
    if component.kind not in _ARCHIVES or component.bundled:
        return
    file = (component.resolved or "").rpartition("/")[2]
    if not file.endswith(".tgz"):
        if component.kind is not Kind.REGISTRY or not component.version:
            return
        file = f"{component.name.rpartition('/')[2]}-{component.version}.tgz"
    yield names.BSI_FILENAME, file
    yield names.BSI_ARCHIVE, "archive"
    yield names.BSI_STRUCTURED, "structured"
