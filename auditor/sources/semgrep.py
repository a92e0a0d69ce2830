"""What do the code rules match in a target?

One Semgrep process over a sanitised, flat copy; never on the target itself, whose
``.git/config`` could make Semgrep run programs and whose names decide what it skips.
"""

from __future__ import annotations

import json
import os
import tempfile
import time
from collections.abc import Callable, Container, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from itertools import groupby
from pathlib import Path

from auditor.errors import ProcessError
from auditor.model import Gap
from auditor.sources import semgrep_output, suppressions
from auditor.sources.process import Completed, Limits, run, which
from auditor.sources.semgrep_cache import Entry, ScanCache
from auditor.sources.semgrep_output import Output, RawMatch
from auditor.sources.semgrep_words import RuleChoice
from auditor.sources.staging import (
    MAX_SOURCE_BYTES,
    Staged,
    source_files,
    stage,
    unseen_sources,
    view_files,
)
from auditor.sources.suppressions import Suppression
from auditor.target import Target

RULE_TIMEOUT_S = 2
RULES_LATE_BEFORE_FILE_IS_LEFT = 2
SMALL_TREE_FILES = 100
MAX_JOBS = 4

FRONT_ENDS = ("native", "python")
"""The native front end first: the same findings for a seventh of the CPU time."""

_SUCCESS = (0, 1)
_PASSED_OVER = "passed over by the engine without a reason"
_NOTHING = Output("", (), (), (), frozenset())
_ENVIRONMENT = {
    "GIT_DIR": "/nonexistent",
    "SEMGREP_ENABLE_VERSION_CHECK": "0",
    "SEMGREP_SEND_METRICS": "off",
}


@dataclass(frozen=True, slots=True, order=True)
class Match:
    """One place where a rule matched.

    Lines and columns count from 1, ``end_column`` is one past the last. Offsets count
    bytes from 0 and ``matched`` holds exactly the bytes between them. ``message`` has
    the rule's metavariables filled in: it is text of the target, and may be cut.
    """

    path: str
    start_offset: int
    end_offset: int
    rule: str
    start_line: int
    start_column: int
    end_line: int
    end_column: int
    message: str
    matched: bytes


@dataclass(frozen=True, slots=True)
class Scan:
    """The outcome of one scan.

    ``files`` are the source files that were assessed, wholly or, if they also are
    among the ``gaps``, in part; one that holds none of the words that a rule looks for is
    never parsed, so a syntax error in it is no gap. ``front_end`` is one of
    ``FRONT_ENDS``, empty like ``engine`` (the version) where there was nothing to scan.
    ``cached`` counts the files whose results were known from an earlier scan.
    """

    matches: tuple[Match, ...] = ()
    gaps: tuple[Gap, ...] = ()
    files: tuple[str, ...] = ()
    suppressions: tuple[Suppression, ...] = ()
    engine: str = ""
    front_end: str = ""
    seconds: float = 0.0
    isolated_network: bool = False
    cached: int = 0


