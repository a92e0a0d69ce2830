from __future__ import annotations

from builders import NOW, MemoryTarget

from auditor.check import Context, Needs
from auditor.checks.repository.hazards import LINK_LEAVES, RUNS_PROGRAMS, hazards
from auditor.engine import run_check
from auditor.model import CheckRun, Outcome
from auditor.settings import Settings
from auditor.sources import Sources
from auditor.target import Unread


def measure(*unread: Unread) -> CheckRun:
    target = MemoryTarget({"app.js": b""}, unread)
    return run_check(hazards, Context(target, None, Sources(Settings()), NOW), Needs.NOTHING)


def test_an_ordinary_tree_has_none() -> None:
    run = measure(Unread("node_modules", "dependencies", "judged from the lockfile"))
    assert (run.outcome, run.findings, run.facts) == (Outcome.COMPLETE, (), ())
    assert run.coverage.examined == 1


def test_a_setting_that_runs_programs_is_a_finding() -> None:
    (finding,) = measure(Unread(".git/config", "git", "core.fsmonitor runs x", True)).findings
    assert (finding.rule, str(finding.location)) == (RUNS_PROGRAMS, ".git/config")
    assert "do not run git" in finding.fix


def test_a_link_out_of_the_tree_is_told_from_one_inside() -> None:
    run = measure(
        Unread("a", "symlink", "a symbolic link out of the tree", True),
        Unread("b", "symlink", "a symbolic link; not followed"),
    )
    assert [finding.rule for finding in run.findings] == [LINK_LEAVES]
    assert [str(fact.location) for fact in run.facts] == ["b"]


def test_what_could_not_be_read_is_a_gap() -> None:
    run = measure(Unread("big.bin", "too-large", "larger than 64 MiB"))
    assert run.outcome is Outcome.PARTIAL
    assert [gap.subject for gap in run.coverage.gaps] == ["big.bin"]


def test_a_hostile_reason_is_made_printable() -> None:
    (finding,) = measure(Unread("x", "git", "runs \x1b[2J", True)).findings
    assert finding.message == "runs \\x1b[2J"
