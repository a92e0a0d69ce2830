"""How long has each locked version been out?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from auditor.check import Context, Examined, NotApplicable, NotChecked, Yield, check
from auditor.checks.absent import about_packages
from auditor.checks.lockfile.third_party import third_party
from auditor.model import Fact, Location
from auditor.sanitise import excerpt
from sbom.model import Component

RECENT_DAYS = 90
"""Younger versions are named one by one; a policy's cool-down is a matter of days."""


@check("lockfile.release_age")
def release_age(context: Context) -> Iterator[Yield]:
    """The time since each locked version was published, as the registry tells it.

    Publish times come from the registry documents (`time`); nobody signs them. The
    youngest version is named, and each that came out in the last 90 days. A version
    without a time is unknown, and counted as such. Git and file dependencies have
    no publish time and are left out.

    Why: a stolen account's malicious release is usually found within days. Who
    waits before updating lets others find it.

    Fix: go back to the version before, or wait; `min-release-age=3` in .npmrc makes
    npm do the waiting. An urgent security fix is what a waiver is for.
    """
    inventory = context.inventory
    if inventory is None:
        yield about_packages(context.target)
        return
    packages = [one for one in third_party(inventory) if one.is_registry]
    if not packages:
        yield NotApplicable("the lockfile holds no package of a registry")
        return
    source = context.sources.registry
    if not source.available:
        yield NotChecked(
            "no registry data at hand, so it is not known when anything was published",
            hint="pass a folder of registry documents: --registry-data FOLDER",
        )
        return
    data = source.lookup({one.name for one in packages})
    yield from data.gaps
    ages: list[tuple[int, str]] = []
    for component in packages:
        packument = data.packages.get(component.name)
        release = packument.releases.get(component.version or "") if packument else None
        if release is None or release.published is None:
            continue
        age_s = _age_s(release.published, context.now)
        ages.append((age_s, excerpt(f"{component.name}@{component.version}")))
        if age_s < RECENT_DAYS * 86_400:
            yield _recent(component, age_s, inventory.lockfile)
    youngest = min(ages, default=None)
    yield Fact(
        "lockfile.release_age",
        youngest[0] if youngest else None,
        {
            "youngest": youngest[1] if youngest else None,
            "known": len(ages),
            "unknown": len(packages) - len(ages),
            "total": len(packages),
        },
        Location(inventory.lockfile),
    )
    yield Examined(len(ages), unit="publish times")


def _age_s(published: datetime, now: datetime) -> int:
    """Whole seconds since then; what is said to come from the future is as young as can be."""
    return max(0, int((now - published).total_seconds()))


def _recent(component: Component, age_s: int, lockfile: str) -> Fact:
    return Fact(
        "release.recent",
        age_s,
        {
            "package": excerpt(f"{component.name}@{component.version}"),
            "dev": component.dev,
            "place": component.location,
            "purl": component.purl,
        },
        Location(lockfile, component.line),
    )