class Semgrep:
    """Runs Semgrep. ``executable`` is an absolute path; by default the installed one.

    ``cache`` is the folder where results are kept by the content of files (None: nowhere).
    """

    def __init__(
        self,
        executable: Path | None = None,
        *,
        limits: Limits | None = None,
        cache: Path | None = None,
    ) -> None:
        self._executable = executable
        self._limits = limits or Limits()
        self._cache = cache

    def scan(
        self,
        target: Target,
        rules: Sequence[Mapping[str, object]],
        *,
        timeout_s: float,
        uses: Mapping[str, str] | None = None,
        progress: Callable[[str], None] | None = None,
    ) -> Scan:
        """Run ``rules`` (each one rule of a Semgrep rule file) over the sources of ``target``.

        ``uses`` maps files that are not the server's to what they are for: they are read
        by the rules alone that list this under ``uses`` in their metadata.
        ``timeout_s`` bounds the engine as a whole, in wall-clock seconds.

        Raises:
            ProcessError: Semgrep is missing, was killed, ran out of time, answered
                something unreadable, or rejected a rule.
        """
        if not rules:
            raise ProcessError("semgrep: there are no rules to run")
        say = progress or _silent
        started = time.monotonic()
        uses = uses or {}
        with tempfile.TemporaryDirectory(prefix="auditor-", ignore_cleanup_errors=True) as own:
            work = Path(own)
            (work / "staged").mkdir(mode=0o700)
            staged = stage(target, [*source_files(target), *view_files(target)], work / "staged")
            hidden = _suppressions(target, staged)
            unseen = unseen_sources(target)
            if not staged.originals:
                return Scan(gaps=tuple(sorted({*staged.gaps, *unseen})), suppressions=hidden)
            cache = ScanCache(self._cache, rules, self._identity()) if self._cache else None
            known = _known(cache, staged, uses)
            output, front_end, completed = _NOTHING, "", None
            quiet, chosen = _laid_out(rules, staged, known, uses, work / "sources")
            fresh = len(staged.originals) - len(known) - len(quiet)
            if fresh:
                (work / "rules.json").write_text(json.dumps({"rules": chosen}))
                say(f"semgrep: {len(chosen)} rules over {fresh} files")
                output, front_end, completed = self._ask(work, fresh, timeout_s, say)
                _require_answer(output, completed, staged)
            entries = {**known, **quiet, **_entries(output, staged, {*known, *quiet})}
            if cache is not None:
                new = {name: one for name, one in entries.items() if name not in known}
                _keep(cache, staged, output, uses, new)
            return Scan(
                matches=_matches(entries, staged),
                gaps=tuple(sorted({*_gaps(entries, staged), *unseen})),
                files=tuple(sorted(staged.originals[n] for n, e in entries.items() if e.scanned)),
                suppressions=hidden,
                engine=output.version or self._identity(),
                front_end=front_end or FRONT_ENDS[0],
                seconds=time.monotonic() - started,
                isolated_network=completed is not None and completed.isolated_network,
                cached=len(known),
            )

    def _identity(self) -> str:
        """What engine this is, without running it."""
        if self._executable is None:
            with suppress(PackageNotFoundError):
                return version("semgrep")
        executable = self._executable or which("semgrep")
        try:
            found = executable.stat()
        except OSError as error:
            raise ProcessError(
                f"{executable}: cannot be run: {error.strerror}", hint="name the Semgrep to run"
            ) from error
        return f"{executable}:{found.st_size}:{found.st_mtime_ns}"

    def _ask(
        self, work: Path, files: int, timeout_s: float, say: Callable[[str], None]
    ) -> tuple[Output, str, Completed]:
        """Ask the native front end; where it fails as a whole, the Python one."""
        deadline = time.monotonic() + timeout_s
        native, python = FRONT_ENDS
        completed = self._run(work, files, timeout_s, native)
        with suppress(ProcessError):
            output = semgrep_output.decode(completed.stdout)
            if all(failure.rule for failure in output.failures):
                return output, native, completed
        say("semgrep: the native front end gave no answer, asking the Python one")
        completed = self._run(work, files, max(deadline - time.monotonic(), 0), python)
        return semgrep_output.decode(completed.stdout), python, completed

    def _run(self, work: Path, files: int, timeout_s: float, front_end: str) -> Completed:
        executable = self._executable or which("semgrep")
        return run(
            [str(executable), *_arguments(front_end, _jobs(files))],
            cwd=work,
            timeout_s=timeout_s,
            env_extra=_ENVIRONMENT,
            limits=self._limits,
        )


def _arguments(front_end: str, jobs: int) -> list[str]:
    return [
        "scan",
        *(["--experimental"] if front_end == FRONT_ENDS[0] else []),
        "--metrics=off",
        "--disable-version-check",
        "--quiet",
        "--json",  # to stdout: the native front end ignores --output
        "--no-git-ignore",
        "--disable-nosem",
        "--no-rewrite-rule-ids",
        f"--max-target-bytes={MAX_SOURCE_BYTES}",
        f"--timeout={RULE_TIMEOUT_S}",
        f"--timeout-threshold={RULES_LATE_BEFORE_FILE_IS_LEFT}",
        f"--jobs={jobs}",
        "--config=rules.json",
        "sources",
    ]


def _jobs(files: int) -> int:
    """Return how many workers pay off: a second one costs 1.8 times the CPU time."""
    cores = os.cpu_count() or 1
    return 1 if files < SMALL_TREE_FILES or cores <= 2 else min(MAX_JOBS, cores)  # noqa: PLR2004 - measured on two


