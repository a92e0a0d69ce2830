"""Does what was measured meet what the policy demands of packages and data?

The criteria that no verdict answers: how long an advisory may stand, how many
packages are signed and proven, how young a version may be, how old the
advisories are. Three-valued like the others: what is known to break a limit
fails, and what was not established is incomplete, never a pass.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from auditor.assessment import GateOutcome, GateResult
from auditor.control import Verdict
from auditor.model import Fact, Finding, Outcome
from auditor.policy.advisories import Due, due
from auditor.policy.alerts import ADVISORIES, MALWARE, YOUNG, Alert
from auditor.policy.gate import names, standing
from auditor.policy.select import missing_evidence
from auditor.policy.units import show_duration
from auditor.sanitise import excerpt

if TYPE_CHECKING:
    from auditor.assessment import ControlResult
    from auditor.policy.policy import Gates
    from auditor.policy.select import Observations

_ORIGIN = "supply.publisher_change"
_HOUR_S = 3_600


@dataclass(frozen=True, slots=True)
class Measured:
    """What the criteria look at: the audit, its alerts as waived and known, and every result."""

    observations: Observations
    alerts: Sequence[Alert]
    results: Mapping[str, ControlResult]


def judge_evidence(measured: Measured, gates: Gates) -> Iterator[GateResult]:
    """Yield one result per criterion the policy sets, in the order of the file."""
    if gates.advisories:
        yield _advisories(measured, gates)
    if gates.unsigned_max_ratio is not None:
        yield _unsigned(measured, gates.unsigned_max_ratio)
    if gates.attested_min_ratio is not None:
        yield _attested(measured, gates.attested_min_ratio)
    if gates.no_regress:
        yield _regress(measured, gates)
    if gates.release_min_hours is not None:
        yield _release_age(measured, gates, gates.release_min_hours)


def _advisories(measured: Measured, gates: Gates) -> GateResult:
    overdue, unclear = [], []
    for alert in measured.alerts:
        if _passed_over(alert, gates) or not isinstance(alert.item, Finding):
            continue
        found = due(alert.item, gates.advisories)
        if found is not None and found.overdue:
            overdue.append(f"{_named(alert.item)} ({found.rule.when}: {found.rule.limit})")
        elif found is not None:
            unclear.append(_open(alert.item, found))
    missing = tuple(_no_advisories(measured))
    if overdue:
        message = f"{len(overdue)} stand longer than the policy allows: {_several(overdue)}"
        return GateResult("advisories", GateOutcome.FAIL, message)
    if missing or unclear:
        message = (
            f"it is not known whether an advisory is overdue: {_several([*missing, *unclear])}"
        )
        return GateResult("advisories", GateOutcome.INCOMPLETE, message)
    rules = len(gates.advisories)
    message = f"no advisory is overdue by the policy's {rules} {'rule' if rules == 1 else 'rules'}"
    return GateResult("advisories", GateOutcome.PASS, message)


def _no_advisories(measured: Measured) -> Iterator[str]:
    seen = measured.observations
    yield from missing_evidence(("advisories.osv",), seen)
    yield from _without(measured, ADVISORIES, MALWARE)
    if _inapplicable("advisories.osv", seen):
        return
    stores = seen.facts.get("advisories.store", ())
    if not stores:
        yield "no advisories were consulted"
    wanted = seen.parameters.get("supply_chain.advisories.complete") is True
    if wanted and any(store.attributes.get("complete") is not True for store in stores):
        yield "the advisories are not declared complete"


def _open(finding: Finding, found: Due) -> str:
    return f"{' and '.join(found.missing)} of {_named(finding)}"


def _unsigned(measured: Measured, most: float) -> GateResult:
    checked = _one(measured, "signatures.checked")
    total = _count(checked, "total") - _count(checked, "not_applicable")
    without = _count(checked, "missing") + _count(checked, "invalid")
    return _ratio(
        measured,
        _Ratio("provenance.unsigned_max_ratio", "provenance.registry_signatures", checked, total),
        least=without,
        most=total - _value(checked),
        limit=most,
    )


def _attested(measured: Measured, least: float) -> GateResult:
    checked = _one(measured, "provenance.checked")
    total = _count(checked, "applicable")
    unproven = sum(
        _count(checked, name) for name in ("missing", "stripped", "invalid", "integrity_mismatch")
    )
    ratio = _Ratio("provenance.attested_min_ratio", "provenance.attestations", checked, total)
    return _ratio(
        measured, ratio, least=_value(checked), most=total - unproven, limit=least, is_floor=True
    )


@dataclass(frozen=True, slots=True)
class _Ratio:
    """A share of ``total`` packages that a check counts."""

    criterion: str
    check: str
    fact: Fact | None
    total: int

    def result(self, outcome: GateOutcome, message: str) -> GateResult:
        return GateResult(self.criterion, outcome, message)


def _ratio(
    measured: Measured,
    ratio: _Ratio,
    *,
    least: int,
    most: int,
    limit: float,
    is_floor: bool = False,
) -> GateResult:
    """Judge a share of which only the bounds may be known."""
    seen = measured.observations
    what = "have proof of where they come from" if is_floor else "have no valid signature"
    wanted = f"{100 * limit:g} % {'are needed' if is_floor else 'may'}"
    missing = [*missing_evidence((ratio.check,), seen)]
    if _inapplicable(ratio.check, seen) or (ratio.fact and not ratio.total and not missing):
        return ratio.result(GateOutcome.PASS, "the lockfile holds no package of a registry")
    if ratio.fact is None:
        because = _several(missing or [f"{ratio.check}: counted nothing"])
        message = f"it is not known how many packages {what}: {because}"
        return ratio.result(GateOutcome.INCOMPLETE, message)
    broken, met = (most, least) if is_floor else (least, most)
    needed = limit * ratio.total
    fails = broken < needed - _ROUNDING if is_floor else broken > needed + _ROUNDING
    holds = met >= needed - _ROUNDING if is_floor else met <= needed + _ROUNDING
    if fails:
        message = f"{broken} of {ratio.total} packages {what}; {wanted}"
        at = "at most " if is_floor and least != most else ""
        return ratio.result(GateOutcome.FAIL, f"{at}{message}")
    if missing or not holds:
        because = f": {_several(missing)}" if missing else ""
        message = f"{least} to {most} of {ratio.total} packages {what}, {wanted}{because}"
        return ratio.result(GateOutcome.INCOMPLETE, message)
    return ratio.result(GateOutcome.PASS, f"{met} of {ratio.total} packages {what}; {wanted}")


_ROUNDING = 1e-9  # 0.1 · 30 is a little more than 3


def _regress(measured: Measured, gates: Gates) -> GateResult:
    criterion = "provenance.regress"
    missing = [
        *missing_evidence(("provenance.drift",), measured.observations),
        *_without(measured, _ORIGIN),
    ]
    if _ORIGIN in measured.results:
        result = standing(measured.results[_ORIGIN], gates)
        if result.verdict is Verdict.FAIL:
            return GateResult(criterion, GateOutcome.FAIL, result.reason)
        missing += result.unknown_because if result.verdict is Verdict.UNKNOWN else ()
    if missing:
        message = f"it is not known whether packages come from elsewhere now: {_several(missing)}"
        return GateResult(criterion, GateOutcome.INCOMPLETE, message)
    message = "no package is known to come from elsewhere than before"
    return GateResult(criterion, GateOutcome.PASS, message)


def _release_age(measured: Measured, gates: Gates, hours: int) -> GateResult:
    criterion, seen = "release_age", measured.observations
    limit_s = hours * _HOUR_S
    young, unclear = [], []
    for alert in measured.alerts:
        if alert.control != YOUNG or _passed_over(alert, gates) or not isinstance(alert.item, Fact):
            continue
        age_s = alert.item.value
        package = excerpt(str(alert.item.attributes.get("package") or alert.instance.purl))
        if not isinstance(age_s, int | float):
            unclear.append(f"the age of {package}")
        elif age_s < limit_s:
            young.append(f"{package} ({show_duration(age_s)})")
    unclear += [*missing_evidence(("lockfile.release_age",), seen), *_without(measured, YOUNG)]
    if not _inapplicable("lockfile.release_age", seen):
        unclear += _undated(_one(measured, "lockfile.release_age"))
    if young:
        message = f"{len(young)} had been out for less than {hours} hours: {_several(young)}"
        return GateResult(criterion, GateOutcome.FAIL, message)
    if unclear:
        message = f"it is not known how long everything had been out: {_several(unclear)}"
        return GateResult(criterion, GateOutcome.INCOMPLETE, message)
    message = f"everything that counts had been out for {hours} hours"
    return GateResult(criterion, GateOutcome.PASS, message)


def _undated(ages: Fact | None) -> Iterator[str]:
    unknown = ages.attributes.get("unknown") if ages else None
    if unknown is None:
        yield "nothing says when anything was published"
    elif unknown != 0:
        yield f"nothing says when {unknown} packages were published"


def _passed_over(alert: Alert, gates: Gates) -> bool:
    known = gates.new_only and alert.instance.is_new is False
    return known or alert.instance.waived_by != ""


def _without(measured: Measured, *controls: str) -> Iterator[str]:
    for control in controls:
        if control not in measured.results:
            yield f"{control} is not among the controls"


def _inapplicable(check: str, observations: Observations) -> bool:
    runs = observations.runs.get(check, ())
    return bool(runs) and all(run.outcome is Outcome.NOT_APPLICABLE for run in runs)


def _one(measured: Measured, name: str) -> Fact | None:
    return next(iter(measured.observations.facts.get(name, ())), None)


def _count(fact: Fact | None, name: str) -> int:
    value = fact.attributes.get(name) if fact else None
    return value if isinstance(value, int) else 0


def _value(fact: Fact | None) -> int:
    return fact.value if fact and isinstance(fact.value, int) else 0


def _named(finding: Finding) -> str:
    told = finding.attributes
    package = excerpt(f"{told.get('package') or finding.purl}@{told.get('version')}")
    return f"{excerpt(str(told.get('id') or finding.rule))} in {package}"


def _several(texts: Iterable[str]) -> str:
    return names(list(dict.fromkeys(texts)), "; ")
