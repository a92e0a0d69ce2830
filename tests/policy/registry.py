"""Which controls have which cases? Every table of cases in this folder, gathered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from auditor.policy import Verdict

TABLES = ("CASES", "ROUTE_CASES")


def cases() -> dict[str, set[Verdict]]:
    """Return the verdicts each control has a case of, over facts or over trees."""
    given: defaultdict[str, set[Verdict]] = defaultdict(set)
    for control, verdict in _pairs():
        given[control].add(verdict)
    return dict(given)


def _pairs() -> Iterator[tuple[str, Verdict]]:
    folder = Path(__file__).parent
    names = sorted(path.stem for path in folder.glob("*_cases.py"))
    for name in (*names, "test_shipped_controls"):
        module = import_module(f"policy.{name}")
        for table in TABLES:
            for control, verdict, *_ in getattr(module, table, ()):
                yield control, verdict
        for control, trees in getattr(module, "TREES", {}).items():
            for verdict in trees:
                yield control, verdict
