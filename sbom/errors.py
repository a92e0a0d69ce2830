"""Which errors does sbom raise?

SbomError          the root; never raised itself
├── LockfileError  a lockfile cannot be read: file, place, what is wrong, what to do
├── NoLockfileError  there is none of the lockfiles that this package reads
└── DocumentError  a CycloneDX document cannot be read or written
"""

from __future__ import annotations


class SbomError(Exception):
    """The root of everything sbom raises on purpose.

    ``message`` reads ``file: place: what is wrong``; ``hint`` is the remedy.
    """

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class LockfileError(SbomError):
    """A lockfile cannot be read."""


class NoLockfileError(SbomError):
    """There is none of the lockfiles that this package reads."""


class DocumentError(SbomError):
    """A CycloneDX document cannot be read or written."""
