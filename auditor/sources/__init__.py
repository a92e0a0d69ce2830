"""Which tools and data can an audit use?

The only package with network and processes. Clients are built when a check
first asks for them, from the caller's settings.
"""

from __future__ import annotations

from collections.abc import Callable, Container
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from auditor.provenance import SecondEngine, TrustRoot
    from auditor.provenance.lock import Lock
    from auditor.provenance.memory import Memory
    from auditor.settings import Settings
    from auditor.sources.advisory_tables import TableSource
    from auditor.sources.advisory_vex import VexSource
    from auditor.sources.git import Past
    from auditor.sources.node_tables import NodeTables
    from auditor.sources.npm import RegistrySource
    from auditor.sources.osv import AdvisorySource
    from auditor.sources.osv_api import OnlineAdvisories
    from auditor.sources.registry import RegistryData
    from auditor.sources.semgrep import Semgrep

Progress = Callable[[str], None]


def silent(_text: str) -> None:
    """Say nothing: the progress of a caller that wants none."""


class Sources:
    """The clients of one audit, at the moment ``now`` (by default: when it is asked for).

    ``progress`` is told, in a few words, what is running.
    """

    def __init__(
        self, settings: Settings, *, now: datetime | None = None, progress: Progress = silent
    ) -> None:
        self.settings = settings
        self.now = datetime.now(UTC) if now is None else now
        self.progress = progress

    @cached_property
    def semgrep(self) -> Semgrep:
        """Runs code rules over a sanitised copy of the target."""
        from auditor.sources.semgrep import Semgrep  # noqa: PLC0415 -- built only when asked for

        return Semgrep(self.settings.semgrep, cache=self.settings.code_cache)

    def fingerprint_key(self, project: str) -> bytes | None:
        """The user's key for the fingerprints of secrets; None where no folder holds keys.

        Raises:
            DataError: the folder cannot be used.
        """
        if self.settings.project_keys is None:
            return None
        from auditor.sources.project_keys import project_key  # noqa: PLC0415 -- as above

        return project_key(self.settings.project_keys, project)

    def past_files(self, known: Container[str]) -> AbstractContextManager[Past] | None:
        """The contents of the history that the caller named, but for the objects ``known``.

        None where none was named. Raises as ``auditor.sources.git.past_files`` does.
        """
        if self.settings.history_of is None:
            return None
        from auditor.sources.git import past_files  # noqa: PLC0415 -- as above

        return past_files(self.settings.history_of, self.settings.history_since, known)

    @cached_property
    def advisories(self) -> AdvisorySource | OnlineAdvisories:
        """Advisory records: the caller's, the OSV service's, or the shipped seed."""
        if self.settings.online:
            from auditor.sources.osv_api import OnlineAdvisories  # noqa: PLC0415 -- as above

            return OnlineAdvisories(now=self.now, progress=self.progress)
        from auditor.sources.osv import AdvisorySource  # noqa: PLC0415 -- as above

        return AdvisorySource(self.settings.advisories, complete=self.settings.advisories_complete)

    @cached_property
    def node_tables(self) -> NodeTables:
        """Node.js's release lines and its own advisories: the newer of shipped and caller's.

        Raises:
            DataError: a table of the caller's cannot be read.
        """
        from auditor.sources.node_tables import load_tables  # noqa: PLC0415 -- as above

        return load_tables(self.settings.node_tables)

    @cached_property
    def exploitation(self) -> TableSource:
        """Which vulnerabilities are exploited, or likely to be: EPSS and KEV."""
        from auditor.sources.advisory_tables import TableSource  # noqa: PLC0415 -- as above

        return TableSource(self.settings.exploitation)

    @cached_property
    def vex(self) -> VexSource:
        """What the caller's VEX documents state."""
        from auditor.sources.advisory_vex import VexSource  # noqa: PLC0415 -- as above

        return VexSource(self.settings.vex)

    @cached_property
    def registry_answers(self) -> RegistryData | None:
        """The registry's documents as they come: a pack, a folder, or its server; None: nothing.

        Raises:
            DataError: the pack is none.
        """
        settings = self.settings
        if settings.evidence_pack is not None:
            from auditor.sources.evidence_pack import EvidencePack  # noqa: PLC0415 -- as above

            return EvidencePack(settings.evidence_pack)
        if settings.registry_data is not None:
            from auditor.sources.registry_folder import FolderRegistry  # noqa: PLC0415 -- as above

            return FolderRegistry(settings.registry_data)
        if not settings.online:
            return None
        from auditor.sources.registry_online import OnlineRegistry  # noqa: PLC0415 -- as above

        return OnlineRegistry(self._registry_base, progress=self.progress)

    @cached_property
    def registry(self) -> RegistrySource:
        """What the registry says of its packages, read."""
        return self.registry_over(self.registry_answers)

    def registry_over(self, answers: RegistryData | None) -> RegistrySource:
        """What ``answers`` say, with the caller's keys."""
        from auditor.sources.npm import RegistrySource  # noqa: PLC0415 -- as above

        settings = self.settings
        is_server = settings.online and not settings.registry_data and not settings.evidence_pack
        base = self._registry_base if is_server else ""
        return RegistrySource(answers, keys=settings.npm_keys, base=base)

    @cached_property
    def _registry_base(self) -> str:
        from sbom.purl import default_registry  # noqa: PLC0415 -- as above

        return self.settings.registry or default_registry()

    @cached_property
    def trust_root(self) -> TrustRoot:
        """Whom sigstore trusts: the caller's root, or the shipped one.

        Raises:
            DataError: it cannot be read.
        """
        from auditor.sources.trust_roots import load_trust_root  # noqa: PLC0415 -- as above

        return load_trust_root(self.settings.trust_root)

    @cached_property
    def verified(self) -> Memory | None:
        """What was verified before; None where the caller names no folder for it."""
        if self.settings.verified_cache is None:
            return None
        from auditor.sources.verified_cache import VerifiedCache  # noqa: PLC0415 -- as above

        return VerifiedCache(self.settings.verified_cache)

    @cached_property
    def second_engine(self) -> SecondEngine:
        """The other verifier of sigstore bundles, over the same trust root."""
        from auditor.sources.sigstore import SigstorePython  # noqa: PLC0415 -- as above

        return SigstorePython(self.trust_root)

    @cached_property
    def provenance_lock(self) -> Lock:
        """The origins that the caller accepted; none where no lock was named.

        Raises:
            DataError: it cannot be read.
        """
        from auditor.sources.provenance_locks import load_lock  # noqa: PLC0415 -- as above

        return load_lock(self.settings.provenance_lock)
