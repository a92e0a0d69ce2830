"""Is the lockfile there, sound, and in step with package.json?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from auditor.check import Context, Examined, Yield, check
from auditor.checks.absent import (
    MANIFEST,
    WRITE_LOCKFILE,
    about_entries,
    unread_lockfile,
)
from auditor.checks.lockfile.declarations import Declaration, declarations, read_declarations
from auditor.errors import TargetError
from auditor.model import Confidence, Fact, Finding, Gap, Location, Severity
from auditor.sanitise import excerpt
from sbom import strict_json
from sbom.errors import DocumentError
from sbom.model import EdgeKind

if TYPE_CHECKING:
    from auditor.target import Target
    from sbom.model import Inventory, Problem

DRIFT = "lockfile-drift"
PROBLEM = "lockfile-problem"
WORKSPACE_DRIFT = "workspace-out-of-sync"
MAX_MANIFEST_BYTES = 4 * 2**20

_REQUIRED = frozenset({EdgeKind.PROD, EdgeKind.DEV})
_SEVERITIES = {
    "unsafe-location": Severity.HIGH,
    "duplicate-key": Severity.MEDIUM,
    "entry-unreadable": Severity.MEDIUM,
    "halves-disagree": Severity.MEDIUM,
    "resolved-unreadable": Severity.MEDIUM,
    "too-many-problems": Severity.MEDIUM,
}
# Reported where they belong: by this check's own comparison, by lockfile.resolved and
# lockfile.integrity; or about the reading and not about the lockfile.
_ELSEWHERE = frozenset(
    {
        "credentials",
        "edges-unknown",
        "integrity-invalid",
        "missing",
        "root-edges-unknown",
        "root-out-of-sync",
        "version-guessed",
        WORKSPACE_DRIFT,
    }
)
_RENEW = "run npm install --package-lock-only --ignore-scripts and commit the lockfile"


@check("lockfile.drift", rules=(DRIFT, PROBLEM))
def drift(context: Context) -> Iterator[Yield]:
    """A lockfile that is missing, damaged, or was made for another package.json.

    Compares the dependency sections of package.json with those that the lockfile
    was made for, in both directions, as npm does before `npm ci`; a lockfile of
    version 1 does not keep them, so there only absent packages are seen. Lists
    whatever else the lockfile itself shows to be wrong: halves that disagree,
    entries outside the project, a second lockfile.

    Why: with a lockfile out of step `npm ci` stops, and `npm install` quietly
    installs what nobody has reviewed.

    Fix: run `npm install --package-lock-only --ignore-scripts`, review the
    difference and commit it.
    """
    inventory = context.inventory
    if inventory is None:
        missing = context.target.exists(MANIFEST) and not unread_lockfile(context.target)
        yield _no_lockfile() if missing else about_entries(context.target)
        return
    in_sync, results = _compare(context.target, inventory)
    yield from results
    yield from _problems(inventory)
    yield Fact(
        "lockfile.present",
        inventory.lockfile,
        {"format": inventory.format, "version": _number(inventory.version), "in_sync": in_sync},
        Location(inventory.lockfile),
    )
    yield Examined(len(inventory.components), unit="packages")


def _no_lockfile() -> Finding:
    return Finding(
        rule=PROBLEM,
        severity=Severity.HIGH,
        confidence=Confidence.HIGH,
        message="there is no lockfile: every install may bring other packages",
        location=Location(MANIFEST),
        tags=frozenset({PROBLEM}),
        attributes={"code": "no-lockfile"},
        fix=WRITE_LOCKFILE,
    )


def _compare(target: Target, inventory: Inventory) -> tuple[bool | None, list[Finding | Gap]]:
    """Whether the two are in step (None: it cannot be told), and what is not."""
    if not target.exists(MANIFEST):
        return None, []
    try:
        data = target.read(MANIFEST, max_bytes=MAX_MANIFEST_BYTES)
        asked = read_declarations(data, MANIFEST)
        locked = _locked(target.read(inventory.lockfile), inventory.lockfile)
    except (TargetError, DocumentError) as error:
        return None, [Gap(MANIFEST, error.message)]
    results: list[Finding | Gap] = []
    if locked is not None:
        for name in sorted(asked.keys() | locked.keys()):
            results.extend(_changed(asked.get(name), locked.get(name)))
    for edge in inventory.dependencies:
        known = locked is None or edge.name in locked
        if edge.source == "" and edge.missing and edge.kind in _REQUIRED and known:
            declaration = asked.get(edge.name) or Declaration(edge.name, "dependencies", edge.range)
            results.append(_drift(declaration, "is asked for and not in the lockfile"))
    results.extend(
        _workspace(problem) for problem in inventory.problems if problem.code == WORKSPACE_DRIFT
    )
    return (False if results else None if locked is None else True), results


def _locked(data: bytes, lockfile: str) -> dict[str, Declaration] | None:
    """What the lockfile was made for; None where, before version 2, it does not say."""
    value = strict_json.parse(data, lockfile, DocumentError).value
    packages = value.get("packages") if isinstance(value, dict) else None
    root = packages.get("") if isinstance(packages, dict) else None
    return declarations(root) if isinstance(root, dict) else None


def _changed(asked: Declaration | None, locked: Declaration | None) -> Iterator[Finding]:
    if asked is None and locked is not None:
        yield _drift(locked, f"is no longer asked for; the lockfile still has {locked.shown}")
    elif asked is not None and locked is None:
        yield _drift(asked, f"is asked for as {asked.shown}; the lockfile was made without it")
    elif asked is not None and locked is not None and not asked.agrees(locked):
        yield _drift(
            asked, f"is asked for as {asked.shown}; the lockfile was made for {locked.shown}"
        )


def _drift(declaration: Declaration, what: str) -> Finding:
    return Finding(
        rule=DRIFT,
        severity=Severity.MEDIUM,
        confidence=Confidence.HIGH,
        message=f"{excerpt(declaration.name)} {excerpt(what)}",
        location=Location(MANIFEST, declaration.line),
        tags=frozenset({DRIFT}),
        attributes={"package": declaration.name, "section": declaration.section},
        fix=_RENEW,
    )


def _workspace(problem: Problem) -> Finding:
    manifest = f"{problem.place}/{MANIFEST}"
    return Finding(
        rule=DRIFT,
        severity=Severity.MEDIUM,
        confidence=Confidence.HIGH,
        message=f"{excerpt(manifest)} is out of step with the lockfile: {problem.message}",
        location=Location(manifest),
        tags=frozenset({DRIFT}),
        fix=_RENEW,
    )


def _problems(inventory: Inventory) -> Iterator[Finding | Gap]:
    """What the reader found odd, where it is about the lockfile and no other check tells it."""
    for problem in inventory.problems:
        if problem.code == "workspace-unreadable":
            yield Gap(f"{problem.file}: {problem.place}", problem.message)
        elif problem.code not in _ELSEWHERE:
            severity = _SEVERITIES.get(problem.code, Severity.LOW)
            place = f"{excerpt(problem.place)}: " if problem.place else ""
            yield _problem(
                f"{place}{problem.message}",
                Location(problem.file, problem.line),
                problem.code,
                severity,
            )
    lines = {component.location: component.line for component in inventory.components}
    for edge in inventory.dependencies:
        if edge.source and edge.missing and edge.kind in _REQUIRED:
            message = f"{edge.source} needs {edge.name} {edge.range}, which is not in the lockfile"
            location = Location(inventory.lockfile, lines.get(edge.source, 0))
            yield _problem(excerpt(message), location, "missing", Severity.LOW)


def _problem(message: str, location: Location, code: str, severity: Severity) -> Finding:
    return Finding(
        rule=PROBLEM,
        severity=severity,
        confidence=Confidence.HIGH,
        message=message,
        location=location,
        tags=frozenset({PROBLEM}),
        attributes={"code": code},
        fix=_RENEW,
    )


def _number(version: str) -> int | None:
    """The lockfileVersion as the number that policies compare."""
    return int(version) if version.isascii() and version.isdigit() else None
