"""What do ``auditor provenance check``, ``pin`` and ``pack`` do? Ask about a whole project."""

from __future__ import annotations

import hashlib
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from auditor.cli import options
from auditor.cli.errors import complain
from auditor.cli.provenance_options import (
    Asked,
    Form,
    FormatOption,
    HistoryOption,
    KeysOption,
    LockOption,
    OfflineOption,
    OnlineOption,
    PathArgument,
    QuietOption,
    RegistryDataOption,
    RegistryOption,
    TrustRootOption,
    open_project,
)
from auditor.cli.provenance_trust import trusted_data, trusted_lines

if TYPE_CHECKING:
    from auditor.checks.provenance.survey import Expectation, Row
    from auditor.model import Gap
    from auditor.provenance import Trust
    from auditor.provenance.lock import Lock
    from auditor.sources import Sources
    from auditor.sources.evidence_record import Context, Recording
    from sbom import Inventory


def check(
    path: PathArgument = Path(),
    lock: LockOption = None,
    identities: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="From whom to expect which packages, YAML or JSON."),
    ] = None,
    registry_data: RegistryDataOption = None,
    online: OnlineOption = False,
    registry: RegistryOption = "",
    offline: OfflineOption = None,
    trust_root: TrustRootOption = None,
    npm_keys: KeysOption = None,
    history: HistoryOption = 0,
    form: FormatOption = "text",
    quiet: QuietOption = False,
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="Name every package that is not verified.")
    ] = False,
) -> None:
    """Say what is proven about where each package comes from.

    Exit codes: 0 nothing is wrong, 1 something is, 2 usage error, 3 something could not be
    judged.
    """
    chosen = options.choice("--format", form, Form)
    asked = Asked(
        registry_data, online, registry, offline, trust_root, npm_keys, history=history, lock=lock
    )
    expected = _expectation(identities)
    with options.progress(quiet=quiet) as say:
        inventory, sources, trust = open_project(path, asked.settings(), say)
        rows, gaps = _survey(inventory, sources, trust, sources.provenance_lock, expected)
    from auditor.cli import provenance_text  # noqa: PLC0415 -- not for --help

    kept = _kept(path, inventory, sources)
    if chosen is Form.JSON:
        trusted = trusted_data(trust, sources.settings)
        trusted["evidence_pack"] = None if kept is None else asdict(kept)
        options.print_json(provenance_text.as_document(rows, gaps, trusted))
    else:
        lines = provenance_text.as_lines(
            rows,
            gaps,
            [*_kept_lines(kept), *trusted_lines(trust, sources.settings)],
            options.columns(),
            verbose=verbose,
        )
        sys.stdout.writelines(f"{line}\n" for line in lines)
    sys.stdout.flush()
    raise typer.Exit(_exit_code(rows))


def pin(
    path: PathArgument = Path(),
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FILE", help="Where to write the lock.")
    ] = Path("provenance.lock"),
    registry_data: RegistryDataOption = None,
    online: OnlineOption = False,
    registry: RegistryOption = "",
    offline: OfflineOption = None,
    trust_root: TrustRootOption = None,
    npm_keys: KeysOption = None,
    quiet: QuietOption = False,
) -> None:
    """Pin where each verified package comes from, on first use.

    Exit codes: 0 written, 2 usage error, 3 the evidence cannot be read.
    """
    asked = Asked(registry_data, online, registry, offline, trust_root, npm_keys)
    from auditor.provenance.lock import Lock, lock_of  # noqa: PLC0415 -- heavy, not for --help
    from auditor.provenance.lock_file import write_lock  # noqa: PLC0415 -- as above

    with options.progress(quiet=quiet) as say:
        inventory, sources, trust = open_project(path, asked.settings(), say)
        rows, _ = _survey(inventory, sources, trust, Lock({}), _expectation(None))
    lock = lock_of((row.proven.component.name, row.judged.release) for row in rows)
    options.write_parts([write_lock(lock)], output)
    for row in rows:
        if row.answer.value == "fails":
            component = row.proven.component
            complain(f"not pinned: {component.name}@{component.version}: {row.reason}")
    packages = len(lock.pins)
    sys.stdout.write(f"{output}: {len(lock)} origins of {packages} packages pinned\n")


