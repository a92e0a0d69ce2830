"""Which tools and data can an audit use?

The only package with network and processes. Clients are built when a check
first asks for them, from the caller's settings.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from auditor.settings import Settings
    from auditor.sources.npm import RegistrySource
    from auditor.sources.osv import AdvisorySource
    from auditor.sources.osv_api import OnlineAdvisories
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

        return Semgrep(self.settings.semgrep)

    @cached_property
    def advisories(self) -> AdvisorySource | OnlineAdvisories:
        """Advisory records: the caller's, the OSV service's, or the shipped seed."""
        if self.settings.online:
            from auditor.sources.osv_api import OnlineAdvisories  # noqa: PLC0415 -- as above

            return OnlineAdvisories(now=self.now, progress=self.progress)
        from auditor.sources.osv import AdvisorySource  # noqa: PLC0415 -- as above

        return AdvisorySource(self.settings.advisories)

    @cached_property
    def registry(self) -> RegistrySource:
        """What the registry said of its packages, from the caller's folder."""
        from auditor.sources.npm import RegistrySource  # noqa: PLC0415 -- as above

        return RegistrySource(self.settings.registry_data, keys=self.settings.npm_keys)
