"""How is the state of the advisory store printed, as text and as JSON?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING

from auditor.sanitise import printable

if TYPE_CHECKING:
    from auditor.checks.advisories.exploitation import Known
    from auditor.sources.advisory_store import About
    from auditor.sources.advisory_tables import AboutTable, Name

Json = dict[str, object]


def status_data(store: str, about: About, tables: Mapping[Name, AboutTable], known: Known) -> Json:
    """The state as JSON data."""
    return {
        "store": store,
        "source": about.source,
        "complete": about.complete,
        "as_of": about.as_of,
        "digest": about.digest,
        "records": about.records,
        "packages": about.packages,
        "gaps": [{"subject": gap.subject, "reason": gap.reason} for gap in about.gaps],
        "vulnerabilities": known.total,
        "with_cve": known.with_cve,
        "epss": _table_data(tables.get("epss"), known.with_epss),
        "kev": _table_data(tables.get("kev"), known.with_kev),
    }


def status_lines(
    store: str,
    about: About,
    tables: Mapping[Name, AboutTable],
    known: Known,
    today: date,
) -> Iterator[tuple[str, str]]:
    """The state as labels and their texts."""
    left_out = f"{len(about.gaps)} records that cannot be read" if about.gaps else "nothing"
    for label, text in (
        ("store", store),
        ("source", about.source),
        ("coverage", "complete" if about.complete else "a part: not declared complete"),
        ("records", f"{about.records:,} about {about.packages:,} packages"),
        ("newest", f"{about.as_of[:10]} ({_age(about.as_of, today)})"),
        ("digest", about.digest),
        ("left out", left_out),
        ("EPSS", _table_text(tables.get("epss"), known.with_epss, known, today)),
        ("KEV", _table_text(tables.get("kev"), known.with_kev, known, today)),
    ):
        yield label, printable(text)


def _table_data(about: AboutTable | None, answers: int) -> Json | None:
    if about is None:
        return None
    return {
        "source": about.source,
        "as_of": about.as_of,
        "digest": about.digest,
        "entries": about.entries,
        "vulnerabilities": answers,
    }


def _table_text(about: AboutTable | None, answers: int, known: Known, today: date) -> str:
    if about is None:
        return "none: it is unknown of every vulnerability"
    return (
        f"{about.as_of or 'undated'} ({_age(about.as_of, today)}), {about.entries:,} CVEs;"
        f" an answer for {answers:,} of {known.total:,} vulnerabilities"
    )


def _age(as_of: str, today: date) -> str:
    try:
        days = (today - date.fromisoformat(as_of[:10])).days
    except ValueError:
        return "of an unknown day"
    return f"{days} days old" if days >= 0 else "of a day to come"
