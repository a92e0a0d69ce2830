"""Which known vulnerabilities and malicious packages does the lockfile hold?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from auditor.check import Context, Examined, NotChecked, Yield, check
from auditor.checks.absent import about_packages
from auditor.checks.advisories.basis import basis
from auditor.checks.advisories.declared import Declarations, Declared
from auditor.checks.advisories.exploitation import Tables, cves_of
from auditor.checks.advisories.match import Matches, Row, look_up
from auditor.checks.advisories.paths import ShortestPaths, label
from auditor.checks.advisories.severity import rate
from auditor.checks.advisories.triage import Triage
from auditor.checks.left_out import left_out
from auditor.formats.imports import read_imports
from auditor.model import Confidence, Fact, Finding, Gap, Location, Severity
from auditor.sanitise import excerpt
from sbom.model import Kind

if TYPE_CHECKING:
    from auditor.sources.advisory_vex import VexFile
    from auditor.sources.osv import AdvisoryStore
    from sbom.model import Inventory

_OWN = frozenset({Kind.ROOT, Kind.WORKSPACE})
# What may stand in a command that a person will paste into a shell.
_PLAIN_NAME = re.compile(r"(?:@[A-Za-z0-9_~][\w.~-]*/)?[A-Za-z0-9_~][\w.~-]*", re.ASCII)
_PLAIN_VERSION = re.compile(r"[0-9][0-9A-Za-z.+-]*", re.ASCII)


@check("advisories.osv", rules=("advisory", "malware"))
def advisories(context: Context) -> Iterator[Yield]:
    """Every package of the lockfile against every advisory about it.

    Every finding carries what ranks it: severity, EPSS and KEV, development or
    runtime, direct or not, whether the application's own source imports it, age,
    and whether there is a fix. What could not be established is null, never no.
    A VEX document that the caller names is added to a finding and never removes it.

    Matches exactly as the OSV schema says: the package's real name (an npm alias
    does not hide it), its exact version, the record's ranges in npm's version
    order. Development dependencies are reported too, and marked. Withdrawn
    records do not count. A package without a version that can be ordered is
    listed as not checked.

    Why: most attacks on a deployment use holes that were published long ago, and
    a package that is itself malware has already run where it was installed.

    Fix: update to the version that is named, or later; where another package
    brings it in, update that one. For malware: remove it, treat the machine as
    compromised, and rotate every secret it could reach.
    """
    inventory = context.inventory
    if inventory is None:
        yield about_packages(context.target)
        return
    if not context.sources.advisories.available:
        yield NotChecked(
            "no advisories at hand",
            hint="fetch them: auditor advisories update; or name some: --advisories PATH",
        )
        return
    files = context.sources.vex.files()
    store, matches = look_up(inventory, context.sources.advisories)
    yield _store_fact(store)
    yield from store.gaps
    if matches.rows or files:
        yield from _findings(context, inventory, matches, files)
    for unchecked in matches.unchecked:
        yield Gap(f"{inventory.lockfile}: {unchecked.component.location}", unchecked.reason)
    yield from left_out(inventory)
    yield Examined(matches.examined, unit="packages")


def _store_fact(store: AdvisoryStore) -> Fact:
    return Fact(
        "advisories.store",
        store.records,
        {
            "complete": store.complete,
            "as_of": store.as_of,
            "digest": store.digest,
            "origin": store.origin,
        },
    )


def _findings(
    context: Context, inventory: Inventory, matches: Matches, files: Sequence[VexFile]
) -> Iterator[Yield]:
    """One finding per row, and what its attributes rest on."""
    cves = {cve for row in matches.rows for cve in cves_of(row.advisory)}
    looked = context.sources.exploitation.lookup(cves)
    imports = read_imports(context.target)
    tables = Tables(looked.epss, looked.kev)
    triage = Triage.of(inventory, tables, imports, context.now.date())
    declarations = Declarations(files, inventory)
    paths = ShortestPaths(inventory)
    found = []
    for row in matches.rows:
        declared = declarations.about(row)
        finding = _finding(row, paths, inventory.lockfile, declared)
        attributes = {
            **finding.attributes,
            **triage.attributes(row),
            **({} if declared is None else declared.attributes()),
        }
        found.append(replace(finding, attributes=attributes))
    yield from found
    yield from basis(looked, imports, files, found)


def _finding(row: Row, paths: ShortestPaths, lockfile: str, declared: Declared | None) -> Finding:
    component, advisory = row.component, row.advisory
    severity, stated = _severity(row)
    confidence = Confidence.HIGH if stated and component.is_registry else Confidence.MEDIUM
    ways = tuple(tuple(label(one) for one in path) for path in paths.to(component.location))
    message = _message(row, stated=stated)
    return Finding(
        rule="malware" if advisory.malware else "advisory",
        severity=severity,
        confidence=confidence,
        message=message if declared is None else f"{message}; {declared.in_words()}",
        location=Location(lockfile, component.line),
        purl=component.purl,
        paths=ways,
        tags=frozenset({"malware" if advisory.malware else "advisory"}),
        attributes={
            "id": advisory.id,
            "package": component.name,
            "version": component.version,
            "fixed": row.fixed,
            "aliases": " ".join(advisory.aliases),
            "place": component.location,
        },
        fix=_fix(row, paths),
    )


def _severity(row: Row) -> tuple[Severity, bool]:
    """The severity, and whether the record states it."""
    rated = rate(row.advisory).severity
    return (Severity.MEDIUM, False) if rated is None else (rated, True)


def _message(row: Row, *, stated: bool) -> str:
    component, advisory = row.component, row.advisory
    cves = [alias for alias in advisory.aliases if alias.startswith("CVE-")]
    # Where there are several, the database has merged other bugs into the aliases.
    ids = f"{advisory.id}, {cves[0]}" if len(cves) == 1 else advisory.id
    notes = [f"({ids})"]
    if not stated:
        notes.append("(severity not stated)")
    if component.kind is not Kind.REGISTRY:
        notes.append(f"(from {component.kind}: matched by name and version alone)")
    if component.alias:
        notes.append(f"(installed as {excerpt(component.alias)})")
    summary = excerpt(advisory.summary) or "known vulnerability"
    if advisory.malware:
        summary = f"compromised: remove it and rotate every secret it could read: {summary}"
    return f"{excerpt(label(component))}: {summary} {' '.join(notes)}"


def _fix(row: Row, paths: ShortestPaths) -> str:
    name = row.component.name
    if row.advisory.malware:
        return f"remove {excerpt(name)}, and rotate every secret it could read"
    path = next(iter(paths.to(row.component.location)), ())
    parent = next((one for one in path[:-1] if one.kind not in _OWN), None)
    via = f"{excerpt(label(parent))}, which brings it in" if parent else ""
    if row.fixed is None:
        return f"no fixed version is known: replace {via or excerpt(name)}"
    advice = f"update {excerpt(name)} to {excerpt(row.fixed)} or later"
    if parent:
        return f"{advice}; update {via}{_command('npm update', parent.name)}"
    return advice if row.component.alias else f"{advice}{_command('npm install', name, row.fixed)}"


def _command(verb: str, name: str, version: str = "") -> str:
    """The command to run; nothing where a name could be more than a name to a shell."""
    if not _PLAIN_NAME.fullmatch(name) or (version and not _PLAIN_VERSION.fullmatch(version)):
        return ""
    return f": {verb} {name}@^{version}" if version else f": {verb} {name}"
