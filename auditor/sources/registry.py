"""What can be asked of a registry, wherever its documents come from?

The contract alone: a server, a folder of the caller's and a recording answer it
alike, with the bytes as they came, so that a recording can replay them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from auditor.model import Gap


@dataclass(frozen=True)
class Document:
    """What a registry answered, byte for byte; ``origin`` names the file or the address."""

    data: bytes
    origin: str

    @cached_property
    def sha256(self) -> str:
        """The digest of the bytes in hexadecimal."""
        return hashlib.sha256(self.data).hexdigest()


class RegistryData(Protocol):
    """Documents about packages. Its methods may be called from several threads at once."""

    @property
    def workers(self) -> int:
        """How many questions may be asked side by side."""
        ...

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """What could not be read, and so belongs to no package; sorted."""
        ...

    def prepare(self, names: Collection[str]) -> None:
        """Be told which packages will be asked about, before the first question.

        Raises:
            SourceError: nothing can be asked at all.
        """
        ...

    def packument(self, name: str) -> Document | None:
        """The registry's document about a package; None where it has none.

        Raises:
            SourceError: it cannot be had; one sentence says why.
        """
        ...

    def attestations(self, name: str, version: str) -> Document | None:
        """The registry's answer ``{"attestations": [...]}`` about a release; None if it has none.

        Raises:
            SourceError: it cannot be had; one sentence says why.
        """
        ...
