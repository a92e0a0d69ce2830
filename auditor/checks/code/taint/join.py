"""Which sinks does data of a request reach through other functions, in whatever file they stand?

The engine follows data within one function. Its matches of the derived rules say
which parameters reach a sink and what is handed to which call; here the two are
joined by position, by the name a function is exported under, and by the imports.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from auditor.checks.code.application.paths import Paths
from auditor.checks.code.javascript import Source
from auditor.checks.code.taint.functions import (
    DEFAULT,
    Argument,
    Parameter,
    arguments_at,
    imported,
    parameter_at,
    specifiers,
)
from auditor.checks.code.taint.shared import PASSED, SUMMARY, parameter_of
from auditor.errors import TargetError
from auditor.model import Gap
from auditor.target import Target

if TYPE_CHECKING:
    from auditor.sources.semgrep import Match

MAX_CALLS = 4
"""Calls between the request and the sink that are followed."""
MAX_SINKS = 200
"""Sinks that one parameter may reach."""
MAX_FLOWS = 1_000
MAX_STEPS = 2_000
"""Matches of one derived rule in one file that are joined."""

_THIS = frozenset({"this", "self", "that", "exports", "module.exports"})


@dataclass(frozen=True, slots=True, order=True)
class Flow:
    """Data of a request at ``source`` that reaches the sink of ``rule`` through ``calls`` calls."""

    rule: str
    sink: Match
    source: Match
    calls: int


@dataclass(frozen=True, slots=True)
class _Reach:
    rule: str
    sink: Match
    calls: int


def flows(matches: Iterable[Match], target: Target) -> list[Flow]:
    """Every flow from a request to a sink in another function, once per rule and sink."""
    by_rule: dict[str, list[Match]] = defaultdict(list)
    counts: Counter[tuple[str, str]] = Counter()
    for match in matches:
        counts[match.rule, match.path] += 1
        if counts[match.rule, match.path] <= MAX_STEPS:
            kind = SUMMARY if match.rule.endswith(SUMMARY) else match.rule
            by_rule[kind].append(match)
    if not by_rule[SUMMARY]:
        return []
    files = _Files(target, Paths.of(target))
    reach = _reached(files, by_rule[SUMMARY], by_rule[PASSED[1]])
    found: dict[tuple[str, Match], Flow] = {}
    for source in by_rule[PASSED[0]]:
        for parameter in files.parameters(source):
            for one in reach.get(parameter, {}).values():
                flow = Flow(one.rule, one.sink, source, one.calls + 1)
                known = found.get((one.rule, one.sink))
                if known is None or (flow.calls, flow.source) < (known.calls, known.source):
                    found[one.rule, one.sink] = flow
    return sorted(found.values())[:MAX_FLOWS]


def crowded(matches: Iterable[Match]) -> list[Gap]:
    """The files that hand data over more often than is followed."""
    counts = Counter((one.rule, one.path) for one in matches if _is_step(one.rule))
    paths = sorted({path for (_, path), count in counts.items() if count > MAX_STEPS})
    reason = f"hands data over in more than {MAX_STEPS} places, so not all were followed"
    return [Gap(path, reason) for path in paths]


def _is_step(rule: str) -> bool:
    return rule in PASSED or rule.endswith(SUMMARY)


Reached = dict[Parameter, dict[tuple[str, int, str], _Reach]]


def _reached(files: _Files, summaries: Iterable[Match], passed: Iterable[Match]) -> Reached:
    """The sinks of every parameter, those behind further calls included."""
    reach: Reached = defaultdict(dict)
    for match in summaries:
        parameter = files.parameter_around(match)
        if parameter is not None:
            rule = match.rule.removesuffix(SUMMARY)
            reach[parameter][rule, match.start_offset, match.path] = _Reach(rule, match, 0)
    callers = [
        (outer, inner)
        for match in passed
        if (outer := files.parameter_around(match)) is not None
        for inner in files.parameters(match)
        if inner != outer
    ]
    for _ in range(MAX_CALLS - 1):
        new = 0
        for outer, inner in callers:
            for key, one in list(reach.get(inner, {}).items()):
                if key not in reach[outer] and len(reach[outer]) < MAX_SINKS:
                    reach[outer][key] = _Reach(one.rule, one.sink, one.calls + 1)
                    new += 1
        if not new:
            break
    return reach


@dataclass(slots=True)
class _Files:
    """The files of the matches, parsed as they are needed."""

    target: Target
    paths: Paths
    _parsed: dict[str, Source | None] = field(default_factory=dict)
    _imports: dict[str, frozenset[str]] = field(default_factory=dict)

    def parameter_around(self, match: Match) -> Parameter | None:
        """The parameter that a match of a derived rule is about."""
        source = self.parsed(match.path)
        if source is None:
            return None
        return parameter_at(source, match.path, match.start_offset, parameter_of(match.message))

    def parameters(self, match: Match) -> Iterator[Parameter]:
        """The parameters that the argument at a match may become."""
        source = self.parsed(match.path)
        if source is None:
            return
        passed = parameter_of(match.message)
        for argument in arguments_at(source, match.start_offset, match.end_offset, passed):
            name, files = self._callee(source, match.path, argument)
            for path in sorted(files):
                yield Parameter(path, name, argument.position)

    def parsed(self, path: str) -> Source | None:
        """The syntax tree of a file; None where it cannot be had."""
        if path not in self._parsed:
            try:
                self._parsed[path] = Source.parse(path, self.target.read(path))
            except TargetError:
                self._parsed[path] = None
        return self._parsed[path]

    def _callee(
        self, source: Source, path: str, argument: Argument
    ) -> tuple[str, frozenset[str] | set[str]]:
        """The name that a callee has in its own file, and the files that may be."""
        if argument.holder in _THIS:
            return argument.callee, {path}
        if argument.holder:
            return argument.callee, {path, *self._imported_files(path)}
        origin = imported(source, argument.callee)
        if origin is None:
            return argument.callee, {path}
        found = self.paths.resolve(origin[0], path)
        if found is None:
            return argument.callee, set()
        return origin[1] or DEFAULT, {found, *self._imported_files(found)}

    def _imported_files(self, path: str) -> frozenset[str]:
        """The files that ``path`` imports, and those that an index among them passes on."""
        if path not in self._imports:
            self._imports[path] = frozenset()  # for files that import each other
            found = set(self._direct(path))
            for one in tuple(found):
                if one.rpartition("/")[2].startswith("index."):
                    found |= self._imported_files(one)
            self._imports[path] = frozenset(found)
        return self._imports[path]

    def _direct(self, path: str) -> Iterator[str]:
        source = self.parsed(path)
        for specifier in specifiers(source.data if source else b""):
            found = self.paths.resolve(specifier, path)
            if found is not None:
                yield found
