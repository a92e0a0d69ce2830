"""Which JSON documents does a path of the caller's hold?

A folder (walked in a fixed order), a zip, or one file; every document is read
within limits. What cannot be read is told as a Gap in its place.
"""

from __future__ import annotations

import os
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from auditor.errors import DataError
from auditor.model import Gap
from auditor.sanitise import excerpt

# The methods that OSV's own archives use; the others can ask for gigabytes of memory.
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
)


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is read: per document, documents, and all of them together."""

    document_bytes: int
    documents: int
    total_bytes: int


def documents(path: Path, limits: Limits, *, hint: str) -> Iterator[tuple[str, bytes | Gap]]:
    """Yield the name and the bytes of every document whose name ends in ``.json``.

    A single file counts whatever its name is. A document larger than the limit
    is a Gap; more documents or more bytes than the limits end the reading.

    Raises:
        DataError: nothing at ``path`` can be read, or there is too much of it;
            carries ``hint``.
    """
    total = 0
    try:
        for count, (label, content) in enumerate(_contents(path, limits), start=1):
            total += 0 if isinstance(content, Gap) else len(content)
            if count > limits.documents:
                raise DataError(f"{path}: more than {limits.documents:,} documents", hint=hint)
            if total > limits.total_bytes:
                raise DataError(f"{path}: more than {limits.total_bytes:,} bytes", hint=hint)
            yield label, content
    except FileNotFoundError as error:
        raise DataError(f"{path}: no such file or folder", hint=hint) from error
    except OSError as error:
        raise DataError(f"{path}: cannot be read: {error.strerror}", hint=hint) from error
    except _DAMAGED as error:
        raise DataError(f"{path}: the zip is damaged or cut short", hint=hint) from error


def _contents(path: Path, limits: Limits) -> Iterator[tuple[str, bytes | Gap]]:
    if path.is_dir():
        yield from _in_folder(path, limits)
    elif is_zip(path):
        yield from _in_zip(path, limits)
    else:
        yield excerpt(path.name), _bytes_of(path, excerpt(path.name), limits)


def is_zip(path: Path) -> bool:
    """Whether ``path`` is a file that calls itself a zip, or begins like one.

    Raises:
        OSError: it cannot be read.
    """
    if path.exists() and not path.is_file():
        return False
    with path.open("rb") as stream:
        return path.suffix.lower() == ".zip" or stream.read(4) == b"PK\x03\x04"


def _in_folder(folder: Path, limits: Limits) -> Iterator[tuple[str, bytes | Gap]]:
    for parent, folders, files in os.walk(folder, onerror=_fail):
        folders.sort()
        for name in sorted(files):
            if name.endswith(".json"):
                file = Path(parent, name)
                label = excerpt(file.relative_to(folder).as_posix())
                yield label, _bytes_of(file, label, limits)


def _fail(error: OSError) -> None:
    raise error


def _bytes_of(file: Path, label: str, limits: Limits) -> bytes | Gap:
    if not file.is_file():
        return Gap(label, "this is no regular file")
    try:
        with file.open("rb") as stream:
            data = stream.read(limits.document_bytes + 1)
    except OSError as error:
        return Gap(label, f"the file cannot be read: {error.strerror}")
    return _bounded(data, label, limits)


def _in_zip(path: Path, limits: Limits) -> Iterator[tuple[str, bytes | Gap]]:
    with zipfile.ZipFile(path) as archive:
        for entry in sorted(archive.infolist(), key=lambda one: (one.filename, one.header_offset)):
            if entry.filename.endswith(".json"):
                label = excerpt(entry.filename)
                yield label, _bytes_in(archive, entry, label, limits)


def _bytes_in(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, label: str, limits: Limits
) -> bytes | Gap:
    if entry.flag_bits & _ENCRYPTED or entry.compress_type not in _METHODS:
        return Gap(label, "the zip entry is encrypted or packed in an unusual way")
    try:
        with archive.open(entry) as stream:
            data = stream.read(limits.document_bytes + 1)
    except (*_DAMAGED, OSError) as error:
        return Gap(label, f"the zip entry is damaged: {excerpt(str(error))}")
    return _bounded(data, label, limits)


def _bounded(data: bytes, label: str, limits: Limits) -> bytes | Gap:
    if len(data) > limits.document_bytes:
        return Gap(label, f"the document is larger than {limits.document_bytes:,} bytes")
    return data
