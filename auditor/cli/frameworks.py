"""What does ``auditor frameworks`` do? Say for which requirements there is evidence."""

from __future__ import annotations

import sys
import textwrap
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from auditor.cli import options

if TYPE_CHECKING:
    from auditor.control import Control, Verdict
    from auditor.policy.report_file import ReportFile
    from auditor.policy.requirements import Requirement

CAVEAT = "Evidence relevant to requirements; whether one is met is for people to judge."


def frameworks(
    name: Annotated[
        str, typer.Argument(metavar="[NAME]", help="A framework; without it all, in short.")
    ] = "",
    report: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="A JSON report: what the evidence says there."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")] = False,
) -> None:
    """Say for which requirements of a framework there is evidence, and for which not."""
    from auditor.policy import load_controls  # noqa: PLC0415 -- heavy, not for --help
    from auditor.policy.frameworks import FRAMEWORKS  # noqa: PLC0415 -- as above
    from auditor.policy.report_file import read_report  # noqa: PLC0415 -- as above
    from auditor.policy.requirements import requirements  # noqa: PLC0415 -- as above

    controls = load_controls()
    read = read_report(report) if report else None
    verdicts = {each.id: each.verdict for each in read.controls} if read else None
    chosen = [name] if name else list(FRAMEWORKS)
    found = {each: requirements(each, controls, verdicts) for each in chosen}
    if as_json:
        options.print_json({each: _data(listed, verdicts) for each, listed in found.items()})
        return
    sys.stdout.write(f"{CAVEAT}\n\n")
    for each, listed in found.items():
        lines = _told(listed, read) if name else ()
        for line in (_head(each, listed), *lines):
            sys.stdout.write("\n".join(_folded(line)) + "\n")


def _folded(line: str) -> list[str]:
    """The line in the width of the terminal; ids stay whole, so that they can be copied."""
    width = options.columns()
    return textwrap.wrap(line, width, subsequent_indent="  ", break_on_hyphens=False) or [""]


def _head(framework: str, listed: Sequence[Requirement]) -> str:
    from auditor.policy.frameworks import FRAMEWORKS  # noqa: PLC0415 -- not for --help

    with_evidence = Counter(one.level for one in listed if one.controls)
    title = f"{framework}  {FRAMEWORKS[framework]}"
    if set(with_evidence) <= {0}:
        return f"{title}: evidence for {with_evidence[0]} requirements"
    total = Counter(each.level for each in listed)
    counts = ", ".join(
        f"L{level} {with_evidence[level]} of {total[level]}" for level in sorted(total)
    )
    return f"{title}: evidence for {with_evidence.total()} of {len(listed)} requirements ({counts})"


def _told(listed: Sequence[Requirement], report: ReportFile | None) -> Iterator[str]:
    for each in listed:
        if each.controls:
            prefix = f"L{each.level} " if each.level else ""
            standing = f"{each.standing}: " if each.standing else ""
            names = ", ".join(_named(control, report) for control in each.controls)
            yield f"{prefix}{each.id}  {standing}{names}"
    if report is not None:
        yield from _open(listed, report)
    bare = [each for each in listed if not each.controls]
    for level in sorted({each.level for each in bare}):
        missing = [each.id for each in bare if each.level == level]
        yield ""
        yield f"L{level}: {len(missing)} without evidence, since no control is about them:"
        yield ", ".join(missing)


def _open(listed: Sequence[Requirement], report: ReportFile) -> Iterator[str]:
    """Why there is no evidence where a control is about a requirement."""
    names = {control.id for each in listed for control in each.controls}
    because = [
        f"{each.id}: {each.reason}"
        for each in report.controls
        if each.id in names and str(each.verdict) == "unknown"
    ]
    if because:
        yield ""
        yield f"{len(because)} controls could not be established:"
        yield from because


def _named(control: Control, report: ReportFile | None) -> str:
    if report is None:
        return control.id
    found = report.control(control.id)
    return f"{control.id} ({str(found.verdict).replace('_', ' ') if found else 'not judged'})"


def _data(
    listed: Sequence[Requirement], verdicts: Mapping[str, Verdict] | None
) -> list[dict[str, object]]:
    return [
        {
            "id": each.id,
            "level": each.level or None,
            "standing": str(each.standing) if each.standing else None,
            "controls": {
                control.id: str(verdicts[control.id])
                if verdicts and control.id in verdicts
                else None
                for control in each.controls
            },
        }
        for each in listed
    ]
