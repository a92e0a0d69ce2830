"""What can an expression stand for while an application is put together?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from tree_sitter import Node

    from auditor.checks.code.application.modules import Module

MAX_UNWRAP = 16
"""Calls and members within each other, as in ``body('a').trim().isEmail()``."""


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """One run of a function, or of a module: what its parameters stand for.

    ``when`` says under which condition it runs: always (empty), in
    ``production`` only, in ``development`` only, or ``sometimes``.
    """

    module: Module
    node: Node
    outer: Frame | None = None
    arguments: tuple[Thing, ...] = ()
    this: Thing | None = None
    when: str = ""
    from_tests: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Function:
    """A function of the target, with the frame it closes over."""

    module: Module
    node: Node
    frame: Frame
    this: Thing | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Class:
    """A class of the target."""

    module: Module
    node: Node
    frame: Frame


@dataclass(frozen=True, slots=True, eq=False)
class Instance:
    """What ``new`` makes of a class, or of a function that assigns to ``this``."""

    maker: Class | Function
    frame: Frame


@dataclass(frozen=True, slots=True)
class External:
    """What a package exports: ``express.Router``."""

    package: str
    members: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Made:
    """The result of calling something of a package, and the call that made it."""

    callee: Thing
    arguments: tuple[Thing, ...]
    module: Module
    node: Node


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """A property of something that a package made: ``upload.single``."""

    holder: Thing
    name: str


@dataclass(frozen=True, slots=True, eq=False)
class Namespace:
    """All that a module of the target exports."""

    module: Module


@dataclass(frozen=True, slots=True)
class Items:
    """An array."""

    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Fields:
    """An object literal."""

    entries: Mapping[str, Thing]
    open: bool = False


@dataclass(frozen=True, slots=True)
class Text:
    """A text; a part that the file does not tell is written ``{?}``."""

    text: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several things, or nothing, as a condition decides."""

    options: tuple[Thing, ...]


@dataclass(frozen=True, slots=True)
class Unknown:
    """Something that cannot be told; ``loaded`` where it comes from a module that was not found."""

    loaded: bool = False


UNKNOWN = Unknown()
LOADED = Unknown(loaded=True)


@dataclass(frozen=True, slots=True)
class Item:
    """A thing and where it is written: an argument, or an element of an array."""

    thing: Thing
    module: Module
    node: Node


@dataclass(frozen=True, slots=True)
class Event:
    """One call on a container, in the order of the calls.

    ``kind`` is ``use``, ``route`` or ``set``; ``method`` a HTTP method in upper
    case; ``paths`` what it is mounted at, none for everything.
    """

    kind: Literal["use", "route", "set"]
    module: Module
    node: Node
    paths: tuple[str, ...]
    items: tuple[Item, ...]
    method: str = ""
    when: str = ""


@dataclass(slots=True, eq=False)
class Container:
    """An application or a router, and what was called on it.

    ``loose`` stands for one that a function got from somewhere unknown.
    """

    kind: Literal["app", "router", "loose"]
    module: Module
    node: Node
    events: list[Event] = field(default_factory=list)
    listens: bool = False
    passes_rejections: bool = False
    from_tests: bool = False


@dataclass(frozen=True, slots=True)
class Path:
    """What ``router.route('/x')`` returns."""

    container: Container
    paths: tuple[str, ...]


Thing = (
    Function
    | Class
    | Instance
    | External
    | Made
    | Part
    | Namespace
    | Items
    | Fields
    | Text
    | Choice
    | Unknown
    | Container
    | Path
)


def origin_of(thing: Thing) -> tuple[str, tuple[str, ...]] | None:
    """The package a thing comes from, and the names taken from it on the way."""
    names: list[str] = []
    for _ in range(MAX_UNWRAP):
        match thing:
            case External(package, members):
                return package, (*members, *reversed(names))
            case Made():
                thing = thing.callee
            case Part():
                names.append(thing.name)
                thing = thing.holder
            case _:
                return None
    return None


def options_of(thing: Thing) -> tuple[Thing, ...]:
    """The things a thing may be: the options of a Choice, the thing itself elsewhere."""
    return thing.options if isinstance(thing, Choice) else (thing,)
