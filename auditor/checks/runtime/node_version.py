"""Is the Node.js that the deployment asks for still kept up?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from auditor import semver
from auditor.check import Context, Examined, NotApplicable, NotChecked, Yield, check
from auditor.checks.runtime.places import Mention, mentions
from auditor.checks.runtime.releases import Releases, shipped_releases
from auditor.checks.runtime.specifier import Precision, State
from auditor.model import Confidence, Fact, Finding, Gap, Severity
from auditor.sanitise import excerpt
from auditor.target import Target

END_OF_LIFE = "node-end-of-life"
ADVISORY = "node-advisory"
FLOATING = "node-version-floating"

# What runs counts in full; what only builds, tests or is recommended counts less.
_SEVERITIES = {
    "dockerfile": Severity.MEDIUM,
    "nvmrc": Severity.MEDIUM,
    "node-version": Severity.MEDIUM,
    "workflow": Severity.LOW,
    "engines": Severity.LOW,
}


@check("runtime.node_version", rules=(END_OF_LIFE, ADVISORY, FLOATING))
def node_version(context: Context) -> Iterator[Yield]:
    """Which Node.js the tree asks for, and whether that line still gets fixes.

    Reads the base images of Dockerfiles (the official `node` image and its
    copies, the distroless `nodejs` ones; defaults of build arguments count),
    `engines` in package.json, .nvmrc, .node-version, and the setup-node steps of
    GitHub workflows with their matrix. Compares with a dated table of release
    lines and of the last security release of each. A text that cannot be read,
    and a line that the table does not have, is unknown, never supported. A
    version that is not exact is compared by its line alone.

    Why: a line past its end gets no fixes, and advisories stop naming it, so
    scanners that only look for advisories call it clean. A floating tag brings
    another Node.js with the next build.

    Fix: name a supported line and its newest release, best with the image's
    digest: `FROM node:24-bookworm-slim@sha256:...`.
    """
    releases = shipped_releases()
    count = gaps = 0
    for found in mentions(context.target, releases):
        if isinstance(found, Gap):
            gaps += 1
            yield found
            continue
        count += 1
        yield _fact(found, context.now.date())
        yield from _findings(found, releases, context.now.date())
    if not count and not gaps:
        yield _nothing(context.target)
    yield Fact("runtime.node_table", releases.as_of, {"security_as_of": releases.security_as_of})
    yield Examined(count, unit="mentions")


def _nothing(target: Target) -> NotApplicable | NotChecked:
    reason = "nothing in the tree names a Node.js version"
    if not target.exists("package.json"):
        return NotApplicable(reason)
    return NotChecked(reason, hint="name one: engines in package.json, and the base image's tag")


def _fact(mention: Mention, today: date) -> Fact:
    wanted = mention.wanted
    line = wanted.lines[0].name if len(wanted.lines) == 1 else None
    return Fact(
        "runtime.node",
        excerpt(mention.text, max_characters=80),
        {
            "source": mention.source,
            "state": wanted.state(today).value,
            "precision": wanted.precision.value,
            "major": int(line) if line and line.isdigit() else 0 if line else None,
            "end": wanted.end or None,
            "runs": mention.runs,
        },
        mention.location,
    )


def _findings(mention: Mention, releases: Releases, today: date) -> Iterator[Finding]:
    wanted = mention.wanted
    state = wanted.state(today)
    shown = excerpt(mention.text, max_characters=80) or "no tag"
    if state is State.END_OF_LIFE:
        severity = Severity.HIGH if mention.runs else _SEVERITIES[mention.source]
        what = f"Node.js {shown} is past its end of life ({wanted.end})"
        yield _finding(END_OF_LIFE, mention, what, severity)
    elif state is State.FLOATING and mention.source != "engines":
        severity = Severity.MEDIUM if mention.runs else Severity.LOW
        what = f"Node.js {shown} does not name a release line: the next build may bring another"
        yield _finding(FLOATING, mention, what, severity)
    elif wanted.precision is Precision.EXACT and wanted.lines:
        needed = wanted.lines[0].security
        if needed and _below(wanted.version, needed):
            severity = Severity.HIGH if mention.runs else _SEVERITIES[mention.source]
            what = f"Node.js {shown} lacks the security fixes of {needed}"
            dated = f"{what} (as known in {releases.security_as_of})"
            yield _finding(ADVISORY, mention, dated, severity)


def _below(version: str, needed: str) -> bool:
    one, other = semver.key(version), semver.key(needed)
    return one is not None and other is not None and one < other


_CWE = {END_OF_LIFE: (1104,), ADVISORY: (1395,), FLOATING: (829,)}
_FIXES = {
    END_OF_LIFE: "move to a supported line",
    ADVISORY: "move to the newest release of the line",
    FLOATING: "name a supported line, and pin the image by its digest",
}


def _finding(rule: str, mention: Mention, what: str, severity: Severity) -> Finding:
    return Finding(
        rule=rule,
        severity=severity,
        confidence=Confidence.HIGH,
        message=what,
        location=mention.location,
        cwe=_CWE[rule],
        tags=frozenset({rule}),
        attributes={"source": mention.source, "runs": mention.runs},
        fix=_FIXES[rule],
    )
