"""What do names, patterns and conditions in a syntax tree refer to?"""

from __future__ import annotations

import re

from tree_sitter import Node

from auditor.checks.code.application.things import Frame
from auditor.checks.code.application.walk import (
    CLASSES,
    FUNCTIONS,
    children,
    parameters_of,
    pattern_of,
    strip,
    text_value,
    walk,
)
from auditor.checks.code.evaluate import evaluate
from auditor.checks.code.javascript import inner_of, text_of
from auditor.checks.code.values import UNKNOWN, Conditional

MAX_ANCESTORS = 100
_PACKAGE = re.compile(r"(@[\w.~-]+/[\w.~-]+|[\w.~-]+)(?:/.*)?", re.ASCII | re.DOTALL)
_FIELDS = frozenset({"field_definition", "method_definition", "public_field_definition"})
_CONDITIONS = frozenset({"if_statement", "switch_case", "switch_default", "ternary_expression"})


def package_of(specifier: str) -> str | None:
    """The package that an import names; None for a file, and for what is no name."""
    if specifier.startswith((".", "/", "#", "@/", "~")):
        return None
    found = _PACKAGE.fullmatch(specifier.removeprefix("node:"))
    return found[1] if found else None


def string_of(node: Node) -> str:
    """The text of a string literal."""
    return text_value(node)


def key_of(node: Node | None) -> str:
    """The name of a property as it is written, without quotes or brackets."""
    if node is None:
        return ""
    if node.type == "computed_property_name":
        node = inner_of(node) or node
    return text_value(node) if node.type == "string" else text_of(node)


def property_of(callee: Node) -> str:
    """The name of the property of ``a.name`` and ``a['name']``; ``{?}`` where it is computed."""
    if callee.type == "member_expression":
        return text_of(callee.child_by_field_name("property"))
    index = callee.child_by_field_name("index")
    return text_value(index) if index is not None and index.type == "string" else "{?}"


def import_source(statement: Node) -> str:
    """The specifier of an import, of TypeScript's ``import x = require()`` too."""
    source = statement.child_by_field_name("source")
    if source is None:
        clause = inner_of(statement)
        source = clause.child_by_field_name("source") if clause is not None else None
    return "" if source is None else text_value(source)


def is_namespace_import(target: Node) -> bool:
    """Whether a name stands in ``import * as name``, or in ``import name = require()``."""
    return target.parent is not None and target.parent.type in {
        "namespace_import",
        "import_require_clause",
    }


def is_require(callee: Node, frame: Frame) -> bool:
    """Whether a call is of Node's own ``require``."""
    if callee.type != "identifier" or text_of(callee) != "require":
        return False
    declaration = frame.module.source.declaration("require", callee)
    return declaration is None or b"createRequire" in (declaration.node.text or b"")[:500]


def is_local(call: Node, frame: Frame) -> bool:
    """Whether a call is of a name, or a property of one, that this file imports or declares."""
    callee = strip(call.child_by_field_name("function") or call.child_by_field_name("constructor"))
    for _ in range(MAX_ANCESTORS):
        if callee is None or callee.type != "member_expression":
            break
        callee = strip(callee.child_by_field_name("object"))
    if callee is None or callee.type != "identifier":
        return False
    return frame.module.source.declaration(text_of(callee), callee) is not None


def is_name_of(target: Node, function: Node) -> bool:
    """Whether a declaration is of the function itself, not of one of its parameters."""
    name = function.child_by_field_name("name")
    return name is not None and name.id == target.id


def frame_around(declaration: Node, frame: Frame) -> Frame:
    """The run, among ``frame`` and those around it, whose function holds the declaration."""
    run = frame
    for _ in range(MAX_ANCESTORS):
        node = run.node
        holds = node.start_byte <= declaration.start_byte and declaration.end_byte <= node.end_byte
        if run.outer is None or (holds and node.id != declaration.id):
            return run
        run = run.outer
    return run


