"""For which requirements of a framework is there evidence, and what does it say?

Evidence relevant to a requirement is never the whole of it: nothing here says
that a requirement is met.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from auditor.control import Control, Verdict
from auditor.errors import UsageError
from auditor.policy.asvs import FRAMEWORK as ASVS
from auditor.policy.asvs import levels
from auditor.policy.frameworks import FRAMEWORKS
from auditor.policy.problems import did_you_mean
from auditor.sanitise import excerpt


class Standing(StrEnum):
    """What the evidence relevant to a requirement says, taken together."""

    AGAINST = "against"  # a control fails
    OPEN = "open"  # none fails, and one could not be established
    IN_PART = "in part"
    FOR = "for"
    NOT_APPLICABLE = "not applicable"
    NONE = "no evidence"  # no control is about it


@dataclass(frozen=True, slots=True)
class Requirement:
    """One requirement, and the controls that are evidence relevant to it.

    ``level`` is 0 where the framework has no levels. ``standing`` is None
    without verdicts, unless no control is about it.
    """

    id: str
    level: int
    controls: tuple[Control, ...]
    standing: Standing | None = None


def requirements(
    framework: str, controls: Iterable[Control], verdicts: Mapping[str, Verdict] | None = None
) -> tuple[Requirement, ...]:
    """Return the requirements that ``controls`` name, of ASVS every one, by level and id.

    Args:
        framework: a key of ``FRAMEWORKS``.
        controls: where the evidence may come from.
        verdicts: of an audit, by control id.

    Raises:
        UsageError: there is no such framework.
    """
    if framework not in FRAMEWORKS:
        raise UsageError(
            f'no framework is called "{excerpt(framework)}"{did_you_mean(framework, FRAMEWORKS)}',
            hint=f"there are {', '.join(FRAMEWORKS)}",
        )
    level = levels() if framework == ASVS else {}
    about: defaultdict[str, list[Control]] = defaultdict(list)
    for control in controls:
        for name in control.references.get(framework, ()):
            about[name].append(control)
    found = [
        Requirement(
            name,
            level.get(name, 0),
            tuple(about.get(name, ())),
            _standing([control.id for control in about.get(name, ())], verdicts),
        )
        for name in {**dict.fromkeys(level), **dict.fromkeys(about)}
    ]
    return tuple(sorted(found, key=lambda one: (one.level, _order(one.id))))


def _standing(names: list[str], verdicts: Mapping[str, Verdict] | None) -> Standing | None:
    if not names:
        return Standing.NONE
    if verdicts is None:
        return None
    found = {verdicts.get(name, Verdict.UNKNOWN) for name in names}
    for verdict, standing in (
        (Verdict.FAIL, Standing.AGAINST),
        (Verdict.UNKNOWN, Standing.OPEN),
        (Verdict.PARTIAL, Standing.IN_PART),
        (Verdict.PASS, Standing.FOR),
    ):
        if verdict in found:
            return standing
    return Standing.NOT_APPLICABLE


def _order(name: str) -> tuple[tuple[int, str], ...]:
    """Numbers by their value, so that 1.2.10 comes after 1.2.9."""
    return tuple(
        (int(part), "") if part.isdigit() else (-1, part) for part in re.split(r"[.()]", name)
    )
