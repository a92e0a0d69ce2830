"""How is a syntax tree walked without recursion and within bounds?"""

from __future__ import annotations

from collections.abc import Iterator

from tree_sitter import Node

from auditor.checks.code.javascript import inner_of, text_of

MAX_NODES = 2**20
"""Nodes of one file, or of one function, that are looked at."""
MAX_DEPTH = 2_000
"""Levels of nesting below the node that a walk starts from."""
MAX_CHILDREN = 50_000
MAX_LAYERS = 8
"""Brackets, casts and ``await`` around an expression."""

FUNCTIONS = frozenset(
    {
        "arrow_function",
        "function_declaration",
        "function_expression",
        "generator_function",
        "generator_function_declaration",
        "method_definition",
    }
)
CLASSES = frozenset({"abstract_class_declaration", "class", "class_declaration"})
_LAYERS = frozenset(
    {
        "as_expression",
        "await_expression",
        "non_null_expression",
        "parenthesized_expression",
        "satisfies_expression",
        "spread_element",
    }
)


def children(node: Node) -> list[Node]:
    """The named children but comments; none where there are more than anybody writes."""
    if node.named_child_count > MAX_CHILDREN:
        return []
    return [child for child in node.named_children if child.type != "comment"]


def walk(top: Node, *, into_functions: bool = True) -> Iterator[Node]:
    """Every node below ``top``, the outer before the inner; ``top`` itself is left out."""
    for node, leaving in _steps(top, into_functions=into_functions):
        if not leaving:
            yield node


def walk_inner_first(top: Node) -> Iterator[Node]:
    """Every node below ``top`` outside of functions and classes, the inner before the outer."""
    for node, leaving in _steps(top, into_functions=False):
        if leaving:
            yield node


def too_deep(top: Node) -> bool:
    """Whether anything below ``top`` is nested deeper than a walk goes."""
    cursor = top.walk()
    depth = 0
    for _ in range(MAX_NODES):
        if depth >= MAX_DEPTH:
            return True
        if cursor.goto_first_child():
            depth += 1
            continue
        while not cursor.goto_next_sibling():
            if depth <= 1 or not cursor.goto_parent():
                return False
            depth -= 1
    return True


def strip(node: Node | None) -> Node | None:
    """The expression within brackets, casts and ``await``."""
    for _ in range(MAX_LAYERS):
        if node is None or node.type not in _LAYERS:
            break
        node = inner_of(node)
    return node


def text_value(node: Node) -> str:
    """The text of a string literal that has no escapes in it; the raw text elsewhere."""
    return text_of(node)[1:-1]


def is_async(function: Node) -> bool:
    """Whether a function is written with ``async``."""
    return any(child.type == "async" for child in function.children[:6])


def parameters_of(function: Node) -> list[Node]:
    """The parameters of a function, TypeScript's ``this`` left out."""
    single = function.child_by_field_name("parameter")
    if single is not None:
        return [single]
    listed = function.child_by_field_name("parameters")
    found = [] if listed is None else children(listed)
    return [one for one in found if not text_of(one).startswith("this:")]


def pattern_of(parameter: Node) -> Node:
    """What a parameter binds: its name or pattern, without its type and default value."""
    for name in ("pattern", "left"):
        inner = parameter.child_by_field_name(name)
        if inner is not None:
            parameter = inner
    return parameter


def _steps(top: Node, *, into_functions: bool) -> Iterator[tuple[Node, bool]]:
    """Every node below ``top`` when it is entered, and again when it is left."""
    cursor = top.walk()
    if not cursor.goto_first_child():
        return
    depth = 1
    for _ in range(MAX_NODES):
        node = cursor.node
        if node is None:
            return
        yield node, False
        closed = not into_functions and (node.type in FUNCTIONS or node.type in CLASSES)
        if depth < MAX_DEPTH and not closed and cursor.goto_first_child():
            depth += 1
            continue
        yield node, True
        while not cursor.goto_next_sibling():
            depth -= 1
            if not cursor.goto_parent() or depth == 0:
                return
            parent = cursor.node
            if parent is not None:
                yield parent, True
