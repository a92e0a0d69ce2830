"""Which modules has the application, and what does each export under which name?"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from tree_sitter import Node

from auditor.checks.code.application.paths import Paths
from auditor.checks.code.application.walk import (
    CLASSES,
    FUNCTIONS,
    children,
    strip,
    text_value,
    walk,
)
from auditor.checks.code.javascript import Source, member_path, target_of, text_of
from auditor.checks.code.roles import is_test
from auditor.errors import TargetError
from auditor.model import Gap
from auditor.sources.staging import MAX_SOURCE_BYTES, source_files, unassessable
from auditor.target import Target

MAX_MODULES = 5_000
"""Files that are parsed; the others are gaps."""
MAX_SEARCHED_BYTES = 4 * 2**20
"""Of a larger file it is not known whether it has to do with Express."""
MAX_IMPORTS = 2_000
"""Imports of one file that are followed."""

WHOLE = "="
"""The name of what ``module.exports =`` and ``export =`` replace a module by."""

_EXPRESS = re.compile(rb"""["'`](?:express|express-promise-router|restify|fastify|koa|@nestjs/c)""")
_IMPORT = re.compile(
    rb"""(?:\bfrom\s*|\bimport\s*\(?\s*|\brequire\s*\(\s*)["'`]([^"'`\n\r]{1,500})["'`]"""
)


@dataclass(frozen=True, slots=True)
class Export:
    """What a name of a module stands for: an expression, or a name of another module."""

    node: Node | None = None
    source: str = ""
    name: str = ""


@dataclass(slots=True, eq=False)
class Module:
    """One parsed file of the target."""

    path: str
    source: Source
    exports: dict[str, Export] = field(default_factory=dict)
    stars: list[str] = field(default_factory=list)

    @property
    def in_tests(self) -> bool:
        """Whether its name is that of a test."""
        return is_test(self.path)


@dataclass(slots=True)
class Modules:
    """The files of a target, parsed as they are asked for."""

    target: Target
    paths: Paths
    sources: frozenset[str]
    gaps: dict[str, str] = field(default_factory=dict)
    parsed: dict[str, Module | None] = field(default_factory=dict)
    _resolved: dict[tuple[str, str], str | None] = field(default_factory=dict)

    @classmethod
    def of(cls, target: Target) -> Modules:
        """The modules of ``target``; nothing is parsed yet."""
        return cls(target, Paths.of(target), frozenset(source_files(target)))

    def load(self, path: str) -> Module | None:
        """The module at ``path``; None, and a gap, where it cannot be read."""
        if path not in self.parsed:
            self.parsed[path] = self._parse(path)
        return self.parsed[path]

    def imported(self, specifier: str, importer: Module) -> Module | str:
        """The module that an import means, or the name of a package or of an unread file."""
        key = (specifier, importer.path)
        if key not in self._resolved:
            self._resolved[key] = self.paths.resolve(specifier, importer.path)
        path = self._resolved[key]
        if path is None:
            return specifier
        return self.load(path) or path

    def bytes_of(self, path: str) -> bytes:
        """The text of a file; empty where it cannot be read, which ``load`` reports."""
        return self._searched(path) or b""

    def roots(self) -> tuple[str, ...]:
        """The files to start from: those that reach Express, the ones that nothing imports first.

        Tests come last, and only those that speak of Express themselves. Files that
        import each other in a circle are among them, so that none is left out.
        """
        importers: defaultdict[str, set[str]] = defaultdict(set)
        waiting = []
        for path in sorted(self.sources):
            data = self._searched(path)
            if data is None or _EXPRESS.search(data):
                waiting.append(path)
            for specifier in _specifiers(data or b""):
                found = self.paths.resolve(specifier, path)
                if found is not None and found != path:
                    importers[found].add(path)
        reached = set(waiting)
        while waiting:
            for importer in sorted(importers[waiting.pop()] - reached):
                if not is_test(importer):
                    reached.add(importer)
                    waiting.append(importer)
        return tuple(sorted(reached, key=lambda path: (is_test(path), bool(importers[path]), path)))

    def left_out(self) -> Iterator[Gap]:
        """What was asked for and could not be read, sorted."""
        for path, reason in sorted(self.gaps.items()):
            yield Gap(path, reason)

    def _parse(self, path: str) -> Module | None:
        if sum(one is not None for one in self.parsed.values()) >= MAX_MODULES:
            self.gaps[path] = f"more than {MAX_MODULES} modules"
            return None
        try:
            data = self.target.read(path, max_bytes=MAX_SOURCE_BYTES)
        except TargetError as error:
            self.gaps[path] = error.message.removeprefix(f"{path}: ")
            return None
        reason = unassessable(data)
        source = None if reason else Source.parse(path, data)
        if source is None:
            self.gaps[path] = reason or "larger than what is parsed"
            return None
        module = Module(path, source)
        _read_exports(module)
        return module

    def _searched(self, path: str) -> bytes | None:
        """The text that is searched for imports; None where it is not looked at."""
        try:
            return self.target.read(path, max_bytes=MAX_SEARCHED_BYTES)
        except TargetError:
            return None


