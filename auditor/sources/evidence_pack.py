"""What does a file of kept evidence hold?

Read in place and within limits; nothing is ever unpacked to disk, and an answer
whose bytes are not those of its digest is refused.
"""

from __future__ import annotations

import hashlib
import struct
import threading
import zipfile
import zlib
from collections.abc import Collection, Mapping
from datetime import datetime
from pathlib import Path
from types import MappingProxyType

from auditor.errors import DataError, SourceError
from auditor.model import Gap
from auditor.provenance import fields, strict_json
from auditor.provenance.strict_json import Value
from auditor.provenance.verdict import RefusedError
from auditor.sanitise import excerpt
from auditor.sources.evidence_record import (
    BLOBS,
    INDEX,
    MAX_ANSWERS,
    SCHEMA,
    Context,
    Kind,
    Question,
)
from auditor.sources.registry import Document

MAX_PACK_BYTES = 2**30
MAX_ANSWER_BYTES = 64 * 2**20
MAX_TOTAL_BYTES = 4 * 2**30
MAX_INDEX_BYTES = strict_json.MAX_BYTES

_HINT = "make a new one with: auditor provenance pack"
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED = 0x1
# What zipfile raises on bytes that are no zip, or no longer one.
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    OverflowError,
    ValueError,
    OSError,
)
# APPNOTE.TXT, section 4.3.16: the end of central directory record, and its longest comment.
_END = struct.Struct("<4s4H2LH")
_END_MARK = b"PK\x05\x06"
_ZIP64_MARK = b"PK\x06\x07"
_ZIP64_BYTES = 20
_MAX_COMMENT = 2**16
_MAX_DIRECTORY_BYTES = 16 * 2**20


class EvidencePack:
    """Registry data out of the pack at ``path``.

    Raises:
        DataError: it is none; one sentence says what is wrong.
    """

    workers = 1
    gaps: tuple[Gap, ...] = ()

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._archive, entries = _open(path)
        index = _blob(self._archive, entries.get(INDEX), MAX_INDEX_BYTES, f"{path}: {INDEX}")
        self.sha256 = hashlib.sha256(index).hexdigest()
        try:
            self.context, self._answers = _read_index(index, f"{path}: {INDEX}")
        except RefusedError as error:
            raise DataError(error.message, hint=_HINT) from error
        self._entries = entries
        named = {f"{BLOBS}{digest}" for digest in self._answers.values() if digest}
        for name in sorted(set(entries) - named - {INDEX}):
            raise DataError(f"{path}: its index does not name {excerpt(name)}", hint=_HINT)
        for name in sorted(named - set(entries)):
            raise DataError(f"{path}: {name} is missing", hint=_HINT)

    def prepare(self, names: Collection[str]) -> None:
        """Do nothing: everything is at hand."""

    def packument(self, name: str) -> Document | None:
        """The registry's document about a package, as it was answered.

        Raises:
            SourceError: the pack holds no answer, or not the one that its index names.
        """
        return self._answer((Kind.PACKUMENT, name, ""))

    def attestations(self, name: str, version: str) -> Document | None:
        """The registry's answer about a release, as it was.

        Raises:
            SourceError: the pack holds no answer, or not the one that its index names.
        """
        return self._answer((Kind.ATTESTATIONS, name, version))

    def _answer(self, question: Question) -> Document | None:
        kind, name, version = question
        about = excerpt(f"{name}@{version}" if version else name)
        if question not in self._answers:
            raise SourceError(f"{self._path}: holds no {kind.value} about {about}", hint=_HINT)
        digest = self._answers[question]
        if digest is None:
            return None
        place = f"{self._path}: the {kind.value} of {about}"
        with self._lock:  # zipfile's handles share one position in the file
            entry = self._entries.get(f"{BLOBS}{digest}")
            data = _blob(self._archive, entry, MAX_ANSWER_BYTES, place)
        document = Document(data, f"{self._path.name}: {BLOBS}{digest}")
        if document.sha256 != digest:
            raise DataError(f"{place} is not what its digest says", hint=_HINT)
        return document


def _open(path: Path) -> tuple[zipfile.ZipFile, dict[str, zipfile.ZipInfo]]:
    if not path.is_file():
        raise DataError(f"{path}: no such file", hint=_HINT)
    try:
        _check_end(path)
        archive = zipfile.ZipFile(path)
    except _DAMAGED as error:
        raise DataError(f"{path}: the zip is damaged or cut short", hint=_HINT) from error
    entries: dict[str, zipfile.ZipInfo] = {}
    for entry in archive.infolist():
        name = entry.filename
        if name in entries:
            raise DataError(f"{path}: {excerpt(name)} occurs twice", hint=_HINT)
        if name != INDEX and not _is_blob(name):
            raise DataError(f"{path}: {excerpt(name)} is no part of a pack", hint=_HINT)
        entries[name] = entry
    if sum(entry.file_size for entry in entries.values()) > MAX_TOTAL_BYTES:
        raise DataError(f"{path}: holds more than {MAX_TOTAL_BYTES:,} bytes", hint=_HINT)
    return archive, entries


