"""What happens on the containers when the modules of an application run, in which order?

A bounded walk over the statements of each module and over the functions they
call. Expressions become things (``things``); calls on applications and routers
become their events. Nothing is evaluated as code.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from tree_sitter import Node

from auditor.checks.code.application import names
from auditor.checks.code.application.calls import read_call, result_of
from auditor.checks.code.application.expressions import read_expression
from auditor.checks.code.application.modules import WHOLE, Module, Modules
from auditor.checks.code.application.packages import ASYNC_ERRORS
from auditor.checks.code.application.things import (
    LOADED,
    UNKNOWN,
    Choice,
    Class,
    Container,
    External,
    Fields,
    Frame,
    Function,
    Instance,
    Item,
    Items,
    Made,
    Namespace,
    Part,
    Text,
    Thing,
    Unknown,
)
from auditor.checks.code.application.walk import (
    FUNCTIONS,
    children,
    strip,
    walk,
    walk_inner_first,
)

MAX_DEPTH = 64
"""Expressions, functions and references within each other; bounds Python's own stack."""
MAX_RUNS = 20_000
"""Functions and modules that are run."""
MAX_RUN_DEPTH = 12
"""Functions that call each other."""
MAX_LOADING = 40
"""Modules that load each other."""
MAX_ITEMS = 20_000

MAX_SEARCHED = 10_000

_DECLARES = re.compile(rb"\bexpress\b|\bRouter\b|\.(?:use|route|get|post|put|patch|delete)\(")
_NAMES = frozenset(
    {
        "identifier",
        "shorthand_property_identifier",
        "shorthand_property_identifier_pattern",
    }
)
_BRANCHES = frozenset({"binary_expression", "ternary_expression"})
_DATA = (".json", ".css", ".html", ".node", ".txt", ".graphql", ".sql", ".svg", ".png")

Key = tuple[int, int, int, int]


