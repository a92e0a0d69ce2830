"""Which of Node.js's own advisories hold for a release of it, and which release has none?

A line that was dead when a hole was found is named by no advisory: that says
nothing for it.
"""

from __future__ import annotations

from auditor import semver
from auditor.sources.node_tables import CoreAdvisories, CoreAdvisory

CONTAINER = "linux"
_RANKS = {"critical": 4, "high": 3, "medium": 2, "low": 1}


def holding(
    version: str, advisories: CoreAdvisories, *, platform: str = ""
) -> tuple[CoreAdvisory, ...]:
    """The advisories that hold for ``version``, the gravest and then the newest first.

    Where a ``platform`` is named (``linux``), those of other systems are left out.
    """
    found = [
        one
        for one in advisories.entries
        if one.holds(version) and not (platform and one.platforms and platform not in one.platforms)
    ]
    found.reverse()
    return tuple(sorted(found, key=lambda one: -_RANKS.get(one.severity, 0)))


def next_without(version: str, advisories: CoreAdvisories) -> str:
    """The lowest later release of the same major line that no advisory is about; else empty."""
    now = semver.key(version)
    if now is None:
        return ""
    named = {
        bound.key[:3]
        for one in advisories.entries
        if one.patched is not None
        for alternative in one.patched.alternatives
        for bound in alternative
        if bound.operator in {">=", "="} and bound.key[0] == now[0] and bound.key > now
    }
    releases = (".".join(map(str, numbers)) for numbers in sorted(named))
    return next(
        (one for one in releases if not any(each.holds(one) for each in advisories.entries)), ""
    )
