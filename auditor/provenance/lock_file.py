"""How does a lock of origins stand in a file? ``auditor.provenance-lock/1``, read strictly."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Collection, Mapping
from dataclasses import fields as fields_of

from auditor import semver
from auditor.errors import DataError
from auditor.provenance import fields, strict_json
from auditor.provenance.history import line_of
from auditor.provenance.lock import Lock, Pin
from auditor.provenance.origin import Origin
from auditor.provenance.strict_json import Value
from auditor.provenance.verdict import RefusedError
from auditor.sanitise import excerpt

SCHEMA = "auditor.provenance-lock/1"
MAX_PINS = 100_000

_HINT = "write it with: auditor provenance pin"
_DIGEST = re.compile(r"sha256:([0-9a-f]{64})")
_FIELDS = tuple(field.name for field in fields_of(Origin))


def write_lock(lock: Lock) -> str:
    """Return the text of the file: the same for the same pins."""
    packages = {
        name: {line: _pin_value(pin) for line, pin in lines.items()}
        for name, lines in lock.pins.items()
    }
    value = {"schema": SCHEMA, "packages": packages}
    return json.dumps(value, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def read_lock(data: bytes, file: str) -> Lock:
    """Read the lock in ``data``; ``file`` names it in messages.

    Raises:
        DataError: it is none; one sentence says where.
    """
    try:
        root = fields.message(strict_json.parse(data, file), file)
        _only(root, ("schema", "packages"), file)
        if root.get("schema") != SCHEMA:
            raise DataError(f"{file}: its schema is not {SCHEMA}", hint=_HINT)
        packages = fields.message(root.get("packages"), f"{file}: packages")
        pins = {
            name: _lines(lines, f"{file}: packages.{excerpt(name)}")
            for name, lines in packages.items()
        }
    except RefusedError as error:
        raise DataError(error.message, hint=_HINT) from error
    lock = Lock(pins, hashlib.sha256(data).hexdigest())
    if len(lock) > MAX_PINS:
        raise DataError(f"{file}: more than {MAX_PINS:,} pins", hint=_HINT)
    return lock


def _pin_value(pin: Pin) -> dict[str, object]:
    identity = {name: getattr(pin.origin, name) for name in _FIELDS}
    return {
        "established_on": pin.established_on,
        "evidence": f"sha256:{pin.evidence}",
        "identity": {name: value for name, value in identity.items() if value is not None},
    }


def _lines(value: Value, place: str) -> Mapping[str, Pin]:
    lines = fields.message(value, place)
    if not lines:
        raise DataError(f"{place}: pins nothing", hint=_HINT)
    return {line: _pin(pin, f"{place}.{excerpt(line)}", line) for line, pin in lines.items()}


def _pin(value: Value, place: str, line: str) -> Pin:
    pin = fields.message(value, place)
    _only(pin, ("established_on", "evidence", "identity"), place)
    version = fields.text(pin.get("established_on"), f"{place}.established_on")
    if semver.key(version) is None or line_of(version) != line:
        raise DataError(f"{place}.established_on: is no version of this line", hint=_HINT)
    evidence = _DIGEST.fullmatch(fields.text(pin.get("evidence"), f"{place}.evidence"))
    if evidence is None:
        raise DataError(f"{place}.evidence: is no sha256 digest", hint=_HINT)
    identity = fields.message(pin.get("identity"), f"{place}.identity")
    _only(identity, _FIELDS, f"{place}.identity")
    known = {name: fields.text(said, f"{place}.identity.{name}") for name, said in identity.items()}
    for name in ("issuer", "source_repository"):
        if not known.get(name):
            raise DataError(f"{place}.identity: {name} is missing", hint=_HINT)
    return Pin(version, evidence[1], Origin(**known))


def _only(value: fields.Message, allowed: Collection[str], place: str) -> None:
    for key in value:
        if key not in allowed:
            raise DataError(f"{place}: unknown key {excerpt(key)}", hint=_HINT)
