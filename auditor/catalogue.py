"""What can be explained? Every control, rule and check, under one roof.

Texts come from where they are written: control files, rule metadata, the
docstrings of checks. Nothing is listed here by hand.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from auditor.check import Check
from auditor.checks import all_checks
from auditor.checks.code.rules import RuleDoc, documented_rules
from auditor.errors import UsageError
from auditor.model import Severity
from auditor.policy import Explanation, Policy, load_controls
from auditor.policy import explain as explain_control
from auditor.policy.score import LOSS, failing_loss


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


def explain(name: str, policy: Policy) -> Entry:
    """Return what is known about a control, rule or check; limits are those of ``policy``.

    Raises:
        UsageError: nothing has that id.
    """
    entries = {entry.id: entry for entry in _entries(policy)}
    if name in entries:
        return entries[name]
    near = difflib.get_close_matches(name, entries, n=3, cutoff=0.5)
    raise UsageError(
        f"{name}: no control, rule or check has this id",
        hint=f"did you mean {' or '.join(near)}?" if near else "auditor checks --rules lists them",
    )


def list_checks() -> list[Entry]:
    """Every check, by id."""
    return [_check(check) for check in all_checks()]


def list_rules(*, tag: str | None = None) -> list[Entry]:
    """Every code rule, by id; only those that carry ``tag`` where it is given."""
    return [_rule(doc) for doc in documented_rules() if tag is None or tag in doc.tags]


def _entries(policy: Policy) -> Iterator[Entry]:
    checks = all_checks()
    for check in checks:
        yield _check(check)
        for rule in check.rules:
            yield Entry(
                rule, "rule", check.title, (("Found by", check.id),), _check(check).sections
            )
    yield from list_rules()
    controls = load_controls()
    for control in controls:
        yield _control(explain_control(control.id, controls, policy))


def _check(check: Check) -> Entry:
    needs = ", ".join(need.name or "" for need in check.needs).lower()
    details = [("Rules", ", ".join(check.rules))] if check.rules else []
    if needs:
        details.append(("Needs", needs))
    return Entry(check.id, "check", check.title, tuple(details), tuple(_sections(check.doc)))


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


def _control(explanation: Explanation) -> Entry:
    control = explanation.control
    details = [
        ("Section", control.section),
        ("Severity", explanation.severity.label),
        ("Established by", ", ".join(control.established_by)),
        ("Costs", _cost(explanation.severity)),
        ("If nothing is found", str(control.absence.verdict).replace("_", " ")),
    ]
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


def _cost(severity: Severity) -> str:
    one, many = failing_loss(severity, 1), LOSS[severity]
    return f"{one:.1%} of the score where one instance fails, up to {many:.0%} with many"
