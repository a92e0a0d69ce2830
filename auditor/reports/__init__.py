"""Which report formats are there? One module per format; this package is walked to find them."""

from __future__ import annotations

import sys

from auditor.discovery import discover
from auditor.report import Report


def all_reports() -> tuple[Report, ...]:
    """Every registered report format, sorted by name."""
    found = discover(sys.modules[__name__], Report)
    return tuple(sorted(found, key=lambda report: report.name))
