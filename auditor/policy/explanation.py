"""What is there to say about one control, under a policy and for an audited target?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from auditor.errors import UsageError
from auditor.policy.score import points

if TYPE_CHECKING:
    from auditor.assessment import Assessment, ControlResult
    from auditor.control import Control
    from auditor.model import Severity
    from auditor.policy.policy import Policy

UNSET = "not set"


@dataclass(frozen=True, slots=True)
class Explanation:
    """A control with what the policy makes of it.

    ``parameters`` are (name, value as shown, where it is set). ``references``
    maps each framework the policy asks about (all, if it names none) to the
    requirements the control is evidence relevant to. ``result``, ``points``
    (debt) and ``gain`` (of the floor, once it passes) are there with an assessment.
    """

    control: Control
    severity: Severity
    parameters: tuple[tuple[str, str, str], ...]
    references: Mapping[str, tuple[str, ...]]
    result: ControlResult | None = None
    points: float = 0.0
    gain: float = 0.0


def explain(
    control_id: str,
    controls: Iterable[Control],
    policy: Policy,
    assessment: Assessment | None = None,
) -> Explanation:
    """Return all there is to say about a control.

    Raises:
        UsageError: there is no such control.
    """
    by_id = {control.id: control for control in controls}
    if control_id not in by_id:
        import difflib  # noqa: PLC0415 - only for the error

        near = difflib.get_close_matches(control_id, sorted(by_id), n=1)
        hint = f'did you mean "{near[0]}"?' if near else ""
        raise UsageError(f'no control is called "{control_id}"', hint=hint)
    control = by_id[control_id]
    result = assessment.result(control_id) if assessment else None
    asked = policy.frameworks or tuple(control.references)
    return Explanation(
        control=control,
        severity=policy.severities.get(control_id, control.severity),
        parameters=tuple(
            (name, policy.shown.get(name, UNSET), policy.origins.get(name, ""))
            for name in control.parameters
        ),
        references={name: ids for name, ids in control.references.items() if name in asked},
        result=result,
        points=points(result) if result else 0.0,
        gain=result.gain if result else 0.0,
    )
