"""How much of the known truth about vulnerable applications do the code rules find?

Needs their checkouts (AUDITOR_CORPUS_SRC) and the truth (AUDITOR_CORPUS). Nothing of
them is run. tests/benchmarks/score_code.py prints what is missed, and why.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]
CORPUS = Path(os.environ.get("AUDITOR_CORPUS", CHECKOUT.parent / "shared" / "corpus"))
SOURCES = Path(os.environ.get("AUDITOR_CORPUS_SRC", "/nonexistent"))
SCORER = CHECKOUT / "tests" / "benchmarks" / "score_code.py"
MIN_RECALL_PERCENT = 95
APPS = ("NodeGoat", "dvna", "juice-shop")

pytestmark = [
    pytest.mark.skipif(
        not (CORPUS / "sast").is_dir(), reason=f"no corpus at {CORPUS} (AUDITOR_CORPUS)"
    ),
    pytest.mark.skipif(
        not all((SOURCES / app).is_dir() for app in APPS),
        reason=f"no checkouts at {SOURCES} (AUDITOR_CORPUS_SRC)",
    ),
]


@pytest.fixture(scope="module")
def totals() -> dict[str, int]:
    """The figures of the scorer's last line."""
    done = subprocess.run(
        [sys.executable, str(SCORER), "--totals"],
        cwd=CHECKOUT,
        env=os.environ | {"PYTHONPATH": str(CHECKOUT)},
        capture_output=True,
        text=True,
        check=True,
    )
    words = done.stdout.splitlines()[-1].split()
    return {name: int(value) for name, _, value in (word.partition("=") for word in words)}


def test_finds_nearly_all_that_can_be_found(totals: dict[str, int]) -> None:
    assert totals["entries"] == 104
    assert 100 * totals["hit"] >= MIN_RECALL_PERCENT * totals["entries"]


def test_finds_every_official_line_that_can_be_found(totals: dict[str, int]) -> None:
    assert (totals["official"], totals["official_lines"]) == (11, 11)


def test_claims_none_of_the_harmless_lines(totals: dict[str, int]) -> None:
    assert totals["negatives"] == 0
