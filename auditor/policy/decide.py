"""What is the verdict on one control?

In this order: something violates it (FAIL, even when evidence is missing); a
person answers for it; a check that establishes it did not run to the end
(UNKNOWN); it does not apply; something about an instance could not be told
(UNKNOWN); partly met; met; and last what absence means.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from auditor.assessment import ControlResult, Instance
from auditor.control import Basis, Control, Parameter, Selector, Verdict
from auditor.model import Fact, Finding, Location
from auditor.policy.condition import Item, Truth, predicate
from auditor.policy.message import MAX_MESSAGE_CHARACTERS, fill
from auditor.policy.select import Observations, holds, missing_evidence, select
from auditor.sanitise import excerpt

if TYPE_CHECKING:
    from datetime import date

    from auditor.policy.policy import Attestation, Policy

_NOWHERE = Location("")


def decide(
    control: Control, observations: Observations, policy: Policy, today: date
) -> ControlResult:
    """Return the verdict on ``control``, and what it rests on."""
    return _Decision(control, observations, policy, today).result()


def instance_of(item: Item, message: str = "") -> Instance:
    """Return the item as an instance that says ``message``, or what the finding itself says."""
    if isinstance(item, Fact):
        return Instance(message or item.name, item.location, _purl(item))
    told = message or excerpt(item.message, max_characters=MAX_MESSAGE_CHARACTERS)
    return Instance(told, item.location, item.purl, item.severity, _identifiers(item))


def place_of(instance: Instance) -> tuple[str, int, int, int, str, str, tuple[str, ...]]:
    """Return the order of instances; plain values, since there may be thousands to sort."""
    at = instance.location or _NOWHERE
    place = (at.path, at.line, at.column, at.end_line)
    return (*place, instance.purl, instance.message, instance.identifiers)


@dataclass(frozen=True, slots=True)
class _Sifted:
    """What a group of selectors matches, and what it cannot be told of."""

    matched: dict[int, tuple[Item, Selector]]
    unknown: dict[int, tuple[Item, Selector]]


@dataclass(frozen=True, slots=True)
class _Decision:
    control: Control
    observations: Observations
    policy: Policy
    today: date

    def result(self) -> ControlResult:
        control = self.control
        violated = self._sift(control.violated_by)
        missing = tuple(missing_evidence(control.established_by, self.observations))
        if violated.matched:
            return self._violated(violated, missing)
        if control.attested or control.id in self.policy.attested:
            return self._attested()
        if missing:
            return self._unknown(missing)
        when = control.applies_when
        applies = True if when is None else holds(when, self.observations)
        if applies is False and not violated.unknown:  # what may violate it makes it apply
            return self._plain(Verdict.NOT_APPLICABLE, control.not_applicable)
        return self._established(violated, applies=applies)

    def _violated(self, violated: _Sifted, missing: tuple[str, ...]) -> ControlResult:
        """A failure, and why there may be more of it than is known."""
        unclear = _sentences(self._unclear(violated.unknown.values()))
        result = self._from(Verdict.FAIL, self._instances(violated))
        return replace(result, unknown_because=(*missing, *unclear))

    def _established(self, violated: _Sifted, *, applies: Truth) -> ControlResult:
        partial = self._sift(self.control.partial_by)
        satisfied = self._sift(self.control.satisfied_by)
        unclear = {**satisfied.unknown, **partial.unknown, **violated.unknown}
        for key in partial.matched:
            if key not in violated.unknown:
                unclear.pop(key, None)
        if unclear:
            instances = self._unclear(unclear.values())
            return replace(self._unknown(_sentences(instances)), instances=instances)
        if applies is None:
            return self._unknown(("whether it applies could not be established",))
        if partial.matched:
            return self._from(Verdict.PARTIAL, self._instances(partial))
        if satisfied.matched:
            return self._satisfied(satisfied)
        return self._absent()

    def _sift(self, selectors: tuple[Selector, ...]) -> _Sifted:
        sifted = _Sifted({}, {})
        for selector in selectors:
            for item, truth in select(selector, self.observations):
                if truth is None:
                    sifted.unknown.setdefault(id(item), (item, selector))
                elif truth:
                    sifted.matched.setdefault(id(item), (item, selector))
        for key in sifted.matched:
            sifted.unknown.pop(key, None)
        return sifted

    def _attested(self) -> ControlResult:
        spoken = [a for a in self.policy.attestations if a.control == self.control.id]
        if not spoken:
            return self._unknown(("nobody has attested it",))
        valid = [attestation for attestation in spoken if attestation.expires >= self.today]
        if not valid:
            last = max(attestation.expires for attestation in spoken)
            return self._unknown((f"the attestation expired on {last}",))
        attestation = min(valid, key=lambda a: (_TRUST.index(a.claim), a.by))
        instance = Instance(_attestation_text(attestation))
        return replace(self._from(attestation.claim, (instance,)), basis=Basis.ATTESTED)

    def _unclear(self, unclear: Iterable[tuple[Item, Selector]]) -> tuple[Instance, ...]:
        """What could not be told, one instance per fact or finding."""
        explain = {id(each): self._why_unclear(each) for each in self.control.selectors}
        instances = (
            Instance(explain[id(selector)](item), item.location, _purl(item))
            for item, selector in unclear
        )
        return tuple(sorted(instances, key=place_of))

    def _why_unclear(self, selector: Selector) -> Callable[[Item], str]:
        """Return what says why an item leaves the selector open."""
        parameters = self.observations.parameters
        operands = [selector.min_severity, *(each.operand for each in selector.where)]
        for operand in operands:
            if isinstance(operand, Parameter) and operand.name not in parameters:
                unset = f"the policy sets no {operand.name}"
                return lambda _: unset
        tests = [(each.attribute, predicate(each, parameters)) for each in selector.where]

        def explain(item: Item) -> str:
            subject = item.name if isinstance(item, Fact) else item.rule
            attributes = dict.fromkeys(name for name, test in tests if test(item) is None)
            return f"{' and '.join(attributes)} of {subject} could not be established"

        return explain

    def _satisfied(self, satisfied: _Sifted) -> ControlResult:
        instances = self._instances(satisfied)
        selectors = [selector for _, selector in satisfied.matched.values()]
        inferred = all(selector.basis is Basis.INFERRED for selector in selectors)
        first = instances[0].location
        where = f"{len(instances)} places" if len(instances) > 1 else str(first or "the target")
        result = self._plain(Verdict.PASS, f"holds: seen in {where}")
        basis = Basis.INFERRED if inferred else Basis.OBSERVED
        return replace(result, instances=instances, basis=basis)

    def _absent(self) -> ControlResult:
        absence = self.control.absence
        message = absence.message or "nothing in the target speaks against it"
        if absence.verdict is Verdict.UNKNOWN:
            return self._unknown((message,))
        facts = self.observations.facts.get(absence.at, ())
        places = {fact.location for fact in facts if fact.location is not None}
        instances = tuple(Instance(message, location) for location in sorted(places))
        if absence.verdict is Verdict.PASS:
            return self._plain(Verdict.PASS, message)
        return self._from(absence.verdict, instances or (Instance(message),))

    def _instances(self, sifted: _Sifted) -> tuple[Instance, ...]:
        """One instance per match; a fact around the line of a finding is the same thing twice."""
        items = [item for item, _ in sifted.matched.values()]
        lines = _lines(item for item in items if isinstance(item, Finding))
        instances = (
            self._instance(item, selector)
            for item, selector in sifted.matched.values()
            if isinstance(item, Finding) or not _encloses(item.location, lines)
        )
        return tuple(sorted(instances, key=place_of))

    def _instance(self, item: Item, selector: Selector) -> Instance:
        template = selector.message or (item.name if isinstance(item, Fact) else "")
        return instance_of(item, fill(template, item, self.policy.shown))

    def _from(self, verdict: Verdict, instances: tuple[Instance, ...]) -> ControlResult:
        more = f" (and {len(instances) - 1} more)" if len(instances) > 1 else ""
        result = self._plain(verdict, f"{instances[0].message}{more}")
        return replace(result, instances=instances)

    def _unknown(self, because: tuple[str, ...]) -> ControlResult:
        more = f" (and {len(because) - 1} more)" if len(because) > 1 else ""
        result = self._plain(Verdict.UNKNOWN, f"could not be established: {because[0]}{more}")
        return replace(result, unknown_because=because)

    def _plain(self, verdict: Verdict, reason: str) -> ControlResult:
        control = self.control
        severity = self.policy.severities.get(control.id, control.severity)
        return ControlResult(control, verdict, severity, reason)


_TRUST = (Verdict.FAIL, Verdict.PARTIAL, Verdict.PASS)


def _identifiers(finding: Finding) -> tuple[str, ...]:
    """What a waiver may name the finding by: its rule, its advisory, or that one's own CVE.

    Not by aliases: databases link advisories about different bugs, and a waiver for
    one must not silence the other.
    """
    told = finding.attributes
    known = [str(told[key]) for key in ("id", "cve") if told.get(key)]
    if not known:
        return (finding.rule,)
    return tuple(sorted({finding.rule, *" ".join(known).split()}))


def _sentences(instances: Iterable[Instance]) -> tuple[str, ...]:
    """Return what the instances say, with their places, each once."""
    sentences = (
        f"{instance.location}: {instance.message}" if instance.location else instance.message
        for instance in instances
    )
    return tuple(dict.fromkeys(sentences))


def _attestation_text(attestation: Attestation) -> str:
    return (
        f"attested as {attestation.claim} by {attestation.by} on {attestation.on},"
        f" until {attestation.expires}: {attestation.evidence}"
    )


def _purl(item: Item) -> str:
    if isinstance(item, Finding):
        return item.purl
    purl = item.attributes.get("purl")
    return purl if isinstance(purl, str) else ""


def _lines(findings: Iterable[Finding]) -> dict[str, list[int]]:
    """Return the lines of findings by path, sorted."""
    lines: defaultdict[str, list[int]] = defaultdict(list)
    for finding in findings:
        if finding.location and finding.location.line:
            lines[finding.location.path].append(finding.location.line)
    return {path: sorted(found) for path, found in lines.items()}


def _encloses(location: Location | None, lines: dict[str, list[int]]) -> bool:
    """Return whether one of the lines lies within the location."""
    if location is None or not location.line:
        return False
    known = lines.get(location.path, [])
    nearest = bisect_left(known, location.line)
    return nearest < len(known) and known[nearest] <= max(location.line, location.end_line)
