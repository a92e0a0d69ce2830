"""Which options do the commands of ``auditor advisories`` share?"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from auditor.cli.user_data import default_store

if TYPE_CHECKING:
    from auditor.sources.osv import AdvisorySource


class Form(StrEnum):
    """How an answer is printed."""

    TEXT = "text"
    JSON = "json"


StoreOption = Annotated[
    Path | None,
    typer.Option(
        "--store", metavar="FILE", help="The store file. Without it: the one of this user."
    ),
]
AdvisoriesOption = Annotated[
    Path | None,
    typer.Option(
        "--advisories",
        envvar="AUDITOR_ADVISORIES",
        metavar="PATH",
        help="OSV records: a folder, a zip or a store. Without it: your store, else the seed.",
    ),
]
FormatOption = Annotated[str, typer.Option("--format", "-f", help="text or json.")]
SkipOption = Annotated[
    bool,
    typer.Option(
        "--skip-unreadable",
        help="Leave out records that cannot be read, and name them in every audit.",
    ),
]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="No progress on stderr.")]


def source_of(advisories: Path | None) -> AdvisorySource:
    """The advisories at the path, or those of this user."""
    from auditor.sources.osv import AdvisorySource  # noqa: PLC0415 -- not for --help

    return AdvisorySource(advisories or default_store())
