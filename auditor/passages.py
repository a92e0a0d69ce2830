"""What does the source say where a finding or a fact stands?

For each location the functions around it and a digest of the matched text, so
that the same thing is recognised after the lines above it have moved, and a few
masked lines for people. Never a line number in what things are recognised by.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from auditor.checks.code.javascript import Source, text_of
from auditor.errors import TargetError
from auditor.mask import mask, mask_values
from auditor.model import CheckRun, Fact, Finding, Location, Passage
from auditor.sanitise import excerpt

if TYPE_CHECKING:
    from tree_sitter import Node

    from auditor.target import Target

MAX_FILE_BYTES = 2**20
MAX_LINES = 6
"""Lines of a passage that are shown."""
MAX_LINE_CHARACTERS = 160
MAX_DIGESTED_BYTES = 4_096
MAX_FUNCTIONS = 16
"""Functions around a location that count."""
MAX_NAME_CHARACTERS = 80
MAX_BODIES = 64
"""Function bodies within a match that are left out of its digest."""

_SOURCE = (".js", ".cjs", ".mjs", ".jsx", ".ts", ".cts", ".mts", ".tsx")
_FUNCTIONS = frozenset(
    {
        "function_declaration",
        "function_expression",
        "generator_function",
        "generator_function_declaration",
        "arrow_function",
        "method_definition",
        "class_declaration",
    }
)
_SECRET_TAGS = frozenset({"secret-literal", "secret-fallback", "session-secret", "dotenv-tracked"})


def passages(target: Target, runs: Iterable[CheckRun]) -> Mapping[Location, Passage]:
    """Return the passage at every location of ``runs`` whose file is small enough to be read."""
    wanted: defaultdict[str, set[Location]] = defaultdict(set)
    secret: set[Location] = set()
    for run in runs:
        items: tuple[Finding | Fact, ...] = (*run.findings, *run.facts)
        for item in items:
            if item.location is None or not item.location.line:
                continue
            wanted[item.location.path].add(item.location)
            if isinstance(item, Finding) and _holds_secret(item):
                secret.add(item.location)
    found: dict[Location, Passage] = {}
    for path in sorted(wanted):
        text = _read(target, path)
        if text is not None:
            begun = frozenset(each.line for each in secret if each.path == path)
            file = _File(path, text, frozenset(_lines_of(secret, path)), begun)
            found.update((location, file.passage(location)) for location in sorted(wanted[path]))
    return found


def _holds_secret(finding: Finding) -> bool:
    return not _SECRET_TAGS.isdisjoint(finding.tags) or any("secret" in t for t in finding.tags)


def _lines_of(locations: Iterable[Location], path: str) -> Iterable[int]:
    for location in locations:
        if location.path == path:
            last = max(location.line, location.end_line)
            yield from range(location.line, min(last, location.line + MAX_LINES) + 1)


def _read(target: Target, path: str) -> bytes | None:
    if not target.exists(path):
        return None
    try:
        return target.read(path, max_bytes=MAX_FILE_BYTES)
    except TargetError:
        return None


class _File:
    def __init__(
        self, path: str, data: bytes, secret_lines: frozenset[int], begun: frozenset[int]
    ) -> None:
        self._lines = data.decode("utf-8", "replace").splitlines()
        self._secret, self._begun = secret_lines, begun
        self._source = Source.parse(path, data) if path.endswith(_SOURCE) else None

    def passage(self, location: Location) -> Passage:
        node = self._node(location)
        text = _skeleton(node) if node is not None else self._text(location)
        if location.line in self._secret:
            lines = enumerate(text.split("\n"), start=location.line)
            text = "\n".join(self._without_values(number, line) for number, line in lines)
        squeezed = "".join(text.split()).rstrip(";,")
        digest = hashlib.sha256(squeezed.encode("utf-8", "surrogatepass")).hexdigest()
        return Passage(_functions(node), digest, tuple(self._shown(location)))

    def _node(self, location: Location) -> Node | None:
        """The largest node that begins at the location and ends by its last line."""
        if self._source is None or not location.column:
            return None
        if location.line > len(self._lines):
            return None
        before = self._lines[location.line - 1][: location.column - 1]
        point = (location.line - 1, len(before.encode("utf-8", "replace")))
        last = max(location.line, location.end_line)
        node = self._source.root.descendant_for_point_range(point, point)
        best = None
        while node is not None and node.start_point == point and node.end_point[0] < last:
            best, node = node, node.parent
        return best

    def _text(self, location: Location) -> str:
        last = max(location.line, location.end_line)
        text = "\n".join(self._lines[location.line - 1 : last])
        return text[:MAX_DIGESTED_BYTES]

    def _shown(self, location: Location) -> Iterable[tuple[int, str]]:
        last = min(max(location.line, location.end_line), location.line + MAX_LINES - 1)
        for number in range(location.line, min(last, len(self._lines)) + 1):
            line = self._lines[number - 1][: 4 * MAX_LINE_CHARACTERS]
            safe = self._without_values(number, line) if number in self._secret else mask(line)
            yield number, excerpt(safe.rstrip(), max_characters=MAX_LINE_CHARACTERS)

    def _without_values(self, number: int, line: str) -> str:
        is_code = self._source is not None
        return mask_values(line, is_code=is_code, is_first=number in self._begun)


def _functions(node: Node | None) -> str:
    """The names of the functions and classes around a node, outermost first."""
    names: list[str] = []
    outer = None if node is None else node.parent
    while outer is not None and len(names) < MAX_FUNCTIONS:
        if outer.type in _FUNCTIONS:
            names.append(_name(outer))
        outer = outer.parent
    return mask(" > ".join(reversed(names)))


def _name(function: Node) -> str:
    """A function's own name, else that of what it is assigned or handed to."""
    own = function.child_by_field_name("name")
    around = function.parent
    if own is None and around is not None:
        if around.type == "arguments" and around.parent is not None:
            return _handed_to(around.parent, around)
        fields = (
            around.child_by_field_name(field) for field in ("name", "key", "property", "left")
        )
        own = next((node for node in fields if node is not None), None)
    return text_of(own)[:MAX_NAME_CHARACTERS] or "(anonymous)"