def _suppressions(target: Target, staged: Staged) -> tuple[Suppression, ...]:
    found = list(suppressions.in_names(target))
    for name, path in staged.originals.items():
        found += suppressions.in_source(path, (staged.folder / name).read_bytes())
    return tuple(sorted(found))


def _require_answer(output: Output, completed: Completed, staged: Staged) -> None:
    semgrep_output.require_no_failure(output)
    if completed.returncode not in _SUCCESS:
        raise ProcessError(f"semgrep: ended with status {completed.returncode}")
    matched = {one.name for one in output.matches}
    troubled = {one.name for one in output.troubles}
    if not matched | troubled | output.scanned <= staged.originals.keys():
        raise ProcessError("semgrep: its answer is about files that it was not given")


def _known(cache: ScanCache | None, staged: Staged, uses: Mapping[str, str]) -> dict[str, Entry]:
    """The entries of files that need no scan."""
    if cache is None:
        return {}
    found = {
        name: cache.get(name, _data(staged, name), uses.get(path, ""))
        for name, path in staged.originals.items()
    }
    return {name: entry for name, entry in found.items() if entry is not None}


def _laid_out(
    rules: Sequence[Mapping[str, object]],
    staged: Staged,
    known: Container[str],
    uses: Mapping[str, str],
    folder: Path,
) -> tuple[dict[str, Entry], list[dict[str, object]]]:
    """Lay the files that are not ``known`` out in ``folder``, by the rules that are for them.

    Returns the entries of the files that no rule can match in, and the rules to run.
    """
    folder.mkdir(mode=0o700)
    (folder / ".semgrepignore").touch(mode=0o600)
    choice = RuleChoice(rules)
    quiet = {}
    for name, path in staged.originals.items():
        if name not in known:
            place = choice.choose(name, _data(staged, name), uses.get(path, ""))
            if place:
                (folder / place).mkdir(mode=0o700, exist_ok=True)
                (folder / place / name).hardlink_to(staged.folder / name)
            else:
                quiet[name] = Entry(())
    return quiet, choice.chosen_rules()


def _entries(output: Output, staged: Staged, known: Container[str]) -> dict[str, Entry]:
    """What the engine said, file by file."""
    reasons = semgrep_output.reasons(output.troubles)
    ordered = sorted(output.matches, key=lambda raw: raw.name)
    matches = {name: tuple(raws) for name, raws in groupby(ordered, key=lambda raw: raw.name)}
    found = {}
    for name in staged.originals:
        if name not in known:
            scanned = name in output.scanned
            reason = reasons.get(name, "" if scanned else _PASSED_OVER)
            found[name] = Entry(matches.get(name, ()), reason, scanned)
    return found


def _keep(
    cache: ScanCache,
    staged: Staged,
    output: Output,
    uses: Mapping[str, str],
    entries: Mapping[str, Entry],
) -> None:
    """Remember what was found out; not of files that ran out of time: the next run may not."""
    late = {one.name for one in output.troubles if one.kind not in semgrep_output.LASTING}
    for name, entry in entries.items():
        if name not in late and entry.scanned:
            use = uses.get(staged.originals[name], "")
            cache.put(name, _data(staged, name), entry, use)
    cache.prune()


def _data(staged: Staged, name: str) -> bytes:
    return (staged.folder / name).read_bytes()


def _matches(entries: Mapping[str, Entry], staged: Staged) -> tuple[Match, ...]:
    found = []
    for name, entry in entries.items():
        if entry.matches:
            data = _data(staged, name)
            found += [_match(raw, staged.originals[name], data) for raw in entry.matches]
    return tuple(sorted(set(found)))


def _match(raw: RawMatch, path: str, data: bytes) -> Match:
    return Match(
        path=path,
        start_offset=raw.start_offset,
        end_offset=raw.end_offset,
        rule=raw.rule,
        start_line=raw.start_line,
        start_column=raw.start_column,
        end_line=raw.end_line,
        end_column=raw.end_column,
        message=raw.message,
        matched=data[raw.start_offset : raw.end_offset],
    )


def _gaps(entries: Mapping[str, Entry], staged: Staged) -> tuple[Gap, ...]:
    found = [Gap(staged.originals[n], one.reason) for n, one in entries.items() if one.reason]
    return tuple(sorted([*staged.gaps, *found]))


def _silent(_text: str) -> None:
    """Say nothing."""
