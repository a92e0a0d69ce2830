"""What does a JSON report say, read back from its file?

Only what explaining needs; fields that came with a later auditor are passed over.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from auditor.assessment import Verdict
from auditor.errors import UsageError
from auditor.model import Severity
from sbom import strict_json
from sbom.errors import DocumentError

MAX_BYTES = 256 * 2**20
HINT = "write one with: auditor audit --format json=FILE"

_Text = Annotated[str, Field(max_length=10_000)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class Place(_Part):
    """Where something is: the path, and the line or 0."""

    path: _Text
    line: int = 0

    def __str__(self) -> str:
        """``path:line``, or the path alone."""
        return f"{self.path}:{self.line}" if self.line else self.path


class ReportedInstance(_Part):
    """One thing a verdict rests on."""

    message: _Text
    location: Place | None = None
    purl: _Text | None = None
    waived_by: _Text | None = None
    fingerprint: _Text = ""
    new: bool | None = None

    @property
    def place(self) -> str:
        """Where it is, or which package it is; empty where it is nowhere in particular."""
        return self.purl or (str(self.location) if self.location else "")


class ReportedControl(_Part):
    """The verdict on one control, and by how many points the floor rises once it passes."""

    id: _Text
    verdict: Verdict
    severity: Literal["low", "medium", "high", "critical"]
    reason: _Text
    gain: float = 0.0
    preview: bool = False
    waived: bool = False
    unknown_because: tuple[_Text, ...] = ()
    instances: tuple[ReportedInstance, ...] = ()

    @property
    def level(self) -> Severity:
        """The severity as the model has it."""
        return Severity[self.severity.upper()]


class ReportedFinding(_Part):
    """One finding of a check."""

    rule: _Text
    message: _Text
    location: Place | None = None
    purl: _Text | None = None
    paths: tuple[tuple[_Text, ...], ...] = ()
    fix: _Text | None = None
    fingerprint: _Text | None = None
    attributes: dict[str, str | int | float | bool | None] = Field(default_factory=dict)


class ReportedCheck(_Part):
    """How one check ended."""

    check: _Text
    outcome: _Text
    reason: _Text | None = None
    hint: _Text | None = None
    findings: tuple[ReportedFinding, ...] = ()


class _Score(_Part):
    floor: Annotated[float, Field(ge=0, le=100)]


class ReportFile(_Part):
    """A report: its controls and checks, and the score or nothing where nothing applied."""

    schema_: Annotated[Literal["auditor.report/1"], Field(alias="schema")]
    score: _Score | None = None
    controls: tuple[ReportedControl, ...]
    checks: tuple[ReportedCheck, ...]

    def control(self, control_id: str) -> ReportedControl | None:
        """Return the result of that control; None where the report has none."""
        return next((each for each in self.controls if each.id == control_id), None)

    @property
    def findings(self) -> tuple[ReportedFinding, ...]:
        """Every finding, in the order of the report."""
        return tuple(finding for check in self.checks for finding in check.findings)


def read_report(file: Path) -> ReportFile:
    """Return what the JSON report in ``file`` says.

    Raises:
        UsageError: it cannot be read, or is no such report.
    """
    try:
        with file.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise UsageError(f"{file}: cannot be read: {error.strerror}", hint=HINT) from error
    try:
        document = strict_json.parse(data, str(file), DocumentError, max_bytes=MAX_BYTES)
    except DocumentError as error:
        raise UsageError(error.message, hint=HINT) from error
    try:
        return ReportFile.model_validate(document.value)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(part) for part in first["loc"]) or "the document"
        raise UsageError(
            f"{file}: {where}: is not what a JSON report has there", hint=HINT
        ) from error
