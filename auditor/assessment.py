"""What does an assessment consist of?

Frozen data only: the verdict on every control, the score, the gate. Cheap to
import: nothing here needs pydantic or YAML.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from auditor.control import Basis, Control, Verdict

if TYPE_CHECKING:
    from auditor.model import Location, Severity

__all__ = [
    "BASELINE_SCHEMA",
    "FAILING",
    "Assessment",
    "Basis",
    "Control",
    "ControlResult",
    "GateOutcome",
    "GateResult",
    "Instance",
    "Known",
    "Score",
    "SectionScore",
    "Verdict",
    "WaiverState",
    "WaiverUse",
]


BASELINE_SCHEMA = "auditor.baseline/1"
"""The schema of the file that keeps what failed, for a later audit to compare with."""

FAILING = frozenset({Verdict.FAIL, Verdict.PARTIAL})
"""The verdicts whose instances a baseline keeps."""


class GateOutcome(StrEnum):
    """How a gate, or one criterion of it, ended."""

    PASS = "pass"  # noqa: S105 - an outcome, no password
    FAIL = "fail"
    INCOMPLETE = "incomplete"


class WaiverState(StrEnum):
    """What became of a waiver."""

    USED = "used"
    UNUSED = "unused"  # valid, but nothing of what it covers fails
    EXPIRED = "expired"
    REFUSED = "refused"  # malformed, or against the rules for waivers


@dataclass(frozen=True, slots=True)
class Instance:
    """One thing a verdict rests on: a place or a package, and what is to be said about it.

    ``identifiers`` are what a waiver may name it by (rule, advisory ids).
    ``severity`` is the finding's, where there is one; ``waived_by`` the id of
    the waiver that covers it. ``fingerprint`` recognises it in another audit;
    ``is_new`` is False where the baseline has it, None without a baseline.
    """

    message: str
    location: Location | None = None
    purl: str = ""
    severity: Severity | None = None
    identifiers: tuple[str, ...] = ()
    waived_by: str = ""
    fingerprint: str = ""
    is_new: bool | None = None


@dataclass(frozen=True, slots=True, order=True)
class Known:
    """A failing instance of an earlier audit, as its baseline keeps it."""

    control: str
    fingerprint: str
    path: str = ""
    purl: str = ""
    identifiers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ControlResult:
    """The verdict on one control.

    ``instances`` are what the verdict rests on: with FAIL every failing
    instance, with PASS what satisfies it, with UNKNOWN what could not be told.
    ``severity`` is the policy's, which may be above the control's own.
    ``waived`` is set on a FAIL whose every instance a waiver covers; the
    verdict stays FAIL. ``unknown_because`` has one sentence per cause of an
    UNKNOWN; with a FAIL it says why there may be more instances than are known.
    A ``preview`` counts neither in the score nor for the gate. ``gain`` is by how
    many points the score's floor rises once it passes and nothing else changes.
    """

    control: Control
    verdict: Verdict
    severity: Severity
    reason: str
    instances: tuple[Instance, ...] = ()
    basis: Basis = Basis.OBSERVED
    waived: bool = False
    unknown_because: tuple[str, ...] = ()
    gain: float = 0.0
    preview: bool = False


@dataclass(frozen=True, slots=True)
class Score:
    """Always shown together.

    ``floor`` counts unknown as failed, ``ceiling`` as passed (both 0 to 100);
    ``coverage`` is the weighted share (0 to 1) of applicable controls with a
    verdict. ``grade`` is a letter, of the floor.
    """

    floor: float
    ceiling: float
    coverage: float
    grade: str


@dataclass(frozen=True, slots=True)
class SectionScore:
    """The score of one section; None where nothing in it applies."""

    section: str
    score: Score | None


@dataclass(frozen=True, slots=True)
class GateResult:
    """One criterion of the gate, how it ended, and why, in one sentence."""

    criterion: str
    outcome: GateOutcome
    message: str


@dataclass(frozen=True, slots=True)
class WaiverUse:
    """What became of one waiver, and why, in one sentence."""

    id: str
    control: str
    state: WaiverState
    message: str


@dataclass(frozen=True, slots=True)
class Assessment:
    """An audit judged by a policy. ``controls`` are sorted by id, ``sections`` by name.

    ``digest`` is the resolved policy's; ``score`` is None where nothing applies.
    ``baseline`` says what it was compared with, or is empty; ``fixed`` is what
    failed there and does not any more.
    """

    policy: str
    digest: str
    controls: tuple[ControlResult, ...]
    sections: tuple[SectionScore, ...]
    score: Score | None
    gates: tuple[GateResult, ...]
    gate: GateOutcome
    waivers: tuple[WaiverUse, ...]
    baseline: str = ""
    fixed: tuple[Known, ...] = ()

    @property
    def failing(self) -> tuple[Known, ...]:
        """Everything that fails now, as a baseline keeps it, sorted."""
        return tuple(
            sorted(
                Known(
                    result.control.id,
                    instance.fingerprint,
                    instance.location.path if instance.location else "",
                    instance.purl,
                    instance.identifiers,
                )
                for result in self.controls
                if result.verdict in FAILING
                for instance in result.instances
            )
        )

    def result(self, control_id: str) -> ControlResult:
        """Return the result of one control.

        Raises:
            KeyError: the assessment has no such control.
        """
        for result in self.controls:
            if result.control.id == control_id:
                return result
        raise KeyError(control_id)
