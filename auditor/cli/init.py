"""What does ``auditor init`` do? Write a policy, a workflow and a baseline for a repository."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from auditor.cli import ci_workflow, options
from auditor.cli.user_data import cache_folder, default_store, exploitation_tables, store_path
from auditor.errors import TargetError, UsageError
from auditor.sanitise import printable
from auditor.settings import Settings

if TYPE_CHECKING:
    from auditor.assessment import Assessment
    from auditor.model import Audit

POLICY = "auditor-policy.yaml"
BASELINE = "auditor-baseline.json"


def init(
    path: Annotated[Path, typer.Argument(help="The folder of the deployment.")] = Path(),
    extends: Annotated[
        str, typer.Option(metavar="NAME", help="The built-in policy to start from.")
    ] = "express-baseline",
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress on stderr.")] = False,
) -> None:
    """Write what a repository needs to be audited in CI: policy, workflow and baseline.

    Audits the folder once and keeps what fails as the baseline, so that the first run in CI
    fails for nothing that was there before. Files that are there already stay as they are.

    Exit codes: 0 written, 2 usage error, 3 the folder cannot be read, 4 nothing in scope.
    """
    if not path.is_dir():
        raise TargetError(f"{path}: no such folder", hint="name the folder of the deployment")
    from auditor.policy.starter import starter_policy  # noqa: PLC0415 -- heavy, not for --help

    folder = path.resolve()
    repository = _repository(folder)
    inside = folder.relative_to(repository).as_posix()
    policy = starter_policy(extends, name=folder.name or "service")
    _require_scope(folder)
    _write(repository, folder / POLICY, policy)
    _write(repository, repository / ci_workflow.FILE, ci_workflow.workflow(inside))
    if (folder / BASELINE).exists():
        sys.stdout.write(f"{_shown(folder / BASELINE)}: is there already, and stays\n")
        return
    audit, assessment = _audited(folder, quiet=quiet)
    _write(repository, folder / BASELINE, _baseline(audit, assessment))
    _say(folder, audit, assessment)


def _repository(folder: Path) -> Path:
    """The root of the git repository around ``folder``; the folder itself where there is none."""
    around = (each for each in (folder, *folder.parents) if (each / ".git").exists())
    return next(around, folder)


def _require_scope(folder: Path) -> None:
    """Raise before anything is written, if an audit would find nothing to judge."""
    from auditor.engine import mentions_express, read_inventory  # noqa: PLC0415 -- heavy
    from auditor.errors import NothingInScopeError  # noqa: PLC0415 -- beside its use
    from auditor.targets import open_target  # noqa: PLC0415 -- heavy

    target = open_target(str(folder))
    if read_inventory(target) is None and not mentions_express(target):
        raise NothingInScopeError(
            f"{target.name}: no npm lockfile and no Express application found",
            hint="name the folder that holds package-lock.json or the application's code",
        )


def _write(repository: Path, file: Path, text: str) -> None:
    """Write a file that is not there yet, nowhere but in the repository, and say so."""
    name = _shown(file)
    if file.exists() or file.is_symlink():
        sys.stdout.write(f"{name}: is there already, and stays\n")
        return
    if not file.parent.resolve().is_relative_to(repository):
        raise UsageError(
            f"{name}: a symbolic link leads out of the repository",
            hint="remove the link, or write the file yourself; it was not written",
        )
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"{name}: its folder cannot be made: {error.strerror}") from error
    options.create(file, text)
    sys.stdout.write(f"{name}: written\n")


def _shown(file: Path) -> str:
    """The path as it is written from here, where it lies below."""
    here = Path.cwd()
    return printable(str(file.relative_to(here) if file.is_relative_to(here) else file))


def _audited(folder: Path, *, quiet: bool) -> tuple[Audit, Assessment]:
    from auditor.engine import audit  # noqa: PLC0415 -- heavy
    from auditor.policy import evaluate, load_controls, load_policy  # noqa: PLC0415 -- heavy
    from auditor.policy.baseline import Baseline  # noqa: PLC0415 -- heavy
    from auditor.targets import open_target  # noqa: PLC0415 -- heavy

    now = options.now()
    controls = load_controls()
    policy = load_policy(str(folder / POLICY), today=now.date(), controls=controls)
    settings = Settings(
        advisories=default_store(),
        exploitation=exploitation_tables(None),
        node_tables=store_path().parent,
        verified_cache=cache_folder("verified"),
        code_cache=cache_folder("code"),
        project_keys=store_path().with_name("keys"),
    )
    with options.progress(quiet=quiet) as say:
        measured = audit(open_target(str(folder)), now=now, settings=settings, progress=say)
    first = evaluate(measured, policy, controls, today=now.date())
    known = Baseline(BASELINE, first.failing)
    return measured, evaluate(measured, policy, controls, today=now.date(), baseline=known)


def _baseline(audit: Audit, assessment: Assessment) -> str:
    from auditor.report import Sink  # noqa: PLC0415 -- beside its use
    from auditor.reports.baseline import REPORT  # noqa: PLC0415 -- beside its use

    stream = io.StringIO()
    REPORT.write(audit, assessment, Sink(stream))
    return stream.getvalue()


def _say(folder: Path, audit: Audit, assessment: Assessment) -> None:
    """How the first run in CI will end, why, and what to do next."""
    failing = assessment.failing
    controls = len({one.control for one in failing})
    lines = ["", f"{len(failing)} failures of {controls} controls are in the baseline."]
    lines.append(f"With it, the gate is: {assessment.gate}")
    lines += [
        f"  {one.criterion}: {one.message}" for one in assessment.gates if one.outcome != "pass"
    ]
    policy, baseline, path = (_shown(folder / name) for name in (POLICY, BASELINE, ""))
    for fact in audit.facts:
        if fact.name == "advisories.store" and not fact.attributes.get("complete"):
            again = f"auditor advisories update; rm {baseline}; auditor init {path}"
            lines.append(f"It knows {fact.value} advisories; the workflow will know all there are.")
            lines.append(f"To have them in it: {again}")
    lines += [
        f"Next: auditor audit {path} --policy {policy} --baseline {baseline}",
        "Then commit what was written.",
    ]
    sys.stdout.write("\n".join(lines) + "\n")
