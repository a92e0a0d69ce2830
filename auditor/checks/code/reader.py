"""What is a reader?

A function ``(Site) -> Iterator[Fact]`` under ``@reader``, one per module of
``auditor.checks.code.readers``. It turns the call that a rule matched into
facts; a rule names its reader in ``metadata.reader``. Values of secrets never
enter a fact: readers see them only to say where they come from.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from auditor.checks.code.values import UNKNOWN, Call, JsValue, argument
from auditor.model import Fact, Location, Value
from auditor.sanitise import excerpt

NOT_READ = Call(UNKNOWN, open=True)
"""Stands for a call whose file or node could not be read: everything about it is unknown."""


@dataclass(frozen=True, slots=True)
class Site:
    """One match of a fact rule: the call, its place, and the attributes the rule gives."""

    call: Call
    location: Location
    attributes: Mapping[str, Value]

    def argument(self, index: int) -> JsValue:
        """The argument at ``index``: UNDEFINED where none is given."""
        return argument(self.call, index)

    def fact(self, name: str, value: Value = True, /, **attributes: Value) -> Fact:  # noqa: FBT002 -- a value is no switch
        """A fact at this place. Text of the target is shortened and made printable."""
        safe = {key: _safe(found) for key, found in attributes.items()}
        return Fact(name, _safe(value), safe, self.location)


Read = Callable[[Site], Iterator[Fact]]


@dataclass(frozen=True, slots=True)
class Reader:
    """A registered reader; ``name`` is what rules call it by."""

    name: str
    read: Read


def reader(name: str) -> Callable[[Read], Reader]:
    """Register the decorated function as the reader of its module."""

    def decorate(read: Read) -> Reader:
        return Reader(name, read)

    return decorate


def _safe(value: Value) -> Value:
    return excerpt(value) if isinstance(value, str) else value
