"""What does a job summary or a comment say? The verdict, what fails and what to do, as Markdown.

GitHub Flavored Markdown. Text of the target stands in code spans, or has every
character escaped that Markdown or HTML would take for syntax. Cut at 900 kB,
below the limit of a job summary, and the cut is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.assessment import (
    FAILING,
    Assessment,
    ControlResult,
    GateOutcome,
    Instance,
    Verdict,
)
from auditor.model import Audit, Outcome
from auditor.report import Report, Sink
from auditor.reports._places import Places
from auditor.sanitise import excerpt, printable

MAX_BYTES = 900_000
MAX_INSTANCES = 10
MAX_CHARACTERS = 500

_WORD = {
    GateOutcome.PASS: "passed",
    GateOutcome.FAIL: "failed",
    GateOutcome.INCOMPLETE: "incomplete",
}
_HEADINGS = (
    (Verdict.FAIL, "Failed"),
    (Verdict.UNKNOWN, "Could not be established"),
    (Verdict.PARTIAL, "Partly met"),
)
_SYNTAX = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>&~@:/=])")


def write(audit: Audit, assessment: Assessment, sink: Sink) -> None:
    """Write the summary, cut between blocks where it would grow too large."""
    room = MAX_BYTES
    for block in _blocks(audit, assessment):
        size = len(block.encode("utf-8", "replace"))
        if size > room - 200:
            sink.stream.write("\n_The rest is left out: a summary holds no more than 900 kB._\n")
            return
        sink.stream.write(block)
        room -= size


def _blocks(audit: Audit, assessment: Assessment) -> Iterator[str]:
    yield _head(audit, assessment)
    for verdict, heading in _HEADINGS:
        results = [one for one in assessment.controls if one.verdict is verdict]
        results.sort(key=lambda one: (-one.severity, one.control.id))
        if results:
            yield f"\n## {heading} ({len(results)})\n"
        places = Places.of(audit)
        for result in results:
            yield _control(places, result)
    yield _rest(audit, assessment)


def _head(audit: Audit, assessment: Assessment) -> str:
    score = assessment.score
    told = (
        "no score: nothing in scope"
        if score is None
        else f"score {score.floor:.0f} to {score.ceiling:.0f} of 100, grade {score.grade},"
        f" coverage {score.coverage:.0%}"
    )
    lines = [
        f"# {_escape(audit.target)}: {_WORD[assessment.gate]}",
        "",
        f"Against {_escape(assessment.policy)}: {told}.",
        "",
        "| Gate | Outcome | Why |",
        "|---|---|---|",
    ]
    lines += [
        f"| {_escape(one.criterion)} | {_WORD[one.outcome]} | {_escape(one.message)} |"
        for one in assessment.gates
    ]
    if assessment.baseline:
        told_new = [one.is_new for each in assessment.controls for one in each.instances]
        told = f"{told_new.count(True)} new, {told_new.count(False)} known"
        since = _escape(assessment.baseline)
        lines += ["", f"Since {since}: {told}, {len(assessment.fixed)} fixed."]
    return "\n".join(lines) + "\n"


def _control(places: Places, result: ControlResult) -> str:
    control = result.control
    waived = " (waived)" if result.waived else ""
    lines = [
        "",
        f"### {_escape(control.id)}{waived}: {_escape(control.title)}",
        "",
        f"{result.severity.label.capitalize()}. {_escape(result.reason)}.",
    ]
    if result.verdict in FAILING:
        lines.append("")
        shown = sorted(result.instances, key=lambda one: one.is_new is not True)[:MAX_INSTANCES]
        lines += [_instance(places, instance) for instance in shown]
        if len(result.instances) > MAX_INSTANCES:
            lines.append(f"- and {len(result.instances) - MAX_INSTANCES} more")
        lines += ["", f"**Fix:** {_escape(' '.join(control.fix.split()))}"]
    return "\n".join(lines) + "\n"


def _instance(places: Places, instance: Instance) -> str:
    where = instance.purl or str(places.of_instance(instance))
    new = "**new** " if instance.is_new else ""
    return f"- {new}{_code(where)} {_escape(instance.message)}"


def _rest(audit: Audit, assessment: Assessment) -> str:
    passed = [one.control.id for one in assessment.controls if one.verdict is Verdict.PASS]
    other = [one for one in assessment.controls if one.verdict is Verdict.NOT_APPLICABLE]
    lines = ["", "## Looked at", "", f"{len(passed)} passed, {len(other)} do not apply."]
    ended = {Outcome.COMPLETE, Outcome.NOT_APPLICABLE}
    lines += [
        f"- {_code(run.check)} {run.outcome}: {_escape(run.reason)}"
        for run in audit.runs
        if run.outcome not in ended
    ]
    lines += ["", f"Policy digest {_code(assessment.digest)}, {_escape(audit.tool)}."]
    return "\n".join(lines) + "\n"


def _escape(text: str) -> str:
    return _SYNTAX.sub(r"\\\1", excerpt(text, max_characters=MAX_CHARACTERS))


def _code(text: str) -> str:
    """A code span that its own content cannot end (CommonMark 6.1)."""
    shown = printable(text).replace("|", "¦")
    longest = max((len(run) for run in re.findall(r"`+", shown)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if shown.startswith("`") or shown.endswith("`") else ""
    return f"{fence}{pad}{shown}{pad}{fence}"


REPORT = Report("markdown", "For a job summary or a comment: as Markdown", write)
