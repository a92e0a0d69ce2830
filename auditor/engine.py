"""How does a target become an Audit?

Read the inventory, run every check side by side, and keep one CheckRun per
check whatever happens. Nothing is judged here.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime

from auditor._version import __version__
from auditor.check import Check, Context, Examined, Needs, NotApplicable, NotChecked, Yield
from auditor.checks import all_checks
from auditor.errors import AuditorError, NothingInScopeError, TargetError
from auditor.model import Audit, CheckRun, Coverage, Fact, Finding, Gap, Outcome
from auditor.passages import passages
from auditor.redaction import redacted
from auditor.settings import Settings
from auditor.sources import Progress, Sources, silent
from auditor.target import Target
from sbom import Inventory, LockfileError, NoLockfileError, read_project

MAX_LOCKFILE_BYTES = 256 * 2**20
MAX_MANIFEST_BYTES = 4 * 2**20
MAX_WORKERS = 4
TOOL = f"auditor {__version__}"

_SOURCE = (".js", ".cjs", ".mjs", ".jsx", ".ts", ".cts", ".mts", ".tsx")
_EXPRESS_IMPORT = re.compile(rb"""(?:require\s*\(|from|import)\s*['"`]express['"`]""")
_EXPRESS_DEPENDENCY = re.compile(rb'"express"\s*:\s*"')


def audit(
    target: Target,
    *,
    now: datetime,
    settings: Settings | None = None,
    checks: Sequence[Check] | None = None,
    progress: Progress = silent,
) -> Audit:
    """Measure ``target`` and return what every check left behind.

    Args:
        target: the tree to look at.
        now: the moment of the audit, with time zone; the only clock used.
        settings: the caller's decisions.
        checks: the checks to run; all registered ones by default.
        progress: told what is running, in a few words.

    Raises:
        NothingInScopeError: no lockfile and no Express application.
        TargetError: the lockfile cannot be read.
    """
    chosen = settings or Settings()
    inventory = read_inventory(target)
    if inventory is None and not mentions_express(target):
        raise NothingInScopeError(
            f"{target.name}: no npm lockfile and no Express application found",
            hint="name the folder that holds package-lock.json or the application's code",
        )
    context = Context(target, inventory, Sources(chosen, now=now, progress=progress), now)
    registered = all_checks() if checks is None else checks
    granted = _granted(chosen)
    with ThreadPoolExecutor(max_workers=MAX_WORKERS) as pool:
        runs = pool.map(lambda one: run_check(one, context, granted), registered)
        ordered = tuple(redacted(run) for run in sorted(runs, key=lambda run: run.check))
    return Audit(
        target=target.name,
        tool=TOOL,
        started=now,
        inventory=inventory,
        runs=ordered,
        lockfile=inventory.lockfile if inventory else "",
        passages=passages(target, ordered),
    )


def read_inventory(target: Target) -> Inventory | None:
    """Read the lockfile at the root of ``target``; None where there is none.

    Raises:
        TargetError: there is a lockfile and it cannot be read.
    """

    def load(path: str) -> bytes | None:
        if not target.exists(path):
            return None
        limit = MAX_LOCKFILE_BYTES if "/" not in path else MAX_MANIFEST_BYTES
        return target.read(path, max_bytes=limit)

    at_root = [entry.path for entry in target.files if "/" not in entry.path]
    try:
        return read_project(load, at_root)
    except NoLockfileError:
        return None
    except LockfileError as error:
        raise TargetError(error.message, hint=error.hint) from error


def mentions_express(target: Target) -> bool:
    """Whether a package.json asks for Express or a source file imports it."""
    for entry in target.files:
        name = entry.path.rpartition("/")[2]
        if name == "package.json":
            pattern = _EXPRESS_DEPENDENCY
        elif name.endswith(_SOURCE):
            pattern = _EXPRESS_IMPORT
        else:
            continue
        if entry.size <= MAX_MANIFEST_BYTES and pattern.search(target.read(entry.path)):
            return True
    return False


def run_check(check: Check, context: Context, granted: Needs) -> CheckRun:
    """Run one check and return its CheckRun; a failing source makes it FAILED, never silent."""
    missing = check.needs & ~granted
    if missing:
        wanted = ", ".join(need.name or "" for need in missing).lower()
        return CheckRun(check.id, Outcome.SKIPPED, f"not allowed to use: {wanted}")
    started = time.perf_counter()
    gathered = _Gathered()
    try:
        gathered.take(check.body(context))
    except AuditorError as error:
        return CheckRun(
            check.id,
            Outcome.FAILED,
            error.message,
            findings=tuple(gathered.findings),
            facts=tuple(gathered.facts),
            hint=error.hint,
            seconds=time.perf_counter() - started,
        )
    return gathered.as_run(check.id, time.perf_counter() - started)


@dataclass(slots=True)
class _Gathered:
    """What a check has yielded so far."""

    findings: list[Finding] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)
    examined: Examined = field(default_factory=lambda: Examined(0))
    ended: NotApplicable | NotChecked | None = None

    def take(self, results: Iterable[Yield]) -> None:
        for result in results:
            match result:
                case Finding():
                    self.findings.append(result)
                case Fact():
                    self.facts.append(result)
                case Gap():
                    self.gaps.append(result)
                case Examined():
                    self.examined = result
                case NotApplicable() | NotChecked():
                    self.ended = result

    def as_run(self, check_id: str, seconds: float) -> CheckRun:
        outcome, reason, hint = self._outcome()
        return CheckRun(
            check_id,
            outcome,
            reason,
            findings=tuple(sorted(self.findings, key=_finding_order)),
            facts=tuple(sorted(self.facts, key=_fact_order)),
            coverage=Coverage(
                self.examined.count,
                self.examined.unit,
                tuple(sorted(set(self.gaps))),
                self.examined.reused,
            ),
            hint=hint,
            seconds=seconds,
        )

    def _outcome(self) -> tuple[Outcome, str, str]:
        if isinstance(self.ended, NotApplicable):
            return Outcome.NOT_APPLICABLE, self.ended.reason, ""
        if isinstance(self.ended, NotChecked):
            return Outcome.SKIPPED, self.ended.reason, self.ended.hint
        if self.gaps:
            first, rest = min(self.gaps), len(set(self.gaps)) - 1
            more = f" (and {rest} more)" if rest else ""
            return Outcome.PARTIAL, f"{first.subject}: {first.reason}{more}", ""
        return Outcome.COMPLETE, "", ""


def _granted(settings: Settings) -> Needs:
    granted = Needs.NOTHING
    if settings.network:
        granted |= Needs.NETWORK
    if settings.processes:
        granted |= Needs.PROCESS
    return granted


def _finding_order(finding: Finding) -> tuple[str, ...]:
    return (*_place(finding), finding.rule, finding.purl, finding.message, finding.fingerprint)


def _fact_order(fact: Fact) -> tuple[str, ...]:
    return (fact.name, *_place(fact), str(fact.value), _text(fact.attributes))


def _place(item: Finding | Fact) -> tuple[str, str, str]:
    location = item.location
    if location is None:
        return ("", "", "")
    return (location.path, f"{location.line:09}", f"{location.column:09}")


def _text(attributes: Mapping[str, object]) -> str:
    return repr(sorted(attributes.items()))
