"""What does one OSV record say about npm packages?

The Open Source Vulnerability format, schema 1.7, sections "affected" and
"ranges". What decides a match is read strictly; what is only shown (summary,
aliases, severity) is dropped where it has the wrong type.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Literal, TypeGuard

from auditor.errors import DataError

ECOSYSTEM = "npm"
MAX_SUMMARY_CHARACTERS = 300
MAX_ALIASES = 50
MAX_WEAKNESSES = 50

EventKind = Literal["introduced", "fixed", "last_affected", "limit"]

_ID = re.compile(r"[!-~]{1,128}")
_TIMESTAMP = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?Z", re.ASCII)
_LAST_KNOWN = re.compile(r"\s*(<=?)\s*(\S+)\s*")
_NO_NAME = re.compile("[\x00\ud800-\udfff]")
_WEAKNESS = re.compile(r"CWE-\d{1,5}", re.ASCII)
_ORDERED_TYPES = ("SEMVER", "ECOSYSTEM")


@dataclass(frozen=True, slots=True)
class Event:
    """Where a range begins or ends, as the record spells it. A ``limit`` ends it exclusively."""

    kind: EventKind
    version: str


@dataclass(frozen=True, slots=True)
class Affected:
    """One entry of ``affected`` for an npm package: any of the ranges or any of the versions."""

    package: str
    ranges: tuple[tuple[Event, ...], ...]
    versions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Advisory:
    """The npm part of one record.

    ``modified`` sorts by time (empty where the record gives none that can be
    read); ``severity`` is the database's own word in upper case, or empty;
    ``cvss`` the vectors, ``cwes`` ids such as ``CWE-79``. ``affected`` is never
    empty, has one entry per package, and is sorted by package.
    """

    id: str
    modified: str
    summary: str
    aliases: tuple[str, ...]
    severity: str
    cvss: tuple[str, ...]
    withdrawn: bool
    affected: tuple[Affected, ...]
    published: str = ""
    cwes: tuple[str, ...] = ()

    @property
    def malware(self) -> bool:
        """Whether the record says that the package itself is the attack."""
        return self.id.startswith("MAL-")

    def about(self, package: str) -> Advisory:
        """The part of the advisory that is about ``package``."""
        mine = tuple(entry for entry in self.affected if entry.package == package)
        return self if len(mine) == len(self.affected) else replace(self, affected=mine)


def parse(data: bytes) -> Advisory | None:
    """Read one record; None where it is about other ecosystems alone.

    Raises:
        DataError: no JSON, or no record that could be matched; the message
            says what is wrong and leaves naming the file to the caller.
    """
    record = _decoded(data)
    if not isinstance(record, dict):
        raise DataError("the document is no JSON object")
    record_id = record.get("id")
    if not isinstance(record_id, str) or not _ID.fullmatch(record_id):
        raise DataError("id is no advisory id")
    affected = _by_package(
        _affected(entry, f"affected[{index}]")
        for index, entry in enumerate(_list(record.get("affected"), "affected"))
        if _is_npm(entry, f"affected[{index}]")
    )
    if not affected:
        return None
    return Advisory(
        id=record_id,
        modified=_sortable(record.get("modified")),
        summary=_summary(record.get("summary")),
        aliases=_aliases(record.get("aliases")),
        severity=_severity(record.get("database_specific")),
        cvss=_vectors(record.get("severity")),
        withdrawn=_withdrawn(record.get("withdrawn")),
        affected=affected,
        published=_to_the_second(_sortable(record.get("published"))),
        cwes=_weaknesses(record.get("database_specific")),
    )


def _by_package(entries: Iterable[Affected]) -> tuple[Affected, ...]:
    """One entry per package: any of the ranges, or any of the versions, of all of its entries."""
    merged: dict[str, Affected] = {}
    for entry in entries:
        known = merged.get(entry.package)
        merged[entry.package] = entry if known is None else _merged(known, entry)
    return tuple(merged[name] for name in sorted(merged))


def _merged(one: Affected, two: Affected) -> Affected:
    return Affected(
        one.package,
        tuple(dict.fromkeys((*one.ranges, *two.ranges))),
        tuple(dict.fromkeys((*one.versions, *two.versions))),
    )


def _decoded(data: bytes) -> Any:
    try:
        return json.loads(data)
    except RecursionError as error:
        raise DataError("the document is nested too deeply") from error
    except ValueError as error:  # also text that is not UTF-8, and numbers beyond reason
        raise DataError("the document is no JSON") from error


def _is_npm(entry: object, place: str) -> TypeGuard[dict[str, Any]]:
    package = entry.get("package") if isinstance(entry, dict) else None
    if package is None and isinstance(entry, dict):
        return False  # ranges over a git repository need no package
    if not isinstance(package, dict) or not isinstance(package.get("ecosystem"), str):
        raise DataError(f"{place}: package has no ecosystem")
    return bool(package["ecosystem"] == ECOSYSTEM)


def _affected(entry: dict[str, Any], place: str) -> Affected:
    name = entry["package"].get("name")
    if not isinstance(name, str) or not name:
        raise DataError(f"{place}: package has no name")
    if _NO_NAME.search(name):
        raise DataError(f"{place}: the package name holds what no text can hold")
    ranges = [
        _range(value, f"{place}.ranges[{index}]")
        for index, value in enumerate(_list(entry.get("ranges"), f"{place}.ranges"))
    ]
    bound = _last_known(entry.get("database_specific"))
    return Affected(
        package=name,
        ranges=tuple(_bounded(events, bound) for events in ranges if events),
        versions=_strings(entry.get("versions"), f"{place}.versions"),
    )


def _range(value: object, place: str) -> tuple[Event, ...]:
    """The events of a range over versions; none for one over git commits."""
    if not isinstance(value, dict):
        raise DataError(f"{place} is no object")
    if value.get("type") == "GIT":
        return ()
    if value.get("type") not in _ORDERED_TYPES:
        raise DataError(f"{place}: type is none of SEMVER, ECOSYSTEM and GIT")
    events = [
        event
        for index, item in enumerate(_list(value.get("events"), f"{place}.events"))
        for event in _events(item, f"{place}.events[{index}]")
    ]
    if not any(event.kind == "introduced" for event in events):
        raise DataError(f"{place}: no event says where the range begins")
    return tuple(events)


def _events(item: object, place: str) -> list[Event]:
    if not isinstance(item, dict) or not item:
        raise DataError(f"{place} is no event")
    events = []
    for kind, version in item.items():
        if kind not in ("introduced", "fixed", "last_affected", "limit"):
            raise DataError(f"{place} is of a kind that OSV does not define")
        if not isinstance(version, str):
            raise DataError(f"{place}: the version is no text")
        events.append(Event(kind, version))
    return events


def _last_known(specific: object) -> Event | None:
    """GitHub's upper bound of a range without a fix, e.g. ``<= 1.4.2``."""
    text = specific.get("last_known_affected_version_range") if isinstance(specific, dict) else None
    found = _LAST_KNOWN.fullmatch(text) if isinstance(text, str) else None
    if found is None:
        return None
    return Event("last_affected" if found[1] == "<=" else "limit", found[2])


