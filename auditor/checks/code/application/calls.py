"""What does a call give: a module, an instance, a container, or what a function returns?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tree_sitter import Node

from auditor.checks.code.application import names
from auditor.checks.code.application.containers import call_on_container, call_on_path, made_by
from auditor.checks.code.application.modules import WHOLE
from auditor.checks.code.application.things import (
    LOADED,
    UNKNOWN,
    Choice,
    Class,
    Container,
    External,
    Frame,
    Function,
    Instance,
    Item,
    Made,
    Namespace,
    Part,
    Path,
    Text,
    Thing,
    options_of,
)
from auditor.checks.code.application.walk import children, strip

if TYPE_CHECKING:
    from auditor.checks.code.application.interpreter import Interpreter

MAX_OPTIONS = 4
"""Things that one callee may be."""


def read_call(run: Interpreter, node: Node, frame: Frame) -> Thing:
    """The result of the call ``node``; what it does to containers is added to their events."""
    callee_node = strip(
        node.child_by_field_name("function") or node.child_by_field_name("constructor")
    )
    given = node.child_by_field_name("arguments")
    nodes = children(given) if given is not None and given.type == "arguments" else []
    if callee_node is None:
        return UNKNOWN
    if callee_node.type == "import" or names.is_require(callee_node, frame):
        return _required(run, nodes, frame)
    if callee_node.type in {"member_expression", "subscript_expression"}:
        holder = run.thing(callee_node.child_by_field_name("object"), frame)
        name = names.property_of(callee_node)
        for one in options_of(holder):
            if isinstance(one, Container):
                return call_on_container(run, one, name, node, nodes, frame)
            if name == "bind" and isinstance(one, Function):
                return one
            if isinstance(one, Path):
                return call_on_path(run, one, name, node, nodes, frame)
    callee = run.thing(callee_node, frame)
    items = run.items(nodes, frame)
    made = made_by(run, callee, items, node, frame)
    if made is not None:
        return made
    return result_of(run, callee, items, node, frame)


def result_of(
    run: Interpreter, callee: Thing, items: tuple[Item, ...], node: Node, frame: Frame
) -> Thing:
    """What calling ``callee`` with ``items`` gives."""
    arguments = tuple(item.thing for item in items)
    match callee:
        case Namespace(module):
            whole = run.exported(module, WHOLE if WHOLE in module.exports else "default")
            if isinstance(whole, Namespace):
                return UNKNOWN
            return result_of(run, whole, items, node, frame)
        case Function() if node.type == "new_expression":
            instance = Instance(callee, Frame(callee.module, callee.node, callee.frame, arguments))
            return _constructed(run, instance, callee, arguments, frame, node)
        case Function():
            return run.call_function(callee, arguments, frame, node)
        case Class():
            instance = Instance(callee, Frame(callee.module, callee.node, callee.frame))
            return _construct(run, instance, callee, arguments, frame, node)
        case External() | Made() | Part():
            run.run_callbacks(items, frame)
            return Made(callee, arguments, frame.module, node)
        case Choice(options):
            results = [result_of(run, one, items, node, frame) for one in options[:MAX_OPTIONS]]
            return Choice(tuple(option for one in results for option in options_of(one)))
        case _:
            run.run_callbacks(items, frame)
            if any(isinstance(one, Container) for one in arguments) and (
                callee == LOADED or names.is_local(node, frame)
            ):
                reason = "an application or router is handed to code that cannot be told"
                run.problem(frame.module, node, reason)
            return callee if callee == LOADED else UNKNOWN


def _required(run: Interpreter, nodes: list[Node], frame: Frame) -> Thing:
    specifier = run.thing(nodes[0], frame) if nodes else UNKNOWN
    if not isinstance(specifier, Text) or "{?}" in specifier.text:
        return LOADED
    found = run.imported(specifier.text, frame.module)
    if isinstance(found, Namespace) and WHOLE in found.module.exports:
        return run.exported(found.module, WHOLE)
    return found


def _construct(
    run: Interpreter,
    instance: Instance,
    made: Class,
    arguments: tuple[Thing, ...],
    frame: Frame,
    node: Node,
) -> Thing:
    run.called.add(made.node.id)
    constructor = names.field_of(made.node, "constructor")
    for each in names.fields_with_values(made.node):
        run.run_statements(each, run.inside(instance))
    if constructor is None:
        return instance
    function = Function(made.module, constructor, made.frame, instance)
    return _constructed(run, instance, function, arguments, frame, node)


def _constructed(
    run: Interpreter,
    instance: Instance,
    function: Function,
    arguments: tuple[Thing, ...],
    frame: Frame,
    node: Node,
) -> Thing:
    bound = Function(function.module, function.node, function.frame, instance)
    result = run.call_function(bound, arguments, frame, node)
    return result if isinstance(result, Container) else instance
