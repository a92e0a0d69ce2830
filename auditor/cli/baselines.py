"""What does ``--baseline`` compare with: a file, or the same folder at an earlier commit?"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from auditor.assessment import Assessment
    from auditor.policy.baseline import Baseline

AT_COMMIT = "git:"


def baseline_of(text: str, folder: str, assess: Callable[[str], Assessment]) -> Baseline:
    """Return what failed before, from the file ``text`` or, with ``git:REF``, at that commit.

    ``assess`` audits a folder as this run audits ``folder``.

    Raises:
        UsageError: there is no such file or commit.
        SourceError: git cannot read the commit.
    """
    if not text.startswith(AT_COMMIT):
        from auditor.policy import read_baseline  # noqa: PLC0415 -- heavy, not for --help

        return read_baseline(Path(text))
    from auditor.policy.baseline import Baseline  # noqa: PLC0415 -- as above
    from auditor.sources.git import folder_at  # noqa: PLC0415 -- as above

    with folder_at(Path(folder), text.removeprefix(AT_COMMIT)) as earlier:
        return Baseline(text, assess(str(earlier.folder)).failing, earlier.renames)
