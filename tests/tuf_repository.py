"""How do tests get a TUF repository? They make one of their own, and serve it on this machine."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from loopback import Reply, Server
from securesystemslib.signer import CryptoSigner  # type: ignore[attr-defined]  # not exported
from tuf.api.metadata import (  # type: ignore[attr-defined]  # as above
    DelegatedRole,
    Delegations,
    Metadata,
    MetaFile,
    Root,
    Snapshot,
    TargetFile,
    Targets,
    Timestamp,
)

from auditor.sources.tuf_update import keys_target

TOP = ("root", "timestamp", "snapshot", "targets")


def new_signer() -> CryptoSigner:
    """A key of its own."""
    return CryptoSigner.generate_ed25519()


def days(count: int) -> datetime:
    """So many days from now, on the computer's own clock, as python-tuf judges by it."""
    return datetime.now(UTC).replace(microsecond=0) + timedelta(days=count)


@dataclass
class Repository:
    """The trust root at the top, the registry's keys in a delegation, as sigstore has it."""

    files: dict[str, bytes]
    version: int = 1
    lives_days: int = 7
    signer: CryptoSigner = field(default_factory=new_signer)

    def __post_init__(self) -> None:
        self.expires = days(self.lives_days)
        self.root = Root(version=1, expires=days(365), consistent_snapshot=True)
        for role in TOP:
            self.root.add_key(self.signer.public_key, role)

    @property
    def first_root(self) -> bytes:
        """The root that a client begins with."""
        return self.signed(self.root)

    def signed(self, what: Any) -> bytes:
        """The metadata of one role, signed."""
        metadata = Metadata(deepcopy(what))
        metadata.sign(self.signer)
        return metadata.to_bytes()

    def paths(self) -> Mapping[str, bytes]:
        """What lies where in the repository."""
        keys = keys_target()
        host = keys.partition("/")[0]
        delegate = Targets(version=self.version, expires=self.expires)
        delegate.targets[keys] = TargetFile.from_data(keys, self.files[keys])
        role = DelegatedRole(host, [self.signer.public_key.keyid], 1, True, [f"{host}/*"])
        targets = Targets(version=self.version, expires=self.expires)
        targets.delegations = Delegations(
            {self.signer.public_key.keyid: self.signer.public_key}, {host: role}
        )
        for name, data in self.files.items():
            if name != keys:
                targets.targets[name] = TargetFile.from_data(name, data)
        snapshot = Snapshot(version=self.version, expires=self.expires)
        snapshot.meta = {
            "targets.json": MetaFile(self.version),
            f"{host}.json": MetaFile(self.version),
        }
        timestamp = Timestamp(version=self.version, expires=self.expires)
        timestamp.snapshot_meta = MetaFile(self.version)
        return {
            "/timestamp.json": self.signed(timestamp),
            f"/{self.version}.snapshot.json": self.signed(snapshot),
            f"/{self.version}.targets.json": self.signed(targets),
            f"/{self.version}.{host}.json": self.signed(delegate),
            **{f"/targets/{_hashed(name, data)}": data for name, data in self.files.items()},
        }

    def serve(self, server: Server) -> None:
        """Let ``server`` answer as this repository does now."""
        server.replies.clear()
        for path, data in self.paths().items():
            server.replies[path] = Reply(data)


def target_path(name: str, data: bytes) -> str:
    """Where a target lies on the server."""
    return f"/targets/{_hashed(name, data)}"


def as_json(value: object) -> bytes:
    """The bytes of a target."""
    return json.dumps(value).encode()


def _hashed(name: str, data: bytes) -> str:
    folder, slash, base = name.rpartition("/")
    return f"{folder}{slash}{hashlib.sha256(data).hexdigest()}.{base}"
