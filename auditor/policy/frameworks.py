"""Which frameworks can a control be evidence for, and a policy ask about?"""

from __future__ import annotations

from types import MappingProxyType

FRAMEWORKS = MappingProxyType(
    {
        "asvs-5.0.0": "OWASP Application Security Verification Standard 5.0.0",
        "cra": "EU Cyber Resilience Act",
        "gdpr": "EU General Data Protection Regulation",
        "iso27001-2022": "ISO/IEC 27001:2022, Annex A",
        "owasp-top10-2021": "OWASP Top 10 2021",
        "pci-dss-4.0.1": "PCI DSS 4.0.1",
        "s2c2f": "Secure Supply Chain Consumption Framework",
        "scvs-1.0": "OWASP Software Component Verification Standard 1.0",
        "slsa-1.0": "SLSA 1.0",
        "soc2-2017": "SOC 2 Trust Services Criteria 2017",
        "ssdf-1.1": "NIST Secure Software Development Framework 1.1",
    }
)
"""The key of every framework that control files and policies may name, and its name."""
