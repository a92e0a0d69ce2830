"""What does ``auditor advisories vex`` do? Write down how the project stands to what was found."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from auditor.cli import options
from auditor.cli.advisory_options import AdvisoriesOption, source_of

if TYPE_CHECKING:
    from auditor.vex import Document


class VexForm(StrEnum):
    """In which format the document is written."""

    OPENVEX = "openvex"
    CYCLONEDX = "cyclonedx"


def vex(
    path: Annotated[Path, typer.Argument(help="A folder with a lockfile, or a lockfile.")] = Path(),
    advisories: AdvisoriesOption = None,
    statements: Annotated[
        list[Path] | None,
        typer.Option(
            "--vex", metavar="FILE", help="A VEX document whose statements go in, repeatable."
        ),
    ] = None,
    author: Annotated[
        str, typer.Option(metavar="NAME", help="Who makes the statements.")
    ] = "not stated",
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write to this file instead of stdout.")
    ] = None,
    form: Annotated[str, typer.Option("--format", "-f", help="openvex or cyclonedx.")] = "openvex",
) -> None:
    """Write every known vulnerability of a lockfile as a VEX document, to be filled in.

    What no statement of --vex is about is under investigation; malware is affected. Edit the
    document, and honour it with auditor audit --vex FILE.

    Exit codes: 0 written, 2 usage error, 3 something cannot be read, 4 no lockfile.
    """
    wanted = options.choice("--format", form, VexForm)
    from auditor.checks.advisories.match import look_up  # noqa: PLC0415 -- not for --help
    from auditor.checks.advisories.statements import document_of  # noqa: PLC0415 -- as above
    from auditor.cli.lockfiles import inventory_of  # noqa: PLC0415 -- as above
    from auditor.sources.advisory_vex import VexSource  # noqa: PLC0415 -- as above
    from auditor.vex import write_cyclonedx, write_openvex  # noqa: PLC0415 -- as above

    writers: dict[VexForm, Callable[[Document], bytes]] = {
        VexForm.OPENVEX: write_openvex,
        VexForm.CYCLONEDX: write_cyclonedx,
    }
    inventory = inventory_of(path)
    files = VexSource(statements or ()).files()
    _, found = look_up(inventory, source_of(advisories))
    time = f"{options.now():%Y-%m-%dT%H:%M:%SZ}"
    document = document_of(inventory, found, files, time=time, author=author)
    options.write_parts([writers[wanted](document).decode()], output)
