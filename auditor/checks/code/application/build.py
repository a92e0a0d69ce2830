"""How does a target become the model of its applications?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from auditor.checks.code.application.classify import classify
from auditor.checks.code.application.interpreter import Interpreter
from auditor.checks.code.application.match import applies, join
from auditor.checks.code.application.model import (
    Application,
    Middleware,
    Model,
    Route,
    Setting,
)
from auditor.checks.code.application.modules import Module, Modules
from auditor.checks.code.application.packages import NOT_MODELLED, Kind
from auditor.checks.code.application.process_facts import process_facts
from auditor.checks.code.application.things import (
    UNKNOWN,
    Class,
    Container,
    Event,
    External,
    Function,
    Thing,
    options_of,
)
from auditor.checks.code.application.walk import parameters_of, pattern_of, too_deep, walk
from auditor.checks.code.evaluate import evaluate
from auditor.checks.code.javascript import text_of
from auditor.checks.code.roles import is_test
from auditor.checks.code.values import Call
from auditor.model import Gap, Location
from auditor.target import Target

MAX_ROUTES = 20_000
MAX_CHAIN = 200
"""Middleware before one route that is kept."""
MAX_NESTING = 20
"""Routers within each other."""

_APP_NAME = re.compile(r"app|server|application|router|api|route|routes", re.IGNORECASE)
_APP_TYPE = re.compile(r":\s*(?:express\.)?(?:Express|Application|I?Router|core\.Express)\b")
_MAKES = re.compile(rb"\bexpress\s*\(|\bRouter\s*\(")
_MAKERS = (External("express"), External("express", ("Router",)))
_ENDS = frozenset({Kind.LOGGER, Kind.OTHER})
_TERMINAL = frozenset({Kind.HANDLER, Kind.UNKNOWN, Kind.ERROR_HANDLER})


def read_application(target: Target) -> Model:
    """The applications of ``target``, those of tests last."""
    modules = Modules.of(target)
    run = Interpreter(modules)
    roots = modules.roots()
    for path in (path for path in roots if not is_test(path)):
        run.run(path)
    _run_uncalled(run)
    for path in (path for path in roots if is_test(path)):
        run.run(path)
    applications = _applications(run)
    process = tuple(process_facts(run))
    return Model(
        applications=tuple(applications),
        gaps=tuple(sorted({*modules.left_out(), *_gaps(run, roots)})),
        unresolved=len(run.problems),
        passes_rejections=run.passes_rejections,
        modules=sum(one is not None for one in modules.parsed.values()),
        process=process,
    )


def _run_uncalled(run: Interpreter) -> None:
    """Run the exported functions that nothing called and that look like they declare routes."""
    for path in sorted(path for path, module in run.modules.parsed.items() if module):
        module = run.modules.parsed[path]
        if module is None or module.in_tests:
            continue
        for name in sorted(module.exports):
            for thing in options_of(run.exported(module, name)):
                if isinstance(thing, Function) and thing.node.id not in run.called:
                    _run_one(run, module, thing)
                elif isinstance(thing, Class) and _MAKES.search(thing.node.text or b""):
                    _construct(run, thing)


def _run_one(run: Interpreter, module: Module, function: Function) -> None:
    arguments: list[Thing | None] = []
    for parameter in parameters_of(function.node):
        name = text_of(pattern_of(parameter))
        if _APP_NAME.fullmatch(name) or _APP_TYPE.search(text_of(parameter)):
            arguments.append(Container("loose", module, function.node))
        else:
            arguments.append(None)
    loose = [one for one in arguments if isinstance(one, Container)]
    if not loose and not _MAKES.search(function.node.text or b""):
        return
    run.run_function(function, tuple(one or UNKNOWN for one in arguments))
    for container in loose:
        if container.events:
            run.made(container)


def _construct(run: Interpreter, made: Class) -> None:
    if made.node.id not in run.called:
        run.construct(made)


def _tops(containers: list[Container]) -> list[Container]:
    """The containers to read from: those mounted nowhere, then one of each circle of mounts."""
    mounts = {id(one): _mounted_in(one) for one in containers}
    nested = {id(inner) for one in containers for inner in mounts[id(one)]}
    first = sorted(containers, key=lambda one: (id(one) in nested, one.kind != "app"))
    tops: list[Container] = []
    reached: set[int] = set()
    for candidate in first:
        if id(candidate) in reached:
            continue
        tops.append(candidate)
        waiting = [candidate]
        while waiting:
            one = waiting.pop()
            if id(one) not in reached:
                reached.add(id(one))
                waiting.extend(mounts.get(id(one), ()))
    return tops


def _mounted_in(container: Container) -> list[Container]:
    return [
        thing
        for event in container.events
        for item in event.items
        for thing in options_of(item.thing)
        if isinstance(thing, Container) and thing is not container
    ]


def _applications(run: Interpreter) -> list[Application]:
    found: dict[tuple[object, ...], Application] = {}
    for container in sorted(
        _tops(run.containers), key=lambda one: (one.from_tests, one.kind != "app")
    ):
        if container.kind != "app" and not container.events:
            continue
        application = _Reading(run, container).application()
        if container.kind == "app" or application.routes:
            key = (application.location, tuple((r.method, r.path) for r in application.routes))
            found.setdefault(key, application)
    return sorted(found.values(), key=lambda one: (one.in_tests, one.location))


@dataclass(slots=True)
class _Reading:
    """Lays the events of an application and of its routers out in order."""

    run: Interpreter
    top: Container
    routes: list[Route] = field(default_factory=list)
    mounted: list[tuple[Middleware, int]] = field(default_factory=list)
    settings: list[Setting] = field(default_factory=list)
    inside: list[int] = field(default_factory=list)

    def application(self) -> Application:
        top = self.top
        self.read(top, "", [], "")
        return Application(
            location=_place(top.module, top.node.start_point.row),
            routes=tuple(self.routes),
            mounted=tuple(self.mounted),
            settings=tuple(self.settings),
            certain=top.kind == "app",
            listens=top.listens,
            in_tests=top.from_tests or top.module.in_tests,
        )

    def read(self, container: Container, prefix: str, chain: list[Middleware], when: str) -> None:
        if id(container) in self.inside or len(self.inside) >= MAX_NESTING:
            return
        self.inside.append(id(container))
        for event in container.events:
            if event.kind == "set":
                self.setting(event)
            elif event.kind == "use":
                self.use(event, container, prefix, chain, when)
            else:
                self.route(event, container, prefix, chain, when)
        self.inside.pop()

    def use(
        self, event: Event, container: Container, prefix: str, chain: list[Middleware], when: str
    ) -> None:
        paths = tuple(join(prefix, path) for path in event.paths) or ((prefix,) if prefix else ())
        scope = "app" if container is self.top else "router"
        placed = Event("use", event.module, event.node, paths, event.items, when=event.when or when)
        for item in event.items:
            nested = [one for one in options_of(item.thing) if isinstance(one, Container)]
            if not nested:
                self.mount(classify(self.run, item, placed, scope), chain)
            for one in nested:
                for path in paths or ("",):
                    inner = list(chain)
                    self.read(one, path, inner, placed.when)
                    self.keep(chain, inner[len(chain) :])

    def route(
        self, event: Event, container: Container, prefix: str, chain: list[Middleware], when: str
    ) -> None:
        for written in event.paths:
            path = join(prefix, written)
            placed = Event("route", event.module, event.node, (path,), event.items, event.method)
            own = [classify(self.run, item, placed, "route") for item in event.items]
            if own and own[-1].kind in _ENDS and own[-1].behaviour is not None:
                own[-1] = replace(own[-1], kind=Kind.HANDLER)
            before = [one for one in chain if applies(one, path, event.method)]
            if len(self.routes) >= MAX_ROUTES:
                self.run.problem(event.module, event.node, f"more than {MAX_ROUTES} routes")
                return
            if own and not any(one.kind in _TERMINAL for one in own):
                self.keep(chain, [_for_method(one, event.method) for one in own])
                if event.method == "ALL":
                    continue  # it answers nothing: it stands before the routes that do
            self.routes.append(
                Route(
                    method=event.method,
                    path=path,
                    location=_route_place(event),
                    chain=(*before, *own),
                    when=event.when or when,
                    certain=self.top.kind == "app",
                    passes_rejections=container.passes_rejections,
                )
            )

    def mount(self, middleware: Middleware, chain: list[Middleware]) -> None:
        self.mounted.append((middleware, len(self.routes)))
        self.keep(chain, [middleware])

    def keep(self, chain: list[Middleware], more: Iterable[Middleware]) -> None:
        for one in more:
            if len(chain) < MAX_CHAIN:
                chain.append(one)
            else:
                place = (one.location.path, one.location.line)
                self.run.problems.setdefault(place, f"more than {MAX_CHAIN} middleware in a row")

    def setting(self, event: Event) -> None:
        found = evaluate(event.module.source, event.node)
        call = found if isinstance(found, Call) else None
        name = event.paths[0] if event.paths else "{?}"
        place = _place(event.module, event.node.start_point.row)
        self.settings.append(Setting(name, event.method, place, call, event.when))


def _unfollowed(run: Interpreter) -> Iterator[Gap]:
    """Calls that create an application or a router in code that nothing was seen to call."""
    made = {one.node.id for one in run.containers}
    for path, module in sorted(run.modules.parsed.items()):
        if module is None or module.in_tests or not _MAKES.search(module.source.data):
            continue
        frame = run.frame_of(module)
        for node in walk(module.source.root):
            if node.type != "call_expression" or node.id in made:
                continue
            callee = node.child_by_field_name("function")
            if run.thing(callee, frame) in _MAKERS:
                line = node.start_point.row + 1
                reason = "an application or router is created in code that is not followed"
                yield Gap(f"{path}:{line}", reason)


def _for_method(middleware: Middleware, method: str) -> Middleware:
    """A middleware that stands alone at a route: it guards the same route declared later."""
    return replace(middleware, scope=f"route {method}")


def _route_place(event: Event) -> Location:
    """The line of ``.post`` in a chain of calls, which may be far below its first line."""
    callee = event.node.child_by_field_name("function")
    name = callee.child_by_field_name("property") if callee is not None else None
    row = (name or event.node).start_point.row
    return _place(event.module, row)


def _place(module: Module, row: int) -> Location:
    return Location(module.path, row + 1)


def _gaps(run: Interpreter, roots: tuple[str, ...]) -> Iterator[Gap]:
    for (path, line), reason in sorted(run.problems.items()):
        if not is_test(path):
            yield Gap(f"{path}:{line}" if line else path, reason)
    for package, path in sorted(run.imports.items()):
        if package in NOT_MODELLED and not is_test(path):
            yield Gap(path, f"routes declared with {package} are not modelled")
    yield from _unfollowed(run)
    for path in roots:
        module = run.modules.parsed.get(path)
        if module is None or module.in_tests:
            continue
        if module.source.root.has_error:
            yield Gap(path, "could not be parsed to the end")
        elif too_deep(module.source.root):
            yield Gap(path, "nested deeper than what is followed")
