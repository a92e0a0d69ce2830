"""Is every control of the catalogue shipped, or said not to be and why?

Read from the design documents beside the checkout (AUDITOR_DESIGN), which are no
part of it.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from auditor.policy import load_controls
from auditor.policy.not_shipped import not_shipped

DESIGN = Path(
    os.environ.get("AUDITOR_DESIGN") or Path(__file__).resolve().parents[3] / "shared" / "design"
)
CATALOGUE = DESIGN / "controls.md"

RENAMED = {"input.sanitize.html": "input.sanitize_html"}
"""What the catalogue calls otherwise."""

MORE = {
    "auth.password_policy",
    "input.header",
    "input.template",
    "runtime.exposure",
    "secrets.code_literals",
    "secrets.crypto",
    "secrets.exposure",
    "supply.build_downloads",
}
"""Controls that the catalogue does not have, found worth having while building."""

_ROW = re.compile(r"\| (?P<ids>[a-z_]+\.[a-z0-9_./ ]+?) \((?:C|H|M|L|info|C\.\.L)\)")

pytestmark = pytest.mark.skipif(
    not CATALOGUE.is_file(), reason=f"{CATALOGUE}: the catalogue of controls is not at hand"
)


def catalogue() -> Iterator[str]:
    """Yield every id; ``auth.mfa / anomaly`` are two."""
    for line in CATALOGUE.read_text(encoding="utf-8").splitlines():
        if row := _ROW.match(line):
            first, *others = (each.strip() for each in row["ids"].split("/"))
            section = first.rpartition(".")[0]
            yield from (first, *(f"{section}.{other}" for other in others))


def test_every_control_of_the_catalogue_is_shipped_or_has_a_reason_why_not() -> None:
    ids = [RENAMED.get(name, name) for name in catalogue()]
    shipped = {control.id for control in load_controls()}

    assert len(ids) == len(set(ids)) == 197
    assert set(ids) - shipped - set(not_shipped()) == set()
    assert (shipped | set(not_shipped())) - set(ids) == MORE


def test_nothing_is_both_shipped_and_not() -> None:
    assert {control.id for control in load_controls()} & set(not_shipped()) == set()


def test_each_reason_is_one_sentence() -> None:
    for name, reason in not_shipped().items():
        assert 20 <= len(reason) <= 160, name
        assert not reason.endswith("."), name
