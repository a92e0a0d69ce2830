"""What is a control?

One practice, with what says that it applies, what violates and what satisfies
it, as selectors over facts and findings. Frozen data; ``select`` evaluates it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from auditor.model import Severity, Value


class Verdict(StrEnum):
    """What holds for a control; ``unknown`` is never a pass."""

    PASS = "pass"  # noqa: S105 - a verdict, no password
    PARTIAL = "partial"
    FAIL = "fail"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"


class Basis(StrEnum):
    """How a verdict is known: seen in the target, concluded from a sign, or said by a person."""

    OBSERVED = "observed"
    INFERRED = "inferred"
    ATTESTED = "attested"


class Operator(StrEnum):
    """How a condition compares an attribute with its operand."""

    EQUALS = "equals"
    NOT = "not"
    IN = "in"
    NOT_IN = "not_in"
    MIN = "min"
    MAX = "max"
    ABOVE = "above"
    BELOW = "below"
    PRESENT = "present"
    ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class Parameter:
    """A place in a condition where the policy's value goes: ``cookies.max_age.max``."""

    name: str


Constant = str | int | float | bool | tuple["Value", ...]
Operand = Constant | Parameter


@dataclass(frozen=True, slots=True)
class Condition:
    """``attribute operator operand``; the attribute ``value`` is the fact's own value."""

    attribute: str
    operator: Operator
    operand: Operand


@dataclass(frozen=True, slots=True)
class Selector:
    """Picks facts by name, or findings by tag or rule, that meet every condition.

    Either ``fact`` is given, or ``tags`` or ``rules`` (any of them matches).
    ``min_severity`` is a severity's label or a parameter holding one.
    ``message`` says what is wrong at each match; ``{…}`` names an attribute,
    ``value`` or a parameter.
    """

    fact: str = ""
    tags: frozenset[str] = frozenset()
    rules: frozenset[str] = frozenset()
    where: tuple[Condition, ...] = ()
    min_severity: Operand | None = None
    message: str = ""
    basis: Basis = Basis.OBSERVED


@dataclass(frozen=True, slots=True)
class AllOf:
    """Holds when every term holds."""

    terms: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Holds when a term holds."""

    terms: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Holds when the term does not."""

    term: Expression


Expression = Selector | AllOf | AnyOf | Not


@dataclass(frozen=True, slots=True)
class Absence:
    """The verdict when nothing violates and nothing satisfies, and the fact it points at."""

    verdict: Verdict
    message: str = ""
    at: str = ""


@dataclass(frozen=True, slots=True)
class Control:
    """A control as its file has it.

    ``established_by`` names the checks that must have run to the end.
    A ``preview`` is reported and neither scored nor gated, until a policy
    enforces it. ``parameters`` are the policy settings it reads. ``references`` maps a
    framework to requirement ids it is evidence relevant to.
    """

    id: str
    section: str
    title: str
    severity: Severity
    why: str
    fix: str
    established_by: tuple[str, ...]
    absence: Absence
    applies_when: Expression | None
    not_applicable: str
    violated_by: tuple[Selector, ...]
    partial_by: tuple[Selector, ...]
    satisfied_by: tuple[Selector, ...]
    parameters: tuple[str, ...]
    references: Mapping[str, tuple[str, ...]]
    attested: bool = False
    preview: bool = False

    @property
    def selectors(self) -> tuple[Selector, ...]:
        """Every selector whose matches decide the verdict."""
        return (*self.violated_by, *self.partial_by, *self.satisfied_by)

    @property
    def names(self) -> tuple[str, ...]:
        """What a policy may call it by: its id, ``section.*``, and ``prefix.*`` of its id."""
        prefix = self.id.partition(".")[0]
        return (self.id, f"{self.section}.*", f"{prefix}.*")
