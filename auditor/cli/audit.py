"""What does ``auditor audit`` do? Audit a folder, write the reports, exit by the gate."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from auditor.cli import options
from auditor.cli.baselines import AT_COMMIT, baseline_of
from auditor.cli.errors import complain
from auditor.cli.provenance_options import (
    AuditHistoryOption,
    AuditLockOption,
    PackOption,
    RegistryOption,
    TrustRootOption,
    trust_files,
)
from auditor.cli.user_data import cache_folder, default_store, exploitation_tables, store_path
from auditor.errors import UsageError
from auditor.settings import SEMGREP_TIMEOUT_S, Settings

if TYPE_CHECKING:
    from auditor.assessment import Assessment

EXIT = {"pass": 0, "fail": 1, "incomplete": 3}
FAST_EXIT = EXIT | {"incomplete": 0}
"""A hook is no gate: what it did not look at is for the audit in CI."""


def audit(
    path: Annotated[str, typer.Argument(help="The folder to audit.")] = ".",
    policy: Annotated[
        str,
        typer.Option(
            "--policy",
            "-p",
            envvar="AUDITOR_POLICY",
            help="A policy file, or the name of a built-in policy.",
        ),
    ] = "express-baseline",
    formats: Annotated[
        list[str] | None,
        typer.Option(
            "--format",
            "-f",
            metavar="NAME[=FILE]",
            help=f"Report format, repeatable: {options.format_names()}. Without =FILE: to stdout.",
        ),
    ] = None,
    baseline: Annotated[
        str,
        typer.Option(
            envvar="AUDITOR_BASELINE",
            metavar="FILE|git:REF",
            help="What failed before: a file (--format baseline=FILE), or a commit to audit too.",
        ),
    ] = "",
    advisories: Annotated[
        Path | None,
        typer.Option(
            envvar="AUDITOR_ADVISORIES",
            help="OSV records: a folder, a zip or a store. Without it: your store, else the seed.",
        ),
    ] = None,
    advisories_complete: Annotated[
        bool,
        typer.Option(
            "--advisories-complete",
            help="Say that --advisories holds every advisory there is; a store says so itself.",
        ),
    ] = False,
    vex: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="FILE", help="A VEX document to honour, OpenVEX or CycloneDX, repeatable."
        ),
    ] = None,
    online: Annotated[
        bool,
        typer.Option(
            "--online",
            help="Ask osv.dev and the registry. They learn the names of your packages.",
        ),
    ] = False,
    registry_data: Annotated[
        Path | None,
        typer.Option(
            envvar="AUDITOR_REGISTRY_DATA",
            help="Registry documents and attestations, JSON files, to verify origins by.",
        ),
    ] = None,
    npm_keys: Annotated[
        Path | None,
        typer.Option(
            envvar="AUDITOR_NPM_KEYS", help="Registry signing keys. Without it: the shipped ones."
        ),
    ] = None,
    registry: RegistryOption = "",
    trust_root: TrustRootOption = None,
    evidence_pack: PackOption = None,
    provenance_lock: AuditLockOption = None,
    provenance_history: AuditHistoryOption = 0,
    history: Annotated[
        str,
        typer.Option(
            metavar="all|REF",
            help="Search the git history for secrets: all of it, or what came after a commit.",
        ),
    ] = "",
    semgrep: Annotated[
        Path | None,
        typer.Option(
            envvar="AUDITOR_SEMGREP", help="The Semgrep to run. Without it: the installed one."
        ),
    ] = None,
    semgrep_timeout: Annotated[
        float, typer.Option(min=1, metavar="SECONDS", help="Time limit of the code scan.")
    ] = SEMGREP_TIMEOUT_S,
    fast: Annotated[
        bool,
        typer.Option(
            "--fast",
            help="Only what differs from the last commit, without network; for hooks.",
        ),
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress on stderr.")] = False,
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="Show every control and every check.")
    ] = False,
) -> None:
    """Audit a folder against a policy.

    With --fast the gate fails for what stands in files that differ from the last commit, and for
    nothing else: neither score, coverage nor what is unknown counts. It does not look at source
    files that do not differ, at routes and schemas of the application as a whole, at unused
    packages, at the registry and its signatures, or at the history. What it did not look at is
    not established; it exits 0 or 1.

    Exit codes: 0 the gate passed, 1 it failed, 2 usage or policy error, 3 something the gate
    needs could not be established, 4 nothing in scope.
    """
    outputs = options.parse_formats(formats or ["text"])
    if fast and (online or history or baseline.startswith(AT_COMMIT)):
        raise UsageError(
            "--fast: goes with neither --online nor --history nor --baseline git:REF",
            hint="it has no network and reads no earlier commit; --baseline FILE is fine",
        )
    from auditor.cli.fast import Fast, policy_for  # noqa: PLC0415 -- heavy, and not for --help
    from auditor.cli.fast import checks as fast_checks  # noqa: PLC0415 -- as above
    from auditor.engine import audit as measure  # noqa: PLC0415 -- heavy, and not for --help
    from auditor.policy import (  # noqa: PLC0415 -- as above
        evaluate,
        load_controls,
        load_policy,
    )
    from auditor.targets import open_target  # noqa: PLC0415 -- as above

    now = options.now()
    controls = load_controls()
    loaded = load_policy(policy, today=now.date(), controls=controls)
    for note in loaded.notes:
        complain(note)
    trust_root, npm_keys = trust_files(trust_root, npm_keys)
    settings = Settings(
        advisories=advisories or default_store(),
        advisories_complete=options.complete(advisories, claimed=advisories_complete),
        exploitation=exploitation_tables(advisories),
        node_tables=store_path().parent,
        vex=tuple(vex or ()),
        online=online,
        network=online,
        registry_data=registry_data,
        registry=registry,
        npm_keys=npm_keys,
        trust_root=trust_root,
        verified_cache=cache_folder("verified"),
        code_cache=cache_folder("code"),
        evidence_pack=evidence_pack,
        provenance_lock=provenance_lock,
        provenance_history=provenance_history,
        project_keys=store_path().with_name("keys"),
        history_of=Path(path) if history else None,
        history_since="" if history == "all" else history,
        semgrep=semgrep.resolve() if semgrep else None,
        semgrep_timeout_s=semgrep_timeout,
    )
    with options.progress(quiet=quiet) as say:

        def assess(folder: str) -> Assessment:
            earlier = measure(open_target(folder), now=now, settings=settings, progress=say)
            return evaluate(earlier, loaded, controls, today=now.date())

        known = baseline_of(baseline, path, assess) if baseline else None
        target = open_target(path)
        if fast:
            narrow = Fast.of(target, Path(path))
            loaded = policy_for(loaded)
            known = narrow.known(known) if known else None
            seen = measure(
                narrow.view(), now=now, settings=settings, checks=fast_checks(), progress=say
            )
            measured = narrow.kept(seen)
        else:
            measured = measure(target, now=now, settings=settings, progress=say)
    assessment = evaluate(measured, loaded, controls, today=now.date(), baseline=known)
    for output in outputs:
        output.write(measured, assessment, verbose=verbose)
    sys.stdout.flush()
    raise typer.Exit((FAST_EXIT if fast else EXIT)[assessment.gate])
