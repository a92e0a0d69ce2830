"""Which errors does auditor raise, and which exit code does each mean?

AuditorError                     70  the root; never raised itself
├── UsageError                    2  the caller asked for something that does not exist
│   └── PolicyError               2  a policy or control file is wrong: file, line, what was meant
├── TargetError                   3  the target, or a file of it the audit needs, cannot be read
│   └── NothingInScopeError       4  no lockfile and no Express application: nothing to judge
└── SourceError                   3  a tool or data source failed; the check that used it is FAILED
    ├── ProcessError              3  a subprocess died, timed out or said something unreadable
    └── DataError                 3  advisory, key or signature data on disk cannot be read

Messages follow ``where: what is wrong``; the remedy is the separate ``hint``.
"""

from __future__ import annotations

from typing import ClassVar


class AuditorError(Exception):
    """The root of everything auditor raises on purpose.

    ``message`` is one sentence, lower case, naming the place first; ``hint``
    says what to do next and may be empty.
    """

    exit_code: ClassVar[int] = 70

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(AuditorError):
    """The caller asked for something that does not exist."""

    exit_code = 2


class PolicyError(UsageError):
    """A policy or control file is wrong."""


class TargetError(AuditorError):
    """The target, or a file of it that the audit needs, cannot be read."""

    exit_code = 3


class NothingInScopeError(TargetError):
    """There is no lockfile and no Express application: nothing to judge."""

    exit_code = 4


class SourceError(AuditorError):
    """A tool or a data source failed."""

    exit_code = 3


class ProcessError(SourceError):
    """A subprocess died, timed out, or answered something unreadable."""


class DataError(SourceError):
    """Advisory, key or signature data on disk cannot be read."""
