"""How does an assessment look in a terminal? What failed and why, where, and what to do next."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from auditor.assessment import (
    FAILING,
    Assessment,
    ControlResult,
    GateOutcome,
    Instance,
    Score,
    Verdict,
    WaiverState,
)
from auditor.model import Audit, Severity
from auditor.report import Report, Sink
from auditor.reports._looked_at import grid, hanging, looked_at
from auditor.sanitise import printable

MAX_INSTANCES = 5
MAX_FIRST = 5
"""Failures that are shown in full; the others get a line each, unless all is asked for."""
MAX_UNJUDGED = 10
MAX_IDS = 40
"""Controls that are named where nothing is to be done; of more, the sections are counted."""
MIN_ALIKE = 4
"""Controls that are unknown for one reason before they share a line."""
MAX_ALIKE = 5
SEVERITY_COLUMNS = 8
LEAST_GAIN = 0.05
"""Points of the score below which a remedy is not said to be worth any."""

_GATE = {
    GateOutcome.PASS: ("PASSED", "bold green", "✓"),
    GateOutcome.FAIL: ("FAILED", "bold red", "✗"),
    GateOutcome.INCOMPLETE: ("INCOMPLETE", "bold yellow", "?"),
}
_SEVERITY_STYLE = {
    Severity.CRITICAL: "bold red",
    Severity.HIGH: "red",
    Severity.MEDIUM: "yellow",
    Severity.LOW: "cyan",
    Severity.INFO: "dim",
}
# A reason of the policy, without the check and its outcome, and without a count of others.
_UNKNOWN = "could not be established: "
_CAUSE = re.compile(
    _UNKNOWN + r"(?:[\w.]+: (?:partial|skipped|failed): )?(.*?)(?: \(and \d+ more\))?", re.DOTALL
)
# A control's title says what should hold; the mark, whether it does.
_MARK = {
    Verdict.FAIL: "✗",
    Verdict.UNKNOWN: "?",
    Verdict.PARTIAL: "~",
    Verdict.PASS: "✓",
    Verdict.NOT_APPLICABLE: "-",
}
_NO_HARM = frozenset({"not_affected", "fixed"})
_BLOCKS = (
    (Verdict.FAIL, "Failed"),
    (Verdict.UNKNOWN, "Could not be established"),
    (Verdict.PARTIAL, "Partly met"),
)


def write(audit: Audit, assessment: Assessment, sink: Sink) -> None:
    """Write the report to ``sink``, wrapped to its width."""
    console = Console(
        file=sink.stream,
        width=sink.width,
        force_terminal=sink.colour,
        no_color=not sink.colour,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
    )
    parts = [
        _head(audit, assessment),
        _gate(assessment),
        _first(assessment, verbose=sink.verbose),
        *(_block(assessment, *each, verbose=sink.verbose) for each in _BLOCKS),
        _declared(audit),
        _unjudged(audit, assessment),
        _quiet_verdicts(assessment, verbose=sink.verbose),
        _waivers(assessment),
        looked_at(audit, verbose=sink.verbose),
        _next(assessment),
    ]
    shown = [part for part in parts if part is not None]
    with console.capture() as captured:
        console.print(Group(*(line for part in shown for line in (part, Text()))))
    # rich pads lines to the full width; a report that is piped or pasted should not.
    lines = (line.rstrip() for line in captured.get().splitlines())
    sink.stream.write("\n".join(lines).rstrip("\n") + "\n")


def _head(audit: Audit, assessment: Assessment) -> RenderableType:
    word, style, _mark = _GATE[assessment.gate]
    title = Text.assemble(
        (printable(audit.target), "bold"), f" against {printable(assessment.policy)}"
    )
    lines = [title, Text.assemble((word, style), "  ", _score(assessment.score))]
    if assessment.baseline:
        lines.append(Text(printable(_since(assessment))))
    return Group(*lines)


def _since(assessment: Assessment) -> str:
    told = [one.is_new for each in assessment.controls for one in each.instances]
    return (
        f"since {assessment.baseline}: {told.count(True)} new, {told.count(False)} known,"
        f" {len(assessment.fixed)} fixed"
    )


def _score(score: Score | None) -> str:
    if score is None:
        return "no score: nothing in scope"
    span = f"{score.floor:.0f}"
    if f"{score.ceiling:.0f}" != span:
        span = f"between {span} (unknown counted as failed) and {score.ceiling:.0f} (as passed)"
    return f"score {span} of 100, grade {score.grade}, coverage {score.coverage:.0%}"


def _gate(assessment: Assessment) -> RenderableType:
    table = grid(4)
    for result in assessment.gates:
        _word, style, mark = _GATE[result.outcome]
        table.add_row(Text(mark, style), Text(printable(f"{result.criterion}: {result.message}")))
    return Group(Text("Gate", "bold"), table)


def _first(assessment: Assessment, *, verbose: bool) -> RenderableType | None:
    """What to do next: the failures that cost most, each with its place and remedy."""
    failing = _shown_in_full(assessment)
    if verbose or not failing:
        return None
    title = Text("Fix first", "bold")
    return Group(title, *(_control(result) for result in failing))


def _block(
    assessment: Assessment, verdict: Verdict, heading: str, *, verbose: bool
) -> RenderableType | None:
    results = _ordered(assessment, verdict)
    if not results:
        return None
    if verbose:
        title = Text(f"{heading} ({len(results)})", "bold")
        return Group(title, *(_control(result) for result in results))
    above = _shown_in_full(assessment) if verdict is Verdict.FAIL else []
    rest = [one for one in results if one not in above]
    if not rest:
        return None
    more = "more " if above else ""
    table = Table.grid(padding=(0, 1, 0, 0))
    table.add_column(width=SEVERITY_COLUMNS, no_wrap=True)
    table.add_column(ratio=1, overflow="fold")
    for alike in _alike(rest, verdict):
        severity = Text(alike[0].severity.label, _SEVERITY_STYLE[alike[0].severity])
        table.add_row(severity, _together(alike) if len(alike) > 1 else _brief(alike[0]))
    hint = Text(f"{heading} ({len(rest)} {more}".rstrip() + ")", "bold")
    return Group(hint, Padding(table, (0, 0, 0, 2)))


def _alike(results: Sequence[ControlResult], verdict: Verdict) -> list[list[ControlResult]]:
    """The controls one by one; where many are unknown for one reason, together."""
    if verdict is not Verdict.UNKNOWN:
        return [[result] for result in results]
    groups: dict[str, list[ControlResult]] = {}
    for result in results:
        groups.setdefault(_cause(result), []).append(result)
    return [
        group if len(group) >= MIN_ALIKE else [result]
        for result in results
        for group in [groups[_cause(result)]]
        if len(group) < MIN_ALIKE or group[0] is result
    ]


def _together(results: Sequence[ControlResult]) -> Text:
    """One line for controls that are unknown for the same reason, the most severe first."""
    ids = ", ".join(result.control.id for result in results[:MAX_ALIKE])
    more = f" and {len(results) - MAX_ALIKE} more" if len(results) > MAX_ALIKE else ""
    head = (f"{len(results)} controls", "bold")
    return Text.assemble(head, f"  {printable(_cause(results[0]))}: {ids}{more}")


def _cause(result: ControlResult) -> str:
    """Why a control is unknown, whichever check could not tell."""
    found = _CAUSE.fullmatch(result.reason)
    return found[1] if found else result.reason


def _shown_in_full(assessment: Assessment) -> list[ControlResult]:
    """The first failures in order; where something counts against this change, only that.

    A preview counts for nothing yet, so it is never what to fix first.
    """
    failing = [one for one in _ordered(assessment, Verdict.FAIL) if not one.preview]
    counting = [one for one in failing if not _standing(one)]
    return (counting or failing)[:MAX_FIRST]


def _brief(result: ControlResult) -> Text:
    """One line for a control: its id, the first place, and how many more there are."""
    told = printable(result.reason.removeprefix(_UNKNOWN))
    if result.verdict is Verdict.FAIL and result.instances:
        first = min(result.instances, key=lambda one: one.is_new is not True)
        where = str(first.location) if first.location else first.purl
        more = f" (and {len(result.instances) - 1} more)" if len(result.instances) > 1 else ""
        told = printable(f"{where}  {first.message}{more}".strip())
    waived = _standing(result)
    return Text.assemble((result.control.id, "bold"), f"{waived}  ", told)


def _ordered(assessment: Assessment, verdict: Verdict) -> list[ControlResult]:
    """The controls with that verdict: what is new and open first, then by severity."""
    results = [one for one in assessment.controls if one.verdict is verdict]
    results.sort(key=lambda one: (bool(_standing(one)), -one.severity, -one.gain, one.control.id))
    return results


def _control(result: ControlResult) -> RenderableType:
    control = result.control
    table = Table.grid(padding=(0, 1, 0, 0))
    table.add_column(width=SEVERITY_COLUMNS, no_wrap=True)
    table.add_column(ratio=1, overflow="fold")
    severity = Text(result.severity.label, _SEVERITY_STYLE[result.severity])
    waived = _standing(result)
    table.add_row(
        severity,
        Text.assemble(
            (control.id, "bold"), waived, f"  {_MARK[result.verdict]} {printable(control.title)}"
        ),
    )
    if result.verdict is Verdict.FAIL and result.instances:
        for line in _instances(result.instances):
            table.add_row("", line)
    else:
        table.add_row("", Text(printable(result.reason)))
    if result.verdict in {Verdict.FAIL, Verdict.PARTIAL}:
        worth = f" (+{result.gain:.1f} points)" if result.gain >= LEAST_GAIN else ""
        fix = printable(_one_line(control.fix))
        table.add_row("", Text.assemble(("fix: ", "green"), fix, (worth, "dim")))
    return Padding(table, (0, 0, 0, 2))


def _standing(result: ControlResult) -> str:
    """Why a verdict does not count, or not against this change."""
    if result.preview:
        return " (preview)"
    return " (waived)" if result.waived else _known(result)


def _known(result: ControlResult) -> str:
    """Says of a failure that the baseline has all of it."""
    known = result.instances and all(one.is_new is False for one in result.instances)
    return " (known)" if known and result.verdict in FAILING else ""


def _instances(instances: Sequence[Instance]) -> Iterator[RenderableType]:
    """What is new first: it is what the change brought."""
    for instance in sorted(instances, key=lambda one: one.is_new is not True)[:MAX_INSTANCES]:
        where = str(instance.location) if instance.location else instance.purl
        new = ("new  ", "bold magenta") if instance.is_new else ""
        message = printable(instance.message)
        gap = "  " if where else ""
        yield Text.assemble(new, (printable(where), "bold blue"), gap, message)
    if len(instances) > MAX_INSTANCES:
        yield Text(f"and {len(instances) - MAX_INSTANCES} more: --format json has them all", "dim")


def _declared(audit: Audit) -> RenderableType | None:
    """What the caller's VEX documents declare not affected or fixed: listed, and not judged."""
    found = [one for one in audit.findings if one.attributes.get("vex_status") in _NO_HARM]
    if not found:
        return None
    table = grid(4)
    for finding in found[:MAX_UNJUDGED]:
        table.add_row(Text("-"), Text(printable(finding.message)))
    if len(found) > MAX_UNJUDGED:
        table.add_row("", f"and {len(found) - MAX_UNJUDGED} more: --format json has them all")
    return Group(Text(f"Declared not affected by VEX ({len(found)})", "bold"), table)


