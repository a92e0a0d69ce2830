"""What stands on the page, section by section? Plain data for the template."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from auditor.assessment import FAILING, Verdict, WaiverState
from auditor.model import Outcome, Severity

if TYPE_CHECKING:
    from auditor.assessment import Assessment, ControlResult, Instance, Score
    from auditor.model import Audit, Fact, Finding

MAX_INSTANCES = 100
"""Instances of one control on the page; the rest is counted, and stands in the JSON report."""
MAX_PATHS = 5

_AGES = ((30, "up to 30 days"), (90, "31 to 90 days"), (365, "91 days to a year"))
_VERDICTS = (
    (Verdict.FAIL, "Failed"),
    (Verdict.UNKNOWN, "Could not be established"),
    (Verdict.PARTIAL, "Partly met"),
    (Verdict.PASS, "Passed"),
    (Verdict.NOT_APPLICABLE, "Not applicable"),
)


@dataclass(frozen=True, slots=True)
class Row:
    """One instance of a control: where, what, and the source there."""

    where: str
    message: str
    lines: tuple[tuple[int, str], ...]
    is_new: bool | None
    waived_by: str


@dataclass(frozen=True, slots=True)
class Group:
    """The controls with one verdict, most severe first."""

    verdict: str
    heading: str
    results: tuple[ControlResult, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """Everything that the template shows."""

    audit: Audit
    assessment: Assessment
    groups: tuple[Group, ...]
    passages: dict[int, tuple[Row, ...]]

    @property
    def score(self) -> Score | None:
        """The overall score."""
        return self.assessment.score

    def rows(self, result: ControlResult) -> tuple[Row, ...]:
        """The instances of a control, the new ones first, up to MAX_INSTANCES."""
        return self.passages.get(id(result), ())

    def more(self, result: ControlResult) -> int:
        """How many instances of a control are not on the page."""
        return max(0, len(result.instances) - MAX_INSTANCES)

    @property
    def changes(self) -> tuple[int, int, int]:
        """How many failing instances are new and known, and how many are fixed."""
        told = [one.is_new for each in self.assessment.controls for one in each.instances]
        return told.count(True), told.count(False), len(self.assessment.fixed)

    @property
    def advisories(self) -> tuple[Finding, ...]:
        """Findings about packages with a known vulnerability, the most severe first."""
        found = [one for one in self.audit.findings if {"advisory", "malware"} & one.tags]
        return tuple(sorted(found, key=lambda one: (-one.severity, one.purl, one.message)))

    def paths(self, finding: Finding) -> tuple[tuple[str, ...], ...]:
        """The shortest ways to a package, root first."""
        return finding.paths[:MAX_PATHS]

    @property
    def advisory_table(self) -> tuple[tuple[str, tuple[int, ...]], ...]:
        """How many advisories by severity (rows) and age (columns, the last one unknown)."""
        counts: Counter[tuple[Severity, int]] = Counter(
            (one.severity, _age(one)) for one in self.advisories
        )
        columns = range(len(_AGES) + 2)
        return tuple(
            (severity.label, tuple(counts[severity, column] for column in columns))
            for severity in sorted(Severity, reverse=True)
        )

    @property
    def advisory_ages(self) -> tuple[str, ...]:
        """The headings of the columns of ``advisory_table``."""
        return (*(label for _, label in _AGES), "older", "unknown")

    @property
    def provenance(self) -> tuple[tuple[str, int], ...]:
        """What is proven about where the packages come from: verdict and number of packages."""
        counts: Counter[str] = Counter()
        for fact in self._facts("signatures.checked", "provenance.checked"):
            source = fact.name.partition(".")[0]
            for name, number in fact.attributes.items():
                if isinstance(number, int) and not isinstance(number, bool) and number:
                    counts[f"{source}: {name.replace('_', ' ')}"] += number
        return tuple(sorted(counts.items()))

    @property
    def open_runs(self) -> tuple[tuple[str, str, str, tuple[tuple[str, str], ...]], ...]:
        """Checks that did not run to the end: name, outcome and reason, remedy, gaps."""
        ended = {Outcome.COMPLETE, Outcome.NOT_APPLICABLE}
        return tuple(
            (
                run.check,
                f"{run.outcome.replace('_', ' ')}: {run.reason}",
                run.hint,
                tuple((gap.subject, gap.reason) for gap in run.coverage.gaps),
            )
            for run in self.audit.runs
            if run.outcome not in ended
        )

    @property
    def ended_runs(self) -> tuple[str, ...]:
        """Checks that ran to the end, with what they looked at."""
        done = (run for run in self.audit.runs if run.outcome is Outcome.COMPLETE)
        return tuple(
            f"{run.check} ({run.coverage.examined} {run.coverage.unit})"
            if run.coverage.examined
            else run.check
            for run in done
        )

    @property
    def packages(self) -> tuple[tuple[str, int], ...]:
        """The inventory in numbers."""
        inventory = self.audit.inventory
        if inventory is None:
            return ()
        installed = inventory.components[1:]
        return (
            ("packages installed", len(installed)),
            ("for development alone", sum(one.dev for one in installed)),
            ("with an install script", sum(one.has_install_script for one in installed)),
            ("deprecated", sum(one.deprecated is not None for one in installed)),
            ("without a digest", sum(not one.digests for one in installed)),
        )

    @property
    def licences(self) -> tuple[tuple[str, int], ...]:
        """The licences of the installed packages and how many carry each, the most used first."""
        inventory = self.audit.inventory
        if inventory is None:
            return ()
        counts = Counter(one.license or "not stated" for one in inventory.components[1:])
        return tuple(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))[:12]

    @property
    def inputs(self) -> tuple[tuple[str, str], ...]:
        """What the assessment rests on, with digests."""
        return tuple(self._inputs())

    def _inputs(self) -> Iterator[tuple[str, str]]:
        yield "tool", self.audit.tool
        yield "started", self.audit.started.isoformat()
        yield "policy", self.assessment.policy
        yield "policy, SHA-256", self.assessment.digest
        if self.audit.inventory is not None:
            yield "lockfile", self.audit.inventory.lockfile
            yield "lockfile, SHA-256", self.audit.inventory.sha256
        for fact in self._facts("advisories.store"):
            yield "advisories", f"{fact.value} records"
            yield from (
                (f"advisories, {name}", str(told)) for name, told in fact.attributes.items()
            )
        if self.assessment.baseline:
            yield "baseline", self.assessment.baseline

    @property
    def waivers(self) -> tuple[tuple[str, str, str], ...]:
        """Every waiver that says something: its id, its state, and what is to be said."""
        return tuple(
            (one.id, str(one.state), one.message)
            for one in self.assessment.waivers
            if one.state is not WaiverState.UNUSED
        )

    def _facts(self, *names: str) -> Iterator[Fact]:
        return (fact for fact in self.audit.facts if fact.name in names)


def page(audit: Audit, assessment: Assessment) -> Page:
    """Return what stands on the page of this assessment."""
    groups = []
    for verdict, heading in _VERDICTS:
        results = [one for one in assessment.controls if one.verdict is verdict]
        results.sort(key=lambda one: (-one.severity, one.control.id))
        if results:
            groups.append(Group(str(verdict), heading, tuple(results)))
    rows = {id(result): _rows(audit, result) for result in assessment.controls}
    return Page(audit, assessment, tuple(groups), rows)


def _rows(audit: Audit, result: ControlResult) -> tuple[Row, ...]:
    ordered: Sequence[Instance] = result.instances
    if result.verdict in FAILING:
        ordered = sorted(ordered, key=lambda one: one.is_new is not True)
    return tuple(_row(audit, instance) for instance in ordered[:MAX_INSTANCES])


def _row(audit: Audit, instance: Instance) -> Row:
    passage = audit.passages.get(instance.location) if instance.location else None
    return Row(
        where=instance.purl or str(instance.location or ""),
        message=instance.message,
        lines=_dedented(passage.lines) if passage else (),
        is_new=instance.is_new,
        waived_by=instance.waived_by,
    )


def _dedented(lines: tuple[tuple[int, str], ...]) -> tuple[tuple[int, str], ...]:
    """The lines without the indentation that all of them share."""
    indents = [len(text) - len(text.lstrip()) for _, text in lines if text.strip()]
    shared = min(indents, default=0)
    return tuple((number, text[shared:]) for number, text in lines)


def _age(finding: Finding) -> int:
    days = finding.attributes.get("age_days")
    if isinstance(days, bool) or not isinstance(days, int | float):
        return len(_AGES) + 1
    return next((at for at, (most, _) in enumerate(_AGES) if days <= most), len(_AGES))
