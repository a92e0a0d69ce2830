"""Which packages does the application's own source import?

Read with tree-sitter from every JavaScript and TypeScript file of the target:
``import``, ``export … from``, ``require``, ``require.resolve``, dynamic
``import()`` and TypeScript's ``import x = require()``, where the specifier is a
literal. A specifier that is computed but begins in the application's own folder
(``"./" + name``, ``path.join(__dirname, ...)``) is a file and no package.

Whatever cannot be read (any other specifier that is computed, ``require`` used
as a value, a file that does not parse, a kind of file that is not read, or more
than the limits) makes the answer incomplete, so that nobody concludes "never"
from it. Packages that tools load by their configuration are not seen.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING

from tree_sitter import Language, Node, Parser

from auditor.errors import TargetError
from auditor.model import Gap
from auditor.sources.staging import source_files, unseen_sources

if TYPE_CHECKING:
    from auditor.target import Target

MAX_FILE_BYTES = 2**20
MAX_TOTAL_BYTES = 32 * 2**20
MAX_FILES = 10_000
MAX_WORDS = 10_000
"""Words of one file that may be an import and are looked at."""

_WORDS = re.compile(rb"\b(?:require|import|from)\b")
# A path of the application's own: below the file itself, or below its folder.
_OWN_FILE = re.compile(
    rb"""["'`]\.{1,2}/|(?:path\.(?:join|resolve)\(\s*)?(?:__dirname\b|import\.meta\.dirname\b)"""
)
_UNREAD = (".vue", ".svelte", ".astro", ".coffee", ".litcoffee", ".ls")
_MAX_DEPTH = 6
"""Levels between an import's keyword and the statement it belongs to."""


@dataclass(frozen=True, slots=True)
class Imports:
    """The specifiers, sorted, out of ``files`` files; ``unknown`` says why there may be more."""

    specifiers: tuple[str, ...]
    files: int
    unknown: tuple[Gap, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether a package that is not named is not imported."""
        return not self.unknown


def read_imports(
    target: Target,
    *,
    max_file_bytes: int = MAX_FILE_BYTES,
    max_total_bytes: int = MAX_TOTAL_BYTES,
    max_files: int = MAX_FILES,
) -> Imports:
    """Return what the source files of ``target`` import."""
    found: set[str] = set()
    unknown = list(unseen_sources(target))
    unknown.extend(
        Gap(entry.path, "imports of files of this kind are not read")
        for entry in target.files
        if entry.path.lower().endswith(_UNREAD)
    )
    total_bytes = files = 0
    for path in source_files(target):
        try:
            data = target.read(path, max_bytes=max_file_bytes)
        except TargetError as error:
            unknown.append(Gap(path, error.message.removeprefix(f"{path}: ")))
            continue
        total_bytes += len(data)
        if files >= max_files or total_bytes > max_total_bytes:
            unknown.append(Gap(path, "more source than is read for imports"))
            break
        files += 1
        for one in imports_in(path, data):
            if isinstance(one, Gap):
                unknown.append(one)
            else:
                found.add(one)
    return Imports(tuple(sorted(found)), files, tuple(sorted(set(unknown))))


def imports_in(path: str, data: bytes) -> Iterator[str | Gap]:
    """The specifiers of one file, and what of it could not be read."""
    words = [match.span() for match in islice(_WORDS.finditer(data), MAX_WORDS + 1)]
    if not words:
        return
    if len(words) > MAX_WORDS:
        yield Gap(path, f"more than {MAX_WORDS:,} words that may be imports")
        return
    root = Parser(_language(_dialect(path))).parse(data).root_node
    if root.has_error:
        yield Gap(path, "it does not parse, so that an import may be missed")
    for start, end in words:
        node = root.descendant_for_byte_range(start, end)
        if node is None or (node.start_byte, node.end_byte) != (start, end):
            continue  # within a string, a comment or a longer word
        specifier = _specifier(node)
        if isinstance(specifier, str):
            yield specifier
        elif specifier is not None:
            yield Gap(f"{path}:{node.start_point[0] + 1}", "it imports what it computes")


class _Computed:
    """Stands for a specifier that is no literal."""


_COMPUTED = _Computed()


def _specifier(word: Node) -> str | _Computed | None:
    """What the import that ``word`` belongs to names; None where it is no import."""
    parent = word.parent
    if parent is None:
        return None
    if word.type in {"identifier", "property_identifier"}:
        return _of_require(word, parent) if word.text == b"require" else None
    if parent.type == "import":  # import("x"); import.meta loads nothing
        call = parent.parent
        return _argument(call) if call is not None and _calls(call, parent) else None
    for _ in range(_MAX_DEPTH):
        if parent.type in {"import_statement", "export_statement", "import_require_clause"}:
            return _of_statement(parent.child_by_field_name("source"))
        if parent.parent is None:
            break
        parent = parent.parent
    return None


def _of_statement(source: Node | None) -> str | _Computed | None:
    if source is None:
        return None
    found = _literal(source)
    return _COMPUTED if found is None else found


def _of_require(word: Node, parent: Node) -> str | _Computed | None:
    if word.type == "property_identifier":  # module.require("x"), or a property of that name
        outer = parent.parent
        return _argument(outer) if outer is not None and _calls(outer, parent) else None
    if _calls(parent, word):
        return _argument(parent)
    if parent.type == "member_expression" and parent.child_by_field_name("object") == word:
        outer = parent.parent  # require.resolve("x"); the other properties load nothing
        return _argument(outer) if outer is not None and _calls(outer, parent) else None
    if parent.type == "unary_expression" or _is_made_here(word, parent):
        return None  # typeof require; const require = createRequire(…)
    return _COMPUTED


def _calls(call: Node, function: Node) -> bool:
    return call.type == "call_expression" and call.child_by_field_name("function") == function


def _is_made_here(word: Node, parent: Node) -> bool:
    return parent.type == "variable_declarator" and parent.child_by_field_name("name") == word


def _argument(call: Node) -> str | _Computed | None:
    arguments = call.child_by_field_name("arguments")
    given = [] if arguments is None else arguments.named_children[:_MAX_DEPTH]
    first = next((one for one in given if one.type != "comment"), None)
    found = _literal(first)
    if found is not None:
        return found
    text = b"" if first is None or first.text is None else first.text
    return None if _OWN_FILE.match(text) else _COMPUTED


def _literal(node: Node | None) -> str | None:
    """The text of a string, or of a template without parts; None for anything else."""
    if node is None or node.type not in {"string", "template_string"} or node.text is None:
        return None
    if any(child.type in {"template_substitution", "escape_sequence"} for child in _parts(node)):
        return None
    return node.text[1:-1].decode("utf-8", "replace")


def _parts(node: Node) -> Iterable[Node]:
    return node.named_children if node.named_child_count <= MAX_WORDS else ()


def _dialect(path: str) -> str:
    lowered = path.lower()
    if lowered.endswith(".tsx"):
        return "tsx"
    return "typescript" if lowered.endswith((".ts", ".mts", ".cts")) else "javascript"


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
