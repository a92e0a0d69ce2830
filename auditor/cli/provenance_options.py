"""Which options do the commands about a whole project share, and what do they make of them?"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from typer.models import OptionInfo

from auditor.cli.user_data import cache_folder, trust_folder
from auditor.errors import UsageError
from auditor.settings import Settings

if TYPE_CHECKING:
    from auditor.provenance import Trust
    from auditor.sources import Progress, Sources
    from sbom import Inventory


def _lock_option(name: str) -> OptionInfo:
    option: OptionInfo = typer.Option(
        name,
        envvar="AUDITOR_PROVENANCE_LOCK",
        metavar="FILE",
        help="A lock of origins. One in the project is not obeyed unless it is named.",
    )
    return option


def _history_option(name: str) -> OptionInfo:
    option: OptionInfo = typer.Option(
        name,
        min=0,
        max=100,
        metavar="COUNT",
        help="Compare each verified package with so many earlier versions.",
    )
    return option


PathArgument = Annotated[Path, typer.Argument(help="A project's folder, or a lockfile.")]
RegistryDataOption = Annotated[
    Path | None,
    typer.Option(
        envvar="AUDITOR_REGISTRY_DATA",
        metavar="FOLDER",
        help="Registry documents and attestations, JSON files.",
    ),
]
OnlineOption = Annotated[
    bool,
    typer.Option("--online", help="Ask the registry. It learns the names of your packages."),
]
RegistryOption = Annotated[
    str,
    typer.Option(envvar="AUDITOR_REGISTRY", metavar="URL", help="Another registry than npm's own."),
]
OfflineOption = Annotated[
    Path | None,
    typer.Option("--offline", metavar="PACK", help="A pack of kept evidence, and nothing else."),
]
TrustRootOption = Annotated[
    Path | None,
    typer.Option(
        envvar="AUDITOR_TRUST_ROOT",
        metavar="FILE",
        help="A sigstore trust root. Without it: yours, else the shipped one.",
    ),
]
KeysOption = Annotated[
    Path | None,
    typer.Option(
        envvar="AUDITOR_NPM_KEYS",
        metavar="FILE",
        help="Registry signing keys. Without it: yours, else the shipped ones.",
    ),
]
PackOption = Annotated[
    Path | None,
    typer.Option(
        envvar="AUDITOR_EVIDENCE_PACK",
        metavar="PACK",
        help="Kept evidence to judge instead of the registry's answers.",
    ),
]
LockOption = Annotated[Path | None, _lock_option("--lock")]
AuditLockOption = Annotated[Path | None, _lock_option("--provenance-lock")]
HistoryOption = Annotated[int, _history_option("--history")]
AuditHistoryOption = Annotated[int, _history_option("--provenance-history")]
FormatOption = Annotated[str, typer.Option("--format", "-f", help="text or json.")]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="No progress on stderr.")]


class Form(StrEnum):
    """How a result is printed."""

    TEXT = "text"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class Asked:
    """What the options of a command say, before anything is read."""

    registry_data: Path | None
    online: bool
    registry: str
    offline: Path | None
    trust_root: Path | None
    npm_keys: Path | None
    history: int = 0
    lock: Path | None = None

    def settings(self) -> Settings:
        """The caller's decisions.

        Raises:
            UsageError: not exactly one place to ask was named.
            DataError: what was renewed of the user's own is damaged.
        """
        given = [self.registry_data is not None, self.online, self.offline is not None]
        if sum(given) != 1:
            raise UsageError(
                "provenance: name one place that the registry's answers come from",
                hint="--online, --registry-data FOLDER or --offline PACK",
            )
        trust_root, npm_keys = trust_files(self.trust_root, self.npm_keys)
        return Settings(
            registry_data=self.registry_data,
            online=self.online,
            network=self.online,
            registry=self.registry,
            evidence_pack=self.offline,
            trust_root=trust_root,
            verified_cache=cache_folder("verified"),
            npm_keys=npm_keys,
            provenance_lock=self.lock,
            provenance_history=self.history,
        )


def trust_files(trust_root: Path | None, npm_keys: Path | None) -> tuple[Path | None, Path | None]:
    """The files that were named, else the user's renewed ones; None: the shipped one.

    Raises:
        DataError: the renewed ones are damaged.
    """
    if trust_root is not None and npm_keys is not None:
        return trust_root, npm_keys
    from auditor.sources.trust_roots import newest  # noqa: PLC0415 -- not for --help

    own = newest(trust_folder())
    if own is None:
        return trust_root, npm_keys
    return trust_root or own.trust_root, npm_keys or own.npm_keys


def open_project(
    path: Path, settings: Settings, progress: Progress
) -> tuple[Inventory, Sources, Trust]:
    """Read the lockfile, and make the clients and what they trust.

    Raises:
        AuditorError: the lockfile, the trust root or the keys cannot be read.
    """
    from auditor.cli import options  # noqa: PLC0415 -- as below
    from auditor.cli.lockfiles import inventory_of  # noqa: PLC0415 -- heavy, not for --help
    from auditor.provenance import Trust  # noqa: PLC0415 -- as above
    from auditor.sources import Sources  # noqa: PLC0415 -- as above

    inventory = inventory_of(path)
    sources = Sources(settings, now=options.now(), progress=progress)
    return inventory, sources, Trust(sources.trust_root, sources.registry.keys)
