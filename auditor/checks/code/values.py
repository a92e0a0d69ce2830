"""What can the value of a JavaScript expression be, as far as one file tells?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from fractions import Fraction
from types import MappingProxyType
from typing import Literal


class Special(Enum):
    """The two values that Python's own types cannot stand for."""

    UNKNOWN = "unknown"
    """There is a value, and the file does not tell it."""

    UNDEFINED = "undefined"
    """Nothing was given."""


UNKNOWN = Special.UNKNOWN
UNDEFINED = Special.UNDEFINED


@dataclass(frozen=True, slots=True)
class Environment:
    """``process.env.NAME``, with the value used in its place where one is written down."""

    name: str
    default: JsValue = UNDEFINED


@dataclass(frozen=True, slots=True)
class Conditional:
    """One value in production, another one elsewhere: ``NODE_ENV === 'production' ? a : b``."""

    production: JsValue
    otherwise: JsValue


@dataclass(frozen=True, slots=True)
class Moment:
    """The time of evaluation and so many milliseconds: ``Date.now() + 60_000``.

    ``unit_ms`` is 1000 after a division by 1000, as in the ``exp`` of a token.
    """

    offset_ms: Fraction = Fraction(0)
    unit_ms: int = 1


@dataclass(frozen=True, slots=True)
class Array:
    """An array literal; ``open`` where a spread adds elements the file does not tell."""

    items: tuple[JsValue, ...] = ()
    open: bool = False


@dataclass(frozen=True, slots=True)
class Record:
    """An object literal; ``open`` where it may have keys the file does not tell."""

    entries: Mapping[str, JsValue] = field(default_factory=lambda: MappingProxyType({}))
    open: bool = False


@dataclass(frozen=True, slots=True)
class Package:
    """What an import refers to: the package, and the path of names taken from it."""

    name: str
    members: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Call:
    """A call or a construction: what is called, with which arguments.

    ``open`` where a spread adds arguments the file does not tell.
    """

    callee: JsValue
    arguments: tuple[JsValue, ...] = ()
    open: bool = False


@dataclass(frozen=True, slots=True)
class Member:
    """A property of something that is not known further: ``z.object({}).parse``."""

    holder: JsValue
    name: str


JsValue = (
    str
    | int
    | float
    | bool
    | None
    | Special
    | Environment
    | Conditional
    | Moment
    | Array
    | Record
    | Package
    | Call
    | Member
)
"""``None`` is JavaScript's ``null``."""

Flag = bool | Literal["production"] | None
_KEY_MAKERS = frozenset({"Buffer", "TextEncoder", "crypto"})
SecretKind = Literal["literal", "environment"] | None


def argument(call: Call, index: int) -> JsValue:
    """The argument at ``index``: UNDEFINED where none is given."""
    if index < len(call.arguments):
        return call.arguments[index]
    return UNKNOWN if call.open else UNDEFINED


def option(options: JsValue, key: str, default: JsValue = UNDEFINED) -> JsValue:
    """The value of ``key`` in an options object.

    ``default`` is the library's own value for an option that is not given;
    UNKNOWN where the object itself, or all of its keys, cannot be told.
    """
    options = in_production(options)
    if options is UNDEFINED or options is None:
        return default
    if not isinstance(options, Record):
        return UNKNOWN
    found = options.entries.get(key, UNKNOWN if options.open else UNDEFINED)
    return default if in_production(found) is UNDEFINED else found


def in_production(value: JsValue) -> JsValue:
    """The value a deployment sees: of a Conditional, its production side."""
    while isinstance(value, Conditional):
        value = value.production
    return value


def flag(value: JsValue) -> Flag:
    """An option that is on or off; ``"production"`` where it is on in production only."""
    if isinstance(value, Conditional):
        return "production" if flag(value.production) else flag(value.production)
    if value is UNDEFINED or value is None:
        return False
    return bool(value) if isinstance(value, bool | int | float) else None


def switch(value: JsValue) -> bool | None:
    """As ``flag``, for options where on in production counts as on."""
    state = flag(value)
    return True if state == "production" else state


def text(value: JsValue) -> str | None:
    """The text a deployment sees, None where it is no text that the file tells."""
    value = in_production(value)
    return value if isinstance(value, str) else None


def package_of(value: JsValue) -> str | None:
    """The package whose export, or the result of whose calls, ``value`` is."""
    while isinstance(value, Call | Member):
        value = value.callee if isinstance(value, Call) else value.holder
    return value.name if isinstance(value, Package) else None


def environment_of(value: JsValue) -> str | None:
    """The variable a value comes from; the first one, where it is a list or a call over it."""
    value = in_production(value)
    if isinstance(value, Environment):
        return value.name
    return next((part.name for part in _parts(value) if isinstance(part, Environment)), None)


def secret_kind(value: JsValue) -> SecretKind:
    """Where a secret comes from: written down here, or the environment. Never the secret itself."""
    value = in_production(value)
    if isinstance(value, str) or any(isinstance(part, str) for part in _parts(value)):
        return "literal"
    return "environment" if environment_of(value) else None


def _parts(value: JsValue) -> tuple[JsValue, ...]:
    """The elements of a list; the bytes of a key are made from the first argument."""
    if isinstance(value, Array):
        return value.items
    if isinstance(value, Call) and package_of(value) in _KEY_MAKERS:
        return value.arguments[:1]
    return ()
