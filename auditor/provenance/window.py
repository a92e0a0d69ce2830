"""When may a key or a certificate be used?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from auditor.provenance.verdict import Code, RefusedError

# The last second of the year 9999: later ones no calendar date can hold.
MAX_SECONDS = 253_402_300_799


@dataclass(frozen=True, slots=True)
class Window:
    """A span of time; both ends belong to it, None is open."""

    start: datetime | None = None
    end: datetime | None = None

    def holds(self, moment: datetime) -> bool:
        """Whether ``moment`` lies inside."""
        return (self.start is None or self.start <= moment) and (
            self.end is None or moment <= self.end
        )

    def __str__(self) -> str:
        return f"{_day(self.start)} to {_day(self.end)}"


def moment_of(seconds: int) -> datetime:
    """The moment ``seconds`` after 1970, UTC.

    Raises:
        RefusedError: malformed: it lies after the year 9999.
    """
    if seconds > MAX_SECONDS:
        raise RefusedError(Code.MALFORMED, "the log entry: integratedTime is out of range")
    return datetime.fromtimestamp(seconds, UTC)


def _day(moment: datetime | None) -> str:
    return "open" if moment is None else f"{moment:%Y-%m-%d}"
