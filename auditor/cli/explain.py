"""What does ``auditor explain`` do? Print what a control, rule, check or advisory means."""

from __future__ import annotations

import sys
import textwrap
from pathlib import Path
from typing import Annotated

import typer

from auditor.cli import options


def explain(
    name: Annotated[
        str,
        typer.Argument(
            metavar="ID", help="A control, rule, check or advisory id; of a report a fingerprint."
        ),
    ],
    policy: Annotated[
        str, typer.Option("--policy", "-p", envvar="AUDITOR_POLICY", help="Whose limits to show.")
    ] = "express-baseline",
    report: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="A JSON report: what holds there, what a fix is worth."),
    ] = None,
    advisories: Annotated[
        Path | None,
        typer.Option(
            envvar="AUDITOR_ADVISORIES",
            help="OSV records: a folder, a zip or a store. Without it: your store, else the seed.",
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")] = False,
) -> None:
    """Say what a control, rule, check or advisory means, and how to fix it."""
    from auditor.catalogue import explain as look_up  # noqa: PLC0415 -- heavy, not for --help
    from auditor.cli.user_data import default_store  # noqa: PLC0415 -- as above
    from auditor.policy import load_policy  # noqa: PLC0415 -- as above
    from auditor.policy.report_file import read_report  # noqa: PLC0415 -- as above
    from auditor.sources.osv import AdvisorySource  # noqa: PLC0415 -- as above

    entry = look_up(
        name,
        load_policy(policy, today=options.now().date()),
        report=read_report(report) if report else None,
        advisory=AdvisorySource(advisories or default_store()).one,
    )
    if as_json:
        options.print_json(entry.as_data())
        return
    lines = [f"{entry.id} ({entry.kind})", *_wrap(entry.title), ""]
    if entry.details:
        width = max(len(label) for label, _text in entry.details)
        for label, text in entry.details:
            lines.extend(_wrap(f"{label:<{width}}  {text}", hanging=width + 2))
        lines.append("")
    for heading, text in entry.sections:
        lines.append(heading)
        # An example is code: its lines stay as they are.
        body = text.splitlines() if heading == "Example" else _paragraphs(text)
        lines.extend(f"  {line}".rstrip() for line in body)
        lines.append("")
    sys.stdout.write("\n".join(lines).rstrip("\n") + "\n")


def _paragraphs(text: str) -> list[str]:
    lines: list[str] = []
    for paragraph in text.split("\n\n"):
        lines.extend([*_fold(" ".join(paragraph.split()), options.columns() - 2), ""])
    return lines[:-1]


def _wrap(text: str, hanging: int = 0) -> list[str]:
    return _fold(text, options.columns(), " " * hanging)


def _fold(text: str, width: int, indent: str = "") -> list[str]:
    # Ids keep their hyphens on one line, so that they can be copied.
    return textwrap.wrap(
        text, width, subsequent_indent=indent, break_on_hyphens=False, break_long_words=False
    )
