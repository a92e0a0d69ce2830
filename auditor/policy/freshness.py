"""Are the advisories young enough for the policy?

Where they are not, the check that looked into them counts as not run to its
end: a pass on stale data is unknown, and a failure may be larger than it looks.
"""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from auditor.assessment import GateOutcome, GateResult
from auditor.model import Outcome
from auditor.sanitise import excerpt

if TYPE_CHECKING:
    from auditor.model import Audit, CheckRun, Fact

CHECK = "advisories.osv"
STORE = "advisories.store"
_HOUR_S = 3_600


def freshness(audit: Audit, max_hours: int) -> tuple[Audit, GateResult]:
    """Return the audit without what rests on stale advisories, and the criterion of their age.

    The age is that of the newest advisory (``as_of`` of the store), at the moment
    the audit started.
    """
    stores = [fact for fact in audit.facts if fact.name == STORE]
    stale = [why for store in stores if (why := _stale(store, audit, max_hours))]
    if stale:
        runs = tuple(_aged(run, stale[0]) for run in audit.runs)
        return replace(audit, runs=runs), _result(GateOutcome.INCOMPLETE, stale[0])
    if not stores and _has_no_packages(audit):
        return audit, _result(GateOutcome.PASS, "there are no packages to look up")
    if not stores:
        message = "no advisories were consulted whose age could be told"
        return audit, _result(GateOutcome.INCOMPLETE, message)
    newest = excerpt(str(stores[0].attributes.get("as_of")))
    message = f"the newest advisory is of {newest}, not older than {max_hours} hours"
    return audit, _result(GateOutcome.PASS, message)


def _has_no_packages(audit: Audit) -> bool:
    ends = [run.outcome for run in audit.runs if run.check == CHECK]
    return bool(ends) and set(ends) == {Outcome.NOT_APPLICABLE}


def _result(outcome: GateOutcome, message: str) -> GateResult:
    return GateResult("data_age", outcome, message)


def _stale(store: Fact, audit: Audit, max_hours: int) -> str:
    told = store.attributes.get("as_of")
    as_of = _moment(told)
    if as_of is None:
        return "it is not known of which day the advisories are"
    age_s = (audit.started - as_of).total_seconds()
    if age_s < 0:
        return f"the advisories are of {excerpt(str(told))}, after the audit: one clock is wrong"
    if age_s > max_hours * _HOUR_S:
        hours = math.ceil(age_s / _HOUR_S)
        return (
            f"the newest advisory is of {excerpt(str(told))}, {hours} hours before the audit;"
            f" the policy allows {max_hours}"
        )
    return ""


def _moment(text: object) -> datetime | None:
    """Return the moment; of a day its first, so that the age is never understated."""
    try:
        moment = datetime.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None
    if moment is None:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _aged(run: CheckRun, why: str) -> CheckRun:
    if run.check != CHECK or run.outcome is not Outcome.COMPLETE:
        return run
    return replace(run, outcome=Outcome.PARTIAL, reason=why)
