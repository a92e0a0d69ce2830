"""What does ``auditor provenance`` do? Ask where packages come from, of one release or of all."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from auditor.cli import options
from auditor.cli.errors import complain
from auditor.cli.provenance_check import check, pack, pin
from auditor.cli.provenance_options import (
    Form,
    KeysOption,
    OfflineOption,
    TrustRootOption,
    trust_files,
)
from auditor.cli.provenance_trust import status, update
from auditor.errors import TargetError, UsageError

if TYPE_CHECKING:
    from auditor.provenance import Package, ResponseVerdict, Trust

app = typer.Typer(
    help="Verify where a package comes from.", no_args_is_help=True, rich_markup_mode=None
)


@app.callback()
def provenance() -> None:
    """Verify where a package comes from."""


for command in (check, pin, pack, update, status):
    app.command()(command)


@app.command()
def verify(
    package: Annotated[str, typer.Argument(metavar="NAME@VERSION", help="The release.")],
    integrity: Annotated[
        str, typer.Option(help="The integrity that the lockfile pins.", metavar="SRI")
    ],
    attestations: Annotated[
        Path | None, typer.Option(help="The registry's answer for this release.", metavar="FILE")
    ] = None,
    offline: OfflineOption = None,
    trust_root: TrustRootOption = None,
    npm_keys: KeysOption = None,
    repository: Annotated[
        list[str] | None,
        typer.Option(help="The source repository to expect, repeatable.", metavar="URL"),
    ] = None,
    form: Annotated[str, typer.Option("--format", "-f", help="text or json.")] = "text",
) -> None:
    """Verify the attestations of one release, from a file or a pack.

    Exit codes: 0 verified, 1 refused, 2 usage error, 3 it cannot be judged: a file cannot be
    read, the kind of evidence is not supported, or it is newer than the trust root.
    """
    chosen = options.choice("--format", form, Form)
    release = _release(package, integrity)
    from auditor.provenance import IdentityPolicy, Trust, verify_response  # noqa: PLC0415 -- heavy
    from auditor.sources.npm_keys import read_keys  # noqa: PLC0415 -- not for --help
    from auditor.sources.sigstore import SigstorePython  # noqa: PLC0415 -- as above
    from auditor.sources.trust_roots import load_trust_root  # noqa: PLC0415 -- as above

    trust_root, npm_keys = trust_files(trust_root, npm_keys)
    trust = Trust(load_trust_root(trust_root), read_keys(npm_keys))
    policy = IdentityPolicy(source_repositories=frozenset(repository or ()))
    verdict = verify_response(
        _answer(release, attestations, offline), release, trust, policy, SigstorePython(trust.root)
    )
    trusted = _trusted(trust, trust_root)
    if chosen is Form.JSON:
        from auditor.provenance.document import as_document  # noqa: PLC0415 -- as above

        options.print_json(as_document(release, verdict, trusted))
    else:
        sys.stdout.write(_as_text(release, verdict))
    sys.stdout.flush()
    raise typer.Exit(_exit_code(verdict))


def _release(package: str, integrity: str) -> Package:
    from auditor.provenance import Package  # noqa: PLC0415 -- heavy, not for --help
    from sbom.integrity import read_integrity  # noqa: PLC0415 -- as above

    name, at, version = package.rpartition("@")
    if not (name and at and version):
        raise UsageError(f"{package}: is no NAME@VERSION", hint="such as express@5.1.0")
    digests, _ = read_integrity(integrity)
    pinned = [one.hex for one in digests if one.algorithm == "sha512"]
    if len(pinned) != 1:
        raise UsageError(
            f"--integrity: it holds {len(pinned)} sha512 digests, attestations are about one",
            hint="copy the integrity of the package from the lockfile",
        )
    return Package(name, version, pinned[0])


def _answer(release: Package, attestations: Path | None, pack: Path | None) -> bytes:
    if (attestations is None) == (pack is None):
        raise UsageError(
            "provenance verify: name one place that the answer comes from",
            hint="--attestations FILE or --offline PACK",
        )
    if attestations is not None:
        return _read(attestations)
    from auditor.sources.evidence_pack import EvidencePack  # noqa: PLC0415 -- not for --help

    found = EvidencePack(pack or Path()).attestations(release.name, release.version)
    if found is None:
        raise TargetError(f"{pack}: the registry had no attestations of {release.name}")
    return found.data


def _read(file: Path) -> bytes:
    from auditor.provenance.strict_json import MAX_BYTES  # noqa: PLC0415 -- heavy, not for --help

    try:
        with file.open("rb") as stream:
            return stream.read(MAX_BYTES + 1)  # one too many is refused by the verifier
    except OSError as error:
        raise TargetError(f"{file}: cannot be read: {error.strerror}") from error


def _trusted(trust: Trust, given: Path | None) -> dict[str, object]:
    """Say what is trusted; complain where it is old."""
    from auditor.provenance.freshness import age_days, staleness  # noqa: PLC0415 -- as above

    now = options.now()
    root, ring = trust.root, trust.keys
    keys_day = _day(ring.as_of)
    for what, day in (("the trust root", root.as_of), ("the registry's keys", keys_day)):
        if note := staleness(what, day, now):
            complain(note)
    return {
        "trust_root": {
            "origin": "shipped" if given is None else given.name,
            "as_of": None if root.as_of is None else root.as_of.isoformat(),
            "age_days": age_days(root.as_of, now),
            "sha256": root.sha256,
        },
        "npm_keys": {
            "origin": ring.origin,
            "as_of": ring.as_of or None,
            "age_days": age_days(keys_day, now),
        },
    }


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:  # the file of keys does not say
        return None


def _as_text(release: Package, verdict: ResponseVerdict) -> str:
    from auditor.sanitise import printable  # noqa: PLC0415 -- not for --help

    lines = [f"{release.name}@{release.version}: {verdict.code.value}: {verdict.reason}"]
    for one in verdict.attestations:
        lines.append(f"  {one.kind.value:<10}  {one.code.value}: {one.reason}")
        if one.evidence is None:
            continue
        log = f"logged {one.evidence.time:%Y-%m-%d %H:%M:%S} UTC as {one.evidence.log_index}"
        lines.append(f"  {'':<10}  {log} ({one.evidence.grade.value})")
        if identity := one.evidence.identity:
            built = f"{identity.source_repository} {identity.workflow} {identity.ref}"
            lines.append(f"  {'':<10}  built from {built} by {identity.issuer}")
    return "".join(f"{printable(line)}\n" for line in lines)


def _exit_code(verdict: ResponseVerdict) -> int:
    from auditor.provenance.verdict import INCONCLUSIVE, Code  # noqa: PLC0415 -- as above

    if verdict.code is Code.OK:
        return 0
    return 3 if verdict.code in INCONCLUSIVE else 1
