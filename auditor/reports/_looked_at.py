"""What was looked at, and what was not? The last part of the terminal report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from auditor.model import Audit, CheckRun, Fact, Outcome
from auditor.sanitise import printable

MAX_NAMED = 5
"""Checks that a line names before it counts the rest."""

_TABLES = {"advisories.epss": "EPSS", "advisories.kev": "KEV"}
_SETTLED = frozenset({Outcome.COMPLETE, Outcome.NOT_APPLICABLE})


def looked_at(audit: Audit, *, verbose: bool) -> RenderableType:
    """The counts, and each check that did not run to the end; with ``verbose`` every check."""
    open_runs = [run for run in audit.runs if run.outcome not in _SETTLED]
    done = len(audit.runs) - len(open_runs)
    summary = f"{_counts(audit)}; {done} of {len(audit.runs)} checks ran to the end"
    table = grid(4)
    lines = (
        [line for run in audit.runs for line in _in_full(run)] if verbose else _briefly(open_runs)
    )
    for line in lines:
        table.add_row(Text("-"), Text(printable(line)))
    return Group(hanging(Text("Looked at", "bold"), Text(printable(summary))), table)


def grid(indent: int) -> Table:
    """A table of marks and texts, the texts ``indent`` columns in."""
    table = Table.grid(padding=(0, 1, 0, 0))
    table.add_column(width=indent - 1, justify="right", no_wrap=True)
    table.add_column(ratio=1, overflow="fold")
    return table


def hanging(title: Text, text: Text) -> RenderableType:
    """A title, and a text below it, indented."""
    return Group(title, Padding(text, (0, 0, 0, 2)))


def _counts(audit: Audit) -> str:
    files = max(
        (run.coverage.examined for run in audit.runs if run.check == "code.semgrep"), default=0
    )
    words = [f"{files} source file{'' if files == 1 else 's'}"]
    if audit.inventory is not None:
        number = len(audit.inventory.components) - 1
        words.append(f"{number} package{'' if number == 1 else 's'} in {audit.lockfile}")
    for fact in audit.facts:
        if fact.name == "advisories.store":
            kind = "" if fact.attributes.get("complete") else f" of {_origin(fact)}"
            day = str(fact.attributes.get("as_of"))[:10]
            words.append(f"{fact.value} advisories{kind} as of {day}")
        elif fact.name in _TABLES and fact.attributes.get("total"):
            words.append(_table(fact))
    return ", ".join(words)


def _origin(fact: Fact) -> str:
    origin = str(fact.attributes.get("origin"))
    return "the seed" if origin == "seed" else f"{origin}, not declared complete,"


def _table(fact: Fact) -> str:
    """How many of the findings a table of exploited vulnerabilities has an answer for."""
    name = _TABLES[fact.name]
    if fact.value is None:
        return f"no {name}"
    day, total = fact.attributes.get("as_of") or "an unknown day", fact.attributes.get("total")
    return f"{name} of {day} for {fact.attributes.get('known')} of {total} findings"


def _briefly(runs: Sequence[CheckRun]) -> Iterator[str]:
    """One line per reason, with the checks that it stopped."""
    checks: dict[tuple[str, str, str], list[str]] = {}
    for run in runs:
        checks.setdefault((run.outcome, run.reason, run.hint), []).append(run.check)
    for (outcome, reason, hint), names in checks.items():
        more = f" and {len(names) - MAX_NAMED} more" if len(names) > MAX_NAMED else ""
        yield f"{', '.join(names[:MAX_NAMED])}{more} {_ended(outcome, reason, hint)}"


def _in_full(run: CheckRun) -> Iterator[str]:
    seconds = f"({_amount(run)}{run.seconds:.2f} s)"
    yield f"{run.check} {_ended(run.outcome, run.reason, run.hint)} {seconds}"
    yield from (f"not covered: {gap.subject}: {gap.reason}" for gap in run.coverage.gaps)


def _ended(outcome: str, reason: str, hint: str) -> str:
    told = f": {reason}" if reason else ""
    remedy = f"; to know it: {hint}" if hint else ""
    return f"{outcome.replace('_', ' ')}{told}{remedy}"


def _amount(run: CheckRun) -> str:
    """How much a check looked at, and how much of it is new since the last audit."""
    seen = run.coverage
    if not seen.examined:
        return ""
    told = f"{seen.examined} {seen.unit}, "
    if not seen.reused:
        return told
    return f"{told}{max(0, seen.examined - seen.reused)} of them scanned anew, "