def _handed_to(call: Node, arguments: Node) -> str:
    """``app.post('/login')`` for a function among the arguments of that call."""
    first = arguments.named_child(0) if arguments.named_child_count else None
    told = text_of(first) if first is not None and first.type == "string" else ""
    callee = text_of(call.child_by_field_name("function") or call.child(0))
    return f"{''.join(callee.split())[-MAX_NAME_CHARACTERS:]}({told[:MAX_NAME_CHARACTERS]})"


def _skeleton(node: Node) -> str:
    """The text of a node without the bodies of the functions in it: they are not the match."""
    data = (node.text or b"")[: 16 * MAX_DIGESTED_BYTES]
    pieces, position = [], 0
    for start, end in _bodies(node):
        begin, finish = start - node.start_byte, end - node.start_byte
        pieces.append(data[position:begin])
        position = finish
    pieces.append(data[position:])
    return b"{}".join(pieces)[:MAX_DIGESTED_BYTES].decode("utf-8", "replace")


def _bodies(node: Node) -> list[tuple[int, int]]:
    """The byte ranges of the outermost function bodies below a node, in order."""
    found: list[tuple[int, int]] = []
    stack, seen = [node], 0
    while stack and len(found) < MAX_BODIES and seen < MAX_DIGESTED_BYTES:
        seen += 1
        current = stack.pop()
        body = current.child_by_field_name("body") if current.type in _FUNCTIONS else None
        if body is not None and body.type == "statement_block" and current.id != node.id:
            found.append((body.start_byte, body.end_byte))
            continue
        stack.extend(reversed(current.named_children[:256]))
    return sorted(found)
