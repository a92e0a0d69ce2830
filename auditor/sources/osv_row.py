"""How is one advisory written as text?

``text_of`` gives the one canonical line that digests are made of: the same
advisory is the same text, whichever file it was read from. The compact forms of
the parts are what a store file keeps (``auditor.sources.advisory_store``).
"""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from auditor.sources.osv_record import Advisory, Affected, Event, EventKind

CACHED_RANGES = 2**12

_LETTERS: dict[EventKind, str] = {
    "introduced": "i",
    "fixed": "f",
    "last_affected": "l",
    "limit": "m",
}
_KINDS: dict[str, EventKind] = {letter: kind for kind, letter in _LETTERS.items()}
_ENCODER = json.JSONEncoder(separators=(",", ":"))

# What reading a text of another shape raises; readers of foreign stores translate it.
MISSHAPEN = (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError)


def text_of(advisory: Advisory) -> str:
    """The canonical text of ``advisory``: compact JSON in ASCII."""
    return dumps(
        [
            advisory.id,
            advisory.modified,
            advisory.published,
            advisory.summary,
            advisory.aliases,
            advisory.severity,
            advisory.cvss,
            advisory.cwes,
            advisory.withdrawn,
            [[entry.package, *compact(entry)] for entry in advisory.affected],
        ]
    )


def advisory_of(text: str) -> Advisory:
    """The advisory that ``text_of`` wrote; raises one of ``MISSHAPEN`` on any other text."""
    return advisory_from(json.loads(text))


def advisory_from(values: list[Any]) -> Advisory:
    """The advisory whose text says ``values``; raises one of ``MISSHAPEN`` where none does."""
    (
        record_id,
        modified,
        published,
        summary,
        aliases,
        severity,
        cvss,
        cwes,
        withdrawn,
        affected,
    ) = values
    return Advisory(
        id=record_id,
        modified=modified,
        summary=summary,
        aliases=tuple(aliases),
        severity=severity,
        cvss=tuple(cvss),
        withdrawn=withdrawn,
        affected=tuple([entry_of(package, *parts) for package, *parts in affected]),
        published=published,
        cwes=tuple(cwes),
    )


def compact(entry: Affected) -> list[Any]:
    """What one entry says, without its package: ``[[["i0", "f1.2.3"]], ["1.0.0"]]``."""
    ranges = [[_LETTERS[one.kind] + one.version for one in events] for events in entry.ranges]
    return [ranges, list(entry.versions)] if entry.versions else [ranges]


def entry_of(package: str, ranges: list[list[str]], versions: list[str] | None = None) -> Affected:
    """The entry that ``compact`` wrote; raises one of ``MISSHAPEN`` on any other form."""
    return Affected(
        package, tuple([_range(tuple(events)) for events in ranges]), tuple(versions or ())
    )


@lru_cache(maxsize=CACHED_RANGES)
def _range(events: tuple[str, ...]) -> tuple[Event, ...]:
    """One range; most records of malware have the same one."""
    return tuple([Event(_KINDS[one[0]], one[1:]) for one in events])


def dumps(value: object) -> str:
    """Compact JSON in ASCII."""
    return _ENCODER.encode(value)
