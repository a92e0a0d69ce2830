"""Which bundles were verified before, on this machine, by this verifier?

One small file each, in a folder of the user's. Its name is made of everything that the
result depends on, so that nothing in it can grow old; a file that is damaged is as good as
none. What was refused is never written.
"""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import asdict
from datetime import UTC, datetime
from functools import cached_property
from importlib import metadata
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

import auditor.provenance
from auditor.provenance import Evidence, Grade, Identity, Opinion, Stance, Trust
from auditor.provenance.memory import Remembered

MAX_ENTRY_BYTES = 2**20

_LIBRARIES = ("cryptography", "sigstore")
# What reading an entry raises where it is damaged.
_DAMAGED = (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError)


class VerifiedCache:
    """Remembers verified bundles in ``folder``, which is made when there is something to keep."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._trusted: dict[int, tuple[Trust, bytes]] = {}

    def recall(self, bundle: bytes, trust: Trust) -> Remembered | None:
        """What is remembered of ``bundle``; nothing where the file is damaged."""
        file = self._file(bundle, trust)
        try:
            with file.open("rb") as stream:
                data = stream.read(MAX_ENTRY_BYTES + 1)
            digest, _, content = data.partition(b"\n")
            if digest != _digest(file, content):
                return None
            return _read(json.loads(content))
        except _DAMAGED:
            return None

    def keep(self, bundle: bytes, trust: Trust, remembered: Remembered) -> None:
        """Write it down; where that fails, it is verified again the next time."""
        file = self._file(bundle, trust)
        content = json.dumps(_written(remembered), ensure_ascii=False).encode()
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            with NamedTemporaryFile(dir=file.parent, delete=False) as stream:
                stream.write(_digest(file, content) + b"\n" + content)
            Path(stream.name).replace(file)
        except OSError:
            return

    def _file(self, bundle: bytes, trust: Trust) -> Path:
        name = hashlib.sha256(self._basis(trust) + hashlib.sha256(bundle).digest()).hexdigest()
        return self._folder / name[:2] / name

    def _basis(self, trust: Trust) -> bytes:
        """The digest of trust root, keys and verifier, worked out once for each trust."""
        known = self._trusted.get(id(trust))
        if known is None or known[0] is not trust:
            keys = repr((trust.keys.keys, trust.keys.as_of))
            parts = (trust.root.sha256, hashlib.sha256(keys.encode()).hexdigest(), self._verifier)
            known = trust, hashlib.sha256("\n".join(parts).encode()).digest()
            self._trusted[id(trust)] = known
        return known[1]

    @cached_property
    def _verifier(self) -> str:
        """The verifier's own source, and the versions of the libraries it rests on."""
        source = hashlib.sha256()
        for file in sorted(Path(auditor.provenance.__file__).parent.glob("*.py")):
            source.update(hashlib.sha256(file.read_bytes()).digest())
        versions = [f"{name} {metadata.version(name)}" for name in _LIBRARIES]
        return "\n".join([source.hexdigest(), *versions])


def _digest(file: Path, content: bytes) -> bytes:
    return hashlib.sha256(file.name.encode() + b"\n" + content).hexdigest().encode()


def _written(remembered: Remembered) -> dict[str, Any]:
    evidence, second = remembered.evidence, remembered.second
    return {
        "payload": base64.b64encode(evidence.payload).decode(),
        "identity": None if evidence.identity is None else asdict(evidence.identity),
        "keyid": evidence.keyid,
        "time": evidence.time.astimezone(UTC).isoformat(),
        "log_id": evidence.log_id,
        "log_index": evidence.log_index,
        "log_kind": evidence.log_kind,
        "grade": evidence.grade.value,
        "second": None if second is None else [second.stance.value, second.reason],
    }


def _read(entry: dict[str, Any]) -> Remembered:
    identity, second = entry["identity"], entry["second"]
    evidence = Evidence(
        payload=base64.b64decode(entry["payload"], validate=True),
        identity=None if identity is None else Identity(**identity),
        keyid=entry["keyid"],
        time=datetime.fromisoformat(entry["time"]),
        log_id=entry["log_id"],
        log_index=entry["log_index"],
        log_kind=entry["log_kind"],
        grade=Grade(entry["grade"]),
    )
    return Remembered(evidence, None if second is None else Opinion(Stance(second[0]), second[1]))
