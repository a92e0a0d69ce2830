"""How is the evidence of a run kept, to be judged again without the registry?

A zip with ``index.json`` (schema ``auditor.evidence-pack/1``) and every answer of
the registry, byte for byte, under ``blobs/`` and its sha256. The trust root and the
keys are named by digest and not inside: who hands out evidence must not say whom
to trust.
"""

from __future__ import annotations

import hashlib
import json
import threading
import zipfile
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from auditor.errors import UsageError
from auditor.model import Gap
from auditor.sources.registry import Document, RegistryData

SCHEMA = "auditor.evidence-pack/1"
INDEX = "index.json"
BLOBS = "blobs/"
MAX_ANSWERS = 60_000

_EPOCH = (1980, 1, 1, 0, 0, 0)
_MODE = 0o644 << 16
_UNIX = 3


class Kind(StrEnum):
    """What was asked."""

    PACKUMENT = "packument"
    ATTESTATIONS = "attestations"


Question = tuple[Kind, str, str]
"""What was asked, about which name and version; the version of a packument is empty."""


@dataclass(frozen=True, slots=True)
class Context:
    """What a pack was made for and with; digests in hexadecimal, days as in the files."""

    lockfile: str
    lockfile_sha256: str
    trust_root_sha256: str
    trust_root_as_of: str
    npm_keys_sha256: str
    npm_keys_as_of: str
    retrieved_at: str


@dataclass(slots=True)
class Recording:
    """Registry data that remembers what was answered; failures are not remembered."""

    inner: RegistryData
    answers: dict[Question, Document | None] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def workers(self) -> int:
        """As of what is recorded."""
        return self.inner.workers

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """As of what is recorded."""
        return self.inner.gaps

    def prepare(self, names: Collection[str]) -> None:
        """As of what is recorded."""
        self.inner.prepare(names)

    def packument(self, name: str) -> Document | None:
        """As of what is recorded, and remembered."""
        return self._remember((Kind.PACKUMENT, name, ""), self.inner.packument(name))

    def attestations(self, name: str, version: str) -> Document | None:
        """As of what is recorded, and remembered."""
        question = (Kind.ATTESTATIONS, name, version)
        return self._remember(question, self.inner.attestations(name, version))

    def _remember(self, question: Question, answer: Document | None) -> Document | None:
        with self._lock:
            self.answers[question] = answer
        return answer


def write_pack(file: Path, answers: Mapping[Question, Document | None], context: Context) -> str:
    """Write ``answers`` to ``file`` and return the digest of the index.

    The bytes are the same for the same answers and context, up to the version of zlib.

    Raises:
        UsageError: the file cannot be written, or there are too many answers.
    """
    if len(answers) > MAX_ANSWERS:
        raise UsageError(f"{file}: {len(answers):,} answers are more than a pack holds")
    ordered = sorted(answers.items())
    index = {
        "schema": SCHEMA,
        "retrieved_at": context.retrieved_at,
        "lockfile": {"name": context.lockfile, "sha256": context.lockfile_sha256},
        "trust_root": {"sha256": context.trust_root_sha256, "as_of": context.trust_root_as_of},
        "npm_keys": {"sha256": context.npm_keys_sha256, "as_of": context.npm_keys_as_of},
        "answers": [_entry(question, answer) for question, answer in ordered],
    }
    data = (json.dumps(index, indent=1, ensure_ascii=False) + "\n").encode()
    blobs = {answer.sha256: answer.data for _, answer in ordered if answer is not None}
    fresh = file.with_name(f"{file.name}.new")
    try:
        with zipfile.ZipFile(fresh, "w", zipfile.ZIP_DEFLATED) as archive:
            _add(archive, INDEX, data)
            for digest in sorted(blobs):
                _add(archive, f"{BLOBS}{digest}", blobs[digest])
        fresh.replace(file)
    except OSError as error:
        raise UsageError(
            f"{file}: cannot be written: {error.strerror}",
            hint="name a file in a folder that exists and that you may write to",
        ) from error
    return hashlib.sha256(data).hexdigest()


def _entry(question: Question, answer: Document | None) -> dict[str, str | None]:
    kind, name, version = question
    digest = None if answer is None else answer.sha256
    return {"kind": kind.value, "name": name, "version": version, "sha256": digest}


def _add(archive: zipfile.ZipFile, name: str, data: bytes) -> None:
    info = zipfile.ZipInfo(name, _EPOCH)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.create_system, info.external_attr = _UNIX, _MODE
    archive.writestr(info, data)
