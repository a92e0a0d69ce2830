"""What do the code rules find in the application's own source?"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from auditor.check import Context, Examined, Needs, NotApplicable, Yield, check
from auditor.checks.code.evaluate import evaluate
from auditor.checks.code.javascript import Source
from auditor.checks.code.reader import NOT_READ, Site
from auditor.checks.code.readers import all_readers
from auditor.checks.code.roles import is_test
from auditor.checks.code.rules import Rule, documented_rules, load_rules, natives_of
from auditor.checks.code.serving import BROWSER, uses_of
from auditor.checks.code.taint.join import crowded, flows
from auditor.checks.code.values import Call
from auditor.model import Confidence, Fact, Finding, Gap, Location, Value
from auditor.sanitise import excerpt
from auditor.sources.staging import is_view
from auditor.target import Target

if TYPE_CHECKING:
    from auditor.sources.semgrep import Match, Scan
    from auditor.sources.suppressions import Suppression

# Semgrep's marker with the rule ids it lists, and not a word further.
_MARKER = re.compile(
    r"nosem(?:grep)?(?:\s*:\s*[\w./-]{1,80}(?:\s*,\s*[\w./-]{1,80}){0,9})?", re.IGNORECASE
)


@check(
    "code.semgrep",
    needs=Needs.PROCESS,
    rules=(doc.id for doc in documented_rules() if doc.kind == "finding"),
)
def semgrep(context: Context) -> Iterator[Yield]:
    """Dangerous code at its line, and the protections that are really there.

    Runs Semgrep once, with the rules of auditor alone, over a sanitised copy of
    every JavaScript and TypeScript file and every view. Data of a request is
    followed through functions and files. Scripts that only pages load are read by
    the few rules that are about browsers, and counted as such. Rules of kind
    `finding` report what is wrong. Rules of kind `fact` report what is there: the
    session and its cookie, the tokens, helmet, the limiter, the connections. Their
    options are read from the syntax tree; a value that the file does not tell
    stays unknown.

    Why: configuration in code decides whether a cookie leaks, a token ever
    expires or a connection can be read on its way.

    Fix: `auditor explain RULE` shows what to write instead.
    """
    rules = {rule.id: rule for rule in load_rules()}
    uses = uses_of(context.target)
    scan = context.sources.semgrep.scan(
        context.target,
        natives_of(rules.values()),
        uses=uses,
        timeout_s=context.sources.settings.semgrep_timeout_s,
        progress=context.sources.progress,
    )
    yield from (_suppression(one) for one in scan.suppressions)
    if not scan.files and not scan.gaps:
        yield NotApplicable("there is no JavaScript or TypeScript file")
        return
    yield from results(scan, rules, context.target)
    yield from crowded(scan.matches)
    yield from _coverage(scan, uses)
    yield Examined(len(scan.files), reused=scan.cached)


def _coverage(scan: Scan, uses: Mapping[str, str]) -> Iterator[Gap | Fact]:
    """What was not read: of the server a gap, since it may hold anything; of pages a fact."""
    left_out = {gap.subject for gap in scan.gaps}
    seen = {path for path in (*scan.files, *left_out) if not is_view(path)}
    in_browser = {path for path in seen if uses.get(path) == BROWSER}
    for gap in scan.gaps:
        if gap.subject in in_browser:
            details: dict[str, Value] = {"read": False, "reason": gap.reason}
            yield Fact("source.browser_file", True, details, Location(gap.subject, 1))
        else:
            yield gap
    counts: dict[str, Value] = {"parsed": len(seen - left_out)}
    if in_browser:
        counts["browser"] = len(in_browser)
    yield Fact("source.files", len(seen), counts)


def results(scan: Scan, rules: Mapping[str, Rule], target: Target) -> Iterator[Finding | Fact]:
    """Turn the matches of ``scan`` into findings and facts, each place once per rule.

    What stands in a file that looks like a test has the attribute ``in_tests``.
    """
    sources = _Sources(target)
    seen: set[tuple[str, Location, int]] = set()
    for match in scan.matches:
        if match.rule not in rules:  # a step of a flow from function to function
            continue
        rule = rules[match.rule]
        is_finding = rule.doc.kind == "finding"
        location = (sources.origin(match) if is_finding else None) or _location(match)
        place = (match.rule, location, 0 if is_finding else match.end_offset)
        if place in seen:
            continue
        seen.add(place)
        found: Iterable[Finding | Fact] = (
            [_finding(rule, match, location)] if is_finding else _facts(rule, match, sources)
        )
        for one in found:
            if is_test(match.path):
                yield replace(one, attributes={**one.attributes, "in_tests": True})
            else:
                yield one
    yield from _flows(scan, rules, target, {(rule, place) for rule, place, _ in seen})


def _flows(
    scan: Scan, rules: Mapping[str, Rule], target: Target, seen: Container[tuple[str, Location]]
) -> Iterator[Finding]:
    """What reaches a sink from a request through other functions."""
    for flow in flows(scan.matches, target):
        location, source = _location(flow.sink), _location(flow.source)
        if (flow.rule, location) in seen or is_test(flow.source.path):
            continue
        found = _finding(rules[flow.rule], flow.sink, location)
        attributes: dict[str, Value] = {
            "source_path": source.path,
            "source_line": source.line,
            "calls": flow.calls,
        }
        if is_test(flow.sink.path):
            attributes["in_tests"] = True
        yield replace(
            found,
            confidence=min(found.confidence, Confidence.MEDIUM),
            message=excerpt(
                f"{rules[flow.rule].native['message']}; it comes from {source}",
                max_characters=300,
            ),
            attributes=attributes,
        )


def _finding(rule: Rule, match: Match, location: Location) -> Finding:
    doc = rule.doc
    return Finding(
        rule=rule.id,
        severity=doc.severity,
        confidence=doc.confidence,
        message=excerpt(match.message, max_characters=300),
        location=location,
        cwe=doc.cwe,
        tags=doc.tags,
        fix=doc.fix,
    )


def _facts(rule: Rule, match: Match, sources: _Sources) -> Iterator[Fact]:
    if rule.reader:
        site = Site(sources.call(match), _location(match), rule.attributes)
        yield from all_readers()[rule.reader].read(site)
    else:
        yield Fact(rule.doc.facts[0], rule.value, rule.attributes, _location(match))


class _Sources:
    """Parses each file once; matches come sorted by path, so one is kept."""

    def __init__(self, target: Target) -> None:
        self._target = target
        self._path = ""
        self._source: Source | None = None

    def call(self, match: Match) -> Call:
        """The matched call with its arguments as values."""
        source = self._parsed(match.path)
        node = source.call_at(match.start_offset, match.end_offset) if source else None
        if node is None or source is None:
            return NOT_READ
        call = evaluate(source, node)
        return call if isinstance(call, Call) else NOT_READ

    def origin(self, match: Match) -> Location | None:
        """Where the literal stands that a matched name was declared with."""
        source = self._parsed(match.path)
        node = source.literal_at(match.start_offset, match.end_offset) if source else None
        return Location(match.path, *source.place_of(node)) if source and node else None

    def _parsed(self, path: str) -> Source | None:
        if path != self._path:
            self._path = path
            self._source = Source.parse(path, self._target.read(path))
        return self._source


def _location(match: Match) -> Location:
    return Location(match.path, match.start_line, match.start_column, match.end_line)


def _suppression(attempt: Suppression) -> Fact:
    """The marker alone: the rest of its line may hold what nobody should see in a report."""
    marker = _MARKER.search(attempt.text) if attempt.kind == "nosemgrep" else None
    text = excerpt(marker[0].strip() if marker else attempt.text)
    return Fact(
        "suppression.attempted", text, {"kind": attempt.kind}, Location(attempt.path, attempt.line)
    )
