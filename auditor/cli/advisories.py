"""What does ``auditor advisories`` do? Keep the advisory store, and look into it by itself."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from auditor.cli import options
from auditor.cli.advisory_diff import diff
from auditor.cli.advisory_options import (
    AdvisoriesOption,
    Form,
    FormatOption,
    QuietOption,
    SkipOption,
    StoreOption,
    source_of,
)
from auditor.cli.advisory_vex import vex
from auditor.cli.user_data import store_path
from auditor.errors import DataError, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from auditor.sources.advisory_store import About
    from auditor.sources.advisory_tables import AboutTable, Name

app = typer.Typer(
    name="advisories",
    help="Fetch, import and query the advisories that audits use.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
app.command()(diff)
app.command()(vex)


@app.command("import")
def import_(
    path: Annotated[
        Path | None, typer.Argument(help="A folder, a zip or a store of OSV records.")
    ] = None,
    store: StoreOption = None,
    epss: Annotated[
        Path | None, typer.Option(metavar="FILE", help="FIRST's table of EPSS scores, CSV or gz.")
    ] = None,
    kev: Annotated[
        Path | None, typer.Option(metavar="FILE", help="CISA's catalogue KEV, JSON.")
    ] = None,
    complete: Annotated[
        bool,
        typer.Option(
            "--complete",
            help="Say that the records are all there are. A zip is taken for the bulk archive.",
        ),
    ] = False,
    skip_unreadable: SkipOption = False,
    quiet: QuietOption = False,
) -> None:
    """Make the store from files on this machine, for machines without network.

    Exit codes: 0 done, 2 usage error, 3 the files cannot be read; what was there before stays.
    """
    from auditor.sources.advisory_build import build  # noqa: PLC0415 -- heavy, and not for --help
    from auditor.sources.advisory_tables import import_tables, tables_of  # noqa: PLC0415 -- as above

    if path is None and epss is None and kev is None:
        raise UsageError("import: nothing is named that could be imported")
    target = store or store_path()
    if path is not None:
        with options.progress(quiet=quiet) as say:
            about = build(
                path, target, progress=say, skip_unreadable=skip_unreadable, complete=complete
            )
        sys.stdout.write(f"{target}: {_in_words(about)}\n")
    if epss is not None or kev is not None:
        tables = import_tables(tables_of(target), epss=epss, kev=kev)
        _print_tables(tables_of(target), tables)


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
    epss_source: Annotated[
        str | None,
        typer.Option(
            envvar="AUDITOR_EPSS_SOURCE", metavar="URL", help="The EPSS scores, CSV or gz."
        ),
    ] = None,
    kev_source: Annotated[
        str | None,
        typer.Option(envvar="AUDITOR_KEV_SOURCE", metavar="URL", help="The catalogue KEV, JSON."),
    ] = None,
    skip_exploitation: Annotated[
        bool, typer.Option("--skip-exploitation", help="Leave EPSS and KEV as they are.")
    ] = False,
    timeout: Annotated[
        float | None, typer.Option(min=1, metavar="SECONDS", help="Time limit of each request.")
    ] = None,
    skip_unreadable: SkipOption = False,
    quiet: QuietOption = False,
) -> None:
    """Fetch advisories, EPSS and KEV: everything at first, then what changed.

    An update that is interrupted goes on where it was. The store changes at once or not at all.

    Exit codes: 0 done, 2 usage error, 3 a source cannot be used; what was there before stays.
    """
    from auditor.sources import advisory_tables, advisory_update  # noqa: PLC0415 -- heavy, and not for --help
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
    if skip_exploitation:
        return
    sources: dict[Name, str] = {
        "epss": epss_source or advisory_tables.EPSS_SOURCE,
        "kev": kev_source or advisory_tables.KEV_SOURCE,
    }
    tables = advisory_tables.tables_of(target)
    sys.stdout.flush()
    with options.progress(quiet=quiet) as say:
        about = advisory_tables.update_tables(tables, sources, progress=say, patience=patience)
    _print_tables(tables, about)


@app.command()
def status(store: StoreOption = None, form: FormatOption = "text") -> None:
    """Say what the store and the tables beside it hold, how old they are, and whether all is there.

    Exit codes: 0 it is whole, 2 usage error, 3 there is none, or it is damaged.
    """
    from auditor.checks.advisories.exploitation import Tables, cves_of  # noqa: PLC0415 -- as above
    from auditor.cli.advisory_status import status_data, status_lines  # noqa: PLC0415 -- as above
    from auditor.cli.advisory_text import labelled  # noqa: PLC0415 -- as above
    from auditor.sources.advisory_store import StoreFile, is_store  # noqa: PLC0415 -- as above
    from auditor.sources.advisory_tables import TableSource, tables_of  # noqa: PLC0415 -- as above

    target = store or store_path()
    wanted = options.choice("--format", form, Form)
    if not is_store(target):
        raise DataError(
            f"{target}: there is no advisory store",
            hint="make one: auditor advisories update, or auditor advisories import PATH",
        )
    with StoreFile(target) as opened:
        vulnerabilities = [one for one in opened.everything() if not one.malware]
        about = opened.about
    looked = TableSource(tables_of(target)).lookup(
        {cve for one in vulnerabilities for cve in cves_of(one)}
    )
    known = Tables(looked.epss, looked.kev).coverage(vulnerabilities)
    if wanted is Form.JSON:
        options.print_json(status_data(str(target), about, looked.about, known))
        return
    lines = status_lines(str(target), about, looked.about, known, options.now().date())
    for label, text in lines:
        sys.stdout.writelines(f"{line}\n" for line in labelled(label, text, options.columns()))


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
    found = source_of(advisories).one(advisory_id)
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
    store, found = look_up(inventory_of(path), source_of(advisories))
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
    store, found = look_up(inventory, source_of(advisories))
    fixes = advise(inventory, found, store)
    if wanted is Form.JSON:
        options.print_json(fix_data(fixes, plan(fixes)))
        return
    sys.stdout.write("".join(f"{line}\n" for line in fix_lines(fixes, plan(fixes))))


def _in_words(about: About) -> str:
    left_out = f", {len(about.gaps)} left out" if about.gaps else ""
    part = "" if about.complete else ", not declared complete"
    return (
        f"{about.records:,} records about {about.packages:,} packages{left_out}{part},"
        f" newest of {about.as_of[:10]}, digest {about.digest[:16]}"
    )


def _print_tables(file: Path, tables: Mapping[Name, AboutTable]) -> None:
    for name, about in tables.items():
        sys.stdout.write(
            f"{file}: {name.upper()} of {about.as_of or 'an unknown day'},"
            f" {about.entries:,} CVEs, digest {about.digest[:16]}\n"
        )