def _unjudged(audit: Audit, assessment: Assessment) -> RenderableType | None:
    """What checks found and no control of the policy asks about: said, and not in the score."""
    selectors = [
        selector
        for result in assessment.controls
        for selector in (*result.control.violated_by, *result.control.partial_by)
    ]
    tags = frozenset(tag for selector in selectors for tag in selector.tags)
    rules = frozenset(rule for selector in selectors for rule in selector.rules)
    found = [one for one in audit.findings if one.rule not in rules and not one.tags & tags]
    if not found:
        return None
    found.sort(key=lambda one: -one.severity)
    table = Table.grid(padding=(0, 1, 0, 0))
    table.add_column(width=SEVERITY_COLUMNS, no_wrap=True)
    table.add_column(ratio=1, overflow="fold")
    for finding in found[:MAX_UNJUDGED]:
        where = str(finding.location) if finding.location else finding.purl
        severity = Text(finding.severity.label, _SEVERITY_STYLE[finding.severity])
        message = Text.assemble((printable(where), "bold blue"), "  ", printable(finding.message))
        table.add_row(severity, message)
    if len(found) > MAX_UNJUDGED:
        table.add_row("", f"and {len(found) - MAX_UNJUDGED} more: --format json has them all")
    title = Text(f"Also found, and judged by no control of this policy ({len(found)})", "bold")
    return Group(title, Padding(table, (0, 0, 0, 2)))


