"""Which checks are there? One module per check; this package is walked to find them."""

from __future__ import annotations

import sys

from auditor.check import Check
from auditor.discovery import discover


def all_checks() -> tuple[Check, ...]:
    """Every registered check, sorted by id.

    Raises:
        ValueError: two modules claim the same check id.
    """
    found = sorted(discover(sys.modules[__name__], Check), key=lambda check: check.id)
    ids = [check.id for check in found]
    twice = sorted({check_id for check_id in ids if ids.count(check_id) > 1})
    if twice:
        message = f"check ids registered twice: {', '.join(twice)}"
        raise ValueError(message)
    return tuple(found)
