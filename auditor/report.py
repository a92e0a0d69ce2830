"""What is a report?

A module of ``auditor.reports`` with one module-level ``REPORT``. A report shows;
it never computes a verdict and never reads the target.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from auditor.assessment import Assessment
    from auditor.model import Audit


@dataclass(frozen=True, slots=True)
class Sink:
    """Where a report is written: a text stream, its width and whether colour is welcome."""

    stream: TextIO
    width: int = 80
    colour: bool = False
    verbose: bool = False


Write = Callable[["Audit", "Assessment", Sink], None]


@dataclass(frozen=True, slots=True)
class Report:
    """A registered report format. ``name`` is what ``--format`` takes."""

    name: str
    title: str
    write: Write
