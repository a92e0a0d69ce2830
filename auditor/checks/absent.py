"""What can be said where there is no lockfile that is read?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditor.check import NotApplicable, NotChecked

if TYPE_CHECKING:
    from auditor.target import Target

MANIFEST = "package.json"
WRITE_LOCKFILE = "write and commit one: npm install --package-lock-only --ignore-scripts"

_UNREAD = ("yarn.lock", "pnpm-lock.yaml", "bun.lock", "bun.lockb")


def about_entries(target: Target) -> NotApplicable | NotChecked:
    """The answer to a question about a lockfile's entries: there are none to ask about."""
    other = unread_lockfile(target)
    return _unread(other) if other else NotApplicable("there is no lockfile")


def about_packages(target: Target) -> NotApplicable | NotChecked:
    """The answer to a question about installed packages: unknown, unless nothing is asked for."""
    if target.exists(MANIFEST) and not unread_lockfile(target):
        reason = f"{MANIFEST}: there is no lockfile, so it is not known what gets installed"
        return NotChecked(reason, hint=WRITE_LOCKFILE)
    return about_entries(target)


def unread_lockfile(target: Target) -> str | None:
    """The name of a lockfile at the root that only another package manager reads."""
    return next((name for name in _UNREAD if target.exists(name)), None)


def _unread(name: str) -> NotChecked:
    return NotChecked(f"{name}: this kind of lockfile is not read", hint=WRITE_LOCKFILE)
