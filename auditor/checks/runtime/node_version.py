"""Is the Node.js that the deployment asks for still kept up?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from auditor.check import Context, Examined, NotApplicable, NotChecked, Yield, check
from auditor.checks.runtime.core_advisories import CONTAINER, holding, next_without
from auditor.checks.runtime.places import Mention, mentions
from auditor.checks.runtime.specifier import Precision, State
from auditor.model import Confidence, Fact, Finding, Gap, Severity, Value
from auditor.sanitise import excerpt
from auditor.sources.node_tables import CoreAdvisory, NodeTables
from auditor.target import Target

END_OF_LIFE = "node-end-of-life"
ADVISORY = "node-advisory"
FLOATING = "node-version-floating"
MAX_SCHEDULE_AGE_DAYS = 365  # the dates of a line are fixed years ahead and rarely move
MAX_ADVISORIES_AGE_DAYS = 120  # Node.js brings security releases about every three months
MAX_MESSAGE_CHARACTERS = 500
MAX_NAMED = 3  # advisories that a message names before it counts the rest

# What runs counts in full; what only builds, tests or is recommended counts less.
_SEVERITIES = {
    "dockerfile": Severity.MEDIUM,
    "nvmrc": Severity.MEDIUM,
    "node-version": Severity.MEDIUM,
    "workflow": Severity.LOW,
    "engines": Severity.LOW,
}


@dataclass(frozen=True, slots=True)
class _Known:
    """What the tables say of one mention. ``state`` is None where they cannot tell."""

    state: State | None
    advisories: tuple[CoreAdvisory, ...] = ()
    complete: bool = False


@check("runtime.node_version", rules=(END_OF_LIFE, ADVISORY, FLOATING))
def node_version(context: Context) -> Iterator[Yield]:
    """Which Node.js the tree asks for, and whether that line still gets fixes.

    Reads the base images of Dockerfiles (the official `node` image and its
    copies, the distroless `nodejs` ones; defaults of build arguments count),
    `engines` in package.json, .nvmrc, .node-version, and the setup-node steps of
    GitHub workflows with their matrix. Compares with two dated tables: the
    release lines with their ends, and the advisories about Node.js itself. A text
    that cannot be read, a line that the table does not have, and a table that is
    too old to tell make the answer unknown, never supported. Only an exact version
    is held against the advisories; anything else by its line alone.

    Why: a line past its end gets no fixes, and advisories stop naming it, so
    scanners that only look for advisories call it clean. A floating tag brings
    another Node.js with the next build.

    Fix: name a supported line and its newest release, best with the image's
    digest: `FROM node:24-bookworm-slim@sha256:...`.
    """
    tables = context.sources.node_tables
    today = context.now.date()
    count = gaps = 0
    for found in mentions(context.target, tables.releases):
        if isinstance(found, Gap):
            gaps += 1
            yield found
            continue
        count += 1
        known = _look_up(found, tables, today)
        yield _fact(found, known)
        yield from _findings(found, known, tables)
    if not count and not gaps:
        yield _nothing(context.target)
    yield _table("runtime.node_schedule", tables.releases.as_of, today)
    yield _table("runtime.node_advisories", tables.advisories.as_of, today)
    yield Examined(count, unit="mentions")


def _nothing(target: Target) -> NotApplicable | NotChecked:
    reason = "nothing in the tree names a Node.js version"
    if not target.exists("package.json"):
        return NotApplicable(reason)
    return NotChecked(reason, hint="name one: engines in package.json, and the base image's tag")


def _look_up(mention: Mention, tables: NodeTables, today: date) -> _Known:
    wanted = mention.wanted
    state = wanted.state(today)
    exact = wanted.precision is Precision.EXACT and bool(wanted.lines)
    if state is State.UNKNOWN:
        return _Known(None)
    if not exact:
        stale = state is State.SUPPORTED and _age(tables.releases.as_of, today) > (
            MAX_SCHEDULE_AGE_DAYS
        )
        return _Known(None if stale else state)
    platform = CONTAINER if mention.source == "dockerfile" else ""
    found = holding(wanted.version, tables.advisories, platform=platform)
    fresh = (
        _age(tables.releases.as_of, today) <= MAX_SCHEDULE_AGE_DAYS
        and _age(tables.advisories.as_of, today) <= MAX_ADVISORIES_AGE_DAYS
    )
    return _Known(state if found or fresh or state is not State.SUPPORTED else None, found, fresh)


def _age(as_of: date, today: date) -> int:
    """Days since the table was made; a table of tomorrow is as fresh as one of today."""
    return max(0, (today - as_of).days)


def _table(name: str, as_of: date, today: date) -> Fact:
    return Fact(name, as_of.isoformat(), {"age_days": _age(as_of, today)})


def _fact(mention: Mention, known: _Known) -> Fact:
    wanted = mention.wanted
    line = wanted.lines[0].name if len(wanted.lines) == 1 else None
    count = len(known.advisories)
    return Fact(
        "runtime.node",
        excerpt(mention.text, max_characters=80),
        {
            "source": mention.source,
            "state": known.state.value if known.state else None,
            "precision": wanted.precision.value,
            "major": int(line) if line and line.isdigit() else 0 if line else None,
            "end": wanted.end or None,
            "runs": mention.runs,
            "advisories": count if count or known.complete else None,
        },
        mention.location,
    )


def _findings(mention: Mention, known: _Known, tables: NodeTables) -> Iterator[Finding]:
    wanted = mention.wanted
    shown = excerpt(mention.text, max_characters=80) or "no tag"
    severity = Severity.HIGH if mention.runs else _SEVERITIES[mention.source]
    if known.state is State.END_OF_LIFE:
        what = f"Node.js {shown} is past its end of life ({wanted.end})"
        yield _finding(END_OF_LIFE, mention, what, severity)
    elif known.state is State.FLOATING and mention.source != "engines":
        severity = Severity.MEDIUM if mention.runs else Severity.LOW
        what = f"Node.js {shown} does not name a release line: the next build may bring another"
        yield _finding(FLOATING, mention, what, severity)
    if known.advisories:
        what = f"Node.js {shown} has {_named(known.advisories)}, as known on"
        dated = f"{what} {tables.advisories.as_of.isoformat()}"
        needed = next_without(wanted.version, tables.advisories)
        yield _finding(ADVISORY, mention, dated, severity, known.advisories, needed)


def _named(advisories: tuple[CoreAdvisory, ...]) -> str:
    first = advisories[:MAX_NAMED]
    names = ", ".join(
        f"{' '.join(one.cves) or f'number {one.id}'} ({one.summary or one.severity})"
        for one in first
    )
    more = f" and {len(advisories) - len(first)} more" if len(advisories) > len(first) else ""
    holes = "hole" if len(advisories) == 1 else "holes"
    return f"{len(advisories)} known {holes}: {names}{more}"


_CWE = {END_OF_LIFE: (1104,), ADVISORY: (1395,), FLOATING: (829,)}
_FIXES = {
    END_OF_LIFE: "move to a supported line",
    ADVISORY: "move to the newest release of the line",
    FLOATING: "name a supported line, and pin the image by its digest",
}


def _finding(
    rule: str,
    mention: Mention,
    what: str,
    severity: Severity,
    advisories: tuple[CoreAdvisory, ...] = (),
    needed: str = "",
) -> Finding:
    cves = sorted({name for one in advisories for name in one.cves})
    # Not "aliases": a waiver of one advisory must not cover the others of the finding.
    more: dict[str, Value] = {
        "count": len(advisories),
        "cves": " ".join(cves),
        "fixed": needed or None,
    }
    attributes: dict[str, Value] = {"source": mention.source, "runs": mention.runs}
    return Finding(
        rule=rule,
        severity=severity,
        confidence=Confidence.HIGH,
        message=excerpt(what, max_characters=MAX_MESSAGE_CHARACTERS),
        location=mention.location,
        cwe=_CWE[rule],
        tags=frozenset({rule}),
        attributes=attributes | (more if advisories else {}),
        fix=f"move to {needed} or later" if needed else _FIXES[rule],
    )
