"""Does the lockfile say, for every package it fetches, which bytes it expects?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from auditor.check import Context, Examined, NotApplicable, Yield, check
from auditor.checks.absent import about_entries
from auditor.checks.left_out import left_out
from auditor.model import Confidence, Fact, Finding, Location, Severity
from auditor.sanitise import excerpt
from sbom.model import Kind

if TYPE_CHECKING:
    from sbom.model import Component

MISSING = "integrity-missing"
WEAK = "integrity-weak"

_FETCHED = frozenset({Kind.REGISTRY, Kind.TARBALL})
_STRONG = frozenset({"sha256", "sha384", "sha512"})
_REPLACE = (
    "delete the entry from the lockfile and run: npm install --package-lock-only --ignore-scripts"
)


@check("lockfile.integrity", rules=(MISSING, WEAK))
def integrity(context: Context) -> Iterator[Yield]:
    """Packages from a registry or a web address that the lockfile does not pin by content.

    Every such entry should carry an `integrity` of sha512. An entry without one,
    or with SHA-1 alone, accepts whatever the other end sends. Packages inside
    another package's tarball are covered by that tarball's integrity; git, file
    and workspace entries have none.

    Why: the integrity is what makes an install repeatable, and what notices a
    tarball that was swapped at the registry, in a mirror or on the way.

    Fix: delete the entry from the lockfile and let npm write it anew with
    `npm install --package-lock-only --ignore-scripts`.
    """
    inventory = context.inventory
    if inventory is None:
        yield about_entries(context.target)
        return
    fetched = [one for one in inventory.components if one.kind in _FETCHED and not one.bundled]
    if not fetched:
        yield NotApplicable("the lockfile fetches no package")
        return
    counts: Counter[str] = Counter()
    for component in fetched:
        rule = _verdict(component)
        counts[rule] += 1
        if rule:
            yield _finding(component, rule, inventory.lockfile)
    yield Fact(
        "lockfile.integrity",
        counts[""],
        {"total": len(fetched), "weak": counts[WEAK], "missing": counts[MISSING]},
    )
    yield from left_out(inventory)
    yield Examined(len(fetched), unit="packages")


def _verdict(component: Component) -> str:
    """The rule that is broken, or an empty text."""
    if not component.digests:
        return MISSING
    return "" if any(one.algorithm in _STRONG for one in component.digests) else WEAK


def _finding(component: Component, rule: str, lockfile: str) -> Finding:
    weak = rule == WEAK
    if weak:
        what = "is pinned by SHA-1 alone, which can be forged"
    elif component.integrity:
        what = "has an integrity that holds no digest"
    else:
        what = "has no integrity: whatever is sent is installed"
    return Finding(
        rule=rule,
        severity=Severity.LOW if weak else Severity.MEDIUM,
        confidence=Confidence.HIGH,
        message=f"{excerpt(f'{component.name}@{component.version}')} {what}",
        location=Location(lockfile, component.line),
        purl=component.purl,
        cwe=(328,) if weak else (353,),
        tags=frozenset({rule}),
        attributes={"package": component.name, "dev": component.dev, "place": component.location},
        fix=_REPLACE,
    )
