"""Is a package named so that it could be taken for a well-known one?"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files

from auditor.check import Context, Examined, Yield, check
from auditor.checks.absent import about_packages
from auditor.checks.lockfile.third_party import says_more_than_version_1, third_party
from auditor.model import Confidence, Fact, Finding, Location, Severity
from auditor.sanitise import excerpt
from sbom.model import Component

RULE = "typosquat-suspected"
MIN_CHARACTERS = 5  # among shorter names almost all are one edit apart
MAX_CHARACTERS = 64

_SEPARATORS = str.maketrans("", "", "-_.")


@check("lockfile.typosquat", rules=(RULE,))
def typosquat(context: Context) -> Iterator[Yield]:
    """Names one slip away from a well-known package: `expres`, `lodahs`, `body_parser`.

    A slip is one character left out, added, changed or swapped with its
    neighbour, or other separators. The well-known names are a list of our own;
    names of fewer than five characters are not compared, nor are scopes. The
    aliases under which packages are installed count as names too.

    Why: attackers register such names and wait for somebody to mistype.

    Fix: look at the package's page and repository; if the other one was meant,
    remove this one, and change every secret that its scripts could reach.
    """
    inventory = context.inventory
    if inventory is None:
        yield about_packages(context.target)
        return
    packages = third_party(inventory)
    direct = {edge.target for edge in inventory.dependencies if edge.source == ""}
    found = 0
    for component in packages:
        meant = resembled(component.name)
        if meant:
            found += 1
            is_direct = component.location in direct
            knows = says_more_than_version_1(inventory)
            scripted = component.has_install_script if knows else None
            yield _finding(component, meant, inventory.lockfile, is_direct, scripted)
    yield Fact("lockfile.typosquat", found, {"known": len(_known().names)})
    yield Examined(len(packages), unit="packages")


def resembled(name: str) -> str:
    """The well-known name that ``name`` could be taken for, or an empty text."""
    known = _known()
    if name in known.names or name.startswith("@"):
        return ""
    if not MIN_CHARACTERS <= len(name) <= MAX_CHARACTERS:
        return ""
    bare = name.translate(_SEPARATORS).lower()
    candidates = {known.bare.get(bare, "")} - {""}
    for shape in _shapes(name):
        candidates.update(one for one in known.shapes.get(shape, ()) if one_slip_apart(name, one))
    return min(candidates, default="")


def is_well_known(name: str) -> bool:
    """Whether the name is on the list of well-known packages."""
    return name in _known().names


def one_slip_apart(one: str, other: str) -> bool:
    """Whether one insertion, deletion, change or swap of neighbours makes one from the other.

    What is left between the common beginning and the common end decides it, so
    that no library for longer distances is needed.
    """
    shorter = min(len(one), len(other))
    start = next((at for at in range(shorter) if one[at] != other[at]), shorter)
    one, other = one[start:], other[start:]
    shorter = min(len(one), len(other))
    end = next((at for at in range(shorter) if one[-1 - at] != other[-1 - at]), shorter)
    one, other = one[: len(one) - end], other[: len(other) - end]
    swapped = len(one) == 2 and one == other[::-1]  # noqa: PLR2004 -- two neighbours
    return swapped or max(len(one), len(other)) == 1


class _Known:
    """The well-known names, by themselves and by what is left when a character is taken out."""

    def __init__(self, names: list[str]) -> None:
        self.names = frozenset(names)
        self.bare: Mapping[str, str] = {}
        shapes: defaultdict[str, set[str]] = defaultdict(set)
        plain = sorted(
            (one for one in names if not one.startswith("@") and len(one) >= MIN_CHARACTERS),
            reverse=True,
        )
        self.bare = {one.translate(_SEPARATORS): one for one in plain}
        for one in plain:
            for shape in _shapes(one):
                shapes[shape].add(one)
        self.shapes: Mapping[str, set[str]] = shapes


@cache
def _known() -> _Known:
    document = files("auditor").joinpath("data", "well-known-packages.json").read_bytes()
    return _Known(json.loads(document)["names"])


def _shapes(name: str) -> set[str]:
    """The name and all that is left of it without one character: one slip shares one of them."""
    return {name, *(name[:at] + name[at + 1 :] for at in range(len(name)))}


def _finding(
    component: Component,
    meant: str,
    lockfile: str,
    is_direct: bool,
    scripted: bool | None,
) -> Finding:
    return Finding(
        rule=RULE,
        severity=Severity.HIGH if is_direct else Severity.MEDIUM,
        confidence=Confidence.LOW,
        message=f"{excerpt(f'{component.name}@{component.version}')} could be taken for {meant}",
        location=Location(lockfile, component.line),
        purl=component.purl,
        cwe=(1357,),
        tags=frozenset({RULE}),
        attributes={
            "package": component.name,
            "resembles": meant,
            "direct": is_direct,
            "install_script": scripted,
            "dev": component.dev,
            "place": component.location,
        },
        fix=f"make sure that {meant} was not meant",
    )
