"""What do the caller's VEX documents state?

OpenVEX or CycloneDX, told apart by what they say of themselves. Only files that
the caller named are read, never one that the target brings along.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from auditor.errors import DataError
from auditor.sanitise import excerpt
from auditor.vex import Document, read_vex

MAX_BYTES = 64 * 2**20

HINT = "pass an OpenVEX or CycloneDX document in JSON: --vex FILE"


@dataclass(frozen=True, slots=True)
class VexFile:
    """One document, the name of its file and the SHA-256 of its bytes."""

    name: str
    sha256: str
    document: Document


class VexSource:
    """The documents at ``paths``."""

    def __init__(self, paths: Sequence[Path] = ()) -> None:
        self._paths = tuple(paths)

    def files(self) -> tuple[VexFile, ...]:
        """Read the documents, in the order they were given.

        Raises:
            DataError: one of them cannot be read, or is no VEX document.
        """
        return tuple(map(_file, self._paths))


def _file(path: Path) -> VexFile:
    try:
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise DataError(f"{path}: cannot be read: {error.strerror}", hint=HINT) from error
    name = excerpt(path.name)
    if len(data) > MAX_BYTES:
        raise DataError(f"{name}: larger than {MAX_BYTES:,} bytes", hint=HINT)
    return VexFile(name, hashlib.sha256(data).hexdigest(), read_vex(data, name))
