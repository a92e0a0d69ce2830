"""What is kept as evidence in SARIF? Every verdict, by the ``kind`` of its results."""

from __future__ import annotations

from auditor.assessment import Assessment
from auditor.model import Audit
from auditor.report import Report, Sink
from auditor.reports import _sarif


def write(audit: Audit, assessment: Assessment, sink: Sink) -> None:
    """Write a result for every instance of every control, and for controls without one."""
    _sarif.write(audit, assessment, sink, every_verdict=True)


REPORT = Report("sarif_all", "For archives: every verdict, as SARIF 2.1.0", write)
