"""Which of the minimum elements of an SBOM does a document of this inventory hold?

The elements of NTIA (The Minimum Elements For a Software Bill of Materials, 2021),
CISA (2025 Minimum Elements, draft of 2025-08-22) and BSI (TR-03183-2, version 2.1).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import chain

from sbom.cyclonedx.options import WriteOptions
from sbom.flat import flatten
from sbom.gaps import find_gaps
from sbom.model import Component, Inventory, Kind

MAX_EXAMPLES = 3

_LOCAL = (Kind.ROOT, Kind.WORKSPACE, Kind.OUTSIDE)
_NOT_IN_LOCKFILE = "a lockfile does not say it"
Why = Callable[[Component], str]


@dataclass(frozen=True, slots=True)
class Missing:
    """Why an element is missing, how often, and for example where."""

    reason: str
    count: int
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Element:
    """One minimum element: for how many of ``total`` it is present, and why not for the rest."""

    standard: str
    name: str
    present: int
    total: int
    missing: tuple[Missing, ...]

    @property
    def is_complete(self) -> bool:
        """Whether nothing is missing."""
        return self.present == self.total


def self_check(inventory: Inventory, options: WriteOptions | None = None) -> str:
    """Return ``minimum_elements`` as lines of text, each with what is missing and why."""
    lines: list[str] = []
    standard = ""
    for element in minimum_elements(inventory, options):
        if element.standard != standard:
            standard = element.standard
            lines.append(standard)
        lines.append(f"  {element.present:>6} of {element.total:<6} {element.name}")
        for missing in element.missing:
            examples = f", such as {', '.join(missing.examples)}" if missing.examples else ""
            lines.append(f"    {missing.count:>6} without: {missing.reason}{examples}")
    return "\n".join(lines) + "\n"


def minimum_elements(
    inventory: Inventory, options: WriteOptions | None = None
) -> tuple[Element, ...]:
    """Return every element, by standard, as ``write_document`` with ``options`` would hold it."""
    options = options or WriteOptions()
    view = inventory if options.per_location else flatten(inventory)
    gaps = find_gaps(view)

    def relations(component: Component) -> str:
        gap = gaps.get(component.location)
        return gap[1].partition(":")[0] if gap else ""

    per_component = (
        ("NTIA 2021", "supplier", _producer_by(options)),
        ("NTIA 2021", "component name", _name),
        ("NTIA 2021", "component version", _version),
        ("NTIA 2021", "unique identifier", _identifier),
        ("NTIA 2021", "dependency relationship", relations),
        ("CISA 2025", "software producer", _producer_by(options)),
        ("CISA 2025", "component name", _name),
        ("CISA 2025", "component version", _version),
        ("CISA 2025", "software identifiers", _identifier),
        ("CISA 2025", "component hash", _hash),
        ("CISA 2025", "license", _license),
        ("CISA 2025", "dependency relationship", relations),
        ("BSI TR-03183-2", "component creator", _producer_by(options)),
        ("BSI TR-03183-2", "component name", _name),
        ("BSI TR-03183-2", "component version", _version),
        ("BSI TR-03183-2", "filename", _filename),
        ("BSI TR-03183-2", "dependencies", relations),
        ("BSI TR-03183-2", "distribution licences", _license),
        ("BSI TR-03183-2", "SHA-512 of the deployable component", _sha512),
        ("BSI TR-03183-2", "executable property", lambda _: _NOT_IN_LOCKFILE),
        ("BSI TR-03183-2", "archive and structured properties", _filename),
    )
    of_document = tuple(_document_elements(options))
    found = [_count(standard, name, view, why) for standard, name, why in per_component]
    order = ("NTIA 2021", "CISA 2025", "BSI TR-03183-2")
    return tuple(sorted(chain(of_document, found), key=lambda each: order.index(each.standard)))


def _document_elements(options: WriteOptions) -> list[Element]:
    """Return the elements of the document as a whole, each present or not."""
    author = "" if options.authors else "give an author"
    reachable = any(each.email for each in options.authors) or (
        options.manufacturer is not None and bool(options.manufacturer.url)
    )
    creator = "" if reachable else "give an author with an e-mail address, or a manufacturer's URL"
    time = "" if options.timestamp is not None else "give a time"
    tool = "" if options.tool_version else "give the tool's version"
    facts = (
        ("NTIA 2021", "author of SBOM data", author),
        ("NTIA 2021", "timestamp", time),
        ("CISA 2025", "SBOM author", author),
        ("CISA 2025", "tool name and version", tool),
        ("CISA 2025", "timestamp", time),
        ("CISA 2025", "generation context", ""),
        ("BSI TR-03183-2", "creator of the SBOM", creator),
        ("BSI TR-03183-2", "timestamp", time),
        ("BSI TR-03183-2", "SBOM-URI", ""),
    )
    return [
        Element(standard, name, int(not why), 1, (Missing(why, 1, ()),) if why else ())
        for standard, name, why in facts
    ]


def _count(standard: str, name: str, inventory: Inventory, why: Why) -> Element:
    """Ask ``why`` it is missing of every component; no reason means that it is present."""
    reasons: dict[str, list[str]] = {}
    for component in inventory.components:
        reason = why(component)
        if reason:
            label = f"{component.name}@{component.version}" if component.version else component.name
            reasons.setdefault(reason, []).append(label or "the project itself")
    missing = tuple(
        Missing(reason, len(found), tuple(sorted(set(found))[:MAX_EXAMPLES]))
        for reason, found in sorted(reasons.items())
    )
    total = len(inventory.components)
    return Element(standard, name, total - sum(each.count for each in missing), total, missing)


def _producer_by(options: WriteOptions) -> Why:
    made = options.manufacturer is not None

    def why(component: Component) -> str:
        if component.kind is Kind.ROOT:
            return "" if made else "give a manufacturer"
        return _NOT_IN_LOCKFILE

    return why


def _name(component: Component) -> str:
    return "" if component.name else "package.json has no name"


def _version(component: Component) -> str:
    if component.version:
        return ""
    if component.kind is Kind.GIT:
        return "from git: the commit stands for it"
    return "package.json has no version" if component.kind in _LOCAL else _NOT_IN_LOCKFILE


def _identifier(component: Component) -> str:
    if component.purl:
        return ""
    return "local: a purl would name a package of the registry; the bom-ref identifies it"


def _hash(component: Component) -> str:
    if component.digests:
        return ""
    if component.kind in _LOCAL:
        return "a folder, not an archive"
    if component.kind is Kind.GIT:
        return "from git: the commit stands for it"
    if component.bundled:
        return "bundled: covered by the archive it comes in"
    return (
        "the integrity text is invalid" if component.integrity else "the lockfile has no integrity"
    )


def _sha512(component: Component) -> str:
    if any(digest.algorithm == "sha512" for digest in component.digests):
        return ""
    if component.digests:
        return "the lockfile has a weaker digest only"
    return _hash(component)


def _license(component: Component) -> str:
    if component.license:
        return ""
    return "package.json has no license" if component.kind is Kind.ROOT else "the lockfile has none"


def _filename(component: Component) -> str:
    if component.kind in _LOCAL:
        return "a folder, not an archive"
    if component.kind is Kind.GIT:
        return "from git: there is no archive"
    if component.bundled:
        return "bundled: covered by the archive it comes in"
    return ""
