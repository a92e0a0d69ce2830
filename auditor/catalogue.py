"""What can be explained? Every control, rule, check and advisory, under one roof.

Texts come from where they are written: control files, rule metadata, the
docstrings of checks, the records of advisories, and a report where there is one.
Nothing is listed here by hand.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from auditor.check import Check, Needs
from auditor.checks import all_checks
from auditor.checks.advisories.severity import rate
from auditor.checks.code.rules import RuleDoc, documented_rules
from auditor.errors import UsageError
from auditor.model import Severity
from auditor.policy import Explanation, Policy, load_controls
from auditor.policy import explain as explain_control
from auditor.policy.score import LOSS, failing_loss
from auditor.policy.situation import (
    by_advisory,
    by_fingerprint,
    by_rule,
    of_check,
    of_control,
    of_findings,
    points,
    worth,
)
from auditor.sanitise import excerpt

if TYPE_CHECKING:
    from auditor.control import Control
    from auditor.policy.report_file import (
        ReportedControl,
        ReportedFinding,
        ReportedInstance,
        ReportFile,
    )
    from auditor.policy.situation import Row
    from auditor.sources.osv_record import Advisory

_ADVISORY = re.compile(r"(?:GHSA|CVE|MAL)-[0-9A-Za-z-]{4,60}")
_FINGERPRINT = re.compile(r"[0-9a-f:]{16,}")
MAX_RANGES = 8


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that can be explained.

    ``details`` are short rows (label, text); ``sections`` longer ones (heading,
    text). Both are in the order to show them.
    """

    id: str
    kind: str
    title: str
    details: tuple[tuple[str, str], ...] = ()
    sections: tuple[tuple[str, str], ...] = ()

    def as_data(self) -> dict[str, object]:
        """The entry as plain data, for JSON."""
        return {
            "id": self.id,
            "kind": self.kind,
            "title": self.title,
            **{label.lower().replace(" ", "_"): text for label, text in self.details},
            **{heading.lower().replace(" ", "_"): text for heading, text in self.sections},
        }


def explain(
    name: str,
    policy: Policy,
    *,
    report: ReportFile | None = None,
    advisory: Callable[[str], Advisory | None] = lambda _: None,
) -> Entry:
    """Return what is known about a control, rule, check, advisory or fingerprint.

    Limits are those of ``policy``. With a ``report`` the entry also says what
    holds there and what a fix is worth. ``advisory`` looks an advisory up.

    Raises:
        UsageError: nothing has that id.
        DataError: the advisories cannot be read.
    """
    entries = {entry.id: entry for entry in _entries(policy)}
    if name in entries:
        return _here(entries[name], report)
    if report is not None and (found := by_fingerprint(report, name)):
        control, instance = found
        return _instance(entries.get(control.id), report, control, instance)
    record = advisory(name) if _ADVISORY.fullmatch(name) else None
    findings = by_advisory(report, name) if report else []
    if record is not None or findings:
        return _advisory(name, record, findings, report)
    near = difflib.get_close_matches(name, entries, n=3, cutoff=0.5)
    hint = f"did you mean {' or '.join(near)}?" if near else "auditor checks --rules lists them"
    if _FINGERPRINT.fullmatch(name) and report is None:
        hint = "a fingerprint is explained with the report it is from: --report FILE"
    elif _ADVISORY.fullmatch(name):
        hint = "get the advisories there are: auditor advisories update"
    raise UsageError(f"{name}: no control, rule, check or advisory has this id", hint=hint)


def list_checks() -> list[Entry]:
    """Every check, by id."""
    return [_check(check) for check in all_checks()]


def list_rules(
    *, tag: str | None = None, topic: str | None = None, kind: str | None = None
) -> list[Entry]:
    """Every code rule, by id; where they are given, only those of a tag, a topic or a kind."""
    return [
        _rule(doc)
        for doc in documented_rules()
        if (tag is None or tag in doc.tags)
        and (topic is None or topic == doc.topic)
        and (kind is None or kind == doc.kind)
    ]


def _entries(policy: Policy) -> Iterator[Entry]:
    checks, controls = all_checks(), load_controls()
    for check in checks:
        yield _check(check, controls)
        for rule in check.rules:
            yield Entry(
                rule,
                "rule",
                check.title,
                (("Found by", check.id), *_judged_by(rule, frozenset(), controls)),
                _check(check).sections,
            )
    for doc in documented_rules():
        entry = _rule(doc)
        judges = _judged_by(doc.id, frozenset(doc.tags), controls)
        yield replace(entry, details=(*entry.details, *judges))
    needs = {check.id: check.needs for check in checks}
    for control in controls:
        yield _control(explain_control(control.id, controls, policy), needs)


def _check(check: Check, controls: Sequence[Control] = ()) -> Entry:
    details = [("Rules", ", ".join(check.rules))] if check.rules else []
    if check.needs:
        details.append(("Needs", _needs(check.needs)))
    resting = [control.id for control in controls if check.id in control.established_by]
    if resting:
        details.append(("Without it", f"not established: {', '.join(resting)}"))
    return Entry(check.id, "check", check.title, tuple(details), tuple(_sections(check.doc)))


def _needs(needs: Needs) -> str:
    return ", ".join(need.name or "" for need in needs).lower()


def _judged_by(rule: str, tags: frozenset[str], controls: Sequence[Control]) -> tuple[Row, ...]:
    """Which controls judge what the rule finds."""
    ids = [
        control.id
        for control in controls
        if any(rule in each.rules or each.tags & (tags | {rule}) for each in control.selectors)
    ]
    return (("Judged by", ", ".join(ids)),) if ids else ()


