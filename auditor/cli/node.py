"""What does ``auditor node`` do? Say how old the tables about Node.js are, and renew them."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from auditor.cli import options
from auditor.errors import UsageError

app = typer.Typer(
    help="The dated tables about Node.js itself.", no_args_is_help=True, rich_markup_mode=None
)


@app.callback()
def node() -> None:
    """The dated tables about Node.js itself: release lines, and advisories."""


@app.command()
def status() -> None:
    """Say which tables an audit uses, and how old they are."""
    from auditor.sources.node_tables import load_tables  # noqa: PLC0415 -- not for --help

    tables = load_tables(_folder())
    today = options.now().date()
    for what, table, count in (
        ("release lines", tables.releases, len(tables.releases.lines)),
        ("advisories", tables.advisories, len(tables.advisories.entries)),
    ):
        age = max(0, (today - table.as_of).days)
        sys.stdout.write(
            f"{count} {what} as of {table.as_of.isoformat()} ({age} days old), {table.source}\n"
        )


@app.command(name="import")
def import_(
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE...",
            help="vuln/core/index.json of nodejs/security-wg, schedule.json of nodejs/Release.",
        ),
    ],
    as_of: Annotated[
        str, typer.Option(help="The day they were fetched. Without it: today.", metavar="DATE")
    ] = "",
) -> None:
    """Renew the tables from files of the Node.js project that you fetched."""
    from auditor.sources.node_import import import_tables  # noqa: PLC0415 -- not for --help

    today = options.now().date()
    for done in import_tables(files, _folder(), as_of=_day(as_of, today)):
        sys.stdout.write(f"{done.file}: {done.rows} rows as of {done.as_of.isoformat()}\n")


def _folder() -> Path:
    from auditor.cli.user_data import store_path  # noqa: PLC0415 -- not for --help

    return store_path().parent


def _day(text: str, today: date) -> date:
    try:
        day = date.fromisoformat(text) if text else today
    except ValueError as error:
        raise UsageError(f"--as-of {text}: is no date like 2026-07-01") from error
    if day > today:
        raise UsageError(f"--as-of {text}: is still to come")
    return day
