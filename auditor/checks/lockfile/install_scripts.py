"""Which packages run a program of their own while they are installed?"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.check import Context, Examined, NotChecked, Yield, check
from auditor.checks.absent import about_packages
from auditor.checks.lockfile.third_party import says_more_than_version_1, third_party
from auditor.model import Confidence, Fact, Finding, Location, Severity
from auditor.sanitise import excerpt
from sbom.model import Component

RULE = "install-script"


@check("lockfile.install_scripts", rules=(RULE,))
def install_scripts(context: Context) -> Iterator[Yield]:
    """Packages with a preinstall, install or postinstall script, as the lockfile marks them.

    Each is named, so that a policy can hold the list against the packages that
    were reviewed. A lockfile of version 1 does not say which packages have such
    scripts: there the question stays open.

    Why: an install script runs with the rights of whoever installs, on the
    machine of every developer and in CI, before a line of the package is used.
    Most malicious packages act there.

    Fix: install with `npm ci --ignore-scripts` or set `ignore-scripts=true` in
    .npmrc, and allow the few packages that need their script one by one.
    """
    inventory = context.inventory
    if inventory is None:
        yield about_packages(context.target)
        return
    if not says_more_than_version_1(inventory):
        yield NotChecked(
            f"{inventory.lockfile}: this kind of lockfile does not say which packages have "
            "install scripts",
            hint="renew it: npm install --package-lock-only --ignore-scripts",
        )
        return
    packages = third_party(inventory)
    scripted = [one for one in packages if one.has_install_script]
    for component in scripted:
        location = Location(inventory.lockfile, component.line)
        yield Fact("install_script.package", component.name, _attributes(component), location)
        yield _finding(component, location)
    names = {component.name for component in scripted}
    yield Fact("lockfile.install_scripts", len(scripted), {"names": len(names)})
    yield Examined(len(packages), unit="packages")


def _attributes(component: Component) -> dict[str, str | bool | None]:
    return {
        "version": component.version,
        "dev": component.dev,
        "optional": component.optional,
        "place": component.location,
    }


def _finding(component: Component, location: Location) -> Finding:
    return Finding(
        rule=RULE,
        severity=Severity.LOW,
        confidence=Confidence.HIGH,
        message=f"{excerpt(f'{component.name}@{component.version}')} runs a script of its own "
        "when it is installed",
        location=location,
        purl=component.purl,
        cwe=(829,),
        tags=frozenset({RULE}),
        attributes={"package": component.name, **_attributes(component)},
        fix="review the script; install with --ignore-scripts and allow it alone if it is needed",
    )
