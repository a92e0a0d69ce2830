"""How are durations, days and TLS versions written in a policy, and shown in a message?"""

from __future__ import annotations

import re
from datetime import date

MAX_SECONDS = 100 * 365 * 86_400

_SECONDS = {"s": 1, "m": 60, "h": 3_600, "d": 86_400, "w": 7 * 86_400}
_DURATION = re.compile(r"([0-9]{1,10})([smhdw])", re.ASCII)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_TLS_VERSION = re.compile(r"(?:TLSv)?1\.([0-3])", re.ASCII)


def parse_duration(text: str) -> int:
    """Return the seconds of ``12h``, ``15m``, ``30s``, ``90d`` or ``2w``.

    Raises:
        ValueError: another form, zero, or more than a hundred years.
    """
    match = _DURATION.fullmatch(text)
    if match is None:
        raise ValueError("is not a duration; write a number and s, m, h, d or w, like 12h")
    seconds = int(match[1]) * _SECONDS[match[2]]
    if not 0 < seconds <= MAX_SECONDS:
        raise ValueError("is not between one second and a hundred years")
    return seconds


def show_duration(seconds: float) -> str:
    """Return ``seconds`` in the largest unit that divides it: ``14d``, ``24h``, ``90s``."""
    for unit, size, least in (("d", 86_400, 2), ("h", 3_600, 1), ("m", 60, 1)):
        if seconds % size == 0 and seconds >= least * size:
            return f"{seconds / size:.0f}{unit}"
    return f"{seconds:.10g}s"


def parse_day(text: str) -> date:
    """Return the day of ``2026-07-01``, the one form of ISO 8601 that is taken.

    Raises:
        ValueError: another form, or no such day.
    """
    if not _DAY.fullmatch(text):
        raise ValueError("is not a date like 2026-07-01")
    return date.fromisoformat(text)


def tls_rank(version: object) -> int | None:
    """Return how recent a TLS version is (``1.2`` and ``TLSv1.2`` are 2), or None if it is none."""
    match = _TLS_VERSION.fullmatch(version) if isinstance(version, str) else None
    return int(match[1]) if match else None
