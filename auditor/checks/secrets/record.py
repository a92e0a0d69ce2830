"""What is known of a secret, and what of it may leave the detector?

A ``Candidate`` holds the value, inside a ``Hidden`` that shows nothing of it; a
``Secret`` is the one record that everything outside sees, whichever tier found it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from auditor.model import Confidence


class Hidden:
    """A value that neither ``str`` nor ``repr`` nor ``pickle`` gives away."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def __len__(self) -> int:
        return len(self._text)

    def __repr__(self) -> str:
        return f"<{len(self._text)} characters hidden>"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Hidden) and self._text == other._text

    def __hash__(self) -> int:
        return hash(self._text)

    def __reduce__(self) -> str:
        raise TypeError("a hidden value is not copied out of the process")

    def reveal(self) -> str:
        """Return the value; for the detector alone."""
        return self._text


class Standing(StrEnum):
    """What a secret is there for, as far as its value and its file tell."""

    DEPLOYMENT = "deployment"
    DEFAULT = "default"  # everybody knows it
    PLACEHOLDER = "placeholder"  # somebody has to put a value there
    TEST = "test"
    EXAMPLE = "example"
    DOCUMENTATION = "documentation"
    LOCAL = "local"  # for a service on the same machine


@dataclass(frozen=True, slots=True)
class Candidate:
    """What may be a secret, in the detector.

    ``name`` is the name it has in the file; the first ``prefix`` characters are the
    same for everybody. ``baked`` marks what becomes part of an image, ``known`` what
    everybody knows, wherever it stands.
    """

    kind: str
    title: str
    value: Hidden
    line: int
    end_line: int = 0
    name: str = ""
    prefix: int = 0
    standing: Standing = Standing.DEPLOYMENT
    confidence: Confidence = Confidence.HIGH
    baked: bool = False
    known: bool = False


@dataclass(frozen=True, slots=True)
class Secret:
    """What may be said of a secret.

    ``fingerprint`` is the same wherever the same value stands in one project, and
    tells nobody else anything (see ``auditor.checks.secrets.fingerprint``).
    """

    kind: str
    title: str
    path: str
    line: int
    end_line: int
    length: int
    prefix: str
    fingerprint: str
    name: str
    standing: Standing
    confidence: Confidence
    baked: bool = False
    known: bool = False
