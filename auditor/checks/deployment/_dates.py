"""Of which day is a document, as it says itself?"""

from __future__ import annotations

import re
from datetime import date

MAX_CHARACTERS = 256 * 2**10

_DAY = re.compile(r"(?<![0-9])(20[0-9]{2})-([01][0-9])(?:-([0-3][0-9]))?(?![0-9])")


def age_days(text: str, today: date) -> int | None:
    """Days since the newest day that is named and not to come; None where there is none.

    A month alone, as in the name ``2026-06.md``, counts from its first day.
    """
    found = (_day(match) for match in _DAY.finditer(text[:MAX_CHARACTERS]))
    past = [day for day in found if day is not None and day <= today]
    return (today - max(past)).days if past else None


def _day(match: re.Match[str]) -> date | None:
    try:
        return date(int(match[1]), int(match[2]), int(match[3] or 1))
    except ValueError:
        return None
