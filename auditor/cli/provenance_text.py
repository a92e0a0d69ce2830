"""How is the provenance of a project printed, as text and as JSON?"""

from __future__ import annotations

import textwrap
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from auditor.sanitise import printable

if TYPE_CHECKING:
    from auditor.checks.provenance.survey import Row
    from auditor.model import Gap
    from auditor.provenance.origin import Origin, Proof

FORMAT = "auditor.provenance-check/1"
SHOWN = 5

_TITLES = {
    "fails": "wrong",
    "undecided": "cannot be judged",
    "notice": "changed, and may",
    "fine": "nothing proven",
}
_NEXT = {
    "fails": "do not install what is wrong until it is explained",
    "unreachable": "ask again with --online, or add its registry's documents",
    "trust_root_too_old": "renew what is trusted: auditor provenance update",
    "unknown_key": "renew what is trusted: auditor provenance update",
    "not_pinned": "pin what is new: auditor provenance pin -o provenance.lock",
}
_NAMES = {"missing": "without provenance"}
_PROVEN = frozenset({"verified", "unchanged"})

Json = dict[str, object]


def as_lines(
    rows: Sequence[Row], gaps: Sequence[Gap], trusted: Sequence[str], width: int, *, verbose: bool
) -> Iterator[str]:
    """Yield the lines: counts, what is trusted, the packages that are not verified, what to do.

    ``width`` in columns; without ``verbose`` at most SHOWN packages of what is not wrong.
    """
    rows = _once(rows)
    standings = Counter(row.proven.standing.value for row in rows)
    counts = ", ".join(f"{count} {_name(name)}" for name, count in _by_count(standings))
    yield from _wrapped(f"{len(rows)} packages: {counts or 'none'}", "", width)
    for line in trusted:
        yield from _wrapped(line, "", width)
    for answer, title in _TITLES.items():
        here = [row for row in rows if row.answer.value == answer and row.group not in _PROVEN]
        if here:
            yield ""
            yield f"{title} ({len(here)})"
            yield from _groups(here, answer, width, verbose=verbose)
    for gap in gaps:
        yield from _wrapped(f"not read: {gap.subject}: {gap.reason}", "", width)
    advice = [_NEXT[key] for key in _reasons(rows) if key in _NEXT]
    if advice:
        yield ""
    for text in dict.fromkeys(advice):
        yield from _wrapped(f"next: {text}", "", width)


def as_document(rows: Sequence[Row], gaps: Sequence[Gap], trusted: Mapping[str, object]) -> Json:
    """Return all that is known, as JSON values."""
    rows = _once(rows)
    return {
        "format": FORMAT,
        "counts": {
            "packages": len(rows),
            "standings": dict(sorted(Counter(row.proven.standing.value for row in rows).items())),
            "answers": dict(sorted(Counter(row.answer.value for row in rows).items())),
            "pins": dict(sorted(Counter(row.judged.standing.value for row in rows).items())),
        },
        "trusted": dict(trusted),
        "packages": [_package(row) for row in rows],
        "gaps": [{"subject": gap.subject, "reason": gap.reason} for gap in gaps],
    }


def _package(row: Row) -> Json:
    component, judged = row.proven.component, row.judged
    return {
        "name": component.name,
        "version": component.version,
        "purl": component.purl,
        "answer": row.answer.value,
        "group": row.group,
        "reason": row.reason,
        "standing": row.proven.standing.value,
        "code": row.proven.code or row.proven.standing.value,
        "pin": judged.standing.value,
        "pinned_on": judged.pin.established_on if judged.pin else None,
        "changes": [change.value for change in judged.changes],
        "origin": _origin(judged.release.origin),
        "proof": _proof(judged.release.proof),
    }


def _origin(origin: Origin | None) -> Json | None:
    if origin is None:
        return None
    from dataclasses import asdict  # noqa: PLC0415 -- for JSON alone

    return asdict(origin)


def _proof(proof: Proof | None) -> Json | None:
    if proof is None:
        return None
    return {
        "signed_at": f"{proof.signed_at:%Y-%m-%dT%H:%M:%SZ}",
        "log_id": proof.log_id,
        "log_index": proof.log_index,
        "sha256": proof.sha256,
    }


def _once(rows: Sequence[Row]) -> list[Row]:
    """One row per package and what is said of it, however many places it is installed at."""
    found = {
        (row.proven.component.name, row.proven.component.version or "", row.group, row.reason): row
        for row in rows
    }
    return [found[key] for key in sorted(found)]


def _groups(rows: Sequence[Row], answer: str, width: int, *, verbose: bool) -> Iterator[str]:
    groups: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        groups[row.group].append(row)
    for group, members in sorted(groups.items(), key=lambda one: (-len(one[1]), one[0])):
        yield f"  {_name(group)} ({len(members)})"
        some = members if verbose or answer != "fine" else members[:SHOWN]
        reasons = {row.reason for row in members}
        for row in some:
            component = row.proven.component
            package = f"{component.name}@{component.version}"
            text = package if len(reasons) == 1 and len(members) > 1 else f"{package}: {row.reason}"
            yield from _wrapped(text, "    ", width)
        if len(reasons) == 1 and len(members) > 1:
            yield from _wrapped(f"each: {members[0].reason}", "    ", width)
        if len(some) < len(members):
            yield f"    and {len(members) - len(some)} more: --verbose"


def _reasons(rows: Sequence[Row]) -> Iterator[str]:
    for row in sorted(rows, key=lambda one: list(_TITLES).index(one.answer.value)):
        yield row.answer.value
        yield row.group
        yield row.judged.standing.value


def _name(group: str) -> str:
    return _NAMES.get(group, group.replace("_", " "))


def _by_count(counts: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda one: (-one[1], one[0]))


def _wrapped(text: str, indent: str, width: int) -> list[str]:
    return textwrap.wrap(
        printable(text), width, initial_indent=indent, subsequent_indent=f"{indent}  "
    )