def _quiet_verdicts(assessment: Assessment, *, verbose: bool) -> RenderableType | None:
    lines: list[RenderableType] = []
    for verdict, heading in ((Verdict.PASS, "Passed"), (Verdict.NOT_APPLICABLE, "Not applicable")):
        results = [one for one in assessment.controls if one.verdict is verdict]
        if not results:
            continue
        title = Text(f"{heading} ({len(results)})", "bold")
        if verbose:
            lines.extend((title, *(_verbose(result) for result in results)))
        else:
            lines.append(hanging(title, Text(_named(results))))
    return Group(*lines) if lines else None


def _named(results: Sequence[ControlResult]) -> str:
    """The ids of the controls; of many, how many of each section."""
    if len(results) <= MAX_IDS:
        return ", ".join(result.control.id for result in results)
    counts = Counter(result.control.section for result in results)
    told = ", ".join(f"{section} {count}" for section, count in sorted(counts.items()))
    return f"{told}; --verbose names them"


def _verbose(result: ControlResult) -> RenderableType:
    places = "; ".join(str(one.location) for one in result.instances[:3] if one.location)
    text = f"{result.reason} {f'({places})' if places else ''}".strip()
    head = Text(f"  {result.control.id}", "bold")
    return Group(head, Padding(Text(printable(text)), (0, 0, 0, 11)))


def _waivers(assessment: Assessment) -> RenderableType | None:
    shown = [one for one in assessment.waivers if one.state is not WaiverState.UNUSED]
    if not shown:
        return None
    table = grid(2)
    for use in shown:
        table.add_row(Text(""), Text(printable(f"{use.id} ({use.state}): {use.message}")))
    return Group(Text("Waivers", "bold"), table)


def _next(assessment: Assessment) -> RenderableType | None:
    worst = _worst(assessment)
    if worst is None:
        return None
    command = f"auditor explain {worst.control.id}"
    return Text.assemble(("Next: ", "bold"), f"{command} says what it means and how to fix it")


def _worst(assessment: Assessment) -> ControlResult | None:
    wanted = (*_ordered(assessment, Verdict.FAIL), *_ordered(assessment, Verdict.UNKNOWN))
    return next((one for one in wanted if not (one.waived or one.preview)), None)


def _one_line(text: str) -> str:
    return " ".join(text.split())


REPORT = Report("text", "For a person at a terminal: what failed, why, where, what next", write)
