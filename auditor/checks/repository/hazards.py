"""Does the tree hold anything that would act on whoever opens it?"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.check import Context, Examined, Yield, check
from auditor.model import Confidence, Fact, Finding, Gap, Location, Severity
from auditor.sanitise import printable
from auditor.target import Unread

RUNS_PROGRAMS = "repository-runs-programs"
LINK_LEAVES = "repository-link-leaves"
_UNREADABLE = frozenset({"too-large", "too-many", "too-deep", "unreadable"})


@check("repository.hazards", rules=(RUNS_PROGRAMS, LINK_LEAVES))
def hazards(context: Context) -> Iterator[Yield]:
    """Whatever in the tree would run a program or lead a reader out of it.

    A `.git/config` can name programs that git, and every tool that calls git,
    runs on sight; a folder shaped like a bare repository does the same without
    any `.git`. Neither is ever opened by git here: they are found by reading.
    Symbolic links, devices and oversized files are listed, never followed.

    Why: a reviewer, an editor or a CI job that opens the tree executes what its
    author chose.

    In a checkout of your own, hooks and settings that you installed are named too;
    in somebody else's tree each of them deserves the question who put it there.

    Fix: delete the folder or the configuration key that is named; ask who put it there.
    """
    for unread in context.target.unread:
        if unread.harmful:
            yield _finding(unread)
        elif unread.kind == "symlink":
            yield Fact("repository.symlink", unread.reason, location=Location(unread.path))
        elif unread.kind in _UNREADABLE:
            yield Gap(unread.path, unread.reason)
    yield Examined(len(context.target.files))


def _finding(unread: Unread) -> Finding:
    leaves = unread.kind == "symlink"
    return Finding(
        rule=LINK_LEAVES if leaves else RUNS_PROGRAMS,
        severity=Severity.LOW if leaves else Severity.HIGH,
        confidence=Confidence.HIGH,
        message=printable(unread.reason),
        location=Location(unread.path),
        cwe=(59,) if leaves else (829,),
        tags=frozenset({"repository-hazard"}),
        fix="delete the link, or put the file it leads to in its place"
        if leaves
        else "delete it, and ask who put it there; do not run git in this tree before",
    )
