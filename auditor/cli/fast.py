"""What does ``auditor audit --fast`` look at, and what counts for its gate?

At what differs from the last commit, without network. Of the source files the
others are not read; of what the checks leave behind only that stands which is
about a file that differs, and every check is said to be partial, so that nothing
that was not looked at passes, or fails for being absent.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from auditor.check import Check, Context, NotChecked, Yield
from auditor.model import CheckRun, Gap, Outcome
from auditor.targets.without import Without

if TYPE_CHECKING:
    from auditor.model import Audit, Fact, Finding
    from auditor.policy.baseline import Baseline
    from auditor.policy.policy import Policy
    from auditor.target import Target

UNCHANGED = "not looked at: --fast reads what differs from the last commit"
HINT = "run auditor audit without --fast"

LEFT_OUT = frozenset(
    {
        "code.routes",
        "code.schemas",
        "lockfile.release_age",
        "lockfile.unused",
        "provenance.attestations",
        "provenance.drift",
        "provenance.registry_signatures",
        "secrets.history",
    }
)
"""Checks that need every source file, the registry, or the history."""

_DATA = frozenset({"advisories.epss", "advisories.kev", "advisories.store"})
"""Facts about what an audit knows, not about the target."""

_ALGORITHMS = {40: "sha1", 64: "sha256"}


@dataclass(frozen=True, slots=True)
class Fast:
    """A fast audit of ``target``; ``committed`` are the object ids of the last commit, by path."""

    target: Target
    committed: Mapping[str, str]
    _known: dict[str, bool] = field(default_factory=dict)

    @classmethod
    def of(cls, target: Target, folder: Path) -> Fast:
        """Ask git what the last commit holds.

        Raises:
            UsageError: the folder is in no git repository, or the commit does not have it.
            SourceError: git is missing, or the tree cannot be read.
        """
        from auditor.sources.git import object_ids  # noqa: PLC0415 -- heavy, not for --help

        return cls(target, object_ids(folder))

    def differs(self, path: str) -> bool:
        """Whether the file is not what the last commit has."""
        if path not in self._known:
            self._known[path] = self._compare(path)
        return self._known[path]

    def view(self) -> Without:
        """The target without the source files that do not differ."""
        from auditor.sources.staging import source_files, view_files  # noqa: PLC0415 -- heavy

        sources = (*source_files(self.target), *view_files(self.target))
        hidden = frozenset(path for path in sources if not self.differs(path))
        return Without(self.target, hidden, UNCHANGED)

    def kept(self, audit: Audit) -> Audit:
        """The audit with what is about files that differ."""
        return replace(audit, runs=tuple(self._run(run) for run in audit.runs))

    def known(self, baseline: Baseline) -> Baseline:
        """The baseline without what is about other files: that is not fixed, but unseen."""
        known = (one for one in baseline.known if self.differs(one.path))
        return replace(baseline, known=tuple(known))

    def _run(self, run: CheckRun) -> CheckRun:
        kept = replace(
            run,
            findings=tuple(_unranked(one) for one in run.findings if self._counts(one)),
            facts=tuple(one for one in run.facts if one.name in _DATA or self._counts(one)),
        )
        if run.outcome in {Outcome.SKIPPED, Outcome.FAILED}:
            return kept
        gaps = tuple(sorted({*run.coverage.gaps, Gap("unchanged files", UNCHANGED)}))
        coverage = replace(run.coverage, gaps=gaps)
        return replace(kept, outcome=Outcome.PARTIAL, reason=UNCHANGED, coverage=coverage)

    def _counts(self, one: Finding | Fact) -> bool:
        return one.location is not None and self.differs(one.location.path)

    def _compare(self, path: str) -> bool:
        wanted = self.committed.get(path)
        if wanted is None or not self.target.exists(path):
            return wanted is not None or self.target.exists(path)
        data = self.target.read(path)
        algorithm = _ALGORITHMS.get(len(wanted), "sha1")
        # An object's id, which git makes of its kind, its size and its bytes.
        found = hashlib.new(algorithm, b"blob %d\0" % len(data), usedforsecurity=False)
        found.update(data)
        return found.hexdigest() != wanted


def checks() -> tuple[Check, ...]:
    """Every check; those that are left out say so, and do nothing."""
    from auditor.checks import all_checks  # noqa: PLC0415 -- heavy, not for --help

    return tuple(
        replace(one, body=_left_out) if one.id in LEFT_OUT else one for one in all_checks()
    )


def policy_for(policy: Policy) -> Policy:
    """The policy with a gate that asks for nothing but what a change may fail."""
    gates = replace(policy.gates, score_floor=None, coverage=None, require=(), required=())
    return replace(policy, name=f"{policy.name}, --fast", gates=gates)


def _left_out(_context: Context) -> Iterator[Yield]:
    yield NotChecked("left out by --fast", hint=HINT)


def _unranked(finding: Finding) -> Finding:
    """The finding without what only all of the source can tell."""
    if "reachable" not in finding.attributes:
        return finding
    return replace(finding, attributes={**finding.attributes, "reachable": None})