def _specifiers(data: bytes) -> Iterable[str]:
    found = (match[1] for _, match in zip(range(MAX_IMPORTS), _IMPORT.finditer(data), strict=False))
    return [one.decode("utf-8", "replace") for one in found]


def _read_exports(module: Module) -> None:
    root = module.source.root
    for statement in children(root):
        if statement.type == "export_statement":
            _read_export(module, statement)
    for node in walk(root):
        if node.type == "assignment_expression":
            _read_assignment(module, node)


def _read_assignment(module: Module, node: Node) -> None:
    """``module.exports = x``, ``module.exports.name = x``, ``exports.name = x``."""
    target = target_of(node)
    path = member_path(target)
    if not path or target is None:
        return
    first = target
    while first.type == "member_expression":
        inner = first.child_by_field_name("object")
        if inner is None:
            return
        first = inner
    names = (text_of(first), *path)
    value = node.child_by_field_name("right")
    if names[:2] == ("module", "exports"):
        name = names[2] if len(names) == 3 else WHOLE if len(names) == 2 else ""  # noqa: PLR2004 -- the parts of a path
    else:
        name = names[1] if names[0] == "exports" and len(names) == 2 else ""  # noqa: PLR2004 -- as above
    if name and value is not None:
        module.exports.setdefault(name, Export(node=value))


def _read_export(module: Module, statement: Node) -> None:
    declaration = statement.child_by_field_name("declaration")
    value = statement.child_by_field_name("value")
    is_default = any(child.type == "default" for child in statement.children[:8])
    if declaration is not None:
        for name, node in _declared(declaration):
            module.exports.setdefault("default" if is_default else name, Export(node=node))
        if is_default:
            module.exports.setdefault("default", Export(node=declaration))
        return
    if value is not None:
        module.exports.setdefault("default", Export(node=value))
        return
    if any(child.type == "=" for child in statement.children[:8]):
        inner = strip(statement.named_children[-1]) if statement.named_child_count else None
        if inner is not None:
            module.exports.setdefault(WHOLE, Export(node=inner))
        return
    _read_clause(module, statement)


def _read_clause(module: Module, statement: Node) -> None:
    written = statement.child_by_field_name("source")
    source = text_value(written) if written is not None else ""
    clause = next((each for each in children(statement) if each.type == "export_clause"), None)
    space = next((each for each in children(statement) if each.type == "namespace_export"), None)
    if space is not None and source:
        name = text_of(space.named_children[-1]) if space.named_child_count else ""
        module.exports.setdefault(name, Export(source=source, name="*"))
    elif clause is None and source:
        module.stars.append(source)
    for part in children(clause) if clause is not None else ():
        local = part.child_by_field_name("name")
        alias = text_of(part.child_by_field_name("alias") or local)
        if source:
            module.exports.setdefault(alias, Export(source=source, name=text_of(local)))
        elif local is not None:
            module.exports.setdefault(alias, Export(node=local))


def _declared(declaration: Node) -> Iterator[tuple[str, Node]]:
    """The names that an exported declaration binds, each with what it stands for."""
    name = declaration.child_by_field_name("name")
    if name is not None:
        is_value = declaration.type in FUNCTIONS or declaration.type in CLASSES
        yield text_of(name), declaration if is_value else name
        return
    for declarator in children(declaration):
        pattern = declarator.child_by_field_name("name")
        if pattern is None:
            continue
        if pattern.type == "identifier":
            yield text_of(pattern), pattern
            continue
        for node in walk(pattern):
            if node.type in {"identifier", "shorthand_property_identifier_pattern"}:
                yield text_of(node), node
