"""With which keys does an npm registry sign?

Reads a file of keys in the compact form that is shipped, in the form of
sigstore's TUF target, or as a registry's own ``/-/npm/v1/keys`` answers.
"""

from __future__ import annotations

import binascii
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from auditor.errors import DataError
from auditor.model import Gap
from auditor.sources.documents import Limits, documents
from sbom import strict_json
from sbom.errors import DocumentError

SHIPPED = Path(__file__).parents[1] / "data" / "npm-keys.json"
SIGNATURES = "npm:signatures"
MAX_KEYS = 100
LIMITS = Limits(document_bytes=2**20, documents=1, total_bytes=2**20)

_SCHEMES = (None, "PKIX_ECDSA_P256_SHA_256", "ecdsa-sha2-nistp256")
_HINT = "pass a file of registry keys: --npm-keys FILE; without it the shipped keys are used"


@dataclass(frozen=True, slots=True)
class Key:
    """One ECDSA P-256 key for one use; ``spki`` is its SubjectPublicKeyInfo in DER.

    ``start`` and ``end`` bound when it signs; None means unbounded.
    """

    keyid: str
    usage: str
    spki: bytes
    start: datetime | None = None
    end: datetime | None = None


@dataclass(frozen=True, slots=True)
class KeyRing:
    """The keys of one file; ``as_of`` is the date the file gives itself, or empty."""

    keys: tuple[Key, ...]
    as_of: str
    origin: str

    def find(self, keyid: str, usage: str) -> Key | None:
        """The key with this id for this use, if there is one."""
        return next((key for key in self.keys if (key.keyid, key.usage) == (keyid, usage)), None)


def read_keys(path: Path | None) -> KeyRing:
    """Read the keys in ``path``, or the shipped ones where it is None.

    Keys of other kinds than ECDSA P-256 are left out: what they sign is signed
    by an unknown key.

    Raises:
        DataError: the file cannot be read, or a key in it is malformed.
    """
    file = path or SHIPPED
    if file.is_dir():
        raise DataError(f"{file}: this is a folder, not a file of keys", hint=_HINT)
    ((_, content),) = documents(file, LIMITS, hint=_HINT)
    if isinstance(content, Gap):
        raise DataError(f"{file}: {content.reason}", hint=_HINT)
    try:
        value = strict_json.parse(content, str(file), DocumentError).value
    except DocumentError as error:
        raise DataError(error.message, hint=_HINT) from error
    items = value.get("keys") if isinstance(value, dict) else None
    if not isinstance(value, dict) or not isinstance(items, list) or len(items) > MAX_KEYS:
        raise DataError(f"{file}: keys is no list of at most {MAX_KEYS} keys", hint=_HINT)
    keys = [_key(item, f"{file}: keys[{index}]") for index, item in enumerate(items)]
    return KeyRing(
        keys=tuple(key for key in keys if key is not None),
        as_of=str(value.get("as_of") or ""),
        origin="shipped" if path is None else path.name,
    )


def read_time(value: object) -> datetime | None:
    """Return an ISO 8601 time that names its offset; None for anything else."""
    try:
        time = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return time if time is not None and time.tzinfo is not None else None


def _key(item: object, place: str) -> Key | None:
    if not isinstance(item, Mapping):
        raise DataError(f"{place} is no object", hint=_HINT)
    public = item.get("publicKey")
    if isinstance(public, Mapping):
        window = public.get("validFor")
        window = window if isinstance(window, Mapping) else {}
        scheme, encoded = public.get("keyDetails"), public.get("rawBytes")
        start, end = window.get("start"), window.get("end")
    else:
        scheme, encoded = item.get("scheme"), item.get("key")
        start, end = item.get("start"), item.get("end") or item.get("expires")
    if scheme not in _SCHEMES:
        return None
    keyid = item.get("keyid") or item.get("keyId")
    usage = item.get("usage") or item.get("keyUsage") or SIGNATURES
    if not isinstance(keyid, str) or not isinstance(usage, str):
        raise DataError(f"{place}: keyid or usage is no text", hint=_HINT)
    return Key(keyid, usage, _spki(encoded, place), _bound(start, place), _bound(end, place))


def _spki(encoded: object, place: str) -> bytes:
    try:
        if isinstance(encoded, str):
            return binascii.a2b_base64(encoded, strict_mode=True)
    except ValueError as error:  # binascii.Error, and text that is not ASCII
        raise DataError(f"{place}: the key is no base64", hint=_HINT) from error
    raise DataError(f"{place}: there is no key", hint=_HINT)


def _bound(value: object, place: str) -> datetime | None:
    if value is None:
        return None
    time = read_time(value)
    if time is None:
        raise DataError(f"{place}: a bound of the validity is no time", hint=_HINT)
    return time
