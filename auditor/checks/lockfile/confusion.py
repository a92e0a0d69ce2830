"""Could a private package be replaced by a public one of the same name?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from auditor.check import Context, Examined, Yield, check
from auditor.checks.absent import about_packages
from auditor.checks.lockfile.npmrc_settings import (
    MAX_BYTES,
    Setting,
    host_of,
    last,
    read_settings,
)
from auditor.errors import TargetError
from auditor.model import Confidence, Fact, Finding, Gap, Location, Severity
from auditor.sanitise import excerpt
from sbom.model import Component, Kind
from sbom.purl import default_registry

if TYPE_CHECKING:
    from auditor.target import Target
    from sbom.model import Inventory

UNMAPPED = "scope-without-registry"
MISMATCH = "scope-registry-mismatch"
NPMRC = ".npmrc"

_Groups = Mapping[tuple[str, str], list[Component]]


@check("lockfile.confusion", rules=(UNMAPPED, MISMATCH))
def confusion(context: Context) -> Iterator[Yield]:
    """Scopes that come from a private registry while no setting of the project says so.

    Compares, for each scope and for the packages without one, the host that the
    lockfile fetches from with the registry that the .npmrc at the root names for
    it. The file is read as data and never obeyed. Packages whose address the
    lockfile leaves out are not part of the comparison; a scope that only the
    public registry serves needs no setting.

    Why: without the setting, npm asks the public registry for the next version
    of a private name. Whoever registers that name there delivers the code
    (dependency confusion).

    Fix: commit `@scope:registry=https://registry.example/` in .npmrc, and
    register the scope at the public registry even if nothing is published there.
    """
    inventory = context.inventory
    if inventory is None:
        yield about_packages(context.target)
        return
    settings = _settings(context.target)
    if isinstance(settings, Gap):
        yield settings
        return
    public = host_of(default_registry())
    groups = _groups(inventory)
    usual = _usual(groups)
    for (scope, host), components in sorted(groups.items()):
        mapped = f"{scope}:registry" if scope else "registry"
        yield Fact(
            "registry.scope",
            scope or None,
            {
                "host": host,
                "public": host == public,
                "mapped": mapped in settings,
                "packages": len(components),
            },
        )
        named = settings.get(mapped) or settings.get("registry")
        # npm itself puts its registry setting in the place of the public host.
        if host == public and (not scope or mapped not in settings):
            continue
        if named is not None and named.variable:
            yield Gap(NPMRC, f"the registry of {_shown(scope)} comes from the environment")
            continue
        wanted = host_of(named.value) if named else public
        # One mirror for everything is told once, for the packages without a scope; a few of
        # those from elsewhere are strays, which lockfile.resolved reports.
        rule = UNMAPPED if named is None else MISMATCH
        told = scope and (host != usual or rule == MISMATCH)
        if host != wanted and (told or (not scope and host == usual)):
            yield _finding(rule, scope, (host, wanted), components, inventory.lockfile)
    yield Examined(sum(len(found) for found in groups.values()), unit="packages")


def _settings(target: Target) -> Mapping[str, Setting] | Gap:
    if not target.exists(NPMRC):
        return {}
    try:
        return last(read_settings(target.read(NPMRC, max_bytes=MAX_BYTES)))
    except TargetError as error:
        return Gap(NPMRC, error.message)


def _groups(inventory: Inventory) -> _Groups:
    """The packages of a registry by scope (empty for none) and host."""
    found: defaultdict[tuple[str, str], list[Component]] = defaultdict(list)
    for component in inventory.components:
        host = host_of(component.resolved or "")
        if component.kind is Kind.REGISTRY and host:
            scope = component.name.partition("/")[0] if component.name.startswith("@") else ""
            found[scope, host].append(component)
    return found


def _usual(groups: _Groups) -> str:
    """The host of more than half of the packages; empty where there is none."""
    counts: defaultdict[str, int] = defaultdict(int)
    for (_, host), components in groups.items():
        counts[host] += len(components)
    return next((host for host, count in counts.items() if count * 2 > sum(counts.values())), "")


def _shown(scope: str) -> str:
    return excerpt(scope, max_characters=80) if scope else "packages without a scope"


def _finding(
    rule: str, scope: str, hosts: tuple[str, str], components: list[Component], lockfile: str
) -> Finding:
    host, wanted = (excerpt(one, max_characters=80) for one in hosts)
    first = min(components, key=lambda one: (one.line, one.location))
    if rule == UNMAPPED:
        where = f"come from {host}, but no {NPMRC} says so: npm looks for the next at {wanted}"
    else:
        where = f"come from {host}, while {NPMRC} names {wanted} for them"
    replaced = rule == MISMATCH and hosts[0] == host_of(default_registry())
    by_kind = Severity.MEDIUM if scope else Severity.LOW
    return Finding(
        rule=rule,
        severity=Severity.HIGH if replaced else by_kind,
        confidence=Confidence.HIGH if scope else Confidence.MEDIUM,
        message=f"{_shown(scope)} ({len(components)} in the lockfile) {where}",
        location=Location(lockfile, first.line),
        cwe=(427,),
        tags=frozenset({rule}),
        attributes={"scope": scope, "host": hosts[0], "packages": len(components)},
        fix=f"commit the registry of {_shown(scope)} in {NPMRC}, and install anew",
    )