def _check_end(path: Path) -> None:
    """Bound the central directory before zipfile reads all of it into memory."""
    with path.open("rb") as stream:
        size = stream.seek(0, 2)
        start = max(0, size - _END.size - _MAX_COMMENT - _ZIP64_BYTES)
        stream.seek(start)
        tail = stream.read(size - start)
    if size > MAX_PACK_BYTES:
        raise DataError(f"{path}: larger than {MAX_PACK_BYTES:,} bytes", hint=_HINT)
    at = tail.rfind(_END_MARK)
    if at < 0 or at + _END.size > len(tail):
        raise zipfile.BadZipFile
    _, _, _, _, count, directory_bytes, _, _ = _END.unpack_from(tail, at)
    is_zip64 = tail[max(0, at - _ZIP64_BYTES) : at].startswith(_ZIP64_MARK)
    if is_zip64 or count > MAX_ANSWERS + 1 or directory_bytes > _MAX_DIRECTORY_BYTES:
        raise DataError(f"{path}: more than {MAX_ANSWERS:,} answers", hint=_HINT)


def _blob(archive: zipfile.ZipFile, entry: zipfile.ZipInfo | None, limit: int, place: str) -> bytes:
    if entry is None:
        raise DataError(f"{place} is missing", hint=_HINT)
    if entry.flag_bits & _ENCRYPTED or entry.compress_type not in _METHODS:
        raise DataError(f"{place} is encrypted or packed in an unusual way", hint=_HINT)
    try:
        with archive.open(entry) as stream:
            data = stream.read(limit + 1)
    except _DAMAGED as error:
        raise DataError(f"{place} is damaged", hint=_HINT) from error
    if len(data) > limit:
        raise DataError(f"{place} is larger than {limit:,} bytes", hint=_HINT)
    return data


def _read_index(data: bytes, place: str) -> tuple[Context, Mapping[Question, str | None]]:
    root = fields.message(strict_json.parse(data, place), place)
    if root.get("schema") != SCHEMA:
        raise DataError(f"{place}: its schema is not {SCHEMA}", hint=_HINT)
    parts = {
        name: fields.message(root.get(name), f"{place}: {name}")
        for name in ("lockfile", "trust_root", "npm_keys")
    }

    def said(part: str, member: str) -> str:
        return fields.text(parts[part].get(member), f"{place}: {part}.{member}")

    context = Context(
        said("lockfile", "name"),
        said("lockfile", "sha256"),
        said("trust_root", "sha256"),
        said("trust_root", "as_of"),
        said("npm_keys", "sha256"),
        said("npm_keys", "as_of"),
        fields.text(root.get("retrieved_at"), f"{place}: retrieved_at"),
    )
    try:
        datetime.fromisoformat(context.retrieved_at)
    except ValueError as error:
        raise DataError(f"{place}: retrieved_at is no time", hint=_HINT) from error
    answers: dict[Question, str | None] = {}
    for number, item in enumerate(fields.items(root.get("answers"), f"{place}: answers")):
        where = f"{place}: answers[{number}]"
        question, digest = _read_entry(item, where)
        if question in answers:
            raise DataError(f"{where}: the same question as before", hint=_HINT)
        answers[question] = digest
    return context, MappingProxyType(answers)


def _read_entry(item: Value, place: str) -> tuple[Question, str | None]:
    entry = fields.message(item, place)
    if set(entry) != {"kind", "name", "version", "sha256"}:
        raise DataError(f"{place}: is no kind, name, version and sha256", hint=_HINT)
    try:
        kind = Kind(fields.text(entry["kind"], f"{place}.kind"))
    except ValueError as error:
        raise DataError(f"{place}.kind: is none that is known", hint=_HINT) from error
    name = fields.text(entry["name"], f"{place}.name")
    version = fields.text(entry["version"], f"{place}.version")
    digest = entry["sha256"]
    if digest is None:
        return (kind, name, version), None
    digest = fields.text(digest, f"{place}.sha256")
    if not _is_blob(f"{BLOBS}{digest}"):
        raise DataError(f"{place}.sha256: is no sha256 digest", hint=_HINT)
    return (kind, name, version), digest


def _is_blob(name: str) -> bool:
    digest = name.removeprefix(BLOBS)
    return (
        name.startswith(BLOBS)
        and len(digest) == hashlib.sha256().digest_size * 2
        and not set(digest) - set("0123456789abcdef")
    )
