"""What does ``auditor advisories`` do? Keep the advisory store, and look into it by itself."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from auditor.cli import options
from auditor.cli.user_data import default_store, store_path
from auditor.errors import DataError, UsageError
from auditor.sanitise import printable

if TYPE_CHECKING:
    from auditor.checks.advisories.difference import Difference
    from auditor.sources.advisory_store import About
    from auditor.sources.osv import AdvisorySource

app = typer.Typer(
    name="advisories",
    help="Fetch, import and query the advisories that audits use.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


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


@app.command("import")
def import_(
    path: Annotated[Path, typer.Argument(help="A folder, a zip or a store of OSV records.")],
    store: StoreOption = None,
    skip_unreadable: SkipOption = False,
    quiet: QuietOption = False,
) -> None:
    """Make the store from files on this machine, for machines without network.

    Exit codes: 0 done, 2 usage error, 3 the files cannot be read; an old store stays.
    """
    from auditor.sources.advisory_build import build  # noqa: PLC0415 -- heavy, and not for --help

    target = store or store_path()
    with options.progress(quiet=quiet) as say:
        about = build(path, target, progress=say, skip_unreadable=skip_unreadable)
    sys.stdout.write(f"{target}: {_in_words(about)}\n")


@app.command()
def update(
    store: StoreOption = None,
    source: Annotated[
        str | None,
        typer.Option(
            envvar="AUDITOR_ADVISORY_SOURCE",
            metavar="URL",
            help="A mirror: the address that all.zip and modified_id.csv lie under.",
        ),
    ] = None,
    timeout: Annotated[
        float | None, typer.Option(min=1, metavar="SECONDS", help="Time limit of each request.")
    ] = None,
    skip_unreadable: SkipOption = False,
    quiet: QuietOption = False,
) -> None:
    """Fetch the advisories of osv.dev: all of them at first, then what changed.

    An update that is interrupted goes on where it was. The store changes at once or not at all.

    Exit codes: 0 done, 2 usage error, 3 the source cannot be used; an old store stays.
    """
    from auditor.sources import advisory_update  # noqa: PLC0415 -- heavy, and not for --help
    from auditor.sources.http import Patience  # noqa: PLC0415 -- as above

    target = store or store_path()
    patience = advisory_update.PATIENCE
    if timeout is not None:
        patience = Patience(min(10, timeout), min(30, timeout), timeout)
    with options.progress(quiet=quiet) as say:
        done = advisory_update.update(
            target,
            source or advisory_update.SOURCE,
            now=options.now(),
            progress=say,
            patience=patience,
            skip_unreadable=skip_unreadable,
        )
    what = {
        "archive": "made anew",
        "changes": f"{done.changed:,} records changed",
        "nothing": "nothing changed",
    }[done.how]
    sys.stdout.write(f"{target}: {what}; {_in_words(done.about)}\n")


@app.command()
def status(store: StoreOption = None, form: FormatOption = "text") -> None:
    """Say what the store holds, how old it is, and whether it is whole.

    Exit codes: 0 it is whole, 2 usage error, 3 there is none, or it is damaged.
    """
    from auditor.sources.advisory_store import StoreFile, is_store  # noqa: PLC0415 -- as above

    target = store or store_path()
    wanted = options.choice("--format", form, Form)
    if not is_store(target):
        raise DataError(
            f"{target}: there is no advisory store",
            hint="make one: auditor advisories update, or auditor advisories import PATH",
        )
    with StoreFile(target) as opened:
        opened.verify()
        about = opened.about
    if wanted is Form.JSON:
        options.print_json({"store": str(target), **_as_data(about)})
        return
    for label, text in (
        ("store", str(target)),
        ("source", about.source),
        ("records", f"{about.records:,} about {about.packages:,} packages"),
        ("newest", f"{about.as_of[:10]} ({_age(about.as_of)})"),
        ("digest", about.digest),
        ("left out", f"{len(about.gaps)} records that cannot be read" if about.gaps else "nothing"),
    ):
        sys.stdout.write(printable(f"{label:<9} {text}") + "\n")


@app.command()
def show(
    advisory_id: Annotated[str, typer.Argument(metavar="ID", help="The id of an advisory.")],
    advisories: AdvisoriesOption = None,
    form: FormatOption = "text",
) -> None:
    """Show one advisory: what it is about, and which versions it affects.

    Exit codes: 0 shown, 2 there is no such advisory, 3 the advisories cannot be read.
    """
    from auditor.cli.advisory_text import as_data, as_lines  # noqa: PLC0415 -- not for --help

    wanted = options.choice("--format", form, Form)
    found = _source(advisories).one(advisory_id)
    if found is None:
        raise UsageError(
            f"{advisory_id}: there is no advisory of that id about an npm package",
            hint="ids are compared letter by letter, such as GHSA-35jh-r3h4-6jhm",
        )
    if wanted is Form.JSON:
        options.print_json(as_data(found))
        return
    sys.stdout.write("\n".join(as_lines(found, options.columns())) + "\n")


@app.command()
def match(
    path: Annotated[Path, typer.Argument(help="A folder with a lockfile, or a lockfile.")] = Path(),
    advisories: AdvisoriesOption = None,
    form: FormatOption = "text",
) -> None:
    """List which advisories hold for which package of a lockfile, and what was not checked.

    Nothing is judged: the exit code is 0 whatever is found.

    Exit codes: 0 listed, 2 usage error, 3 lockfile or advisories cannot be read, 4 no lockfile.
    """
    from auditor.checks.advisories.match import look_up  # noqa: PLC0415 -- not for --help
    from auditor.cli.advisory_text import match_data, match_lines  # noqa: PLC0415 -- as above
    from auditor.cli.lockfiles import inventory_of  # noqa: PLC0415 -- as above

    wanted = options.choice("--format", form, Form)
    store, found = look_up(inventory_of(path), _source(advisories))
    if wanted is Form.JSON:
        options.print_json(match_data(store, found))
        return
    sys.stdout.write("".join(f"{line}\n" for line in match_lines(store, found)))


@app.command()
def fix(
    path: Annotated[Path, typer.Argument(help="A folder with a lockfile, or a lockfile.")] = Path(),
    advisories: AdvisoriesOption = None,
    form: FormatOption = "text",
) -> None:
    """Say which npm commands remove what the advisories are about, and what has no fix.

    Nothing is run and nothing is written: the commands are yours to run.

    Exit codes: 0 said, 2 usage error, 3 lockfile or advisories cannot be read, 4 no lockfile.
    """
    from auditor.checks.advisories.fixes import advise, plan  # noqa: PLC0415 -- not for --help
    from auditor.checks.advisories.match import look_up  # noqa: PLC0415 -- as above
    from auditor.cli.advisory_fixes import fix_data, fix_lines  # noqa: PLC0415 -- as above
    from auditor.cli.lockfiles import inventory_of  # noqa: PLC0415 -- as above

    wanted = options.choice("--format", form, Form)
    inventory = inventory_of(path)
    store, found = look_up(inventory, _source(advisories))
    fixes = advise(inventory, found, store)
    if wanted is Form.JSON:
        options.print_json(fix_data(fixes, plan(fixes)))
        return
    sys.stdout.write("".join(f"{line}\n" for line in fix_lines(fixes, plan(fixes))))


@app.command()
def diff(
    old: Annotated[Path, typer.Argument(help="A store, or a lockfile or its folder.")],
    new: Annotated[Path, typer.Argument(help="The same, later.")],
    path: Annotated[
        Path | None, typer.Argument(help="For two stores: the lockfile that it matters to.")
    ] = None,
    advisories: AdvisoriesOption = None,
    form: FormatOption = "text",
) -> None:
    """Say what a change of the lockfile introduced, or what the world learned meanwhile.

    Two lockfiles are held against the same advisories: only the change can differ. Two stores
    are held against each other, or against the same lockfile: only the world can differ.

    Exit codes: 0 no new finding, 1 the change of the lockfile introduced one, 2 usage error,
    3 something cannot be read.
    """
    from auditor.cli.advisory_text import difference_data, difference_lines  # noqa: PLC0415 -- as above
    from auditor.cli.lockfiles import is_lockfile  # noqa: PLC0415 -- as above

    wanted = options.choice("--format", form, Form)
    lockfiles = is_lockfile(old), is_lockfile(new)
    if lockfiles == (True, True) and path is None:
        found = _between_lockfiles(old, new, _source(advisories))
    elif lockfiles == (False, False):
        found = _between_stores(old, new, path)
    else:
        raise UsageError(
            "diff: give two lockfiles (or their folders), or two stores and perhaps a lockfile",
            hint="what a change introduced: auditor advisories diff OLD/package-lock.json .",
        )
    if wanted is Form.JSON:
        options.print_json(difference_data(found))
    else:
        sys.stdout.write("".join(f"{line}\n" for line in difference_lines(found)))
    sys.stdout.flush()
    raise typer.Exit(1 if found.cause == "lockfile" and found.appeared else 0)


def _source(advisories: Path | None) -> AdvisorySource:
    from auditor.sources.osv import AdvisorySource  # noqa: PLC0415 -- not for --help

    return AdvisorySource(advisories or default_store())


def _between_lockfiles(old: Path, new: Path, source: AdvisorySource) -> Difference:
    """Both lockfiles against the same advisories: only the change of the lockfile differs."""
    from auditor.checks.advisories.difference import difference  # noqa: PLC0415 -- not for --help
    from auditor.checks.advisories.match import look_up  # noqa: PLC0415 -- as above
    from auditor.cli.lockfiles import inventory_of  # noqa: PLC0415 -- as above

    before, after = (look_up(inventory_of(path), source)[1] for path in (old, new))
    return difference(before, after, cause="lockfile")


def _between_stores(old: Path, new: Path, lockfile: Path | None) -> Difference:
    """Both stores, against the same lockfile if there is one: only the advisories differ."""
    from auditor.checks.advisories.difference import (  # noqa: PLC0415 -- not for --help
        Difference,
        compare_records,
        difference,
    )
    from auditor.checks.advisories.match import look_up  # noqa: PLC0415 -- as above
    from auditor.cli.lockfiles import inventory_of  # noqa: PLC0415 -- as above

    sources = _source(old), _source(new)
    records = compare_records(*(source.everything() for source in sources))
    if lockfile is None:
        return Difference("advisories", records=records)
    inventory = inventory_of(lockfile)
    before, after = (look_up(inventory, source)[1] for source in sources)
    return difference(before, after, cause="advisories", records=records)


def _in_words(about: About) -> str:
    left_out = f", {len(about.gaps)} left out" if about.gaps else ""
    return (
        f"{about.records:,} records about {about.packages:,} packages{left_out},"
        f" newest of {about.as_of[:10]}, digest {about.digest[:16]}"
    )


def _as_data(about: About) -> dict[str, object]:
    return {
        "source": about.source,
        "complete": about.complete,
        "as_of": about.as_of,
        "digest": about.digest,
        "records": about.records,
        "packages": about.packages,
        "gaps": [{"subject": gap.subject, "reason": gap.reason} for gap in about.gaps],
    }


def _age(as_of: str) -> str:
    from datetime import datetime  # noqa: PLC0415 -- one command of six needs it

    try:
        days = (options.now().date() - datetime.fromisoformat(as_of[:19]).date()).days
    except ValueError:
        return "of an unknown day"
    return f"{days} days old" if days >= 0 else "of a day to come"
