"""What is one middleware for, and how sure is that?"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from auditor.checks.code.application.guards import Behaviour, examine
from auditor.checks.code.application.model import Middleware
from auditor.checks.code.application.packages import (
    ASYNC_WRAPPERS,
    BEARER_PACKAGES,
    Kind,
    kind_of,
)
from auditor.checks.code.application.things import (
    Choice,
    Event,
    Function,
    Item,
    Made,
    Thing,
    options_of,
    origin_of,
)
from auditor.checks.code.evaluate import evaluate
from auditor.checks.code.javascript import text_of
from auditor.checks.code.values import Call, argument, text
from auditor.model import Confidence, Location
from auditor.sanitise import excerpt

if TYPE_CHECKING:
    from auditor.checks.code.application.interpreter import Interpreter

MAX_NAME_CHARACTERS = 60
MAX_WRITTEN = 2_000
ERROR_PARAMETERS = 4
_BEARER_STRATEGIES = frozenset({"bearer", "headerapikey", "jwt", "oauth-bearer"})

_BLANKS = re.compile(r"\s+")
_AUTH_NAME = re.compile(
    r"auth|guard|jwt|session|acl|permission|role|login|logged|protect|admin|token|secure|policy",
    re.IGNORECASE,
)
_CHECKS_NAME = re.compile(r"valid|schema|csrf|xsrf|limit|throttle|sanit", re.IGNORECASE)


def classify(run: Interpreter, item: Item, event: Event, scope: str) -> Middleware:
    """Say what the middleware ``item`` of ``event`` is for."""
    return _Classifier(run).middleware(item, event, scope)


def name_of(item: Item) -> str:
    """How the middleware is written, shortened: ``validate(…)``, ``router``, ``function``."""
    node = item.node
    if node.type in {"call_expression", "new_expression"}:
        callee = node.child_by_field_name("function") or node.child_by_field_name("constructor")
        given = node.child_by_field_name("arguments")
        inside = text_of(given)[1:-1] if given is not None else ""
        short = inside if re.fullmatch(r"[\w$.'-]{0,30}", inside) else "…"
        written = f"{text_of(callee)[:200]}({short})"
    elif node.type.endswith("function") or node.type in {"function_expression", "class"}:
        name = text_of(node.child_by_field_name("name"))
        written = name or "function"
    else:
        written = text_of(node)[:200]
    return excerpt(_BLANKS.sub("", written), max_characters=MAX_NAME_CHARACTERS)


class _Classifier:
    def __init__(self, run: Interpreter) -> None:
        self._run = run

    def middleware(self, item: Item, event: Event, scope: str) -> Middleware:
        kind, confidence, behaviour = self._kind(item.thing)
        options = options_of(item.thing)
        when = event.when
        if isinstance(item.thing, Choice) and len(options) == 1 and not when:
            when = "sometimes"
        made = next((one for one in options if isinstance(one, Made)), None)
        source = origin_of(made) if made is not None else origin_of(options[0]) if options else None
        row = item.node.start_point.row + 1
        return Middleware(
            kind=kind,
            name=name_of(item),
            location=Location(item.module.path, row),
            scope=scope,
            paths=event.paths,
            when=when,
            confidence=confidence,
            package=source[0] if source else "",
            members=source[1] if source else (),
            behaviour=behaviour,
            call=_call(made),
            bearer=_is_bearer(source, _call(made), behaviour),
            written=text_of(item.node)[:MAX_WRITTEN],
        )

    def _kind(self, thing: Thing) -> tuple[Kind, Confidence, Behaviour | None]:
        found = [self._one(option) for option in options_of(thing)[:4]]
        known = [one for one in found if one[0] is not Kind.UNKNOWN]
        return (known or found or [(Kind.UNKNOWN, Confidence.LOW, None)])[0]

    def _one(self, thing: Thing) -> tuple[Kind, Confidence, Behaviour | None]:
        if isinstance(thing, Function):
            behaviour = examine(self._run, thing)
            return (*_of_behaviour(behaviour), behaviour)
        origin = origin_of(thing)
        if origin is not None:
            return self._of_package(thing, *origin)
        return Kind.UNKNOWN, Confidence.LOW, None

    def _of_package(
        self, thing: Thing, package: str, members: tuple[str, ...]
    ) -> tuple[Kind, Confidence, Behaviour | None]:
        wrapped = _wrapped(thing)
        if wrapped is not None:
            behaviour = examine(self._run, wrapped)
            if package in ASYNC_WRAPPERS:
                behaviour = _without_rejection(behaviour)
            kind, confidence = _of_behaviour(behaviour)
            known = kind_of(package, members)
            return (known or kind), confidence, behaviour
        known = kind_of(package, members)
        return (known or Kind.UNKNOWN), Confidence.HIGH, None


def may_be(middleware: Middleware, kind: Kind) -> bool:
    """Whether a middleware that cannot be told may, by its name, be of ``kind``."""
    if middleware.kind is not Kind.UNKNOWN or middleware.behaviour is not None:
        return False
    name = f"{middleware.name} {middleware.package}"
    match kind:
        case Kind.AUTH:
            return not middleware.package or _AUTH_NAME.search(name) is not None
        case _:
            return not middleware.package or _CHECKS_NAME.search(name) is not None


def _of_behaviour(behaviour: Behaviour) -> tuple[Kind, Confidence]:
    if behaviour.parameters == ERROR_PARAMETERS:
        return Kind.ERROR_HANDLER, Confidence.HIGH
    if not behaviour.passes_on:
        return Kind.HANDLER, Confidence.MEDIUM
    signs = (
        (behaviour.checks_csrf, Kind.CSRF),
        (behaviour.validates, Kind.VALIDATOR),
        (behaviour.limits, Kind.LIMITER),
        (behaviour.authenticates, Kind.AUTH),
    )
    for holds, kind in signs:
        if holds:
            return kind, Confidence.MEDIUM
    if behaviour.answers:
        return Kind.HANDLER, Confidence.MEDIUM
    return (Kind.LOGGER if behaviour.logs else Kind.OTHER), Confidence.LOW


def _is_bearer(
    source: tuple[str, tuple[str, ...]] | None, call: Call | None, behaviour: Behaviour | None
) -> bool:
    """Whether a guard reads who asks from a header, which no other site can make a browser send."""
    if source is not None and source[0] in BEARER_PACKAGES:
        return True
    strategy = text(argument(call, 0)) if call is not None else None
    if source is not None and source[0] == "passport" and strategy in _BEARER_STRATEGIES:
        return True
    return behaviour is not None and behaviour.bearer


def _wrapped(thing: Thing) -> Function | None:
    """The function that is handed to a package's wrapper: ``asyncHandler(async (req, res) =>``."""
    if not isinstance(thing, Made):
        return None
    given = [one for one in thing.arguments if isinstance(one, Function)]
    return given[0] if len(given) == 1 and len(thing.arguments) == 1 else None


def _without_rejection(behaviour: Behaviour) -> Behaviour:
    return replace(behaviour, unguarded_await=False)


def _call(made: Made | None) -> Call | None:
    if made is None:
        return None
    found = evaluate(made.module.source, made.node)
    return found if isinstance(found, Call) else None
