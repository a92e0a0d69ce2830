"""Which packages run a program of their own while they are installed?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from auditor.check import Context, Examined, NotChecked, Yield, check
from auditor.checks.absent import about_packages
from auditor.checks.lockfile.npmrc_settings import MAX_BYTES, last, read_settings
from auditor.checks.lockfile.third_party import says_more_than_version_1, third_party
from auditor.errors import TargetError
from auditor.model import Confidence, Fact, Finding, Location, Severity, Value
from auditor.sanitise import excerpt
from sbom.model import Component

if TYPE_CHECKING:
    from auditor.target import Target

RULE = "install-script"
NPMRC = ".npmrc"


@check("lockfile.install_scripts", rules=(RULE,))
def install_scripts(context: Context) -> Iterator[Yield]:
    """Packages with a preinstall, install or postinstall script, as the lockfile marks them.

    Each is named, so that a policy can hold the list against the packages that
    were reviewed; a package's purl is without version there. Whether such scripts
    run at all is taken from `ignore-scripts` in the .npmrc at the root. A lockfile
    of version 1 does not say which packages have such scripts: there the question
    stays open.

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
    runs = scripts_run(context.target)
    packages = third_party(inventory)
    scripted = [one for one in packages if one.has_install_script]
    for component in scripted:
        location = Location(inventory.lockfile, component.line)
        yield Fact("install_script.package", component.name, _attributes(component, runs), location)
        yield _finding(component, location, runs)
    names = {component.name for component in scripted}
    # The mode of a policy that this does not meet, whatever its list allows.
    unmet = None if runs is None else "deny" if runs else "none"
    about = {"names": len(names), "scripts_run": runs, "unmet_mode": unmet}
    yield Fact("lockfile.install_scripts", len(scripted), about)
    yield Examined(len(packages), unit="packages")


def scripts_run(target: Target) -> bool | None:
    """Whether npm runs install scripts, by the .npmrc at the root; None where that is not known."""
    if not target.exists(NPMRC):
        return True
    try:
        setting = last(read_settings(target.read(NPMRC, max_bytes=MAX_BYTES))).get("ignore-scripts")
    except TargetError:
        return None
    if setting is None or not setting.given:
        return True
    return {"true": False, "false": True}.get(setting.value)


def _attributes(component: Component, runs: bool | None) -> dict[str, Value]:
    bare = component.purl.partition("?")[0]
    return {
        "version": component.version,
        "dev": component.dev,
        "optional": component.optional,
        "place": component.location,
        "purl": bare.rpartition("@")[0] or bare or None,
        "scripts_run": runs,
    }


def _finding(component: Component, location: Location, runs: bool | None) -> Finding:
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
        attributes={"package": component.name, **_attributes(component, runs)},
        fix="review the script; install with --ignore-scripts and allow it alone if it is needed",
    )
