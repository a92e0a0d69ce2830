"""Which packages have their own authors given up?"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.check import Context, Examined, NotChecked, Yield, check
from auditor.checks.absent import about_packages
from auditor.checks.lockfile.third_party import says_more_than_version_1, third_party
from auditor.model import Confidence, Fact, Finding, Location, Severity
from auditor.sanitise import excerpt
from sbom.model import Component

RULE = "package-deprecated"
MAX_NOTICE_CHARACTERS = 160


@check("lockfile.deprecated", rules=(RULE,))
def deprecated(context: Context) -> Iterator[Yield]:
    """Packages that their authors marked as deprecated when the lockfile was written.

    The notice is the authors' own and is shown as they wrote it, made printable
    and shortened. A lockfile of version 1 does not keep these notices: there the
    question stays open. What was deprecated later is not seen.

    Why: a deprecated package gets no more fixes. The next hole found in it stays.

    Fix: follow the notice; update the direct dependency that brings the package in.
    """
    inventory = context.inventory
    if inventory is None:
        yield about_packages(context.target)
        return
    if not says_more_than_version_1(inventory):
        yield NotChecked(
            f"{inventory.lockfile}: this kind of lockfile does not say which packages are "
            "deprecated",
            hint="renew it: npm install --package-lock-only --ignore-scripts",
        )
        return
    packages = third_party(inventory)
    given_up = [one for one in packages if one.deprecated]
    for component in given_up:
        yield _finding(component, inventory.lockfile)
    runtime = sum(not component.dev for component in given_up)
    yield Fact("lockfile.deprecated", len(given_up), {"runtime": runtime, "total": len(packages)})
    yield Examined(len(packages), unit="packages")


def _finding(component: Component, lockfile: str) -> Finding:
    notice = " ".join((component.deprecated or "").split())
    shown = excerpt(notice, max_characters=MAX_NOTICE_CHARACTERS)
    return Finding(
        rule=RULE,
        severity=Severity.LOW,
        confidence=Confidence.HIGH,
        message=f"{excerpt(f'{component.name}@{component.version}')} is deprecated: {shown}",
        location=Location(lockfile, component.line),
        purl=component.purl,
        cwe=(1104,),
        tags=frozenset({RULE}),
        attributes={
            "package": component.name,
            "version": component.version,
            "dev": component.dev,
            "place": component.location,
        },
        fix="follow the notice, or update the dependency that brings it in",
    )
