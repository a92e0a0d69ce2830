"""What does a resolved policy hold?

Frozen data, after every ``extends`` has been merged. Nothing here reads a file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from auditor.control import Verdict
    from auditor.model import Severity
    from auditor.policy.strictness import Setting

DEFAULT_WAIVER_DAYS = 90


@dataclass(frozen=True, slots=True, order=True)
class AdvisoryRule:
    """Advisories that must not stand for more than ``sla_days`` after they were published.

    ``when`` is a condition (``auditor.policy.when``), ``only`` are further flags
    that must hold. No days at all: not for a moment, whatever their age.
    """

    when: str
    only: tuple[str, ...] = ()
    sla_days: int = 0

    def __str__(self) -> str:
        """The rule as people read it."""
        only = f" ({', '.join(self.only)})" if self.only else ""
        return f"{self.when}{only}: {self.limit}"

    @property
    def limit(self) -> str:
        """How long what it names may stand."""
        days = "day" if self.sla_days == 1 else "days"
        return f"within {self.sla_days} {days}" if self.sla_days else "at once"


@dataclass(frozen=True, slots=True)
class Gates:
    """What must hold for the gate to pass; None is a gate that is not set.

    ``score_floor`` is 0 to 100, ``coverage`` 0 to 1. ``fail_on`` is the least
    severity whose failing control fails the gate. With ``new_only`` the score
    floor, ``fail_on`` and ``required`` pass over what the baseline knows;
    without a baseline everything is new. ``require`` are control ids
    or ``section.*`` that need a verdict; ``required`` are control ids that must
    not fail. A waiver lives at most ``waiver_max_days``. The ratios are 0 to 1 of
    the packages from a registry; with ``no_regress`` none may come from elsewhere
    than before. No version may be younger than ``release_min_hours``, and the
    newest advisory not older than ``advisories_max_hours``.
    """

    score_floor: float | None = None
    coverage: float | None = None
    fail_on: Severity | None = None
    new_only: bool = False
    require: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    waiver_max_active: int | None = None
    waiver_max_days: int = DEFAULT_WAIVER_DAYS
    waiver_expired_fails: bool = True
    advisories: tuple[AdvisoryRule, ...] = ()
    unsigned_max_ratio: float | None = None
    attested_min_ratio: float | None = None
    no_regress: bool = False
    release_min_hours: int | None = None
    advisories_max_hours: int | None = None


@dataclass(frozen=True, slots=True)
class Waiver:
    """A failure that the gate is asked to pass over, as written: nothing is checked yet.

    ``advisory``, ``purl`` and ``path`` (a glob) narrow it to some instances.
    ``created`` and ``expires`` are the texts of the file. ``place`` is
    ``file:line``.
    """

    id: str
    control: str
    reason: str
    owner: str
    approved_by: str
    created: str
    expires: str
    advisory: str = ""
    purl: str = ""
    path: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Attestation:
    """What a person says about a control, until ``expires`` (that day included)."""

    control: str
    claim: Verdict
    by: str
    on: date
    expires: date
    evidence: str


@dataclass(frozen=True, slots=True)
class Policy:
    """A policy ready to judge with.

    ``parameters`` maps a dotted name (``cookies.max_age.max``) to its value,
    ``shown`` that of every setting to its text for people (``12h``).
    ``severities`` are raised severities, ``attested`` the controls in the hands
    of a person, ``enforced`` the previews that count all the same. ``origins``
    says which file and line each setting comes from; ``notes`` says where a
    looser value was overruled. ``digest`` is the
    SHA-256, in hex, of the RFC 8785 form of everything that can move a verdict.
    """

    name: str
    digest: str
    gates: Gates
    parameters: Mapping[str, Setting]
    shown: Mapping[str, str]
    severities: Mapping[str, Severity]
    attested: frozenset[str]
    enforced: frozenset[str]
    waivers: tuple[Waiver, ...]
    attestations: tuple[Attestation, ...]
    frameworks: tuple[str, ...]
    origins: Mapping[str, str]
    notes: tuple[str, ...]
