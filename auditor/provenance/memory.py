"""What was verified before, so that it need not be verified again?

Only what holds is remembered, and only of one bundle under one trust root, one set of
keys and one verifier. Whether it is about the right package, and from whom it is
expected, is judged anew each time; so is everything that was refused.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from auditor.provenance.evidence import Evidence, Trust
    from auditor.provenance.response import Opinion


@dataclass(frozen=True, slots=True)
class Remembered:
    """Evidence that held; ``second`` is the other verifier's opinion, None if it was not asked."""

    evidence: Evidence
    second: Opinion | None = None


class Memory(Protocol):
    """Keeps what was verified; losing any of it costs time alone."""

    def recall(self, bundle: bytes, trust: Trust) -> Remembered | None:
        """What is remembered of ``bundle``, the same JSON text that was kept."""
        ...

    def keep(self, bundle: bytes, trust: Trust, remembered: Remembered) -> None:
        """Remember it."""
        ...
