"""How does the project stand to each vulnerability? As OpenVEX.

The OpenVEX specification 0.2.0. Where nothing was found the list of statements
is empty, which the schema does not foresee: it demands one, and there is none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditor.report import Report, Sink
from auditor.reports._vex import document_of
from auditor.vex import write_openvex

if TYPE_CHECKING:
    from auditor.assessment import Assessment
    from auditor.model import Audit


def write(audit: Audit, _assessment: Assessment, sink: Sink) -> None:
    """Write the document, with a final newline."""
    sink.stream.write(write_openvex(document_of(audit)).decode())


REPORT = Report("openvex", "For VEX readers: one statement per vulnerability, as OpenVEX", write)
