"""What does an expression stand for, in the run of the function that it belongs to?"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tree_sitter import Node

from auditor.checks.code.application import names
from auditor.checks.code.application.modules import WHOLE
from auditor.checks.code.application.things import (
    UNKNOWN,
    Choice,
    Class,
    External,
    Fields,
    Frame,
    Function,
    Items,
    Namespace,
    Text,
    Thing,
    Unknown,
    options_of,
)
from auditor.checks.code.application.walk import CLASSES, FUNCTIONS, children
from auditor.checks.code.evaluate import evaluate
from auditor.checks.code.javascript import text_of

if TYPE_CHECKING:
    from auditor.checks.code.application.interpreter import Interpreter

MAX_ITEMS = 20_000
"""Elements of one array."""
MAX_ENTRIES = 1_000
"""Keys of one object."""
MAX_PIECES = 100
MAX_TEXT = 1_000
MAX_CHANGES = 20
"""Assignments to one name that are looked at."""


def read_expression(run: Interpreter, node: Node, frame: Frame) -> Thing:
    """What ``node`` stands for; its brackets, casts and ``await`` are off already."""
    read = _READERS.get(node.type)
    return UNKNOWN if read is None else read(run, node, frame)


def _this(_run: Interpreter, _node: Node, frame: Frame) -> Thing:
    return frame.this or UNKNOWN


def _array(run: Interpreter, node: Node, frame: Frame) -> Thing:
    return Items(run.items(children(node)[:MAX_ITEMS], frame))


def _assigned(run: Interpreter, node: Node, frame: Frame) -> Thing:
    return run.thing(node.child_by_field_name("right"), frame)


def _function(_run: Interpreter, node: Node, frame: Frame) -> Thing:
    this = frame.this if node.type == "arrow_function" else None
    return Function(frame.module, node, frame, this)


def _class(_run: Interpreter, node: Node, frame: Frame) -> Thing:
    return Class(frame.module, node, frame)


def _call(run: Interpreter, node: Node, frame: Frame) -> Thing:
    return run.call(node, frame)


def _branch(run: Interpreter, node: Node, frame: Frame) -> Thing:
    if node.type == "ternary_expression":
        parts = ["consequence", "alternative"]
    else:
        operator = text_of(node.child_by_field_name("operator"))
        if operator == "+":
            return _text(run, node, frame)
        if operator not in {"||", "??", "&&"}:
            return UNKNOWN
        parts = ["right"] if operator == "&&" else ["left", "right"]
    found = [run.thing(node.child_by_field_name(part), frame) for part in parts]
    flat = tuple(option for one in found for option in options_of(one))
    if len(parts) > 1 and node.type != "ternary_expression":
        known = tuple(one for one in flat if not isinstance(one, Unknown))
        flat = known or flat
    return flat[0] if len(flat) == 1 and len(parts) > 1 else Choice(flat)


def _text(run: Interpreter, node: Node, frame: Frame) -> Thing:
    value = evaluate(frame.module.source, node)
    if isinstance(value, str):
        return Text(value)
    if node.type == "binary_expression":
        parts = [node.child_by_field_name("left"), node.child_by_field_name("right")]
        sides = [run.thing(part, frame) for part in parts]
        return Text("".join(s.text if isinstance(s, Text) else "{?}" for s in sides)[:MAX_TEXT])
    pieces: list[str] = []
    for child in children(node)[:MAX_PIECES]:
        if child.type != "template_substitution":
            pieces.append(text_of(child))
            continue
        part = run.thing(child.named_child(0), frame) if child.named_child_count else UNKNOWN
        pieces.append(part.text if isinstance(part, Text) else "{?}")
    return Text("".join(pieces)[:MAX_TEXT])


def _fields(run: Interpreter, node: Node, frame: Frame) -> Thing:
    entries: dict[str, Thing] = {}
    is_open = False
    for child in children(node)[:MAX_ENTRIES]:
        match child.type:
            case "pair":
                key = names.key_of(child.child_by_field_name("key"))
                entries[key] = run.thing(child.child_by_field_name("value"), frame)
            case "shorthand_property_identifier":
                entries[text_of(child)] = run.thing(child, frame)
            case "method_definition":
                name = names.key_of(child.child_by_field_name("name"))
                entries[name] = Function(frame.module, child, frame)
            case "spread_element":
                spread = run.thing(child, frame)
                is_open |= not isinstance(spread, Fields) or spread.open
                entries.update(spread.entries if isinstance(spread, Fields) else {})
    return Fields(entries, open=is_open)


def _member(run: Interpreter, node: Node, frame: Frame) -> Thing:
    holder_node = node.child_by_field_name("object")
    if node.type == "member_expression":
        name = text_of(node.child_by_field_name("property"))
    else:
        key = run.thing(node.child_by_field_name("index"), frame)
        name = key.text if isinstance(key, Text) else "{?}"
    if text_of(holder_node) == "module" and name == "exports":
        return run.exported(frame.module, WHOLE)
    if text_of(holder_node) == "exports" and name in frame.module.exports:
        return run.exported(frame.module, name)
    return run.member(run.thing(holder_node, frame), name)


def _reference(run: Interpreter, node: Node, frame: Frame) -> Thing:
    name = text_of(node)
    declaration = frame.module.source.declaration(name, node)
    if declaration is None:
        return External("process") if name == "process" else UNKNOWN
    within = names.frame_around(declaration.node, frame)
    match declaration.node.type:
        case "import_statement":
            return _import(run, declaration.node, declaration.target, frame)
        case "variable_declarator":
            return _declared(run, name, declaration.node, declaration.target, within)
        case kind if kind in CLASSES:
            return Class(frame.module, declaration.node, within)
        case kind if kind in FUNCTIONS:
            if names.is_name_of(declaration.target, declaration.node):
                return Function(frame.module, declaration.node, within)
            return _argument(run, declaration.node, declaration.target, frame)
        case _:
            return UNKNOWN


def _import(run: Interpreter, statement: Node, target: Node, frame: Frame) -> Thing:
    specifier = names.import_source(statement)
    found = run.imported(specifier, frame.module)
    member = target.child_by_field_name("name")
    if member is not None and target.type == "import_specifier":
        return run.member(found, text_of(member))
    if isinstance(found, Namespace):
        if names.is_namespace_import(target):
            return found
        return run.exported(found.module, "default")
    return found


def _declared(run: Interpreter, name: str, declarator: Node, target: Node, frame: Frame) -> Thing:
    value = declarator.child_by_field_name("value")
    pattern = declarator.child_by_field_name("name")
    if value is None:
        for change in frame.module.source.changes(name)[:MAX_CHANGES]:
            if text_of(change.child_by_field_name("left")) == name:
                within = names.frame_around(change, frame)
                return run.thing(change.child_by_field_name("right"), within)
        return UNKNOWN
    found = run.thing(value, frame)
    if pattern is None or pattern.type == "identifier":
        return found
    key = names.key_in_pattern(pattern, target)
    return UNKNOWN if key is None else run.member(found, key)


def _argument(run: Interpreter, function: Node, target: Node, frame: Frame) -> Thing:
    """What a parameter got in the run of its function that ``frame`` belongs to."""
    around: Frame | None = frame
    while around is not None and around.node.id != function.id:
        around = around.outer
    if around is None:
        return UNKNOWN
    position, key = names.position_of(function, target)
    if position is None or position >= len(around.arguments):
        return UNKNOWN
    given = around.arguments[position]
    return given if key is None else run.member(given, key)


_READERS: dict[str, Callable[[Interpreter, Node, Frame], Thing]] = {
    **dict.fromkeys(
        (
            "identifier",
            "shorthand_property_identifier",
            "shorthand_property_identifier_pattern",
        ),
        _reference,
    ),
    **dict.fromkeys(("call_expression", "new_expression"), _call),
    **dict.fromkeys(("member_expression", "subscript_expression"), _member),
    **dict.fromkeys(("string", "template_string"), _text),
    **dict.fromkeys(("binary_expression", "ternary_expression"), _branch),
    **dict.fromkeys(FUNCTIONS, _function),
    **dict.fromkeys(CLASSES, _class),
    "this": _this,
    "array": _array,
    "object": _fields,
    "assignment_expression": _assigned,
}
