from __future__ import annotations

import auditor
import sbom


def test_the_public_names_of_auditor_are_these() -> None:
    assert auditor.__all__ == [
        "__version__",
        "Assessment",
        "Audit",
        "AuditorError",
        "CheckRun",
        "Confidence",
        "Fact",
        "Finding",
        "Location",
        "Outcome",
        "Policy",
        "Settings",
        "Severity",
        "Target",
        "Verdict",
        "audit",
        "evaluate",
        "load_controls",
        "load_policy",
        "open_target",
    ]


def test_every_public_name_is_there() -> None:
    for package in (auditor, sbom):
        assert [name for name in package.__all__ if not hasattr(package, name)] == []


def test_an_unknown_name_is_an_attribute_error() -> None:
    assert not hasattr(auditor, "no_such_name")
