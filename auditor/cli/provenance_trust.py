"""What do ``auditor provenance update`` and ``status`` do? Keep what is trusted up to date."""

from __future__ import annotations

import hashlib
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from auditor.cli import options
from auditor.cli.errors import complain
from auditor.cli.provenance_options import (
    Form,
    FormatOption,
    KeysOption,
    QuietOption,
    TrustRootOption,
    trust_files,
)
from auditor.cli.user_data import trust_folder
from auditor.sanitise import printable

if TYPE_CHECKING:
    from auditor.provenance import Trust
    from auditor.settings import Settings
    from auditor.sources.trust_roots import Renewed

Json = dict[str, object]


def update(
    tuf_url: Annotated[
        str | None,
        typer.Option(
            envvar="AUDITOR_TUF_URL", metavar="URL", help="A mirror of sigstore's TUF repository."
        ),
    ] = None,
    root: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="The first TUF root. Without it: sigstore-python's."),
    ] = None,
    quiet: QuietOption = False,
) -> None:
    """Renew the trust root and the registry's keys over TUF.

    Exit codes: 0 done, 2 usage error, 3 they cannot be had or do not verify; what was there
    before stays.
    """
    from auditor.sources import tuf_update  # noqa: PLC0415 -- heavy, not for --help

    with options.progress(quiet=quiet) as say:
        done = tuf_update.update(
            trust_folder(),
            tuf_url or tuf_update.SOURCE,
            root=root,
            now=options.now(),
            progress=say,
        )
    new = "renewed" if done.changed else "nothing newer"
    said = f"{new}, as of {done.now.as_of}, valid until {done.now.expires}"
    sys.stdout.write(f"{done.now.folder.parent.parent}: {said}\n")


def status(
    trust_root: TrustRootOption = None,
    npm_keys: KeysOption = None,
    form: FormatOption = "text",
) -> None:
    """Say what is trusted, where it came from, and how old it is.

    Exit codes: 0 said, 2 usage error, 3 it cannot be read.
    """
    chosen = options.choice("--format", form, Form)
    from auditor.provenance import Trust  # noqa: PLC0415 -- heavy, not for --help
    from auditor.settings import Settings  # noqa: PLC0415 -- as above
    from auditor.sources.npm_keys import read_keys  # noqa: PLC0415 -- as above
    from auditor.sources.trust_roots import load_trust_root, renewed  # noqa: PLC0415 -- as above

    root_file, keys_file = trust_files(trust_root, npm_keys)
    settings = Settings(trust_root=root_file, npm_keys=keys_file)
    trust = Trust(load_trust_root(root_file), read_keys(keys_file))
    data = trusted_data(trust, settings)
    own = renewed(trust_folder())
    data["renewed"] = None if own is None else _renewed(own)
    if chosen is Form.JSON:
        options.print_json(data)
        return
    for line in trusted_lines(trust, settings):
        sys.stdout.write(f"{line}\n")
    if own is None:
        sys.stdout.write("renewed: never; auditor provenance update does it\n")
        return
    versions = ", ".join(f"{name} {version}" for name, version in own.versions.items())
    sys.stdout.write(f"renewed: {own.as_of} from {printable(own.source)}\n")
    is_over = " (over: renew it)" if own.expires < options.now().date() else ""
    sys.stdout.write(f"  TUF: {versions}\n  valid until {own.expires}{is_over}\n")


def trusted_data(trust: Trust, settings: Settings) -> Json:
    """What is trusted, as JSON values: origin, day, age and digest."""
    from auditor.provenance.freshness import age_days  # noqa: PLC0415 -- heavy, not for --help
    from auditor.sources.npm_keys import SHIPPED  # noqa: PLC0415 -- as above

    now = options.now()
    root, keys_day = trust.root, _day(trust.keys.as_of)
    keys_bytes = (settings.npm_keys or SHIPPED).read_bytes()
    return {
        "trust_root": {
            "origin": _origin(settings.trust_root),
            "as_of": None if root.as_of is None else root.as_of.isoformat(),
            "age_days": age_days(root.as_of, now),
            "sha256": root.sha256,
        },
        "npm_keys": {
            "origin": _origin(settings.npm_keys),
            "as_of": trust.keys.as_of or None,
            "age_days": age_days(keys_day, now),
            "sha256": hashlib.sha256(keys_bytes).hexdigest(),
        },
    }


def trusted_lines(trust: Trust, settings: Settings) -> list[str]:
    """What is trusted, a line each; complains where it is old."""
    from auditor.provenance.freshness import staleness  # noqa: PLC0415 -- heavy, not for --help

    now = options.now()
    days = {"trust_root": trust.root.as_of, "npm_keys": _day(trust.keys.as_of)}
    names = {"trust_root": "trust root", "npm_keys": "registry's keys"}
    lines = []
    for key, value in trusted_data(trust, settings).items():
        if not isinstance(value, dict):
            continue
        if note := staleness(f"the {names[key]}", days[key], now):
            complain(note)
        age = "of unknown age" if value["age_days"] is None else f"{value['age_days']} days old"
        as_of = f"as of {value['as_of']}, {age}" if value["as_of"] else age
        line = f"{names[key]}: {value['origin']}, {as_of}, sha256 {value['sha256'][:12]}"
        lines.append(printable(line))
    return lines


def _origin(file: Path | None) -> str:
    if file is None:
        return "shipped"
    own = (trust_folder() / "sets").resolve()
    return "renewed" if file.resolve().is_relative_to(own) else file.name


def _renewed(own: Renewed) -> Json:
    return {
        "as_of": own.as_of.isoformat(),
        "source": own.source,
        "valid_until": own.expires.isoformat(),
        "versions": dict(own.versions),
        "sha256": dict(own.digests),
    }


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:  # the file of keys does not say
        return None
