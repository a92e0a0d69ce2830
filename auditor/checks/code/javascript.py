"""What stands where in a JavaScript or TypeScript file?

Finds the node of a match, the declaration a name refers to and the assignments
that change it. Nothing of the file is ever run. All walks are loops over a
bounded number of nodes, so that no nesting and no length exhausts them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from tree_sitter import Language, Node, Parser

MAX_BYTES = 2**20
MAX_DEPTH = 256
"""Levels between the top of a file and a node that is looked at."""
MAX_CHILDREN = 20_000
MAX_NAMES = 1_000
"""Names that one pattern or parameter list may bind."""
MAX_COMMENTS = 8
"""Comments that may stand before the part of a node that counts."""
MAX_NODES = 2 * MAX_BYTES
"""Nodes of a file that are searched for assignments."""

_BLOCKS = frozenset({"program", "statement_block", "switch_case", "class_static_block"})
_FUNCTIONS = frozenset(
    {
        "function_declaration",
        "function_expression",
        "generator_function",
        "generator_function_declaration",
        "arrow_function",
        "method_definition",
    }
)
_NAMED = frozenset(
    {
        "function_declaration",
        "generator_function_declaration",
        "class_declaration",
        "abstract_class_declaration",
        "enum_declaration",
    }
)
_VARIABLES = frozenset({"lexical_declaration", "variable_declaration"})
_BINDERS = {
    "for_in_statement": "left",
    "for_statement": "initializer",
    "catch_clause": "parameter",
}
_LITERALS = frozenset({"string", "template_string", "number", "true", "false"})
_NAME_NODES = frozenset({"identifier", "shorthand_property_identifier_pattern"})
_WRAPPERS = {
    "member_expression": "object",
    "subscript_expression": "object",
}
_CHANGES = frozenset(
    {"assignment_expression", "augmented_assignment_expression", "update_expression"}
)


@dataclass(frozen=True, slots=True)
class Declaration:
    """Where a name gets its value.

    ``node`` is the declarator, import statement or function that binds it,
    ``target`` the identifier or import specifier, ``scope`` the block whose
    names it belongs to.
    """

    node: Node
    target: Node
    scope: Node


@dataclass(slots=True)
class Source:
    """One parsed file."""

    root: Node
    data: bytes
    _declared: dict[int, dict[str, Declaration]] = field(default_factory=dict)
    _changed: dict[str, list[Node]] | None = None

    @classmethod
    def parse(cls, path: str, data: bytes) -> Source | None:
        """Parse a file by the grammar its name asks for; None where it is over MAX_BYTES."""
        if len(data) > MAX_BYTES:
            return None
        return cls(Parser(_language(_dialect(path))).parse(data).root_node, data)

    def call_at(self, start: int, end: int) -> Node | None:
        """The call or construction that covers exactly the bytes ``start`` to ``end``."""
        if not 0 <= start < end <= self.root.end_byte:
            return None
        node = self.root.descendant_for_byte_range(start, end)
        if node is None or (node.start_byte, node.end_byte) != (start, end):
            return None
        return node if node.type in {"call_expression", "new_expression"} else None

    def literal_at(self, start: int, end: int) -> Node | None:
        """The literal that the name at the bytes ``start`` to ``end`` was declared with."""
        if not 0 <= start < end <= self.root.end_byte:
            return None
        node = self.root.named_descendant_for_byte_range(start, end)
        if node is None or node.type != "identifier":
            return None
        declaration = self.declaration(text_of(node), node)
        if declaration is None or declaration.node.type != "variable_declarator":
            return None
        value = declaration.node.child_by_field_name("value")
        return value if value is not None and value.type in _LITERALS else None

    def place_of(self, node: Node) -> tuple[int, int, int]:
        """Line, column (in characters) and last line of a node, counted from 1."""
        (row, column_bytes), (end_row, _) = node.start_point, node.end_point
        before = self.data[node.start_byte - column_bytes : node.start_byte]
        return row + 1, len(before.decode("utf-8", "replace")) + 1, end_row + 1

    def path_to(self, node: Node) -> list[Node]:
        """The nodes around ``node``, the innermost first; empty beyond MAX_DEPTH levels."""
        found = [self.root]
        while found[-1].id != node.id:
            inner = found[-1].child_with_descendant(node)
            if inner is None or len(found) > MAX_DEPTH:
                return []
            found.append(inner)
        return found[-2::-1]

    def declaration(self, name: str, at: Node) -> Declaration | None:
        """What ``name`` refers to at the place of ``at``; None where this file does not say."""
        for scope in self.path_to(at):
            if scope.id not in self._declared:
                self._declared[scope.id] = dict(_declarations(scope))
            found = self._declared[scope.id].get(name)
            if found is not None:
                return found
        return None

    def changes(self, name: str) -> list[Node]:
        """Every assignment of the file whose left side begins with ``name``, in file order."""
        if self._changed is None:
            self._changed = {}
            for node in _changes_below(self.root):
                for changed in _changed_names(node):
                    self._changed.setdefault(changed, []).append(node)
        return self._changed.get(name, [])


def text_of(node: Node | None) -> str:
    """The source text of a node, with what is not UTF-8 replaced."""
    return "" if node is None or node.text is None else node.text.decode("utf-8", "replace")


def inner_of(node: Node) -> Node | None:
    """The first part of a node that is no comment, None where it has none."""
    for index in range(min(node.named_child_count, MAX_COMMENTS)):
        child = node.named_child(index)
        if child.type != "comment":
            return child
    return None


def is_constant(declarator: Node) -> bool:
    """Whether a name was declared by ``const``, so that nothing can be assigned to it."""
    declaration = declarator.parent
    kind = declaration.child_by_field_name("kind") if declaration is not None else None
    return text_of(kind) == "const"


def target_of(change: Node) -> Node | None:
    """The left side of an assignment, the operand of ``++`` and ``--``."""
    return change.child_by_field_name("left") or change.child_by_field_name("argument")


def member_path(node: Node | None) -> tuple[str, ...] | None:
    """``("cookie", "secure")`` of ``options.cookie.secure``; None with a computed part."""
    path: list[str] = []
    for _ in range(MAX_DEPTH):
        if node is None or node.type == "identifier":
            break
        if node.type != "member_expression":
            return None
        path.append(text_of(node.child_by_field_name("property")))
        node = node.child_by_field_name("object")
    return tuple(reversed(path))


def _dialect(path: str) -> str:
    if path.endswith(".tsx"):
        return "tsx"
    return "typescript" if path.endswith((".ts", ".mts", ".cts")) else "javascript"


@cache
def _language(dialect: str) -> Language:
    import tree_sitter_javascript  # noqa: PLC0415 -- the grammars are loaded when first needed
    import tree_sitter_typescript  # noqa: PLC0415 -- as above

    match dialect:
        case "tsx":
            return Language(tree_sitter_typescript.language_tsx())
        case "typescript":
            return Language(tree_sitter_typescript.language_typescript())
        case _:
            return Language(tree_sitter_javascript.language())


def _declarations(scope: Node) -> Iterator[tuple[str, Declaration]]:
    if scope.type in _FUNCTIONS:
        parameters = scope.child_by_field_name("parameters")
        for name in _names(parameters or scope.child_by_field_name("parameter")):
            yield text_of(name), Declaration(scope, name, scope)
    elif scope.type in _BINDERS:
        for name in _names(scope.child_by_field_name(_BINDERS[scope.type])):
            yield text_of(name), Declaration(scope, name, scope)
    elif scope.type in _BLOCKS and scope.named_child_count <= MAX_CHILDREN:
        for statement in scope.named_children:
            inner = statement
            if statement.type == "export_statement":
                inner = statement.child_by_field_name("declaration") or statement
            yield from _of_statement(inner, scope)


def _of_statement(statement: Node, scope: Node) -> Iterator[tuple[str, Declaration]]:
    if statement.type in _VARIABLES:
        for declarator in _bounded_children(statement):
            for name in _names(declarator.child_by_field_name("name")):
                yield text_of(name), Declaration(declarator, name, scope)
    elif statement.type == "import_statement":
        for target in _imported(statement):
            alias = target.child_by_field_name("alias") or target.child_by_field_name("name")
            yield text_of(alias or target), Declaration(statement, target, scope)
    elif statement.type in _NAMED:
        name_node = statement.child_by_field_name("name")
        if name_node is not None:
            yield text_of(name_node), Declaration(statement, name_node, scope)


def _imported(statement: Node) -> Iterator[Node]:
    for clause in _bounded_children(statement):
        if clause.type not in {"import_clause", "import_require_clause"}:
            continue
        for part in _bounded_children(clause):
            match part.type:
                case "identifier":
                    yield part
                case "namespace_import":
                    yield from _bounded_children(part)
                case "named_imports":
                    yield from _bounded_children(part)


def _names(pattern: Node | None) -> list[Node]:
    """The identifiers that a pattern binds, default values and type annotations left out."""
    found: list[Node] = []
    waiting = [] if pattern is None else [pattern]
    while waiting and len(found) < MAX_NAMES:
        node = waiting.pop()
        match node.type:
            case "pair_pattern":
                inner = [node.child_by_field_name("value")]
            case "assignment_pattern" | "object_assignment_pattern":
                inner = [node.child_by_field_name("left")]
            case "required_parameter" | "optional_parameter":
                inner = [node.child_by_field_name("pattern")]
            case "variable_declarator":
                inner = [node.child_by_field_name("name")]
            case kind if kind in _NAME_NODES:
                found.append(node)
                continue
            case kind if kind.endswith(("_pattern", "_parameters", "_declaration")):
                inner = list(_bounded_children(node))
            case _:
                continue
        waiting.extend(part for part in inner if part is not None)
    return found


def _bounded_children(node: Node) -> list[Node]:
    return node.named_children if node.named_child_count <= MAX_CHILDREN else []


def _changes_below(root: Node) -> Iterator[Node]:
    """Every assignment, in file order; a query would need the square of the depth in time."""
    cursor = root.walk()
    depth = 0
    for _ in range(MAX_NODES):
        if cursor.node is not None and cursor.node.type in _CHANGES:
            yield cursor.node
        if depth < MAX_DEPTH and cursor.goto_first_child():
            depth += 1
            continue
        while not cursor.goto_next_sibling():
            if not cursor.goto_parent():
                return
            depth -= 1


def _changed_names(change: Node) -> Iterator[str]:
    node = target_of(change)
    for _ in range(MAX_DEPTH):
        if node is None or node.type not in _WRAPPERS:
            break
        node = node.child_by_field_name(_WRAPPERS[node.type])
    for name in _names(node):
        yield text_of(name)
