"""What may a control file say?

The closed grammar of controls, as pydantic models that turn themselves into
the frozen ``Control``. Every operand, placeholder and framework is checked here,
so that nothing is left to fail while judging.
"""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, field_validator, model_validator

from auditor.control import (
    Absence,
    AllOf,
    AnyOf,
    Basis,
    Condition,
    Control,
    Expression,
    Not,
    Operand,
    Operator,
    Parameter,
    Selector,
    Verdict,
)
from auditor.model import Severity
from auditor.policy.frameworks import FRAMEWORKS
from auditor.policy.message import placeholders
from auditor.policy.problems import did_you_mean
from auditor.policy.schema import strictness_of
from auditor.policy.units import tls_rank
from auditor.policy.values import SeverityWord, Strict

Word = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_.\-]*$", max_length=80)]
Sentence = Annotated[str, Field(min_length=1, max_length=1_000)]
Words = Annotated[tuple[Word, ...], Field(strict=False, min_length=1)]

_PARAMETERS = frozenset(
    name
    for name, strictness in strictness_of().items()
    if not name.startswith("gates.") and not strictness.is_switch
)
_SEVERITIES = tuple(severity.label for severity in Severity)
_LISTS = frozenset({Operator.IN, Operator.NOT_IN})
_FLAGS = frozenset({Operator.PRESENT, Operator.ABSENT})
_ORDERINGS = frozenset({Operator.MIN, Operator.MAX, Operator.ABOVE, Operator.BELOW})


def _operand(value: object) -> object:
    if not isinstance(value, dict):
        return tuple(value) if isinstance(value, list) else value
    if list(value) != ["parameter"]:
        raise ValueError("must be a value or {parameter: name}")
    name = str(value["parameter"])
    if name not in _PARAMETERS:
        raise ValueError(f'no parameter is called "{name}"{did_you_mean(name, _PARAMETERS)}')
    return Parameter(name)


AnyOperand = Annotated[Any, BeforeValidator(_operand)]


class ConditionFile(Strict):
    """How one attribute is compared; all comparisons given must hold."""

    equals: AnyOperand = None
    not_: Annotated[AnyOperand, Field(alias="not")] = None
    in_: Annotated[AnyOperand, Field(alias="in")] = None
    not_in: AnyOperand = None
    min: AnyOperand = None
    max: AnyOperand = None
    above: AnyOperand = None
    below: AnyOperand = None
    present: AnyOperand = None
    absent: AnyOperand = None

    @model_validator(mode="after")
    def _fits(self) -> ConditionFile:
        given = list(self.comparisons())
        if not given:
            raise ValueError("compares with nothing")
        for operator, operand in given:
            _check_operand(operator, operand)
        return self

    def comparisons(self) -> Iterator[tuple[Operator, Operand]]:
        """Yield each operator that is given, with its operand."""
        for operator in Operator:
            name = f"{operator}_" if operator in {Operator.NOT, Operator.IN} else str(operator)
            operand = getattr(self, name)
            if operand is not None:
                yield operator, operand


def _check_operand(operator: Operator, operand: object) -> None:
    if isinstance(operand, Parameter) and operator not in _FLAGS:
        return
    if operator in _FLAGS:
        if operand is not True:
            raise ValueError(f"{operator} takes true alone")
    elif operator in _LISTS:
        if not isinstance(operand, tuple) or not operand:
            raise ValueError(f"{operator} takes a list")
    elif isinstance(operand, tuple):
        raise ValueError(f"{operator} takes one value; in and not_in take lists")
    elif operator in _ORDERINGS and isinstance(operand, str) and tls_rank(operand) is None:
        raise ValueError(f"{operator} takes a number, a TLS version, true, false or a parameter")


class FindingFile(Strict):
    """Findings that carry any of the tags, or come from any of the rules."""

    tags: Words = ()
    rules: Words = ()
    min_severity: AnyOperand = None

    @model_validator(mode="after")
    def _fits(self) -> FindingFile:
        if not self.tags and not self.rules:
            raise ValueError("needs tags or rules")
        least = self.min_severity
        if least is not None and not isinstance(least, Parameter) and least not in _SEVERITIES:
            raise ValueError(f"min_severity is none of {', '.join(_SEVERITIES)}")
        return self


class SelectorFile(Strict):
    """Facts by name, or findings by tag or rule, with what is said about each match."""

    fact: Word | None = None
    finding: FindingFile | None = None
    where: dict[Word, ConditionFile] = Field(default_factory=dict)
    message: Sentence = ""
    basis: Literal["observed", "inferred"] = "observed"

    @field_validator("message")
    @classmethod
    def _placeholders(cls, message: str) -> str:
        for name in placeholders(message):
            if "." in name and name not in _PARAMETERS:
                known = did_you_mean(name, _PARAMETERS)
                raise ValueError(f'names no parameter "{name}"{known}')
        return message

    @model_validator(mode="after")
    def _fits(self) -> SelectorFile:
        if (self.fact is None) is (self.finding is None):
            raise ValueError("needs either fact or finding")
        return self

    def selector(self) -> Selector:
        """Return the frozen selector."""
        return _selector(self.fact, self.finding, self.where, self.message, Basis(self.basis))


