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
    shipped seed), ``advisories_complete`` the caller's word that it holds all there
    are; ``exploitation`` the file of EPSS and KEV; ``node_tables`` the folder of the
    caller's tables about Node.js (None: the shipped ones); ``vex`` the VEX documents to
    honour; ``registry_data`` a folder of registry documents;
    ``registry`` the address to ask instead, where ``online`` (empty: npm's own).
    ``npm_keys`` is a file of registry signing keys, ``trust_root`` sigstore's (None: the
    shipped ones); ``verified_cache`` the folder of what was verified before, ``code_cache`` that of
    the results of code rules by file content (None: none).
    ``evidence_pack`` is a file of kept evidence to judge instead of asking a registry;
    ``provenance_lock`` the lock of origins to hold packages against;
    ``provenance_history`` how many earlier versions of each are compared.
    ``project_keys`` is the folder of the keys that fingerprints of secrets are made with
    (None: they tell the place alone). ``history_of`` is the folder whose git history is
    searched for secrets (None: none is), after the commit ``history_since`` ("": all of it).
    ``semgrep`` is the executable to run (None: the installed one), for at most
    ``semgrep_timeout_s`` seconds. ``network`` and ``processes`` grant what checks may need.
    """

    advisories: Path | None = None
    advisories_complete: bool = False
    exploitation: Path | None = None
    node_tables: Path | None = None
    vex: tuple[Path, ...] = ()
    registry_data: Path | None = None
    registry: str = ""
    npm_keys: Path | None = None
    trust_root: Path | None = None
    verified_cache: Path | None = None
    code_cache: Path | None = None
    evidence_pack: Path | None = None
    provenance_lock: Path | None = None
    provenance_history: int = 0
    project_keys: Path | None = None
    history_of: Path | None = None
    history_since: str = ""
    network: bool = False
    online: bool = False
    processes: bool = True
    semgrep: Path | None = None
    semgrep_timeout_s: float = SEMGREP_TIMEOUT_S
