"""Which function has this parameter, what is it called by, and which call takes this argument?"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from tree_sitter import Node

from auditor.checks.code.application.walk import (
    FUNCTIONS,
    children,
    parameters_of,
    pattern_of,
    walk,
)
from auditor.checks.code.javascript import Source, text_of

DEFAULT = "default"
"""The name of what a module exports as a whole."""

_IMPORTS = re.compile(
    rb"""(?:\bfrom\s*|\bimport\s*\(?\s*|\brequire\s*\(\s*)["'`]([^"'`\n\r]{1,500})["'`]"""
)
_REQUEST = re.compile(r"\b(?:req|request|ctx|body|query|params|headers|cookies)\b")
_WORD = re.compile(r"[\w$]+")
_LITERALS = frozenset({"string", "number", "true", "false", "null", "undefined", "regex"})
_WHOLE = frozenset({"module.exports", "exports"})


@dataclass(frozen=True, slots=True, order=True)
class Parameter:
    """A parameter of a named function, by its position counted from 0."""

    path: str
    function: str
    position: int


@dataclass(frozen=True, slots=True)
class Argument:
    """What a call hands over: the callee's name, what stands before it, and the position."""

    callee: str
    holder: str
    position: int


def parameter_at(source: Source, path: str, start: int, name: str) -> Parameter | None:
    """The parameter ``name`` of the innermost function around the byte ``start``.

    None where it belongs to a function without a name.
    """
    node = source.root.named_descendant_for_byte_range(start, start + 1)
    around = source.path_to(node) if node is not None else []
    for index, function in enumerate(around):
        if function.type in FUNCTIONS:
            for position, parameter in enumerate(parameters_of(function)):
                if name in {text_of(parameter), text_of(pattern_of(parameter))}:
                    called = _name_of(function, around[index + 1 : index + 5])
                    return Parameter(path, called, position) if called else None
    return None


def arguments_at(source: Source, start: int, end: int, name: str) -> Iterator[Argument]:
    """The arguments that the data in the bytes ``start`` to ``end`` may be.

    The engine names the outermost call alone, so those inside are looked at as
    well: the arguments that speak of ``name`` or of a request or, where none
    does, all that are no literals.
    """
    node = source.root.named_descendant_for_byte_range(start, end)
    if node is None:
        return
    steps = [node, *source.path_to(node)]
    for inner, outer in itertools.pairwise(steps):
        if outer.type == "arguments":
            yield from _argument(outer, inner)
            yield from _inside(inner, name)
            return
        if outer.type in FUNCTIONS:
            return


def specifiers(data: bytes) -> Iterator[str]:
    """What a file imports, as it is written."""
    for found in _IMPORTS.finditer(data):
        yield found[1].decode("utf-8", "replace")


def imported(source: Source, name: str) -> tuple[str, str] | None:
    """The specifier and the exported name that ``name`` stands for at the top of a file."""
    declaration = source.declaration(name, source.root) or source.declaration(
        name, source.root.named_children[0] if source.root.named_children else source.root
    )
    if declaration is None:
        return None
    specifier = next(specifiers(text_of(declaration.node).encode()), None)
    if specifier is None:
        return None
    target = declaration.target
    if declaration.node.type == "import_statement":
        if target.type == "import_specifier":
            return specifier, text_of(target.child_by_field_name("name"))
        return specifier, DEFAULT
    value = declaration.node.child_by_field_name("value")
    if value is not None and value.type == "member_expression":
        return specifier, text_of(value.child_by_field_name("property"))
    pattern = declaration.node.child_by_field_name("name")
    if pattern is not None and pattern.type == "object_pattern":
        pair = target.parent
        key = pair.child_by_field_name("key") if pair and pair.type == "pair_pattern" else None
        return specifier, text_of(key) if key is not None else name
    return specifier, DEFAULT


def _inside(top: Node, name: str) -> Iterator[Argument]:
    calls = [node for node in walk(top, into_functions=False) if node.type == "arguments"]
    given = [(call, one) for call in calls for one in children(call)]
    speaking = [pair for pair in given if _speaks_of(text_of(pair[1]), name)]
    for call, one in speaking or given:
        if one.type not in _LITERALS and one.type not in FUNCTIONS:
            yield from _argument(call, one)


def _speaks_of(text: str, name: str) -> bool:
    return _REQUEST.search(text) is not None or name in _WORD.findall(text)


def _argument(arguments: Node, inner: Node) -> Iterator[Argument]:
    call = arguments.parent
    callee = call.child_by_field_name("function") if call is not None else None
    position = next((i for i, one in enumerate(children(arguments)) if one == inner), None)
    if callee is None or position is None:
        return
    if callee.type == "identifier":
        yield Argument(text_of(callee), "", position)
    elif callee.type == "member_expression":
        holder = text_of(callee.child_by_field_name("object"))
        yield Argument(text_of(callee.child_by_field_name("property")), holder, position)


def _name_of(function: Node, around: list[Node]) -> str:
    own = function.child_by_field_name("name")
    if own is not None:
        return text_of(own)
    for node in around:
        match node.type:
            case "variable_declarator":
                return text_of(node.child_by_field_name("name"))
            case "pair":
                return text_of(node.child_by_field_name("key")).strip("\"'")
            case "assignment_expression":
                return _assigned(node.child_by_field_name("left"))
            case "export_statement":
                return DEFAULT
            case "public_field_definition" | "field_definition":
                return text_of(
                    node.child_by_field_name("name") or node.child_by_field_name("property")
                )
            case "as_expression" | "parenthesized_expression" | "satisfies_expression":
                continue
            case "arguments" | "call_expression":
                continue  # a wrapper around a handler keeps the name: `const f = wrap((a) => …)`
            case _:
                return ""
    return ""


def _assigned(left: Node | None) -> str:
    if left is None:
        return ""
    if text_of(left) in _WHOLE:
        return DEFAULT
    if left.type == "member_expression":
        return text_of(left.child_by_field_name("property"))
    return text_of(left) if left.type == "identifier" else ""
