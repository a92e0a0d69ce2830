"""How old is what is trusted, and what does that leave unseen?"""

from __future__ import annotations

from datetime import date, datetime

# sigstore renews its signed metadata well within half a year.
MAX_AGE_DAYS = 180


def age_days(as_of: date | None, now: datetime) -> int | None:
    """Days from ``as_of`` to ``now``, at least 0; None where the day is not known."""
    return None if as_of is None else max(0, (now.date() - as_of).days)


def staleness(what: str, as_of: date | None, now: datetime) -> str:
    """Return a sentence where ``what`` is older than MAX_AGE_DAYS or of unknown age, or nothing.

    Verdicts do not change with age: evidence is judged at the time of signing.
    """
    days = age_days(as_of, now)
    if days is None:
        return f"{what}: does not say when it was taken; what was revoked since is not seen"
    if days <= MAX_AGE_DAYS:
        return ""
    return (
        f"{what}: {days} days old; keys that are newer, and what was revoked since, are not seen:"
        " renew it"
    )