class WhenFile(Strict):
    """A selector, or all, any or not of others."""

    fact: Word | None = None
    finding: FindingFile | None = None
    where: dict[Word, ConditionFile] = Field(default_factory=dict)
    all: Annotated[tuple[WhenFile, ...] | None, Field(strict=False, min_length=1)] = None
    any: Annotated[tuple[WhenFile, ...] | None, Field(strict=False, min_length=1)] = None
    not_: Annotated[WhenFile | None, Field(alias="not")] = None

    @model_validator(mode="after")
    def _fits(self) -> WhenFile:
        given = [self.fact, self.finding, self.all, self.any, self.not_]
        if sum(each is not None for each in given) != 1:
            raise ValueError("needs exactly one of fact, finding, all, any and not")
        return self

    def expression(self) -> Expression:
        """Return the frozen expression."""
        if self.all is not None:
            return AllOf(tuple(term.expression() for term in self.all))
        if self.any is not None:
            return AnyOf(tuple(term.expression() for term in self.any))
        if self.not_ is not None:
            return Not(self.not_.expression())
        return _selector(self.fact, self.finding, self.where)


class ControlFile(Strict):
    """One control."""

    id: Word
    title: Sentence
    severity: SeverityWord
    why: Sentence
    fix: Sentence
    mode: Literal["automatic", "attested"] = "automatic"
    preview: bool = False
    established_by: Annotated[tuple[Word, ...], Field(strict=False)] = ()
    applies_when: WhenFile | None = None
    not_applicable: Sentence = ""
    violated_by: Annotated[tuple[SelectorFile, ...], Field(strict=False)] = ()
    partial_by: Annotated[tuple[SelectorFile, ...], Field(strict=False)] = ()
    satisfied_by: Annotated[tuple[SelectorFile, ...], Field(strict=False)] = ()
    absence: Literal["pass", "partial", "fail", "unknown"] = "unknown"
    absence_message: Sentence = ""
    absence_at: Word = ""
    parameters: Annotated[tuple[Word, ...], Field(strict=False)] = ()
    references: dict[str, Annotated[tuple[str, ...], Field(strict=False, min_length=1)]] = Field(
        default_factory=dict
    )

    @model_validator(mode="after")
    def _fits(self) -> ControlFile:
        if self.mode == "automatic" and not self.established_by:
            raise ValueError("needs established_by, or mode: attested")
        if self.mode == "automatic" and not (self.violated_by or self.satisfied_by):
            raise ValueError("needs violated_by or satisfied_by")
        if (self.applies_when is None) is not (self.not_applicable == ""):
            raise ValueError("needs applies_when and not_applicable together, or neither")
        if self.mode == "automatic" and self.absence != "pass" and not self.absence_message:
            raise ValueError(f"absence: {self.absence} needs absence_message")
        for framework in self.references:
            if framework not in FRAMEWORKS:
                meant = did_you_mean(framework, FRAMEWORKS)
                raise ValueError(f'no framework is called "{framework}"{meant}')
        read = set(self._parameters())
        if read != set(self.parameters):
            raise ValueError(f"parameters must be [{', '.join(sorted(read))}], which it reads")
        return self

    def control(self, section: str) -> Control:
        """Return the frozen control, in ``section``."""
        when = self.applies_when
        return Control(
            id=self.id,
            section=section,
            title=self.title,
            severity=Severity[self.severity.upper()],
            why=self.why.strip(),
            fix=self.fix.strip(),
            established_by=self.established_by,
            absence=Absence(Verdict(self.absence), self.absence_message, self.absence_at),
            applies_when=when.expression() if when else None,
            not_applicable=self.not_applicable,
            violated_by=tuple(each.selector() for each in self.violated_by),
            partial_by=tuple(each.selector() for each in self.partial_by),
            satisfied_by=tuple(each.selector() for each in self.satisfied_by),
            parameters=self.parameters,
            references=MappingProxyType(dict(sorted(self.references.items()))),
            attested=self.mode == "attested",
            preview=self.preview,
        )

    def _parameters(self) -> Iterator[str]:
        selectors = (*self.violated_by, *self.partial_by, *self.satisfied_by)
        for each in selectors:
            yield from _read_by(each.selector())
        if self.applies_when:
            for selector in selectors_in(self.applies_when.expression()):
                yield from _read_by(selector)


def selectors_in(expression: Expression) -> Iterator[Selector]:
    """Yield every selector of an expression."""
    match expression:
        case Selector():
            yield expression
        case Not(term):
            yield from selectors_in(term)
        case AllOf(terms) | AnyOf(terms):
            for term in terms:
                yield from selectors_in(term)


def _selector(
    fact: str | None,
    finding: FindingFile | None,
    where: dict[str, ConditionFile],
    message: str = "",
    basis: Basis = Basis.OBSERVED,
) -> Selector:
    return Selector(
        fact=fact or "",
        tags=frozenset(finding.tags if finding else ()),
        rules=frozenset(finding.rules if finding else ()),
        where=tuple(
            Condition(attribute, operator, operand)
            for attribute, condition in where.items()
            for operator, operand in condition.comparisons()
        ),
        min_severity=finding.min_severity if finding else None,
        message=message,
        basis=basis,
    )


def _read_by(selector: Selector) -> Iterator[str]:
    operands = [selector.min_severity, *(condition.operand for condition in selector.where)]
    for operand in operands:
        if isinstance(operand, Parameter):
            yield operand.name
    for name in placeholders(selector.message):
        if "." in name:
            yield name
