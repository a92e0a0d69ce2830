"""What must hold, does it, and what does it cost when it does not?

The names below are the public API. Most are loaded on first use, so that
importing ``auditor.policy`` pulls in neither pydantic nor YAML.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

# Not lazy: importing the submodule later would put the module in the function's place.
from auditor.policy.evaluate import evaluate

if TYPE_CHECKING:
    from auditor.assessment import (
        Assessment,
        ControlResult,
        GateOutcome,
        GateResult,
        Instance,
        Score,
        SectionScore,
        WaiverState,
        WaiverUse,
    )
    from auditor.control import Basis, Control, Verdict
    from auditor.policy.baseline_file import read_baseline
    from auditor.policy.builtin import DEFAULT_POLICY, builtin_folder, builtin_policies
    from auditor.policy.controls import load_controls
    from auditor.policy.explanation import Explanation, explain
    from auditor.policy.load import load_policy
    from auditor.policy.policy import Attestation, Gates, Policy, Waiver
    from auditor.policy.score import gain, points

__all__ = [
    "DEFAULT_POLICY",
    "Assessment",
    "Attestation",
    "Basis",
    "Control",
    "ControlResult",
    "Explanation",
    "GateOutcome",
    "GateResult",
    "Gates",
    "Instance",
    "Policy",
    "Score",
    "SectionScore",
    "Verdict",
    "Waiver",
    "WaiverState",
    "WaiverUse",
    "builtin_folder",
    "builtin_policies",
    "evaluate",
    "explain",
    "gain",
    "load_controls",
    "load_policy",
    "points",
    "read_baseline",
]

_HOMES = {
    "auditor.policy.baseline_file": ("read_baseline",),
    "auditor.policy.builtin": ("DEFAULT_POLICY", "builtin_folder", "builtin_policies"),
    "auditor.control": ("Basis", "Control", "Verdict"),
    "auditor.policy.controls": ("load_controls",),
    "auditor.policy.explanation": ("Explanation", "explain"),
    "auditor.policy.load": ("load_policy",),
    "auditor.assessment": (
        "Assessment",
        "ControlResult",
        "GateOutcome",
        "GateResult",
        "Instance",
        "Score",
        "SectionScore",
        "WaiverState",
        "WaiverUse",
    ),
    "auditor.policy.policy": ("Attestation", "Gates", "Policy", "Waiver"),
    "auditor.policy.score": ("gain", "points"),
}
_HOME = {name: module for module, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(_HOME[name]), name)
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
