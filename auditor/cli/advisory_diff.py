"""What does ``auditor advisories diff`` do? Tell what a change did from what the world learned."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from auditor.cli import options
from auditor.cli.advisory_options import AdvisoriesOption, Form, FormatOption, source_of
from auditor.errors import UsageError

if TYPE_CHECKING:
    from auditor.checks.advisories.difference import Difference
    from auditor.sources.osv import AdvisorySource


def diff(
    old: Annotated[Path, typer.Argument(help="A store, or a lockfile or its folder.")],
    new: Annotated[Path, typer.Argument(help="The same, later.")],
    path: Annotated[
        Path | None, typer.Argument(help="For two stores: the lockfile that it matters to.")
    ] = None,
    advisories: AdvisoriesOption = None,
    then: Annotated[
        Path | None,
        typer.Option(
            "--advisories-then",
            metavar="PATH",
            help="For two lockfiles: the advisories at the time of the old one.",
        ),
    ] = None,
    form: FormatOption = "text",
) -> None:
    """Say what a change of the lockfile introduced, or what the world learned meanwhile.

    Two lockfiles are held against the same advisories: only the change can differ. With
    --advisories-then, what the world learned about the old one is said as well, and apart. Two
    stores are held against each other, or against the same lockfile: only the world can differ.

    A lockfile of another commit: git show COMMIT:package-lock.json > old.json

    Exit codes: 0 no new finding, 1 the change of the lockfile introduced one, 2 usage error,
    3 something cannot be read.
    """
    from auditor.cli.advisory_text import difference_data, difference_lines  # noqa: PLC0415 -- not for --help
    from auditor.cli.lockfiles import is_lockfile  # noqa: PLC0415 -- as above

    wanted = options.choice("--format", form, Form)
    lockfiles = is_lockfile(old), is_lockfile(new)
    learned = None
    if lockfiles == (True, True) and path is None:
        found = _between_lockfiles(old, new, source_of(advisories))
        if then is not None:
            learned = _between_stores(source_of(then), source_of(advisories), old)
    elif lockfiles == (False, False) and then is None:
        found = _between_stores(source_of(old), source_of(new), path)
    else:
        raise UsageError(
            "diff: give two lockfiles (or their folders), or two stores and perhaps a lockfile",
            hint="what a change introduced: auditor advisories diff OLD/package-lock.json .",
        )
    if wanted is Form.JSON:
        world = {} if learned is None else {"world": difference_data(learned)}
        options.print_json({**difference_data(found), **world})
    else:
        width = options.columns()
        for one in (learned, found):
            if one is not None:
                sys.stdout.writelines(f"{line}\n" for line in difference_lines(one, width))
    sys.stdout.flush()
    raise typer.Exit(1 if found.cause == "lockfile" and found.appeared else 0)


def _between_lockfiles(old: Path, new: Path, source: AdvisorySource) -> Difference:
    """Both lockfiles against the same advisories: only the change of the lockfile differs."""
    from auditor.checks.advisories.difference import difference  # noqa: PLC0415 -- not for --help
    from auditor.checks.advisories.match import look_up  # noqa: PLC0415 -- as above
    from auditor.cli.lockfiles import inventory_of  # noqa: PLC0415 -- as above

    before, after = (look_up(inventory_of(path), source)[1] for path in (old, new))
    return difference(before, after, cause="lockfile")


def _between_stores(old: AdvisorySource, new: AdvisorySource, lockfile: Path | None) -> Difference:
    """Both stores, against the same lockfile if there is one: only the advisories differ."""
    from auditor.checks.advisories.difference import (  # noqa: PLC0415 -- not for --help
        Difference,
        compare_records,
        difference,
    )
    from auditor.checks.advisories.match import look_up  # noqa: PLC0415 -- as above
    from auditor.cli.lockfiles import inventory_of  # noqa: PLC0415 -- as above

    records = compare_records(old.everything(), new.everything())
    if lockfile is None:
        return Difference("advisories", records=records)
    inventory = inventory_of(lockfile)
    before, after = (look_up(inventory, source)[1] for source in (old, new))
    return difference(before, after, cause="advisories", records=records)
