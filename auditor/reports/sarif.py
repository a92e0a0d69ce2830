"""What does a code host show in place? The failures, as SARIF 2.1.0."""

from __future__ import annotations

from auditor.assessment import Assessment
from auditor.model import Audit
from auditor.report import Report, Sink
from auditor.reports import _sarif


def write(audit: Audit, assessment: Assessment, sink: Sink) -> None:
    """Write every failing instance that no waiver covers."""
    _sarif.write(audit, assessment, sink, every_verdict=False)


REPORT = Report("sarif", "For code hosts: what fails, as SARIF 2.1.0", write)