def key_in_pattern(pattern: Node, target: Node) -> str | None:
    """The property that ``target`` takes in ``{ a, b: target, c = 1 }``; None if it is deeper."""
    if pattern.type != "object_pattern":
        return None
    for part in children(pattern)[:500]:
        bound, key = part, part
        if part.type == "pair_pattern":
            key = part.child_by_field_name("key") or part
            bound = part.child_by_field_name("value") or part
        if bound.type in {"object_assignment_pattern", "assignment_pattern"}:
            bound = bound.child_by_field_name("left") or bound
            key = bound if key is part else key
        if bound.id == target.id:
            return key_of(key)
    return None


def position_of(function: Node, target: Node) -> tuple[int | None, str | None]:
    """Which parameter binds ``target``, and the property it takes of it where it is a pattern."""
    for position, parameter in enumerate(parameters_of(function)):
        pattern = pattern_of(parameter)
        if pattern.id == target.id:
            return position, None
        key = key_in_pattern(pattern, target)
        if key is not None:
            return position, key
    return None, None


def field_of(owner: Node, name: str) -> Node | None:
    """The method or field ``name`` of a class."""
    body = owner.child_by_field_name("body")
    if owner.type not in CLASSES or body is None:
        return None
    for part in children(body):
        if part.type in _FIELDS:
            key = part.child_by_field_name("name") or part.child_by_field_name("property")
            if key_of(key) == name:
                return part
    return None


def fields_with_values(owner: Node) -> list[Node]:
    """The fields of a class that are initialised, in order."""
    body = owner.child_by_field_name("body")
    parts = [] if body is None else children(body)
    return [one for one in parts if one.type in _FIELDS and one.child_by_field_name("value")]


def assigned_to_this(owner: Node, name: str) -> tuple[Node, Node] | None:
    """What ``this.name = …`` in a class or function assigns, and the function it stands in."""
    wanted = f"this.{name}"
    for node in walk(owner):
        if node.type == "assignment_expression":
            left = node.child_by_field_name("left")
            right = node.child_by_field_name("right")
            if right is not None and text_of(left) == wanted:
                return right, _function_around(node) or owner
        elif node.type in {"required_parameter", "optional_parameter"} and _is_field(node, name):
            return pattern_of(node), _function_around(node) or owner
    return None


def condition_at(node: Node, frame: Frame) -> str:
    """Under which condition a place in a run is reached: see ``Frame.when``."""
    inner, around = node, node.parent
    for _ in range(MAX_ANCESTORS):
        if around is None or around.id == frame.node.id or around.type in FUNCTIONS:
            break
        found = _condition(around, inner, frame)
        if found:
            return found
        inner, around = around, around.parent
    return frame.when


def _condition(around: Node, inner: Node, frame: Frame) -> str:
    if around.type == "binary_expression":
        left = around.child_by_field_name("left")
        logical = text_of(around.child_by_field_name("operator")) in {"&&", "||", "??"}
        if not logical or left is None or left.id == inner.id:
            return ""
        return _environment(
            left, frame, negated=text_of(around.child_by_field_name("operator")) != "&&"
        )
    if around.type not in _CONDITIONS:
        return ""
    condition = around.child_by_field_name("condition")
    if condition is None:
        return "sometimes"
    if condition.id == inner.id:
        return ""
    alternative = around.child_by_field_name("alternative")
    return _environment(
        condition, frame, negated=alternative is not None and alternative.id == inner.id
    )


def _environment(condition: Node, frame: Frame, *, negated: bool) -> str:
    value = evaluate(frame.module.source, condition)
    if not isinstance(value, Conditional) or value.production is UNKNOWN:
        return "sometimes"
    return "production" if bool(value.production) is not negated else "development"


def _function_around(node: Node) -> Node | None:
    around = node.parent
    for _ in range(MAX_ANCESTORS):
        if around is None or (around.type in FUNCTIONS and around.type != "arrow_function"):
            return around
        around = around.parent
    return None


def _is_field(parameter: Node, name: str) -> bool:
    """Whether a constructor parameter declares a field: ``constructor(private name: Type)``."""
    marked = any(
        child.type in {"accessibility_modifier", "readonly"} for child in parameter.children[:4]
    )
    return marked and text_of(pattern_of(parameter)) == name
