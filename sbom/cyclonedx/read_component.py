"""Which component of an inventory does one component of a document describe?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sbom.cyclonedx import names
from sbom.cyclonedx.shape import Texts, items, list_in, properties, text, values
from sbom.integrity import DIGEST_BYTES, write_integrity
from sbom.model import Component, Digest, Kind
from sbom.purl import read_npm_purl
from sbom.reader import Notes
from sbom.source import read_address

_ALGORITHMS = {written: ours for ours, written in names.HASHES.items()}


@dataclass(frozen=True, slots=True)
class Shape:
    """One component element of a document, with what is asked of it often."""

    element: Mapping[str, object]
    ref: str
    purl: str
    properties: dict[str, Texts]

    @staticmethod
    def of(element: Mapping[str, object]) -> Shape:
        """Return the shape of a component element."""
        ref = text(element.get("bom-ref")) or ""
        return Shape(element, ref, text(element.get("purl")) or "", properties(element))

    def refusal(self, *, own: bool) -> str:
        """Return why this is no npm package, or nothing."""
        if self.purl:
            return "" if read_npm_purl(self.purl) else "the component is no npm package"
        if own and names.KIND in self.properties:
            return ""
        return "the component has no purl, so that nothing says what it is"

    def location(self, view: str | None) -> str | None:
        """Return where it is installed: its first location, in a flat document."""
        path = text(self.properties.get(names.PATH))
        if view == names.VIEW_FLAT or path is None:
            return next(iter(self.occurrences()), None)
        return path

    def occurrences(self) -> Texts:
        """Return all locations that the element's evidence lists."""
        evidence = self.element.get("evidence")
        if not isinstance(evidence, dict):
            return []
        found = (text(each.get("location")) for each in items(evidence.get("occurrences")))
        return sorted({each for each in found if each})

    def has(self, name: str) -> bool:
        """Whether a property is there and true."""
        return names.TRUE in self.properties.get(name, ())


def read_component(
    shape: Shape, location: str, *, own: bool, root: bool, notes: Notes
) -> Component:
    """Return the component; ``own`` documents say by properties what others say by scope."""
    element = shape.element
    group, name = text(element.get("group")), text(element.get("name")) or ""
    kind = Kind.ROOT if root else _kind(shape)
    digests = _digests(element)
    resolved, credentials = _resolved(shape, kind)
    if credentials:
        notes.add("credentials", location, "an address holds credentials")
    scope = None if own else element.get("scope")
    found = shape.properties
    return Component(
        location=location,
        name="" if shape.has(names.UNNAMED) else f"{group}/{name}" if group else name,
        version=text(element.get("version")),
        kind=kind,
        alias=text(found.get(names.ALIAS)),
        resolved=None if root else resolved,
        credentials=credentials or shape.has(names.CREDENTIALS),
        integrity=text(found.get(names.INTEGRITY)) or write_integrity(digests) or None,
        digests=digests,
        purl=shape.purl,
        license=text(found.get(names.LICENSE)) or _licence(element),
        dev=shape.has(names.DEVELOPMENT) or scope == "excluded",
        optional=shape.has(names.OPTIONAL) or scope == "optional",
        dev_optional=shape.has(names.DEV_OPTIONAL),
        peer=shape.has(names.PEER),
        bundled=shape.has(names.BUNDLED),
        extraneous=shape.has(names.EXTRANEOUS),
        private=shape.has(names.PRIVATE),
        has_install_script=shape.has(names.INSTALL_SCRIPT),
        deprecated=text(found.get(names.DEPRECATED)),
        engines=_pairs(found.get(names.ENGINES)),
        os=_texts(found.get(names.OS)),
        cpu=_texts(found.get(names.CPU)),
        locations=_locations(shape, own=own, root=root),
        website=_shown(_reference(element, "website")) if root else None,
        repository=_shown(_reference(element, "vcs")) if root else None,
    )


def _kind(shape: Shape) -> Kind:
    said = text(shape.properties.get(names.KIND))
    if said in tuple(Kind):
        return Kind(said)
    parsed = read_npm_purl(shape.purl)
    qualifiers = parsed[2] if parsed else {}
    if "vcs_url" in qualifiers:
        return Kind.GIT
    address = read_address(qualifiers.get("download_url", ""))
    return Kind.TARBALL if address.form == "tarball" else Kind.REGISTRY


def _locations(shape: Shape, *, own: bool, root: bool) -> tuple[str, ...]:
    if not own or names.PATH in shape.properties:
        return ()
    found = tuple(shape.occurrences())
    return () if root or len(found) == 1 else found


def _digests(element: Mapping[str, object]) -> tuple[Digest, ...]:
    """Return the digests of the component, or else those of where it is distributed."""
    hashes = list(items(element.get("hashes")))
    if not hashes:
        references = items(element.get("externalReferences"))
        hashes = [
            each
            for reference in references
            if reference.get("type") == "distribution"
            for each in items(reference.get("hashes"))
        ]
    found: set[Digest] = set()
    for each in hashes:
        algorithm = _ALGORITHMS.get(text(each.get("alg")) or "")
        content = (text(each.get("content")) or "").lower()
        if algorithm and _is_hex(content, DIGEST_BYTES[algorithm]):
            found.add(Digest(algorithm, content))
    return tuple(sorted(found))


def _is_hex(content: str, length: int) -> bool:
    return len(content) == 2 * length and set(content) <= set("0123456789abcdef")


def _resolved(shape: Shape, kind: Kind) -> tuple[str | None, bool]:
    """Return where it comes from, and whether the document held credentials."""
    written = text(shape.properties.get(names.RESOLVED)) or _reference(
        shape.element, "vcs" if kind is Kind.GIT else "distribution"
    )
    if not written:
        return None, False
    address = read_address(written)
    return address.url, address.credentials


def _shown(address: str | None) -> str | None:
    return read_address(address).url if address else None


def _reference(element: Mapping[str, object], kind: str) -> str | None:
    for each in items(element.get("externalReferences")):
        if each.get("type") == kind:
            return text(each.get("url"))
    return None


def _licence(element: Mapping[str, object]) -> str | None:
    found: list[str] = []
    for each in items(element.get("licenses")):
        licence = each.get("license")
        said = licence if isinstance(licence, dict) else {"name": each.get("expression")}
        stated = text(said.get("id")) or text(said.get("name"))
        if stated:
            found.append(stated)
    return " AND ".join(found) or None


def _texts(found: Texts | None) -> tuple[str, ...]:
    return tuple(values(list_in(text(found))))


def _pairs(found: Texts | None) -> tuple[tuple[str, str], ...]:
    pairs = [values(each) for each in list_in(text(found))]
    return tuple((pair[0], pair[1]) for pair in pairs if len(pair) == 2)  # noqa: PLR2004 - a pair
