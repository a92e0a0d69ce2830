"""Does the tree hold anything that would act on whoever opens it?"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.check import Context, Examined, Yield, check
from auditor.model import Confidence, Fact, Finding, Gap, Location, Severity

RULE = "repository-runs-programs"
_UNREADABLE = frozenset({"too-large", "too-many", "too-deep", "unreadable"})


@check("repository.hazards", rules=(RULE,))
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
        location = Location(unread.path)
        if unread.harmful:
            yield Finding(
                rule=RULE,
                severity=Severity.HIGH,
                confidence=Confidence.HIGH,
                message=unread.reason,
                location=location,
                cwe=(829,),
                tags=frozenset({"repository-hazard"}),
                fix="delete it, and ask who put it there; do not run git in this tree before",
            )
        elif unread.kind == "symlink":
            yield Fact("repository.symlink", unread.reason, location=location)
        elif unread.kind in _UNREADABLE:
            yield Gap(unread.path, unread.reason)
    yield Examined(len(context.target.files))