@dataclass(slots=True)
class Interpreter:
    """What is known so far. ``problems`` are what could not be followed, by place."""

    modules: Modules
    containers: list[Container] = field(default_factory=list)
    problems: dict[tuple[str, int], str] = field(default_factory=dict)
    imports: dict[str, str] = field(default_factory=dict)
    passes_rejections: bool = False
    called: set[int] = field(default_factory=set)
    keep: list[object] = field(default_factory=list)
    _results: dict[Key, Thing] = field(default_factory=dict)
    _frames: dict[str, Frame] = field(default_factory=dict)
    _insides: dict[int, Frame] = field(default_factory=dict)
    _methods: dict[tuple[int, int], Frame] = field(default_factory=dict)
    _returns: dict[tuple[object, ...], Thing] = field(default_factory=dict)
    _loading: int = 0
    _running: list[int] = field(default_factory=list)
    _runs: int = 0
    _depth: int = 0
    _from_tests: bool = False

    def run(self, path: str) -> None:
        """Run the module at ``path``, and first those it imports."""
        module = self.modules.load(path)
        if module is not None:
            self._from_tests = module.in_tests
            self.frame_of(module)

    def run_function(self, function: Function, arguments: tuple[Thing, ...]) -> None:
        """Run a function that nothing in the tree calls, with ``arguments`` for its parameters."""
        self._from_tests = function.module.in_tests
        self.call_function(function, arguments, function.frame, function.node)

    def construct(self, made: Class) -> None:
        """Make an instance of a class that nothing in the tree instantiates."""
        self._from_tests = made.module.in_tests
        result_of(self, made, (), made.node, made.frame)

    def frame_of(self, module: Module) -> Frame:
        """The frame of a module's own statements; the first time, they are run."""
        known = self._frames.get(module.path)
        if known is not None:
            return known
        frame = Frame(module, module.source.root, from_tests=self._from_tests)
        self._frames[module.path] = frame
        if self._loading < MAX_LOADING:
            self._loading += 1
            running, self._running = self._running, []
            for statement in children(module.source.root):
                self._run_import(statement, frame)
            self.run_statements(module.source.root, frame)
            self._running = running
            self._loading -= 1
        else:
            self.problems.setdefault((module.path, 0), "too many modules load each other")
        return frame

    def thing(self, node: Node | None, frame: Frame) -> Thing:
        """What the expression ``node`` stands for in ``frame``."""
        node = strip(node)
        if node is None:
            return UNKNOWN
        if self._depth >= MAX_DEPTH:
            if _DECLARES.search((node.text or b"")[:MAX_SEARCHED]):
                self.problem(frame.module, node, "nested deeper than what is followed")
            return UNKNOWN
        self._depth += 1
        try:
            return read_expression(self, node, frame)
        finally:
            self._depth -= 1

    def items(self, nodes: Iterable[Node], frame: Frame) -> tuple[Item, ...]:
        """The things of an argument list, with arrays and spreads laid out flat."""
        found: list[Item] = []
        for node in nodes:
            made = self.thing(node, frame)
            if isinstance(made, Items) and node.type in {"array", "spread_element", "identifier"}:
                found.extend(_flat(made))
            else:
                found.append(Item(made, frame.module, node))
            if len(found) > MAX_ITEMS:
                break
        return tuple(found)

    def exported(self, module: Module, name: str, depth: int = 0) -> Thing:
        """What ``module`` exports as ``name``; WHOLE is all of it."""
        frame = self.frame_of(module)
        export = module.exports.get(name)
        if export is not None and export.node is not None:
            return self.thing(export.node, frame)
        if export is not None and depth < MAX_RUN_DEPTH:
            found = self.imported(export.source, module)
            if isinstance(found, Namespace) and export.name != "*":
                return self.exported(found.module, export.name, depth + 1)
            return found if export.name == "*" else self.member(found, export.name)
        if name != WHOLE and WHOLE in module.exports:
            whole = self.exported(module, WHOLE)
            return whole if name == "default" else self.member(whole, name)
        for source in module.stars if depth < MAX_RUN_DEPTH and name != WHOLE else ():
            found = self.imported(source, module)
            if isinstance(found, Namespace):
                starred = self.exported(found.module, name, depth + 1)
                if not isinstance(starred, Unknown):
                    return starred
        return Namespace(module) if name in {WHOLE, "default"} else UNKNOWN

    def imported(self, specifier: str, importer: Module) -> Thing:
        """What an import gives: a module of the tree, a package, or LOADED where it is neither."""
        found = self.modules.imported(specifier, importer)
        if isinstance(found, Module):
            self.frame_of(found)
            return Namespace(found)
        package = names.package_of(found)
        if package is None:
            return UNKNOWN if found.endswith(_DATA) else LOADED
        self.imports.setdefault(package, importer.path)
        self.passes_rejections |= package in ASYNC_ERRORS
        return External(package)

    def member(self, holder: Thing, name: str) -> Thing:
        """``holder.name``."""
        match holder:
            case Namespace(module):
                return self.exported(module, name)
            case External(package, members):
                return holder if name == "default" else External(package, (*members, name)[:8])
            case Fields(entries, is_open):
                return entries.get(name, UNKNOWN) if name in entries or not is_open else UNKNOWN
            case Instance():
                return self._member_of_instance(holder, name)
            case Class():
                return self._static(holder, name)
            case Made() | Part():
                return Part(holder, name)
            case Choice(options):
                return Choice(tuple(self.member(option, name) for option in options[:4]))
            case _:
                return holder if isinstance(holder, Unknown) else UNKNOWN

    def problem(self, module: Module, node: Node, reason: str) -> None:
        """Note that something about the routes could not be followed."""
        self.problems.setdefault((module.path, node.start_point.row + 1), reason)

    def made(self, container: Container) -> Container:
        """Keep a new container."""
        container.from_tests = self._from_tests or container.module.in_tests
        self.containers.append(container)
        return container

    def run_callbacks(self, items: Iterable[Item], frame: Frame) -> None:
        """Run the functions among ``items``: who takes a function calls it, now or later."""
        for item in items:
            if isinstance(item.thing, Function) and item.node.type in FUNCTIONS:
                self.call_function(item.thing, (), frame, item.node)

    def _run_import(self, statement: Node, frame: Frame) -> None:
        source = statement.child_by_field_name("source")
        if source is not None and statement.type in {"import_statement", "export_statement"}:
            self.imported(names.string_of(source), frame.module)

    def run_statements(self, body: Node, frame: Frame) -> None:
        """Run the calls below ``body`` that are not in functions of their own."""
        for node in walk_inner_first(body):
            if node.type in {"call_expression", "new_expression"}:
                self.thing(node, frame)

    def call(self, node: Node, frame: Frame) -> Thing:
        """The result of a call in ``frame``, which is made once."""
        key = (id(frame), node.id, node.start_byte, node.end_byte)
        if key not in self._results:
            self.keep.append(frame)
            self._results[key] = UNKNOWN  # for a call that leads back to itself
            self._results[key] = read_call(self, node, frame)
        return self._results[key]

    def inside(self, instance: Instance) -> Frame:
        """The frame in which the fields of ``instance`` are initialised."""
        frame = instance.frame
        known = self._insides.get(id(instance))
        if known is None:
            known = Frame(
                frame.module, frame.node, frame.outer, frame.arguments, instance, frame.when
            )
            self.keep.append(instance)
            self._insides[id(instance)] = known
        return known

    def _member_of_instance(self, instance: Instance, name: str) -> Thing:
        maker = instance.maker
        inside = self.inside(instance)
        if isinstance(maker, Class):
            found = names.field_of(maker.node, name)
            if found is not None and (
                found.type == "method_definition" or found.child_by_field_name("value")
            ):
                return self._field(found, maker.module, inside, instance)
        assigned = names.assigned_to_this(maker.node, name)
        if assigned is None:
            return UNKNOWN
        value, method = assigned
        run = self._methods.get((id(instance), method.id), inside)
        return self.thing(value, run)

    def _static(self, holder: Class, name: str) -> Thing:
        found = names.field_of(holder.node, name)
        return UNKNOWN if found is None else self._field(found, holder.module, holder.frame, None)

    def _field(self, found: Node, module: Module, frame: Frame, this: Instance | None) -> Thing:
        if found.type == "method_definition":
            return Function(module, found, frame, this)
        return self.thing(found.child_by_field_name("value"), frame)

    def call_function(
        self, function: Function, arguments: tuple[Thing, ...], caller: Frame, node: Node
    ) -> Thing:
        """Run a function and return what its ``return`` gives; once for the same arguments."""
        self.called.add(function.node.id)
        body = function.node.child_by_field_name("body")
        if body is None or function.node.id in self._running:
            return UNKNOWN
        if len(self._running) >= MAX_RUN_DEPTH:
            return UNKNOWN
        key = (_identity(function), id(function.this), *(_identity(one) for one in arguments))
        if key not in self._returns:
            if self._runs >= MAX_RUNS:
                self.problem(function.module, function.node, "too much code runs before the routes")
                return UNKNOWN
            self._runs += 1
            self.keep.extend((function, arguments))
            self._returns[key] = self._run_body(function, body, arguments, caller, node)
        return self._returns[key]

    def _run_body(
        self,
        function: Function,
        body: Node,
        arguments: tuple[Thing, ...],
        caller: Frame,
        node: Node,
    ) -> Thing:
        frame = Frame(
            function.module,
            function.node,
            function.frame,
            arguments,
            function.this,
            names.condition_at(node, caller),
            self._from_tests,
        )
        if isinstance(function.this, Instance):
            self._methods.setdefault((id(function.this), function.node.id), frame)
        self._running.append(function.node.id)
        if body.type == "statement_block":
            self.run_statements(body, frame)
            result = self._returned(body, frame)
        else:
            self.run_statements(function.node, frame)
            result = self.thing(body, frame)
        self._running.pop()
        return result

    def _returned(self, body: Node, frame: Frame) -> Thing:
        found = [
            self.thing(node.named_child(0), frame)
            for node in walk(body, into_functions=False)
            if node.type == "return_statement" and node.named_child_count
        ]
        known = [one for one in found if not isinstance(one, Unknown)]
        if len(known) == 1:
            return known[0]
        return Choice(tuple(known[:4])) if known else UNKNOWN


def _identity(thing: Thing) -> object:
    """What makes two runs with an argument the same run."""
    match thing:
        case Text(text):
            return text
        case Unknown():
            return thing.loaded
        case Function(_, node, frame):
            return (node.id, id(frame))
        case External():
            return thing
        case _:
            return id(thing)


def _flat(items: Items) -> Iterable[Item]:
    """The elements of an array, those of the arrays within it too."""
    waiting = list(reversed(items.items))
    count = 0
    while waiting and count < MAX_ITEMS:
        item = waiting.pop()
        count += 1
        if isinstance(item.thing, Items):
            waiting.extend(reversed(item.thing.items))
        else:
            yield item
