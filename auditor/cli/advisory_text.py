"""How are advisories and what they match printed, as text and as JSON?"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import TYPE_CHECKING

from auditor.sanitise import excerpt, printable

if TYPE_CHECKING:
    from auditor.checks.advisories.difference import Difference
    from auditor.checks.advisories.match import Matches, Row, Unchecked
    from auditor.sources.osv import AdvisoryStore
    from auditor.sources.osv_record import Advisory, Event

_SIGNS = {"introduced": ">=", "fixed": "<", "last_affected": "<=", "limit": "<"}
SHOWN_IDS = 20

Json = dict[str, object]


def as_data(advisory: Advisory) -> Json:
    """One advisory as JSON data."""
    return {
        "id": advisory.id,
        "summary": advisory.summary,
        "aliases": list(advisory.aliases),
        "severity": advisory.severity,
        "cvss": list(advisory.cvss),
        "cwes": list(advisory.cwes),
        "published": advisory.published,
        "modified": advisory.modified,
        "withdrawn": advisory.withdrawn,
        "malware": advisory.malware,
        "affected": [
            {
                "package": entry.package,
                "ranges": [[{e.kind: e.version} for e in events] for events in entry.ranges],
                "versions": list(entry.versions),
            }
            for entry in advisory.affected
        ],
    }


def as_lines(advisory: Advisory, columns: int) -> list[str]:
    """One advisory as lines of text."""
    notes = ["malware"] * advisory.malware + ["withdrawn"] * advisory.withdrawn
    lines = [f"{advisory.id}{''.join(f' ({note})' for note in notes)}"]
    if advisory.summary:
        lines.extend(textwrap.wrap(printable(advisory.summary), columns))
    lines.append("")
    for label, text in (
        ("aliases", " ".join(advisory.aliases)),
        ("severity", advisory.severity.lower() or "not stated"),
        ("cvss", " ".join(advisory.cvss)),
        ("cwe", " ".join(advisory.cwes)),
        ("published", advisory.published[:10]),
        ("modified", advisory.modified[:10]),
    ):
        if text:
            lines.append(f"{label:<10} {excerpt(text)}")
    for entry in advisory.affected:
        lines.append(f"{'affects':<10} {excerpt(entry.package)}")
        lines.extend(f"{'':<10}   {excerpt(_range(events))}" for events in entry.ranges)
        if entry.versions:
            lines.append(f"{'':<10}   {excerpt(', '.join(entry.versions))}")
    return lines


def match_data(store: AdvisoryStore, matches: Matches) -> Json:
    """What matched as JSON data."""
    rows = sorted((*matches.rows, *matches.withdrawn), key=_order)
    return {
        "store": {
            "origin": store.origin,
            "complete": store.complete,
            "as_of": store.as_of,
            "digest": store.digest,
            "records": store.records,
        },
        "examined": matches.examined,
        "rows": [_row_data(row) for row in rows],
        "not_checked": [_unchecked_data(one) for one in matches.unchecked],
        "unreadable_records": [{"name": gap.subject, "reason": gap.reason} for gap in store.gaps],
    }


def match_lines(store: AdvisoryStore, matches: Matches) -> Iterator[str]:
    """What matched as lines of text: one per row, then what was not checked, then the count."""
    for row in sorted((*matches.rows, *matches.withdrawn), key=_order):
        yield _row_line(row) + (" (withdrawn)" if row.advisory.withdrawn else "")
    for one in matches.unchecked:
        yield f"not checked: {excerpt(one.component.location)}: {one.reason}"
    for gap in store.gaps:
        yield f"not read: {gap.subject}: {gap.reason}"
    kind = "" if store.complete else ", which is a seed and not complete"
    yield (
        f"{len(matches.rows)} findings in {matches.examined} packages,"
        f" by {store.records:,} records of {store.as_of[:10]}{kind}"
    )


def difference_data(found: Difference) -> Json:
    """What differs as JSON data."""
    records = found.records
    return {
        "cause": found.cause,
        "appeared": [_row_data(row) for row in found.appeared],
        "gone": [_row_data(row) for row in found.gone],
        "stayed": found.stayed,
        "not_checked": [_unchecked_data(one) for one in found.unchecked],
        "records": {
            "added": list(records.added),
            "changed": list(records.changed),
            "withdrawn": list(records.withdrawn),
            "removed": list(records.removed),
        },
    }


def difference_lines(found: Difference) -> Iterator[str]:
    """What differs as lines of text."""
    records = found.records
    for word, ids in (
        ("added", records.added),
        ("changed", records.changed),
        ("withdrawn", records.withdrawn),
        ("removed", records.removed),
    ):
        if ids:
            more = f" and {len(ids) - SHOWN_IDS:,} more" if len(ids) > SHOWN_IDS else ""
            yield f"{len(ids):,} records {word}: {' '.join(ids[:SHOWN_IDS])}{more}"
    for row in found.appeared:
        yield f"+ {_row_line(row)}"
    for row in found.gone:
        yield f"- {_row_line(row)}"
    for one in found.unchecked:
        yield f"not checked: {excerpt(one.component.location)}: {one.reason}"
    who = "the change introduced" if found.cause == "lockfile" else "the world learned of"
    yield (
        f"{who} {len(found.appeared)} findings, {len(found.gone)} are gone,"
        f" {found.stayed} were there before"
    )


def _order(row: Row) -> tuple[str, str]:
    return (row.component.location, row.advisory.id)


def _row_data(row: Row) -> Json:
    return {
        "path": row.component.location,
        "name": row.component.name,
        "version": row.component.version,
        "id": row.advisory.id,
        "withdrawn": row.advisory.withdrawn,
    }


def _row_line(row: Row) -> str:
    component = row.component
    return excerpt(f"{component.location}: {component.name}@{component.version} {row.advisory.id}")


def _unchecked_data(one: Unchecked) -> Json:
    return {
        "path": one.component.location,
        "name": one.component.name,
        "version": one.component.version,
        "reason": one.reason,
    }


def _range(events: tuple[Event, ...]) -> str:
    return " ".join(f"{_SIGNS[event.kind]}{event.version}" for event in events)
