"""What did the caller decide, apart from the policy?

One frozen object, built in ``auditor.cli`` from flags and ``AUDITOR_*``
variables. The library itself never reads the environment, and nothing in the
target can set any of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

SEMGREP_TIMEOUT_S = 300.0


@dataclass(frozen=True, slots=True)
class Settings:
    """The caller's decisions.

    ``advisories`` is a folder, zip, JSON file or store of OSV records (None: the
    shipped seed); ``registry_data`` a folder of registry documents;
    ``npm_keys`` a file of registry signing keys (None: the shipped ones).
    ``semgrep`` is the executable to run (None: the installed one), for at most
    ``semgrep_timeout_s`` seconds. ``network`` and ``processes`` grant what checks may need.
    """

    advisories: Path | None = None
    registry_data: Path | None = None
    npm_keys: Path | None = None
    network: bool = False
    online: bool = False
    processes: bool = True
    semgrep: Path | None = None
    semgrep_timeout_s: float = SEMGREP_TIMEOUT_S
