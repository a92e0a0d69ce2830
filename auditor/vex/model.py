"""What does a VEX document say?

The terms of the minimum requirements for VEX (CISA, 2023), which OpenVEX uses
as they are: four states, five reasons for not being affected.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)", re.ASCII)


class Status(StrEnum):
    """How a product stands to a vulnerability."""

    NOT_AFFECTED = "not_affected"
    AFFECTED = "affected"
    FIXED = "fixed"
    UNDER_INVESTIGATION = "under_investigation"


class Justification(StrEnum):
    """Why a product is not affected."""

    COMPONENT_NOT_PRESENT = "component_not_present"
    CODE_NOT_PRESENT = "vulnerable_code_not_present"
    CODE_NOT_IN_EXECUTE_PATH = "vulnerable_code_not_in_execute_path"
    CODE_NOT_CONTROLLABLE = "vulnerable_code_cannot_be_controlled_by_adversary"
    MITIGATED = "inline_mitigations_already_exist"


@dataclass(frozen=True, slots=True)
class Product:
    """What a statement is about: an identifier, best a purl, and the parts of it that are meant."""

    id: str
    subcomponents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """One vulnerability, some products, and how they stand to it.

    ``impact`` says in words why a product is not affected, ``action`` what to do
    where it is. Times are those of RFC 3339, or empty. ``not_affected`` without
    either a justification or an impact can be read and written, but is not to be
    believed: see ``unjustified``.
    """

    vulnerability: str
    products: tuple[Product, ...]
    status: Status
    justification: Justification | None = None
    impact: str = ""
    action: str = ""
    notes: str = ""
    timestamp: str = ""
    aliases: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        problem = self._problem()
        if problem:
            raise ValueError(problem)

    @property
    def unjustified(self) -> bool:
        """Whether it says ``not_affected`` and not why, which the specifications do not allow."""
        silent = not (self.justification or self.impact)
        return self.status is Status.NOT_AFFECTED and silent

    def _problem(self) -> str:
        if not self.vulnerability:
            return "a statement needs a vulnerability"
        if not self.products or not all(product.id for product in self.products):
            return f"{self.vulnerability}: a statement needs products with identifiers"
        if self.status is not Status.NOT_AFFECTED and self.justification:
            return f"{self.vulnerability}: only not_affected has a justification"
        if self.status is Status.AFFECTED and not self.action:
            return f"{self.vulnerability}: affected needs an action"
        if self.timestamp and not is_time(self.timestamp):
            return f"{self.vulnerability}: the timestamp is no time"
        return ""


@dataclass(frozen=True, slots=True)
class Document:
    """Statements, in the order of the document; ``id`` is an IRI, ``version`` counts from 1."""

    id: str
    author: str
    timestamp: str
    statements: tuple[Statement, ...]
    version: int = 1

    def __post_init__(self) -> None:
        if not self.id or not self.author:
            raise ValueError("a document needs an id and an author")
        if not is_time(self.timestamp):
            raise ValueError("the document's timestamp is no time")
        if self.version < 1:
            raise ValueError("the document's version is below 1")


def is_time(text: str) -> bool:
    """Whether ``text`` is a time as RFC 3339 has it, with its zone."""
    return _TIME.fullmatch(text) is not None