def _sections(doc: str) -> Iterator[tuple[str, str]]:
    """Cut a docstring into What, Why, Fix and so on; the title line is left out."""
    heading, lines = "What", list[str]()
    for line in doc.splitlines()[1:]:
        found = re.match(r"(Why|Fix|Example):\s*", line)
        if found:
            yield from _section(heading, lines)
            heading, lines = found[1], [line[found.end() :]]
        else:
            lines.append(line)
    yield from _section(heading, lines)


def _section(heading: str, lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    text = "\n".join(lines).strip()
    if text:
        yield heading, text


def _rule(doc: RuleDoc) -> Entry:
    details = [("Kind", doc.kind), ("Confidence", doc.confidence.label)]
    if doc.kind == "finding":
        details.insert(1, ("Severity", doc.severity.label))
    if doc.facts:
        details.append(("Facts", ", ".join(doc.facts)))
    if doc.cwe:
        details.append(("Weakness", ", ".join(f"CWE-{number}" for number in doc.cwe)))
    if doc.asvs:
        details.append(("ASVS 5.0.0", ", ".join(doc.asvs)))
    if doc.tags:
        details.append(("Tags", ", ".join(sorted(doc.tags))))
    sections = (("Why", doc.why), ("Fix", doc.fix), ("Example", doc.example))
    return Entry(
        doc.id,
        "rule",
        doc.title,
        tuple(details),
        tuple((heading, text.strip()) for heading, text in sections if text.strip()),
    )


def _control(explanation: Explanation, needs: Mapping[str, Needs]) -> Entry:
    control = explanation.control
    details = [
        ("Section", control.section),
        ("Severity", explanation.severity.label),
        ("Established by", ", ".join(_established_by(control, needs))),
        ("Costs", _cost(explanation.severity)),
        ("If nothing is found", _absence(control)),
    ]
    if control.preview:
        details.append(("Preview", "reported; counts only where a policy enforces it"))
    if control.not_applicable:
        details.append(("Not applicable", control.not_applicable))
    details.extend(
        (f"Limit {name}", f"{shown} ({origin})" if origin else shown)
        for name, shown, origin in explanation.parameters
    )
    details.extend(
        (f"Evidence for {framework}", ", ".join(ids))
        for framework, ids in sorted(explanation.references.items())
    )
    sections = (("Why", control.why.strip()), ("Fix", control.fix.strip()))
    return Entry(control.id, "control", control.title, tuple(details), sections)


def _established_by(control: Control, needs: Mapping[str, Needs]) -> Iterator[str]:
    if control.attested:
        yield "a person (attestations in the policy)"
    for check in control.established_by:
        needed = needs.get(check)
        yield f"{check} (needs {_needs(needed)})" if needed else check


def _absence(control: Control) -> str:
    verdict = str(control.absence.verdict).replace("_", " ")
    return f"{verdict}: {control.absence.message}" if control.absence.message else verdict


def _here(entry: Entry, report: ReportFile | None) -> Entry:
    """Add what the report says of it."""
    if report is None:
        return entry
    match entry.kind:
        case "control":
            rows = of_control(report, entry.id)
        case "check":
            rows = of_check(report, entry.id)
        case _:
            rows = of_findings(by_rule(report, entry.id))
    return replace(entry, details=(*entry.details, *rows))


def _instance(
    entry: Entry | None, report: ReportFile, control: ReportedControl, instance: ReportedInstance
) -> Entry:
    details = [("Control", control.id), ("At", excerpt(instance.place) or "the target")]
    if instance.new is not None:
        details.append(("New", "yes" if instance.new else "no, the baseline has it"))
    if instance.waived_by:
        details.append(("Waived by", excerpt(instance.waived_by)))
    if gain := worth(report, control):
        details.append(("Worth here", f"{points(gain)}, once this one is gone"))
    sections = entry.sections if entry else ()
    return Entry(
        instance.fingerprint, "instance", excerpt(instance.message), tuple(details), sections
    )


def _advisory(
    name: str,
    record: Advisory | None,
    findings: Sequence[ReportedFinding],
    report: ReportFile | None,
) -> Entry:
    details: list[Row] = []
    title = excerpt(findings[0].message) if findings else ""
    malware = record is not None and record.malware
    if record is not None:
        title = excerpt(record.summary) or "known vulnerability"
        rated = rate(record)
        score = f", CVSS {rated.score.value}" if rated.score else ""
        details.append(("Severity", f"{rated.severity.label}{score}" if rated.severity else "-"))
        details.append(("Published", record.published[:10] or "not told"))
        if record.aliases:
            details.append(("Also known as", ", ".join(record.aliases[:MAX_RANGES])))
        if record.withdrawn:
            details.append(("Withdrawn", "yes, it counts for nothing"))
        details.extend(_ranges(record))
    details.append(("Judged by", "supply.malware" if malware else "supply.advisory"))
    if report is not None:
        details.extend(of_findings(findings))
    return Entry(name, "advisory", title, tuple(details))


def _ranges(record: Advisory) -> Iterator[Row]:
    ranges = [(entry.package, events) for entry in record.affected for events in entry.ranges]
    for package, events in ranges[:MAX_RANGES]:
        told = ", ".join(f"{event.kind.replace('_', ' ')} {event.version}" for event in events)
        yield "Affects", excerpt(f"{package}: {told}")
    if len(ranges) > MAX_RANGES:
        yield "Affects", f"and {len(ranges) - MAX_RANGES} more ranges"


def _cost(severity: Severity) -> str:
    one, many = failing_loss(severity, 1), LOSS[severity]
    return f"{one:.1%} of the score where one instance fails, up to {many:.0%} with many"
