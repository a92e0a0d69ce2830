"""How severe is an advisory, by its own vectors or its database's word?

CVSS 4.0 before 3.1 and 3.0 where a record has several, by the base score;
severities are those of the specifications' qualitative scales (CVSS v3.1
section 5, v4.0 section 6). A record that says nothing is unknown, never low.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from auditor.model import Severity

if TYPE_CHECKING:
    from auditor.sources.osv_record import Advisory

MAX_VECTOR_CHARACTERS = 400

_VERSIONS = ("4.0", "3.1", "3.0")  # best first
# Upper ends of the scale's bands; above the last one it is critical.
_BANDS = (
    (0.0, Severity.INFO),
    (3.9, Severity.LOW),
    (6.9, Severity.MEDIUM),
    (8.9, Severity.HIGH),
)
_WORDS = {
    "LOW": Severity.LOW,
    "MODERATE": Severity.MEDIUM,
    "MEDIUM": Severity.MEDIUM,
    "HIGH": Severity.HIGH,
    "CRITICAL": Severity.CRITICAL,
}


@dataclass(frozen=True, slots=True)
class Score:
    """A base score from 0.0 to 10.0, its CVSS version, and the vector it was computed of."""

    value: float
    version: str
    vector: str

    @property
    def severity(self) -> Severity:
        """The band of the scale that the score is in."""
        return next((band for end, band in _BANDS if self.value <= end), Severity.CRITICAL)


@dataclass(frozen=True, slots=True)
class Rating:
    """``severity`` is None where ``origin``, else malware, cvss or database, is none."""

    severity: Severity | None
    origin: str
    score: Score | None = None


def rate(advisory: Advisory) -> Rating:
    """Return how severe ``advisory`` is: malware is critical whatever its record says."""
    score = best_score(advisory.cvss)
    if advisory.malware:
        return Rating(Severity.CRITICAL, "malware", score)
    if score is not None:
        return Rating(score.severity, "cvss", score)
    word = _WORDS.get(advisory.severity)
    return Rating(word, "none" if word is None else "database")


def best_score(vectors: Iterable[str]) -> Score | None:
    """Return the highest score of the newest CVSS version; None where no vector can be read."""
    scores = [score for vector in vectors if (score := read_vector(vector)) is not None]
    return min(
        scores,
        key=lambda one: (_VERSIONS.index(one.version), -one.value, one.vector),
        default=None,
    )


@lru_cache(maxsize=2**12)
def read_vector(vector: str) -> Score | None:
    """Return the base score of one vector, or None where it is none that can be read."""
    from cvss import CVSS3, CVSS4, CVSSError  # type: ignore[import-untyped]  # noqa: PLC0415 -- has no types; loaded where a vector is met

    vector = vector.strip()
    version = vector.removeprefix("CVSS:").partition("/")[0]
    if version not in _VERSIONS or len(vector) > MAX_VECTOR_CHARACTERS:
        return None
    try:
        metrics = CVSS4(vector) if version == "4.0" else CVSS3(vector)
    except CVSSError:
        return None
    return Score(float(metrics.base_score), version, vector)
