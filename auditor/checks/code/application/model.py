"""What does the model of an application hold? Frozen data, in the order of the code."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from auditor.model import Confidence, Fact, Gap, Location

if TYPE_CHECKING:
    from auditor.checks.code.application.guards import Behaviour
    from auditor.checks.code.application.packages import Kind
    from auditor.checks.code.values import Call

MUTATING = frozenset({"ALL", "DELETE", "PATCH", "POST", "PUT"})


@dataclass(frozen=True, slots=True)
class Middleware:
    """One middleware where it is mounted.

    ``paths`` are what it is limited to, as they are written; ``when`` is empty
    (always), ``production``, ``development`` or ``sometimes``. ``behaviour`` is
    what a function of the application does, ``call`` the call of a package that
    made it, ``written`` how it is written.
    """

    kind: Kind
    name: str
    location: Location
    scope: str
    paths: tuple[str, ...] = ()
    when: str = ""
    confidence: Confidence = Confidence.HIGH
    package: str = ""
    members: tuple[str, ...] = ()
    behaviour: Behaviour | None = None
    call: Call | None = None
    bearer: bool = False
    written: str = ""


@dataclass(frozen=True, slots=True)
class Route:
    """One method at one path, with all the middleware before its handler, in order.

    ``path`` has the prefixes of the routers it is in; ``{?}`` is a part that
    cannot be told. ``certain`` is false where the route stands in a function
    that gets its router from somewhere unknown.
    """

    method: str
    path: str
    location: Location
    chain: tuple[Middleware, ...]
    when: str = ""
    certain: bool = True
    passes_rejections: bool = False

    @property
    def mutating(self) -> bool:
        """Whether it may change something."""
        return self.method in MUTATING


@dataclass(frozen=True, slots=True)
class Setting:
    """``app.set(name, value)``; ``call`` is the call it was made by."""

    name: str
    method: str
    location: Location
    call: Call | None
    when: str = ""


@dataclass(frozen=True, slots=True)
class Application:
    """One application: where it is created, its routes, and what is mounted in which order.

    ``mounted`` is every middleware with the number of routes declared before
    it. ``certain`` is false for routes whose application was not found.
    """

    location: Location
    routes: tuple[Route, ...]
    mounted: tuple[tuple[Middleware, int], ...]
    settings: tuple[Setting, ...] = ()
    certain: bool = True
    listens: bool = False
    in_tests: bool = False


@dataclass(frozen=True, slots=True)
class Model:
    """All applications of a target. ``gaps`` are what may hide a part of them.

    ``unresolved`` counts the places where routes are added in a way that is not
    followed; ``passes_rejections`` says that a package makes Express pass rejected
    promises on; ``process`` is what the code says about the process as a whole.
    """

    applications: tuple[Application, ...]
    gaps: tuple[Gap, ...] = ()
    unresolved: int = 0
    passes_rejections: bool = False
    modules: int = 0
    process: tuple[Fact, ...] = ()
