"""After how long does a queue forget finished and failed jobs, with the data they carry?"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checks.code.reader import Site, reader
from auditor.checks.code.readers._amounts import UNBOUNDED, UNKNOWN_STATE, State, lifetime
from auditor.checks.code.values import (
    UNDEFINED,
    Record,
    in_production,
    option,
    package_of,
    switch,
)
from auditor.model import Fact

_SUBJECTS = (("removeOnComplete", "completed"), ("removeOnFail", "failed"))


@reader("job_queue")
def job_queue(site: Site) -> Iterator[Fact]:
    """Yield queue.retention, one for finished and one for failed jobs.

    Bull 4 and BullMQ 5 keep both for ever unless told; ``true`` removes at once,
    a number or ``count`` keeps so many (``unknown``: no time follows from it),
    ``age`` keeps for so many seconds. bee-queue removes with removeOnSuccess and
    removeOnFailure.
    """
    package = package_of(site.call)
    if package is None:
        return
    options = in_production(site.argument(1))
    if package == "bee-queue":
        for key, subject in (("removeOnSuccess", "completed"), ("removeOnFailure", "failed")):
            on = switch(option(options, key, default=False))
            state, value = UNKNOWN_STATE if on is None else ("bounded", 0) if on else UNBOUNDED
            yield site.fact("queue.retention", value, state=state, by=package, subject=subject)
        return
    defaults = option(options, "defaultJobOptions")
    for key, subject in _SUBJECTS:
        state, value = _kept(option(defaults, key))
        yield site.fact("queue.retention", value, state=state, by=package, subject=subject)


def _kept(value: object) -> State:
    match value:
        case True:
            return "bounded", 0
        case Record() as kept:
            age = in_production(option(kept, "age"))
            if age is UNDEFINED:
                return UNKNOWN_STATE
            return lifetime(age, "s")
        case _ if value is UNDEFINED or value is False or value is None:
            return UNBOUNDED
        case _:
            return UNKNOWN_STATE
