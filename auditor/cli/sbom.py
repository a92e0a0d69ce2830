"""What does ``auditor sbom`` do? Write a lockfile as a CycloneDX document, or check one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from auditor.cli import options
from auditor.cli.errors import complain
from auditor.cli.provenance_options import (
    Asked,
    KeysOption,
    OfflineOption,
    OnlineOption,
    RegistryDataOption,
    RegistryOption,
    TrustRootOption,
)
from auditor.cli.sbom_vex import with_vulnerabilities
from auditor.errors import NothingInScopeError, TargetError, UsageError
from auditor.sanitise import printable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sbom import Annotation, Inventory


def sbom(
    path: Annotated[
        Path, typer.Argument(help="The folder of the project, or a CycloneDX file.")
    ] = Path(),
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write to this file instead of stdout.")
    ] = None,
    form: Annotated[str, typer.Option("--format", "-f", help="json or xml.")] = "json",
    spec: Annotated[str, typer.Option("--spec", help="CycloneDX 1.6 or 1.7.")] = "1.6",
    omit_dev: Annotated[
        bool,
        typer.Option(
            "--omit-dev", help="Give what only development needs the scope excluded; it stays."
        ),
    ] = False,
    per_location: Annotated[
        bool, typer.Option("--per-location", help="One component per installed copy.")
    ] = False,
    manufacturer: Annotated[str, typer.Option(help="Who makes the product.", metavar="NAME")] = "",
    manufacturer_url: Annotated[
        str, typer.Option(help="Where to find the manufacturer.", metavar="URL")
    ] = "",
    contact: Annotated[
        str, typer.Option(help="Whom to write to about the product.", metavar="EMAIL")
    ] = "",
    author: Annotated[
        list[str] | None, typer.Option(help="Who wrote the SBOM, repeatable.", metavar="NAME")
    ] = None,
    timestamp: Annotated[
        bool, typer.Option("--timestamp", help="Write the time; SOURCE_DATE_EPOCH always does.")
    ] = False,
    check: Annotated[
        bool,
        typer.Option("--check", help="Print which minimum elements (NTIA, CISA, BSI) it has."),
    ] = False,
    vex: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="FILE", help="A VEX document whose statements go in (JSON only), repeatable."
        ),
    ] = None,
    registry_data: RegistryDataOption = None,
    online: OnlineOption = False,
    registry: RegistryOption = "",
    offline: OfflineOption = None,
    trust_root: TrustRootOption = None,
    npm_keys: KeysOption = None,
) -> None:
    """Write the lockfile of a folder as a CycloneDX document.

    The same input gives the same bytes. With --registry-data, --online or --offline every
    component says what is proven about where it comes from. With --vex the SBOM also says how the
    product stands to its vulnerabilities, as auditor audit --format openvex=FILE writes it.

    Exit codes: 0 written, 2 usage error, 3 the lockfile cannot be read, 4 there is none.
    """
    if vex and (form != "json" or check):
        raise UsageError(
            "--vex: goes into a document in JSON alone", hint="leave --format xml or --check out"
        )
    import sbom as library  # noqa: PLC0415 -- not for --help
    from auditor._version import __version__  # noqa: PLC0415 -- as above

    address = library.Contact(email=contact) if contact else None
    choices = library.WriteOptions(
        spec=options.choice("--spec", spec, library.Spec),
        format=options.choice("--format", form, library.Format),
        omit_dev=omit_dev,
        per_location=per_location,
        timestamp=options.epoch(wanted=timestamp),
        authors=tuple(library.Contact(name=name) for name in author or ()),
        manufacturer=library.Organization(manufacturer, manufacturer_url, address)
        if manufacturer or manufacturer_url or contact
        else None,
        tool_version=__version__,
    )
    try:
        inventory = _inventory(path)
        if registry_data or online or offline:
            asked = Asked(registry_data, online, registry, offline, trust_root, npm_keys)
            annotations = _provenance(inventory, asked, per_location=per_location)
            choices = replace(choices, annotations=annotations)
        parts = (
            [_shown(library.self_check(inventory, choices))]
            if check
            else library.document_parts(inventory, choices)
        )
        options.write_parts(with_vulnerabilities(parts, vex) if vex else parts, output)
    except library.NoLockfileError as error:
        raise NothingInScopeError(error.message, hint=error.hint) from error
    except library.LockfileError as error:
        raise TargetError(error.message, hint=error.hint) from error
    except library.DocumentError as error:
        kind = TargetError if path.is_file() else UsageError
        raise kind(error.message, hint=error.hint) from error
    for problem in inventory.problems:
        complain(f"{problem.file}: {problem.place}: {problem.message}")


def _shown(text: str) -> str:
    """Make names of the lockfile safe for a terminal; a document escapes them by its own rules."""
    return "\n".join(printable(line) for line in text.split("\n"))


def _inventory(path: Path) -> Inventory:
    """Read the lockfile of a folder, or the CycloneDX document of a file."""
    from sbom import read_document, read_folder  # noqa: PLC0415 -- not for --help

    if not path.is_file():
        return read_folder(path)
    try:
        return read_document(path.read_bytes(), path.name)
    except OSError as error:
        raise TargetError(f"{path}: cannot be read: {error.strerror}") from error


def _provenance(
    inventory: Inventory, asked: Asked, *, per_location: bool
) -> Mapping[str, Annotation]:
    """What is proven about each component; complains of what belongs to none."""
    from auditor.checks.provenance.annotation import annotated  # noqa: PLC0415 -- as above
    from auditor.checks.provenance.attested import prove  # noqa: PLC0415 -- as above
    from auditor.provenance import Trust  # noqa: PLC0415 -- as above
    from auditor.sources import Sources  # noqa: PLC0415 -- as above

    sources = Sources(asked.settings(), now=options.now())
    trust = Trust(sources.trust_root, sources.registry.keys)
    proven, gaps = prove(
        inventory.components, sources.registry, trust, sources.second_engine, sources.verified
    )
    for gap in gaps:
        complain(f"{gap.subject}: {gap.reason}")
    return annotated(proven, trust, per_location=per_location)