def _bounded(events: tuple[Event, ...], bound: Event | None) -> tuple[Event, ...]:
    if bound is None or any(event.kind in ("fixed", "last_affected") for event in events):
        return events
    return (*events, bound)


def _list(value: object, place: str) -> list[Any]:
    if value is None:
        return []
    if not isinstance(value, list):
        raise DataError(f"{place} is no list")
    return value


def _strings(value: object, place: str) -> tuple[str, ...]:
    items = _list(value, place)
    if not all(isinstance(item, str) for item in items):
        raise DataError(f"{place} holds something that is no text")
    return tuple(items)


def _withdrawn(value: object) -> bool:
    if value is None:
        return False
    if not isinstance(value, str) or not _TIMESTAMP.fullmatch(value):
        raise DataError("withdrawn is no time in UTC")
    return True


def _sortable(value: object) -> str:
    found = _TIMESTAMP.fullmatch(value) if isinstance(value, str) else None
    return f"{found[1]}.{found[2] or '':0<9}Z" if found else ""


def _to_the_second(time: str) -> str:
    return f"{time[:19]}.000000000Z" if time else ""


def _summary(value: object) -> str:
    text = " ".join(value.split()) if isinstance(value, str) else ""
    return text[:MAX_SUMMARY_CHARACTERS]


def _aliases(value: object) -> tuple[str, ...]:
    items = value if isinstance(value, list) else []
    known = {item for item in items if isinstance(item, str) and _ID.fullmatch(item)}
    return tuple(sorted(known)[:MAX_ALIASES])


def _severity(specific: object) -> str:
    word = specific.get("severity") if isinstance(specific, dict) else None
    return word.strip().upper() if isinstance(word, str) else ""


def _weaknesses(specific: object) -> tuple[str, ...]:
    items = specific.get("cwe_ids") if isinstance(specific, dict) else None
    known = items if isinstance(items, list) else []
    found = {item for item in known if isinstance(item, str) and _WEAKNESS.fullmatch(item)}
    return tuple(sorted(found)[:MAX_WEAKNESSES])


def _vectors(value: object) -> tuple[str, ...]:
    items = value if isinstance(value, list) else []
    scores = (item.get("score") for item in items if isinstance(item, dict))
    return tuple(sorted(score for score in scores if isinstance(score, str)))
