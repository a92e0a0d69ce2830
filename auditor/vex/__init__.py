"""What is known about whether a vulnerability matters here, and how is that written down?

Pure: one small model, and a reader and a writer each for OpenVEX 0.2.0 and the
VEX part of CycloneDX 1.6. Whatever the model holds survives both.
"""

from __future__ import annotations

from auditor.vex.cyclonedx import read_cyclonedx, write_cyclonedx
from auditor.vex.formats import read_vex
from auditor.vex.model import Document, Justification, Product, Statement, Status
from auditor.vex.openvex import read_openvex, write_openvex

__all__ = [
    "Document",
    "Justification",
    "Product",
    "Statement",
    "Status",
    "read_cyclonedx",
    "read_openvex",
    "read_vex",
    "write_cyclonedx",
    "write_openvex",
]
