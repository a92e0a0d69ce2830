"""Which trust root and registry keys are used: the caller's, the renewed, or the shipped ones?"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from auditor.errors import DataError
from auditor.model import Gap
from auditor.sanitise import excerpt
from auditor.sources.documents import Limits, documents
from sbom import strict_json
from sbom.errors import DocumentError

if TYPE_CHECKING:
    from auditor.provenance import TrustRoot

# The public-good root as the TUF target had it; ``as_of`` and ``source_sha256`` in it say when.
SHIPPED = Path(__file__).parents[1] / "data" / "trusted_root.json"
LIMITS = Limits(document_bytes=2**20, documents=1, total_bytes=2**20)

ABOUT_SCHEMA = "auditor.trust/1"
# In a folder of renewed data: the set in use, a link that one rename changes.
CURRENT = "current"
ABOUT, TRUST_ROOT, NPM_KEYS = "about.json", "trusted_root.json", "npm-keys.json"

_HINT = "pass sigstore's trusted_root.json: --trust-root FILE; without it the shipped one is used"
_RENEW = "renew it with: auditor provenance update"
# The top-level roles of TUF (section 2.1 of its specification).
VERSIONS = ("root", "timestamp", "snapshot", "targets")


@dataclass(frozen=True, slots=True)
class Renewed:
    """A trust root and registry keys that came over TUF from ``source``, on the day ``as_of``.

    ``versions`` are those of the TUF metadata, ``expires`` is the day until which they said
    that nothing newer exists. ``digests`` are of the files, by name.
    """

    folder: Path
    as_of: date
    source: str
    expires: date
    versions: dict[str, int]
    digests: dict[str, str]

    @property
    def trust_root(self) -> Path:
        """The file of the trust root."""
        return self.folder / TRUST_ROOT

    @property
    def npm_keys(self) -> Path:
        """The file of the registry's keys."""
        return self.folder / NPM_KEYS


def load_trust_root(path: Path | None) -> TrustRoot:
    """Read the trust root in ``path``, or the shipped one where it is None.

    Raises:
        DataError: the file cannot be read, or it is no trust root.
    """
    from auditor.provenance import read_trust_root  # noqa: PLC0415 -- heavy, not for --help

    file = path or SHIPPED
    return read_trust_root(_content(file, "a trust root", _HINT), str(file))


def renewed(folder: Path) -> Renewed | None:
    """What lies in ``folder``, where ``auditor provenance update`` puts it; None: nothing yet.

    Raises:
        DataError: it is damaged.
    """
    current = folder / CURRENT
    if not current.is_symlink() and not current.exists():
        return None
    about = _about(current.resolve())
    for name, digest in about.digests.items():
        file = about.folder / name
        if hashlib.sha256(_content(file, "a file", _RENEW)).hexdigest() != digest:
            raise DataError(f"{file}: is not what was written at the last update", hint=_RENEW)
    return about


def newest(folder: Path) -> Renewed | None:
    """What was renewed, unless the shipped trust root is newer.

    Raises:
        DataError: what was renewed is damaged.
    """
    found = renewed(folder)
    shipped = load_trust_root(None).as_of if found is not None else None
    return None if found is None or (shipped and shipped > found.as_of) else found


def _content(file: Path, what: str, hint: str) -> bytes:
    if file.is_dir():
        raise DataError(f"{file}: this is a folder, not {what}", hint=hint)
    ((_, content),) = documents(file, LIMITS, hint=hint)
    if isinstance(content, Gap):
        raise DataError(f"{file}: {content.reason}", hint=hint)
    return content


def _about(folder: Path) -> Renewed:
    file = folder / ABOUT
    try:
        document = strict_json.parse(_content(file, "a file", _RENEW), str(file), DocumentError)
    except DocumentError as error:
        raise DataError(error.message, hint=_RENEW) from error
    value = document.value if isinstance(document.value, dict) else {}
    versions, digests = value.get("versions"), value.get("sha256")
    try:
        if value.get("schema") == ABOUT_SCHEMA and isinstance(versions, dict):
            return Renewed(
                folder,
                date.fromisoformat(str(value["as_of"])),
                excerpt(str(value["source"])),
                date.fromisoformat(str(value["expires"])),
                {name: int(str(versions[name])) for name in VERSIONS},
                _digests(digests),
            )
    except (KeyError, ValueError) as error:
        raise DataError(f"{file}: is no account of renewed trust", hint=_RENEW) from error
    raise DataError(f"{file}: is no account of renewed trust", hint=_RENEW)


def _digests(value: strict_json.Value) -> dict[str, str]:
    found = value if isinstance(value, dict) else {}
    return {name: str(found[name]) for name in (TRUST_ROOT, NPM_KEYS)}
