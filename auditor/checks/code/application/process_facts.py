"""How does the process end, and how long does it wait?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tree_sitter import Node

from auditor.checks.code.application.interpreter import Interpreter
from auditor.checks.code.application.modules import Module
from auditor.checks.code.application.things import Frame, Function, options_of
from auditor.checks.code.application.walk import children, strip, text_value, walk
from auditor.checks.code.evaluate import evaluate
from auditor.checks.code.javascript import text_of
from auditor.checks.code.roles import is_test
from auditor.checks.code.values import in_production
from auditor.model import Fact, Location, Value
from auditor.sanitise import excerpt

MAX_CALLS = 100
MAX_FOLLOWED = 3

WANTED = re.compile(
    rb"process\s*\.\s*(?:on|once|addListener)\s*\(|(?:request|headers)Timeout\b"
    rb"|http-terminator|http-graceful-shutdown|stoppable|@godaddy/terminus|lightship|close-with-grace"
)
"""What a file must hold to be looked at here."""

_FAILURES = frozenset({"uncaughtException", "unhandledRejection"})
_STOPS = frozenset({"SIGTERM"})
_TIMEOUTS = {"requestTimeout": "request", "headersTimeout": "headers"}
_SHUTDOWN_PACKAGES = frozenset(
    {
        "@godaddy/terminus",
        "close-with-grace",
        "http-graceful-shutdown",
        "http-terminator",
        "lightship",
        "stoppable",
    }
)
_ENDS = re.compile(r"\bprocess\.(?:exit|abort|kill)\(|\bprocess\.exitCode\s*=|\bthrow\b")
_TELLS = re.compile(
    r"\b\w*[lL]og(?:ger)?\b[\w.]*\(|\bconsole\.\w+\(|\bcapture\w*\(|\b(?:fatal|error)\("
)
_CLOSES = re.compile(r"\.(?:close|stop|shutdown|terminate|destroy|drain)\w*\(|\bshutdown\w*\(")


def process_facts(run: Interpreter) -> Iterator[Fact]:
    """Yield process.handler, graceful.shutdown and server.timeouts of every file that has them."""
    for path in sorted(run.modules.sources):
        if is_test(path) or not WANTED.search(run.modules.bytes_of(path)):
            continue
        module = run.modules.load(path)
        if module is not None:
            yield from _of_module(run, module)


def _of_module(run: Interpreter, module: Module) -> Iterator[Fact]:
    frame = run.frame_of(module)
    for node in walk(module.source.root):
        match node.type:
            case "call_expression":
                yield from _of_call(run, node, frame)
            case "assignment_expression":
                left = node.child_by_field_name("left")
                if left is not None and left.type == "member_expression":
                    name = text_of(left.child_by_field_name("property"))
                    yield from _timeout(module, name, node.child_by_field_name("right"), node)
            case "pair":
                name = text_of(node.child_by_field_name("key"))
                yield from _timeout(module, name, node.child_by_field_name("value"), node)


def _of_call(run: Interpreter, node: Node, frame: Frame) -> Iterator[Fact]:
    callee = text_of(strip(node.child_by_field_name("function")))
    given = node.child_by_field_name("arguments")
    nodes = children(given) if given is not None else []
    place = Location(frame.module.path, node.start_point.row + 1)
    if callee in {"process.on", "process.once", "process.addListener"} and len(nodes) > 1:
        for event in _events(nodes[0], frame.module):
            yield from _handler(run, event, nodes[1], frame, place)
    elif callee == "require" and nodes and text_value(nodes[0]) in _SHUTDOWN_PACKAGES:
        by = excerpt(text_value(nodes[0]))
        yield Fact("graceful.shutdown", "SIGTERM", {"closes": True, "by": by}, place)


def _handler(
    run: Interpreter, event: str, node: Node, frame: Frame, place: Location
) -> Iterator[Fact]:
    if event not in _FAILURES | _STOPS:
        return
    functions = [one for one in options_of(run.thing(node, frame)) if isinstance(one, Function)]
    if event in _STOPS:
        closes = _reaches(run, functions[0], _CLOSES) if functions else None
        yield Fact("graceful.shutdown", event, {"closes": closes, "by": "handler"}, place)
        return
    attributes: dict[str, Value] = {"logs": None, "exits": None}
    if functions:
        attributes = {
            "logs": _reaches(run, functions[0], _TELLS),
            "exits": _reaches(run, functions[0], _ENDS),
        }
    yield Fact("process.handler", event, attributes, place)


def _events(node: Node, module: Module) -> list[str]:
    """The events a listener is for, those of a loop over a list of them too."""
    value = evaluate(module.source, node)
    if isinstance(value, str):
        return [value]
    if node.type != "identifier":
        return []
    declaration = module.source.declaration(text_of(node), node)
    if declaration is None:
        return []
    listed: Node | None = None
    if declaration.node.type == "for_in_statement":
        listed = strip(declaration.node.child_by_field_name("right"))
    elif declaration.node.type == "arrow_function":
        given = declaration.node.parent
        call = given.parent if given is not None else None
        callee = call.child_by_field_name("function") if call is not None else None
        listed = strip(callee.child_by_field_name("object")) if callee is not None else None
    if listed is None or listed.type != "array":
        return []
    return [text_value(one) for one in children(listed)[:50] if one.type == "string"]


def _reaches(run: Interpreter, function: Function, wanted: re.Pattern[str], depth: int = 0) -> bool:
    """Whether a function, or one of the application that it calls, holds what is wanted."""
    body = function.node.child_by_field_name("body")
    if body is not None and wanted.search(text_of(body)):
        return True
    if depth >= MAX_FOLLOWED:
        return False
    calls = [node for node in walk(function.node) if node.type == "call_expression"]
    for node in calls[:MAX_CALLS]:
        callee = run.thing(node.child_by_field_name("function"), function.frame)
        if not isinstance(callee, Function) or callee.node.id == function.node.id:
            continue
        if _reaches(run, callee, wanted, depth + 1):
            return True
    return False


def _timeout(module: Module, name: str, value: Node | None, node: Node) -> Iterator[Fact]:
    if name not in _TIMEOUTS or value is None:
        return
    found = in_production(evaluate(module.source, value))
    is_number = isinstance(found, int | float) and not isinstance(found, bool)
    ms: Value = found if is_number and isinstance(found, int | float) else None
    attributes: dict[str, Value] = {"of": _TIMEOUTS[name]}
    place = Location(module.path, node.start_point.row + 1)
    yield Fact("server.timeouts", ms, attributes, place)
