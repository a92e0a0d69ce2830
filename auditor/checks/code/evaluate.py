"""Which value does an expression have, as far as its own file tells?

Literals, constants of the file, imports, ``process.env``, arithmetic and the
few calls that make durations (``ms('7d')``, ``Date.now() + 60_000``). What is
not among them is UNKNOWN. Nothing is evaluated as code.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from tree_sitter import Node

from auditor.checks.code import folding
from auditor.checks.code.javascript import (
    Declaration,
    Source,
    inner_of,
    is_constant,
    member_path,
    target_of,
    text_of,
)
from auditor.checks.code.values import (
    UNDEFINED,
    UNKNOWN,
    Array,
    Call,
    Environment,
    JsValue,
    Package,
    Record,
)

MAX_DEPTH = 32
"""Expressions and references within each other."""
MAX_STEPS = 4_000
"""Expressions looked at for one match."""
MAX_ITEMS = 512
"""Elements of one array, keys of one object, arguments of one call."""

MAX_HELPER = 2_000
"""Characters of a helper function that are searched for ``process.env[``."""

_LOOK_UP = re.compile(r"\bprocess\.env\[\s*[A-Za-z_$]")
_ESCAPE = re.compile(
    r"\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(.?))", re.DOTALL
)
_ESCAPED = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0", "\n": ""}
_LAST_CODE_POINT = 0x10FFFF


def evaluate(source: Source, node: Node) -> JsValue:
    """The value of the expression ``node`` of ``source``; for a call, a Call."""
    return _Evaluation(source).value(node, 0)


@dataclass(slots=True)
class _Evaluation:
    source: Source
    steps: int = 0

    def value(self, node: Node | None, depth: int) -> JsValue:
        self.steps += 1
        if node is None or depth > MAX_DEPTH or self.steps > MAX_STEPS:
            return UNKNOWN
        read = _READERS.get(node.type, _Evaluation.operation)
        return read(self, node, depth)

    def inner(self, node: Node, depth: int) -> JsValue:
        return self.value(inner_of(node), depth + 1)

    def array(self, node: Node, depth: int) -> JsValue:
        items, is_open = self.elements(node, depth)
        return Array(items, open=is_open)

    def literal(self, node: Node, depth: int) -> JsValue:
        match node.type:
            case "number":
                return folding.number(text_of(node))
            case "template_string":
                return self.template(node, depth)
            case "string":
                return _string(node)
            case _:
                constants: dict[str, JsValue] = {"true": True, "false": False, "null": None}
                return constants.get(node.type, UNDEFINED)

    def template(self, node: Node, depth: int) -> JsValue:
        if node.named_child_count > MAX_ITEMS:
            return UNKNOWN
        parts: list[str] = []
        for child in node.named_children:
            if child.type != "template_substitution":
                parts.append(_unescaped(text_of(child)))
                continue
            part = self.value(inner_of(child), depth + 1)
            if isinstance(part, bool) or not isinstance(part, str | int):
                return UNKNOWN
            parts.append(str(part))
        text = "".join(parts)
        return text if len(text) <= folding.MAX_TEXT else UNKNOWN

    def operation(self, node: Node, depth: int) -> JsValue:
        operator = text_of(node.child_by_field_name("operator"))
        match node.type:
            case "unary_expression":
                operand = self.value(node.child_by_field_name("argument"), depth + 1)
                return folding.unary(operator, operand)
            case "binary_expression":
                left = self.value(node.child_by_field_name("left"), depth + 1)
                right = self.value(node.child_by_field_name("right"), depth + 1)
                return folding.binary(operator, left, right)
            case "ternary_expression":
                condition = self.value(node.child_by_field_name("condition"), depth + 1)
                yes = self.value(node.child_by_field_name("consequence"), depth + 1)
                no = self.value(node.child_by_field_name("alternative"), depth + 1)
                return folding.choose(condition, yes, no)
            case _:
                return UNKNOWN

    def elements(self, node: Node, depth: int) -> tuple[tuple[JsValue, ...], bool]:
        if node.named_child_count > MAX_ITEMS:
            return (), True
        items: list[JsValue] = []
        for child in node.named_children:
            if child.type == "comment":
                continue
            if child.type != "spread_element":
                items.append(self.value(child, depth + 1))
                continue
            spread = self.value(inner_of(child), depth + 1)
            if not isinstance(spread, Array):
                return tuple(items), True
            items.extend(spread.items)
        return tuple(items), False

    def record(self, node: Node, depth: int) -> JsValue:
        if node.named_child_count > MAX_ITEMS:
            return UNKNOWN
        record = Record()
        for child in node.named_children:
            match child.type:
                case "pair":
                    name = self.key(child.child_by_field_name("key"), depth)
                    found = self.value(child.child_by_field_name("value"), depth + 1)
                    record = folding.with_entry(record, name, found)
                case "shorthand_property_identifier":
                    record = folding.with_entry(
                        record, text_of(child), self.value(child, depth + 1)
                    )
                case "method_definition":
                    name = text_of(child.child_by_field_name("name"))
                    record = folding.with_entry(record, name, UNKNOWN)
                case "spread_element":
                    spread = self.value(inner_of(child), depth + 1)
                    record = folding.with_spread(record, spread)
        return record

    def key(self, node: Node | None, depth: int) -> str | None:
        if node is None:
            return None
        match node.type:
            case "string":
                return _string(node)
            case "computed_property_name":
                found = self.value(inner_of(node), depth + 1)
                return found if isinstance(found, str) else None
            case _:
                return text_of(node)

    def call(self, node: Node, depth: int) -> JsValue:
        callee_node = node.child_by_field_name("function") or node.child_by_field_name(
            "constructor"
        )
        given = node.child_by_field_name("arguments")
        if given is not None and given.type == "template_string":
            return UNKNOWN
        arguments, is_open = self.elements(given, depth) if given is not None else ((), False)
        if callee_node is not None and callee_node.type == "import":
            return _required(arguments)
        if text_of(callee_node) == "require" and self.is_global(callee_node):
            return _required(arguments)
        if self.reads_environment(callee_node) and arguments and isinstance(arguments[0], str):
            return Environment(arguments[0])
        callee = self.value(callee_node, depth + 1)
        return folding.call(Call(callee, arguments, open=is_open), path=member_path(callee_node))

    def member(self, node: Node, depth: int) -> JsValue:
        holder = self.value(node.child_by_field_name("object"), depth + 1)
        if node.type == "member_expression":
            return folding.member(holder, text_of(node.child_by_field_name("property")))
        index = self.value(node.child_by_field_name("index"), depth + 1)
        if isinstance(holder, Array) and isinstance(index, int) and not holder.open:
            return holder.items[index] if 0 <= index < len(holder.items) else UNDEFINED
        return folding.member(holder, index) if isinstance(index, str) else UNKNOWN

    def reads_environment(self, callee: Node | None) -> bool:
        """Whether a function of this file looks a variable up by name: ``required('NAME')``."""
        if callee is None or callee.type != "identifier":
            return False
        declaration = self.source.declaration(text_of(callee), callee)
        if declaration is None or declaration.node.type == "import_statement":
            return False
        return _LOOK_UP.search(text_of(declaration.node)[:MAX_HELPER]) is not None

    def is_global(self, node: Node | None) -> bool:
        return node is not None and self.source.declaration(text_of(node), node) is None

    def reference(self, node: Node, depth: int) -> JsValue:
        name = text_of(node)
        declaration = self.source.declaration(name, node)
        if declaration is None:
            return folding.GLOBALS.get(name, UNKNOWN)
        match declaration.node.type:
            case "import_statement":
                return _imported(declaration)
            case "variable_declarator":
                return self.declared(name, declaration, depth)
            case _:
                return UNKNOWN

    def declared(self, name: str, declaration: Declaration, depth: int) -> JsValue:
        declarator = declaration.node
        initial = declarator.child_by_field_name("value")
        if initial is None:
            return UNKNOWN
        pattern = declarator.child_by_field_name("name")
        found = self.value(initial, depth + 1)
        if pattern is not None and pattern.type != "identifier":
            found = self.from_pattern(pattern, declaration.target, found, depth)
        if isinstance(found, str | int | float) and is_constant(declarator):
            return found
        for change in self.source.changes(name):
            found = self.changed(found, change, declaration, depth)
        return found

    def from_pattern(self, pattern: Node, target: Node, whole: JsValue, depth: int) -> JsValue:
        """What a name of ``{ a, b: c, d = 1 }`` takes; deeper patterns are UNKNOWN."""
        if pattern.type != "object_pattern":
            return UNKNOWN
        for part in pattern.named_children[:MAX_ITEMS]:
            key, bound, default = part, part, None
            if part.type == "pair_pattern":
                key = part.child_by_field_name("key") or part
                bound = part.child_by_field_name("value") or part
            if bound.type in {"object_assignment_pattern", "assignment_pattern"}:
                default = bound.child_by_field_name("right")
                bound = bound.child_by_field_name("left") or bound
                key = bound if part.type == "object_assignment_pattern" else key
            if bound.id == target.id:
                found = folding.member(whole, text_of(key))
                if default is None:
                    return found
                return folding.binary("??", found, self.value(default, depth + 1))
        return UNKNOWN

    def changed(
        self, found: JsValue, change: Node, declaration: Declaration, depth: int
    ) -> JsValue:
        """``found`` after an assignment to it or into it, wherever that stands."""
        path = member_path(target_of(change))
        if not path:
            return UNKNOWN
        given: JsValue = UNKNOWN
        if change.type == "assignment_expression":
            given = self.value(change.child_by_field_name("right"), depth + 1)
        condition = self.condition(change, declaration.scope, depth)
        return folding.assigned(found, path, given, condition)

    def condition(self, change: Node, scope: Node, depth: int) -> JsValue:
        """Under which condition a change happens: True, a Conditional or UNKNOWN."""
        condition: JsValue = True
        inner = change
        for around in self.source.path_to(change):
            if around.id == scope.id:
                return condition
            if around.type == "if_statement":
                if condition is not True:
                    return UNKNOWN
                condition = self.value(around.child_by_field_name("condition"), depth + 1)
                alternative = around.child_by_field_name("alternative")
                if alternative is not None and alternative.id == inner.id:
                    condition = folding.unary("!", condition)
            elif around.type not in {"expression_statement", "statement_block", "else_clause"}:
                return UNKNOWN
            inner = around
        return UNKNOWN


_READERS: dict[str, Callable[[_Evaluation, Node, int], JsValue]] = {
    **dict.fromkeys(
        ("string", "template_string", "number", "true", "false", "null", "undefined"),
        _Evaluation.literal,
    ),
    **dict.fromkeys(("identifier", "shorthand_property_identifier"), _Evaluation.reference),
    **dict.fromkeys(("call_expression", "new_expression"), _Evaluation.call),
    **dict.fromkeys(("member_expression", "subscript_expression"), _Evaluation.member),
    **dict.fromkeys(
        (
            "parenthesized_expression",
            "as_expression",
            "satisfies_expression",
            "non_null_expression",
            "await_expression",
        ),
        _Evaluation.inner,
    ),
    "object": _Evaluation.record,
    "array": _Evaluation.array,
}


def _required(arguments: tuple[JsValue, ...]) -> JsValue:
    return _package(arguments[0]) if arguments and isinstance(arguments[0], str) else UNKNOWN


def _package(name: str) -> JsValue:
    """The package an import names; UNKNOWN for a file of the application itself."""
    if name.startswith((".", "/", "#", "@/", "~")):
        return UNKNOWN
    return Package(name.removeprefix("node:"))


def _imported(declaration: Declaration) -> JsValue:
    statement, target = declaration.node, declaration.target
    clause = inner_of(statement)  # holds the source of TypeScript's `import x = require()`
    written = statement.child_by_field_name("source")
    if written is None and clause is not None:
        written = clause.child_by_field_name("source")
    if written is None:
        return UNKNOWN
    member = target.child_by_field_name("name")
    package = _package(_string(written))
    return package if member is None else folding.member(package, text_of(member))


def _string(node: Node) -> str:
    return _unescaped(text_of(node)[1:-1])


def _unescaped(raw: str) -> str:
    return _ESCAPE.sub(_character, raw) if "\\" in raw else raw


def _character(match: re.Match[str]) -> str:
    digits = match[1] or match[2] or match[3]
    if digits is None:
        return _ESCAPED.get(match[4], match[4])
    point = int(digits, 16)
    surrogate = 0xD800 <= point <= 0xDFFF  # noqa: PLR2004 -- the surrogate range
    return "\ufffd" if surrogate or point > _LAST_CODE_POINT else chr(point)
