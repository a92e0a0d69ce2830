"""What is the baseline report? What fails now, to compare a later audit with.

Schema ``auditor.baseline/1``. It holds fingerprints, places and packages, and
no message: an accepted failure shall be looked up, not read here.
"""

from __future__ import annotations

import json

from auditor.assessment import BASELINE_SCHEMA, Assessment
from auditor.model import Audit
from auditor.report import Report, Sink


def write(audit: Audit, assessment: Assessment, sink: Sink) -> None:
    """Write the baseline as one JSON document, with a final newline."""
    known = [
        {
            "control": one.control,
            "fingerprint": one.fingerprint,
            "path": one.path,
            "purl": one.purl,
            "identifiers": list(one.identifiers),
        }
        for one in assessment.failing
    ]
    document = {"schema": BASELINE_SCHEMA, "tool": audit.tool, "known": known}
    json.dump(document, sink.stream, indent=1, ensure_ascii=True)
    sink.stream.write("\n")


REPORT = Report("baseline", "What fails now, for --baseline of a later audit", write)
