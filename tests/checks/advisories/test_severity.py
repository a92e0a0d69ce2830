from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.checks.advisories.severity import (
    MAX_VECTOR_CHARACTERS,
    Score,
    best_score,
    rate,
    read_vector,
)
from auditor.model import Severity
from auditor.sources.osv_record import Advisory, Affected

WORST_3 = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"
MILD_3 = "CVSS:3.0/AV:L/AC:H/PR:H/UI:R/S:U/C:L/I:N/A:N"
HIGH_4 = "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:N/VA:H/SC:N/SI:N/SA:N"


def advisory(*vectors: str, word: str = "", record_id: str = "GHSA-1") -> Advisory:
    entry = Affected("a", (), ("1.0.0",))
    return Advisory(record_id, "", "", (), word, vectors, False, (entry,))


@pytest.mark.parametrize(
    ("vector", "value", "severity"),
    [
        (WORST_3, 9.8, Severity.CRITICAL),
        (f"{WORST_3}/E:X/RL:X", 9.8, Severity.CRITICAL),
        (f"{WORST_3}/E:U/RL:O/RC:C", 9.8, Severity.CRITICAL),  # the base score, whatever follows
        (f" {MILD_3}\n", 1.8, Severity.LOW),
        (HIGH_4, 8.7, Severity.HIGH),
        ("CVSS:3.1/AV:N/AC:H/PR:N/UI:R/S:U/C:L/I:L/A:N", 4.2, Severity.MEDIUM),
        ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N", 0.0, Severity.INFO),
    ],
)
def test_a_vector_has_a_score_and_a_severity(vector: str, value: float, severity: Severity) -> None:
    score = read_vector(vector)
    assert score is not None
    assert (score.value, score.severity) == (value, severity)


@pytest.mark.parametrize(
    "vector",
    ["", "high", "CVSS:2.0/AV:N", "CVSS:3.1/AV:N", f"{WORST_3}/", "AV:N/AC:L/Au:N/C:P/I:P/A:P"],
)
def test_what_is_no_vector_has_none(vector: str) -> None:
    assert read_vector(vector) is None


def test_the_length_of_a_vector_is_limited() -> None:
    assert read_vector(WORST_3 + "/E:X" * 90) is None
    assert len(WORST_3 + "/E:X" * 90) > MAX_VECTOR_CHARACTERS


def test_the_newest_version_counts_and_of_it_the_highest() -> None:
    best = best_score([WORST_3, MILD_3, HIGH_4, "junk"])
    assert best == Score(8.7, "4.0", HIGH_4)
    assert best_score([MILD_3.replace("3.0", "3.1"), WORST_3]) == Score(9.8, "3.1", WORST_3)
    assert best_score([]) is None


@pytest.mark.parametrize(
    ("record", "severity", "origin"),
    [
        (advisory(HIGH_4, word="LOW"), Severity.HIGH, "cvss"),
        (advisory(word="MODERATE"), Severity.MEDIUM, "database"),
        (advisory("junk", word="CRITICAL"), Severity.CRITICAL, "database"),
        (advisory(), None, "none"),
        (advisory(MILD_3, record_id="MAL-1"), Severity.CRITICAL, "malware"),
    ],
)
def test_an_advisory_is_rated_by_the_best_that_it_says(
    record: Advisory, severity: Severity | None, origin: str
) -> None:
    rating = rate(record)
    assert (rating.severity, rating.origin) == (severity, origin)


@given(st.text(alphabet="CVSS:43.10/AVNLHPRUIXE", max_size=60))
def test_any_text_is_a_vector_or_none(text: str) -> None:
    score = read_vector(text)
    assert score is None or 0 <= score.value <= 10
