"""What does a rule of the deployment checks say, and with what weight?"""

from __future__ import annotations

from dataclasses import dataclass

from auditor.model import Confidence, Finding, Location, Severity, Value
from auditor.sanitise import excerpt

MAX_SHOWN_CHARACTERS = 80

LOW, MEDIUM, HIGH, CRITICAL = Severity.LOW, Severity.MEDIUM, Severity.HIGH, Severity.CRITICAL


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that may be wrong. ``says`` may hold ``{what}``, which comes from the file."""

    id: str
    severity: Severity
    says: str
    fix: str
    cwe: tuple[int, ...] = ()
    tags: tuple[str, ...] = ()
    confidence: Confidence = Confidence.HIGH

    def at(self, path: str, line: int, what: str = "", **attributes: Value) -> Finding:
        """The finding at a place; what stands in tests and in development says so."""
        shown = excerpt(what, max_characters=MAX_SHOWN_CHARACTERS)
        return Finding(
            rule=self.id,
            severity=self.severity,
            confidence=self.confidence,
            message=self.says.replace("{what}", shown),
            location=Location(path, line),
            cwe=self.cwe,
            tags=frozenset({self.id, *self.tags}),
            attributes={**apart(path), **attributes},
            fix=self.fix,
        )


def apart(path: str) -> dict[str, Value]:
    """``in_tests`` for what runs in tests or on a developer's machine alone, by its name."""
    *folders, name = path.lower().split("/")
    words = set(name.replace("-", ".").replace("_", ".").split(".")) | set(folders)
    return {"in_tests": True} if words & _APART else {}


_APART = frozenset(
    {"test", "tests", "e2e", "dev", "development", "local", "devcontainer", "override"}
)
