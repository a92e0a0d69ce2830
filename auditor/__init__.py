"""Say, with proof, how safe a Node/Express deployment is.

    from datetime import UTC, datetime
    import auditor

    now = datetime.now(UTC)
    measured = auditor.audit(auditor.open_target("path/to/service"), now=now)
    policy = auditor.load_policy("express-baseline", today=now.date())
    judged = auditor.evaluate(measured, policy, auditor.load_controls(), today=now.date())
    print(judged.gate, judged.score)

Everything in ``__all__`` is public and stays; everything else may change.
"""

from __future__ import annotations

import importlib

from auditor._version import __version__

_HOMES = {
    "Assessment": "auditor.assessment",
    "Audit": "auditor.model",
    "AuditorError": "auditor.errors",
    "CheckRun": "auditor.model",
    "Confidence": "auditor.model",
    "Fact": "auditor.model",
    "Finding": "auditor.model",
    "Location": "auditor.model",
    "Outcome": "auditor.model",
    "Policy": "auditor.policy",
    "Settings": "auditor.settings",
    "Severity": "auditor.model",
    "Target": "auditor.target",
    "Verdict": "auditor.assessment",
    "audit": "auditor.engine",
    "evaluate": "auditor.policy",
    "load_controls": "auditor.policy",
    "load_policy": "auditor.policy",
    "open_target": "auditor.targets",
}

__all__ = ["__version__", *sorted(_HOMES)]  # noqa: PLE0604 -- the names are string literals above


def __getattr__(name: str) -> object:
    """Import a public name when it is first used, so that ``import auditor`` costs nothing."""
    if name not in _HOMES:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(importlib.import_module(_HOMES[name]), name)