def pack(
    path: PathArgument = Path(),
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FILE", help="Where to write the pack.")
    ] = Path("evidence.zip"),
    registry_data: RegistryDataOption = None,
    online: OnlineOption = False,
    registry: RegistryOption = "",
    trust_root: TrustRootOption = None,
    npm_keys: KeysOption = None,
    history: HistoryOption = 0,
    quiet: QuietOption = False,
) -> None:
    """Keep every answer that a check rests on, in one file.

    Exit codes: 0 written, 2 usage error, 3 the registry's answers cannot be had at all.
    """
    asked = Asked(registry_data, online, registry, None, trust_root, npm_keys, history=history)
    from auditor.provenance.lock import Lock  # noqa: PLC0415 -- heavy, not for --help
    from auditor.sources.evidence_record import Recording, write_pack  # noqa: PLC0415 -- as above

    with options.progress(quiet=quiet) as say:
        inventory, sources, trust = open_project(path, asked.settings(), say)
        answers = sources.registry_answers
        if answers is None:
            return  # Asked.settings() has named a place, so there is one
        recording = Recording(answers)
        _survey(inventory, sources, trust, Lock({}), _expectation(None), recording)
    context = _context(path, inventory, trust, sources.settings.npm_keys)
    digest = write_pack(output, recording.answers, context)
    held = sum(answer is not None for answer in recording.answers.values())
    sys.stdout.write(f"{output}: {held} answers kept, index sha256 {digest}\n")


def _survey(
    inventory: Inventory,
    sources: Sources,
    trust: Trust,
    lock: Lock,
    expected: Expectation,
    recording: Recording | None = None,
) -> tuple[list[Row], tuple[Gap, ...]]:
    from auditor.checks.provenance.origins import Earlier  # noqa: PLC0415 -- heavy
    from auditor.checks.provenance.survey import survey  # noqa: PLC0415 -- as above

    source = sources.registry if recording is None else sources.registry_over(recording)
    earlier = Earlier(
        source,
        trust,
        sources.second_engine,
        sources.verified,
        sources.settings.provenance_history,
    )
    return survey(inventory.components[1:], earlier, lock, expected)


def _expectation(file: Path | None) -> Expectation:
    if file is None:
        return lambda _name: None
    from auditor.policy.identities import read_identities  # noqa: PLC0415 -- heavy

    return read_identities(file).of


def _kept(path: Path, inventory: Inventory, sources: Sources) -> Context | None:
    """What the evidence was kept for; complains where that is another lockfile."""
    from auditor.sources.evidence_pack import EvidencePack  # noqa: PLC0415 -- not for --help

    answers = sources.registry_answers
    if not isinstance(answers, EvidencePack):
        return None
    if answers.context.lockfile_sha256 != _lockfile_sha256(path, inventory):
        complain("the evidence was kept for another lockfile than this one")
    return answers.context


def _kept_lines(kept: Context | None) -> list[str]:
    return [] if kept is None else [f"evidence: kept {kept.retrieved_at} for {kept.lockfile}"]


def _lockfile_sha256(path: Path, inventory: Inventory) -> str:
    from auditor.engine import MAX_LOCKFILE_BYTES  # noqa: PLC0415 -- heavy, not for --help

    lockfile = path if path.is_file() else path / inventory.lockfile
    with lockfile.open("rb") as stream:
        return hashlib.sha256(stream.read(MAX_LOCKFILE_BYTES)).hexdigest()


def _context(path: Path, inventory: Inventory, trust: Trust, npm_keys: Path | None) -> Context:
    from auditor.sources.evidence_record import Context  # noqa: PLC0415 -- heavy, not for --help
    from auditor.sources.npm_keys import SHIPPED  # noqa: PLC0415 -- as above

    root = trust.root
    return Context(
        lockfile=inventory.lockfile,
        lockfile_sha256=_lockfile_sha256(path, inventory),
        trust_root_sha256=root.sha256,
        trust_root_as_of="" if root.as_of is None else root.as_of.isoformat(),
        npm_keys_sha256=hashlib.sha256((npm_keys or SHIPPED).read_bytes()).hexdigest(),
        npm_keys_as_of=trust.keys.as_of,
        retrieved_at=options.now().isoformat(),
    )


def _exit_code(rows: list[Row]) -> int:
    answers = {row.answer.value for row in rows}
    if "fails" in answers:
        return 1
    return 3 if "undecided" in answers else 0
