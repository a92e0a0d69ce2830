"""How are advisories and what they match printed, as text and as JSON?"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import TYPE_CHECKING

from auditor.checks.advisories.severity import rate
from auditor.sanitise import excerpt, printable

if TYPE_CHECKING:
    from auditor.checks.advisories.difference import Difference
    from auditor.checks.advisories.match import Matches, Row, Unchecked
    from auditor.sources.osv import AdvisoryStore
    from auditor.sources.osv_record import Advisory, Event

_SIGNS = {"introduced": ">=", "fixed": "<", "last_affected": "<=", "limit": "<"}
SHOWN_IDS = 20
LABEL_COLUMNS = 10

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
        ("severity", _severity(advisory)),
        ("cvss", " ".join(advisory.cvss)),
        ("cwe", " ".join(advisory.cwes)),
        ("published", advisory.published[:10]),
        ("modified", advisory.modified[:10]),
    ):
        if text:
            lines.extend(labelled(label, excerpt(text), columns))
    for entry in advisory.affected:
        lines.extend(labelled("affects", excerpt(entry.package), columns))
        for events in entry.ranges:
            lines.extend(labelled("", f"  {excerpt(_range(events))}", columns))
        if entry.versions:
            lines.extend(labelled("", f"  {excerpt(', '.join(entry.versions))}", columns))
    return lines


def _severity(advisory: Advisory) -> str:
    """The severity that an audit counts with, and what it rests on."""
    rating = rate(advisory)
    if rating.severity is None:
        return "not stated"
    if advisory.malware:
        return f"{rating.severity.label} (malware always is)"
    score = rating.score
    by = f"CVSS {score.version}: {score.value}" if score is not None else "the database's word"
    return f"{rating.severity.label} ({by})"


def labelled(label: str, text: str, columns: int) -> list[str]:
    """A label and its text, which goes on under itself where it is longer than the line."""
    indent = " " * (LABEL_COLUMNS + 1 + len(text) - len(text.lstrip()))
    lines = textwrap.wrap(text.strip(), columns - len(indent), break_on_hyphens=False) or [""]
    first = f"{label:<{len(indent)}}{lines[0]}"
    return [first.rstrip(), *(f"{indent}{line}" for line in lines[1:])]


def hanging(text: str, columns: int) -> list[str]:
    """``text`` in lines of at most ``columns``; all but the first are indented."""
    return textwrap.wrap(text, columns, subsequent_indent="  ", break_on_hyphens=False)


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
    kind = "" if store.complete else ", which are not declared complete"
    if store.origin == "seed":
        kind = ", which is a seed and not complete"
    yield (
        f"{_count(len(matches.rows), 'finding')} in {_count(matches.examined, 'package')},"
        f" by {_count(store.records, 'record')} of {store.as_of[:10]}{kind}"
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


def difference_lines(found: Difference, columns: int) -> Iterator[str]:
    """What differs as lines of text, of at most ``columns``."""
    for text in _difference_texts(found):
        yield from hanging(text, columns)


def _difference_texts(found: Difference) -> Iterator[str]:
    records = found.records
    for word, ids in (
        ("added", records.added),
        ("changed", records.changed),
        ("withdrawn", records.withdrawn),
        ("removed", records.removed),
    ):
        if ids:
            more = f" and {len(ids) - SHOWN_IDS:,} more" if len(ids) > SHOWN_IDS else ""
            yield f"{_count(len(ids), 'record')} {word}: {' '.join(ids[:SHOWN_IDS])}{more}"
    for row in found.appeared:
        yield f"+ {_row_line(row)}"
    for row in found.gone:
        yield f"- {_row_line(row)}"
    for one in found.unchecked:
        yield f"not checked: {excerpt(one.component.location)}: {one.reason}"
    who = "the change introduced" if found.cause == "lockfile" else "the world learned of"
    yield (
        f"{who} {_count(len(found.appeared), 'finding')}, {len(found.gone)} gone,"
        f" {found.stayed} there before"
    )


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


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
