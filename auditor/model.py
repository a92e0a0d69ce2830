"""What does an audit consist of?

Frozen data only. Checks leave findings and facts; nothing here judges them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from sbom import Inventory

Value = str | int | float | bool | None
"""What a fact may hold. ``None`` means: it is there, but its value could not be established."""

_EMPTY: Mapping[str, Value] = MappingProxyType({})


class Severity(IntEnum):
    """How bad a finding or a failing control is; ordered."""

    INFO = 0
    LOW = 1
    MEDIUM = 2
    HIGH = 3
    CRITICAL = 4

    @property
    def label(self) -> str:
        """The lower-case word used in files and reports."""
        return self.name.lower()


class Confidence(IntEnum):
    """How sure a rule is of what it reports; ordered."""

    LOW = 1
    MEDIUM = 2
    HIGH = 3

    @property
    def label(self) -> str:
        """The lower-case word used in files and reports."""
        return self.name.lower()


class Outcome(StrEnum):
    """How a check ended. Everything but COMPLETE carries a reason."""

    COMPLETE = "complete"
    PARTIAL = "partial"
    SKIPPED = "skipped"
    FAILED = "failed"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A place in the target.

    ``path`` is POSIX and relative to the target, never absolute. ``line`` and
    ``column`` count from 1; 0 means the whole file.
    """

    path: str
    line: int = 0
    column: int = 0
    end_line: int = 0

    def __str__(self) -> str:
        return f"{self.path}:{self.line}" if self.line else self.path


@dataclass(frozen=True, slots=True)
class Passage:
    """The source at a location, as far as it may be shown, and what it is recognised by.

    ``function`` names the functions around it, outermost first; ``digest`` is
    the SHA-256, in hex, of the matched text without its white space, without
    the bodies of functions in it and without literals that may be secret.
    ``lines`` are numbered lines, printable and masked, for people to read.
    """

    function: str = ""
    digest: str = ""
    lines: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class Evidence:
    """Bytes that a statement rests on, named by their hash."""

    kind: str
    origin: str
    sha256: str
    retrieved_at: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """Something measured, unjudged: ``cookie.set`` with ``secure = False``.

    ``attributes`` hold the measured values; a key ends in its unit
    (``max_age_s``). A missing key was not looked for; ``None`` could not be
    established.
    """

    name: str
    value: Value = True
    attributes: Mapping[str, Value] = field(default_factory=lambda: _EMPTY)
    location: Location | None = None
    evidence: tuple[Evidence, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "attributes", MappingProxyType(dict(self.attributes)))


@dataclass(frozen=True, slots=True)
class Finding:
    """Something a check considers wrong, at a location or in a package.

    ``paths`` are dependency paths (each a tuple of ``name@version``, root
    first). ``tags`` are what controls select by. ``fix`` says what to do next.
    """

    rule: str
    severity: Severity
    confidence: Confidence
    message: str
    location: Location | None = None
    purl: str = ""
    paths: tuple[tuple[str, ...], ...] = ()
    cwe: tuple[int, ...] = ()
    tags: frozenset[str] = frozenset()
    attributes: Mapping[str, Value] = field(default_factory=lambda: _EMPTY)
    fix: str = ""
    fingerprint: str = ""
    evidence: tuple[Evidence, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "attributes", MappingProxyType(dict(self.attributes)))


@dataclass(frozen=True, slots=True, order=True)
class Gap:
    """Something a check should have looked at and could not, with the reason."""

    subject: str
    reason: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """What a check looked at: how many ``unit`` (files, packages), and the gaps.

    ``reused`` of them were known from an earlier audit: told to people, and in no
    file, because the same input gives the same bytes.
    """

    examined: int = 0
    unit: str = "files"
    gaps: tuple[Gap, ...] = ()
    reused: int = 0


@dataclass(frozen=True, slots=True)
class CheckRun:
    """What one check left behind. Every check leaves one; none is silently absent."""

    check: str
    outcome: Outcome
    reason: str = ""
    findings: tuple[Finding, ...] = ()
    facts: tuple[Fact, ...] = ()
    coverage: Coverage = field(default_factory=Coverage)
    hint: str = ""
    seconds: float = 0.0

    def __post_init__(self) -> None:
        if self.outcome is not Outcome.COMPLETE and not self.reason:
            message = f"check {self.check}: outcome {self.outcome} needs a reason"
            raise ValueError(message)


@dataclass(frozen=True, slots=True)
class Audit:
    """Everything measured about one target. ``runs`` are sorted by check id.

    ``lockfile`` is the name of the lockfile the inventory was read from, or
    empty; ``passages`` hold the source at the locations of findings and facts,
    where the target has it.
    """

    target: str
    tool: str
    started: datetime
    inventory: Inventory | None
    runs: tuple[CheckRun, ...]
    lockfile: str = ""
    passages: Mapping[Location, Passage] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All findings of all runs, in the order of the runs."""
        return tuple(finding for run in self.runs for finding in run.findings)

    @property
    def facts(self) -> tuple[Fact, ...]:
        """All facts of all runs, in the order of the runs."""
        return tuple(fact for run in self.runs for fact in run.facts)
