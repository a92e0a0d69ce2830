"""What does a call on an Express application or router do?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tree_sitter import Node

from auditor.checks.code.application import names
from auditor.checks.code.application.packages import ROUTE_LOADERS, ROUTERS
from auditor.checks.code.application.things import (
    LOADED,
    UNKNOWN,
    Container,
    Event,
    External,
    Fields,
    Frame,
    Item,
    Items,
    Made,
    Path,
    Text,
    Thing,
    origin_of,
)
from auditor.checks.code.application.walk import strip
from auditor.checks.code.javascript import text_of

if TYPE_CHECKING:
    from auditor.checks.code.application.interpreter import Interpreter

METHODS = frozenset(
    {"all", "connect", "delete", "get", "head", "options", "patch", "post", "put", "trace"}
)
_SETTINGS = frozenset({"disable", "enable", "set"})
MAX_PATHS = 50
MAX_PATH_CHARACTERS = 300


def made_by(
    run: Interpreter, callee: Thing, items: tuple[Item, ...], node: Node, frame: Frame
) -> Thing | None:
    """The container that ``express()`` or ``Router()`` makes; None for any other call.

    Also notes where a container is handed to a package that adds routes to it.
    """
    if isinstance(callee, External):
        if callee.package == "express" and callee.members in {(), ("express",)}:
            return run.made(Container("app", frame.module, node))
        if callee.package == "express" and callee.members in {("Router",), ("express", "Router")}:
            return run.made(Container("router", frame.module, node))
        if callee.package in ROUTERS and not callee.members:
            router = Container("router", frame.module, node, passes_rejections=True)
            return run.made(router)
    origin = origin_of(callee)
    if origin is not None and origin[0] in ROUTE_LOADERS and _has_container(items):
        run.problem(frame.module, node, f"routes are added by {origin[0]}, which is not followed")
    return None


def call_on_container(
    run: Interpreter,
    container: Container,
    name: str,
    node: Node,
    nodes: list[Node],
    frame: Frame,
) -> Thing:
    """The result of ``container.name(…)``; what it mounts is added to its events."""
    items = run.items(nodes, frame)
    when = names.condition_at(node, frame)
    if name == "use":
        paths, rest = _split(run, nodes, items, frame)
        _report_loaded(run, rest, frame)
        container.events.append(Event("use", frame.module, node, paths, rest, when=when))
        return container
    if name == "route":
        return Path(container, _paths(items[:1], first=nodes[0] if nodes else None) or ("{?}",))
    if name in METHODS and not (name == "get" and len(items) == 1):
        paths = _paths(items[:1], first=nodes[0] if nodes else None) or ("{?}",)
        rest = _after_path(run, nodes, items, frame)
        method = name.upper()
        container.events.append(Event("route", frame.module, node, paths, rest, method, when))
        return container
    if name == "{?}" and len(items) > 1:
        run.problem(frame.module, node, "a route whose method is chosen when it runs")
        return container
    if name in _SETTINGS:
        event = Event("set", frame.module, node, _paths(items[:1]), items[1:], name, when)
        container.events.append(event)
        return container
    if name == "listen":
        container.listens = True
        run.run_callbacks(items, frame)
        return Made(External("http", ("Server",)), (), frame.module, node)
    run.run_callbacks(items, frame)
    return container if name in {"engine", "param", "on"} else UNKNOWN


def call_on_path(
    run: Interpreter, path: Path, name: str, node: Node, nodes: list[Node], frame: Frame
) -> Thing:
    """The result of ``router.route('/x').name(…)``."""
    items = run.items(nodes, frame)
    if name in METHODS:
        when = names.condition_at(node, frame)
        event = Event("route", frame.module, node, path.paths, items, name.upper(), when)
        path.container.events.append(event)
    elif name == "{?}":
        run.problem(frame.module, node, "a route whose method is chosen when it runs")
    return path


def _split(
    run: Interpreter, nodes: list[Node], items: tuple[Item, ...], frame: Frame
) -> tuple[tuple[str, ...], tuple[Item, ...]]:
    """The paths that ``use`` mounts at, and what it mounts."""
    if not nodes:
        return (), ()
    first = strip(nodes[0])
    if first is not None and first.type == "regex":
        return (_shown(first),), items[1:]
    thing = run.thing(nodes[0], frame)
    if isinstance(thing, Text):
        return (thing.text[:MAX_PATH_CHARACTERS],), items[1:]
    if isinstance(thing, Items):
        texts = tuple(one for one in thing.items if _is_path(one))
        if texts and len(texts) == len(thing.items):
            return _paths(texts), items[len(thing.items) :]
    if thing is UNKNOWN and len(nodes) > 1 and not _mountable(nodes[0]):
        return ("{?}",), items[1:]
    return (), items


def _after_path(
    run: Interpreter, nodes: list[Node], items: tuple[Item, ...], frame: Frame
) -> tuple[Item, ...]:
    first = run.thing(nodes[0], frame) if nodes else UNKNOWN
    return items[len(first.items) :] if isinstance(first, Items) else items[1:]


def _paths(items: tuple[Item, ...], first: Node | None = None) -> tuple[str, ...]:
    if first is not None and first.type == "array":
        return tuple(_shown(one) for one in first.named_children[:MAX_PATHS])
    return tuple(
        item.thing.text[:MAX_PATH_CHARACTERS] if isinstance(item.thing, Text) else _of_node(item)
        for item in items[:MAX_PATHS]
    )


def _of_node(item: Item) -> str:
    return _shown(item.node) if item.node.type == "regex" else "{?}"


def _shown(node: Node) -> str:
    """A regular expression as it is written, a string without its quotes."""
    text = text_of(node)
    return (text[1:-1] if node.type == "string" else text)[:MAX_PATH_CHARACTERS]


def _is_path(item: Item) -> bool:
    return isinstance(item.thing, Text) or item.node.type == "regex"


def _mountable(node: Node) -> bool:
    """Whether an expression that cannot be told may be middleware rather than a path."""
    inner = strip(node)
    return inner is not None and inner.type in {"call_expression", "identifier", "new_expression"}


def _report_loaded(run: Interpreter, items: tuple[Item, ...], frame: Frame) -> None:
    for item in items:
        if item.thing == LOADED:
            run.problem(
                frame.module,
                item.node,
                "a module is mounted that is chosen when it runs, or is not there",
            )


def _has_container(items: tuple[Item, ...]) -> bool:
    things: list[Thing] = []
    for item in items:
        thing = item.thing
        things.extend(thing.entries.values() if isinstance(thing, Fields) else [thing])
    return any(isinstance(thing, Container) for thing in things)
