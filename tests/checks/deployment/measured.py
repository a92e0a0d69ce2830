"""What does a check of the deployment say about a few files?"""

from __future__ import annotations

from collections.abc import Mapping

from builders import NOW, MemoryTarget

from auditor.check import Check, Context, Needs
from auditor.engine import run_check
from auditor.model import CheckRun, Fact
from auditor.settings import Settings
from auditor.sources import Sources

Files = Mapping[str, str | bytes]


def measure(check: Check, files: Files) -> CheckRun:
    told = {path: one if isinstance(one, bytes) else one.encode() for path, one in files.items()}
    return run_check(
        check, Context(MemoryTarget(told), None, Sources(Settings()), NOW), Needs.NOTHING
    )


def rules(check: Check, files: Files) -> list[tuple[str, int]]:
    """The findings, as rule and line."""
    found = measure(check, files).findings
    return [(one.rule, one.location.line if one.location else 0) for one in found]


def facts(check: Check, files: Files, name: str) -> list[Fact]:
    return [one for one in measure(check, files).facts if one.name == name]
