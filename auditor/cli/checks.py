"""What does ``auditor checks`` do? List every check, and the rules of the code check."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from auditor.cli import options


def checks(
    rules: Annotated[bool, typer.Option("--rules", help="List the code rules too.")] = False,
    tag: Annotated[
        str | None, typer.Option(help="Only the rules that carry this tag.", metavar="TAG")
    ] = None,
    topic: Annotated[
        str | None, typer.Option(help="Only the rules of this topic, as csrf.", metavar="TOPIC")
    ] = None,
    kind: Annotated[
        str | None,
        typer.Option(help="Only the rules of this kind: finding or fact.", metavar="KIND"),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")] = False,
) -> None:
    """List the checks an audit runs, and the code rules.

    With a filter, only the rules that it leaves.
    """
    from auditor.catalogue import list_checks, list_rules  # noqa: PLC0415 -- not for --help
    from auditor.errors import UsageError  # noqa: PLC0415 -- as above

    filtered = any(one is not None for one in (tag, topic, kind))
    entries = [] if filtered else list_checks()
    if rules or filtered:
        entries += list_rules(tag=tag, topic=topic, kind=kind)
    if not entries:
        raise UsageError("no rule is left", hint="auditor checks --rules --json lists them all")
    if as_json:
        options.print_json([entry.as_data() for entry in entries])
        return
    width = max(len(entry.id) for entry in entries)
    for entry in entries:
        sys.stdout.write(f"{entry.id:<{width}}  {entry.title}\n")
