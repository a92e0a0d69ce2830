"""Is a package installed under the name of another one?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from auditor.check import Context, Examined, Yield, check
from auditor.checks.absent import MANIFEST, about_packages
from auditor.checks.left_out import left_out
from auditor.checks.lockfile.third_party import third_party
from auditor.checks.lockfile.typosquat import is_well_known
from auditor.errors import TargetError
from auditor.model import Confidence, Fact, Finding, Gap, Location, Severity
from auditor.sanitise import excerpt
from sbom import strict_json
from sbom.errors import DocumentError

if TYPE_CHECKING:
    from auditor.target import Target
    from sbom.model import Component, Inventory

CONFUSING = "alias-confusing"
UNREQUESTED = "alias-unrequested"
MAX_MANIFEST_BYTES = 4 * 2**20


@check("lockfile.aliases", rules=(CONFUSING, UNREQUESTED))
def aliases(context: Context) -> Iterator[Yield]:
    """Packages installed under the name of another one: `"express": "npm:something-else@1"`.

    An alias is reported where its name is that of a well-known package, or of a
    package that is installed under its own name as well, and the package behind it
    is another. Graver: an alias that nobody asked for, where every dependent asks
    for the name itself, no override says otherwise, and the lockfile puts another
    package there. Both forms are
    read, the `name` of a newer entry and the `npm:` version of lockfileVersion 1.

    Why: code that says `require('express')` gets what lies in that folder. Reviewers
    and scanners that go by the folder's name look at the wrong package.

    Fix: ask for the package under its own name. An alias that nobody asked for is a
    changed lockfile: restore it, and find out who changed it.
    """
    inventory = context.inventory
    if inventory is None:
        yield about_packages(context.target)
        return
    asked = _asked(inventory)
    overrides = _overrides(context.target)
    if isinstance(overrides, Gap):
        yield overrides
        overrides = ()
    packages = third_party(inventory)
    own = {one.name for one in packages if one.alias is None}
    found = [one for one in packages if one.alias is not None and one.alias != one.name]
    confusing = 0
    for component in found:
        alias = component.alias or ""
        ranges = asked.get(component.location, ())
        wanted = any(_names(text, component) for text in (*ranges, *overrides))
        unrequested = bool(ranges) and not wanted
        place = Location(inventory.lockfile, component.line)
        attributes = {"name": component.name, "requested": not unrequested if ranges else None}
        yield Fact("alias.package", excerpt(alias, max_characters=80), attributes, place)
        if unrequested or is_well_known(alias) or alias in own:
            confusing += 1
            yield _finding(component, UNREQUESTED if unrequested else CONFUSING, place)
    yield Fact("lockfile.aliases", len(found), {"confusing": confusing})
    yield from left_out(inventory)
    yield Examined(len(packages), unit="packages")


def _asked(inventory: Inventory) -> Mapping[str, list[str]]:
    """The ranges that dependents ask for, by the location of what they get."""
    asked: defaultdict[str, list[str]] = defaultdict(list)
    for edge in inventory.dependencies:
        if edge.target is not None:
            asked[edge.target].append(edge.range)
    return asked


def _overrides(target: Target) -> tuple[str, ...] | Gap:
    """What the package.json at the root puts in the place of what dependents ask for."""
    if not target.exists(MANIFEST):
        return ()
    try:
        data = target.read(MANIFEST, max_bytes=MAX_MANIFEST_BYTES)
        document = strict_json.parse(data, MANIFEST, DocumentError).value
    except (TargetError, DocumentError) as error:
        return Gap(MANIFEST, error.message.removeprefix(f"{MANIFEST}: "))
    rows = document if isinstance(document, dict) else {}
    return tuple(_texts([rows.get(key) for key in ("overrides", "resolutions")]))


def _texts(value: strict_json.Value) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _texts(one)


def _names(text: str, component: Component) -> bool:
    """Whether a range may mean this package: by ``npm:``, or by an address of its own."""
    if text.startswith("npm:"):
        wanted = text.removeprefix("npm:")
        name = wanted if wanted.rfind("@") < 1 else wanted[: wanted.rfind("@")]
        return name == component.name
    return ":" in text or "/" in text


def _finding(component: Component, rule: str, place: Location) -> Finding:
    package = excerpt(f"{component.name}@{component.version}")
    alias = excerpt(component.alias or "", max_characters=80)
    unrequested = rule == UNREQUESTED
    said = "though nobody asks for it there" if unrequested else "which is another package's name"
    return Finding(
        rule=rule,
        severity=Severity.HIGH if unrequested else Severity.MEDIUM,
        confidence=Confidence.HIGH if unrequested else Confidence.MEDIUM,
        message=f"{package} is installed as {alias}, {said}",
        location=place,
        purl=component.purl,
        cwe=(345,) if unrequested else (1357,),
        tags=frozenset({rule}),
        attributes={
            "package": component.name,
            "alias": component.alias,
            "dev": component.dev,
            "place": component.location,
        },
        fix="restore the lockfile and find out who changed it"
        if unrequested
        else "ask for it under its own name, or under one that no other package has",
    )
