"""Under which licences are the packages?"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from auditor.check import Context, Examined, NotApplicable, NotChecked, Yield, check
from auditor.checks.absent import about_packages
from auditor.checks.lockfile.third_party import third_party
from auditor.model import Fact, Location, Value
from auditor.sanitise import excerpt
from sbom.licences import choose
from sbom.model import Component

MAX_EXPRESSION_CHARACTERS = 300
MAX_ALTERNATIVES = 3
MAX_PARTS = 8
MAX_BRACKETS = 20

_TOKEN = re.compile(r"\s*(?:([()])|([A-Za-z0-9.+-]+(?:\s+WITH\s+[A-Za-z0-9.+-]+)?))")

# Parts that all hold, each with the licences one may choose from.
_Parts = tuple[tuple[str, ...], ...]


@check("lockfile.licences")
def licences(context: Context) -> Iterator[Yield]:
    """The licences that the packages declare, each with the number of packages under it.

    Takes the `license` of the lockfile's entries: an SPDX id or expression. Of an
    expression each part that must hold is a fact of its own, with up to three
    licences to choose from. Words that are neither, and packages without a licence,
    are unknown. Nothing of this is legal advice, and no licence text is read.

    Why: some licences ask a service to publish its own source, and a package
    without a licence may not be used at all.

    Fix: replace the package, or ask its authors; then list in the policy what you
    accept.
    """
    inventory = context.inventory
    if inventory is None:
        yield about_packages(context.target)
        return
    packages = third_party(inventory)
    if not packages:
        yield NotApplicable("the lockfile holds no packages of others")
        return
    if not any(one.license for one in packages):
        yield NotChecked(
            f"{inventory.lockfile}: this lockfile does not say under which licences packages are",
            hint="renew it: npm install --package-lock-only --ignore-scripts",
        )
        return
    groups: defaultdict[str, list[Component]] = defaultdict(list)
    for component in packages:
        groups[component.license or ""].append(component)
    for text, components in sorted(groups.items()):
        yield from _facts(text, components, inventory.lockfile)
    yield Fact("lockfile.licences", len(groups), {"undeclared": len(groups.get("", ()))})
    yield Examined(len(packages), unit="packages")


def read_expression(text: str) -> _Parts | None:
    """Return what holds together in an SPDX expression, each part with its alternatives.

    None where it is no id or expression, or has more parts or alternatives than are
    compared. Follows SPDX 2.3, annex D; AND binds more tightly than OR.
    """
    if len(text) > MAX_EXPRESSION_CHARACTERS or text.count("(") > MAX_BRACKETS:
        return None
    kind, chosen = choose(text)
    if kind == "name":
        return (("UNLICENSED",),) if text == "UNLICENSED" else None
    if kind == "id":
        return ((chosen,),)
    tokens = [one[1] or " ".join(one[2].split()) for one in _TOKEN.finditer(chosen)]
    parts, rest = _any(tokens)
    fits = parts is not None and not rest and len(parts) <= MAX_PARTS
    return parts if fits and all(len(one) <= MAX_ALTERNATIVES for one in parts or ()) else None


def _any(tokens: list[str]) -> tuple[_Parts | None, list[str]]:
    parts, rest = _all(tokens)
    while parts is not None and rest[:1] == ["OR"]:
        other, rest = _all(rest[1:])
        if other is None or len(parts) * len(other) > MAX_PARTS**2:
            return None, rest
        parts = tuple(
            dict.fromkeys(tuple(dict.fromkeys((*one, *two))) for one in parts for two in other)
        )
    return parts, rest


def _all(tokens: list[str]) -> tuple[_Parts | None, list[str]]:
    parts, rest = _one(tokens)
    while parts is not None and rest[:1] == ["AND"]:
        other, rest = _one(rest[1:])
        if other is None:
            return None, rest
        parts = tuple(dict.fromkeys((*parts, *other)))
    return parts, rest


def _one(tokens: list[str]) -> tuple[_Parts | None, list[str]]:
    if tokens[:1] == ["("]:
        parts, rest = _any(tokens[1:])
        return (parts, rest[1:]) if rest[:1] == [")"] else (None, rest)
    if not tokens or tokens[0] in {")", "AND", "OR"}:
        return None, tokens
    return ((tokens[0],),), tokens[1:]


def _facts(text: str, components: list[Component], lockfile: str) -> Iterator[Fact]:
    first = min(components, key=lambda one: (one.line, one.location))
    shown = excerpt(text, max_characters=80) if text else None
    attributes: dict[str, Value] = {
        "packages": len(components),
        "example": excerpt(f"{first.name}@{first.version}"),
    }
    parts = read_expression(text) if text else None
    for part in parts or ((),):
        chosen = (*part, *part[-1:] * MAX_ALTERNATIVES, None, None, None)[:MAX_ALTERNATIVES]
        alternatives = dict(zip(("first", "second", "third"), chosen, strict=True))
        yield Fact("licence.used", shown, attributes | alternatives, Location(lockfile, first.line))
