"""By what is a failing instance recognised in another audit?

A fingerprint has four parts, ``what:where:function:ordinal``. For a place in
the source, ``what`` is the control, the rule and the matched text, ``where``
the path, ``function`` the functions around it; things that are equal in all
three are told apart by their order in the file. For a package, ``what`` is the
control and the advisory or rule, ``where`` the purl without its version. No
line number, no message: they change while the thing stays the same.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from auditor.assessment import FAILING, Instance

if TYPE_CHECKING:
    from auditor.assessment import ControlResult
    from auditor.model import Location, Passage

DIGITS = 16
"""Hexadecimal digits of each hash in a fingerprint."""


def identified(
    results: Iterable[ControlResult], passages: Mapping[Location, Passage]
) -> tuple[ControlResult, ...]:
    """Return the results with a fingerprint on every failing instance, unique in its control."""
    return tuple(_identified(result, passages) for result in results)


def _identified(result: ControlResult, passages: Mapping[Location, Passage]) -> ControlResult:
    if not result.instances or result.verdict not in FAILING:
        return result
    seen: Counter[str] = Counter()
    told = []
    for instance in result.instances:  # in the order of their places
        base = _base(result.control.id, instance, passages)
        told.append(_with_fingerprint(instance, f"{base}:{seen[base]}"))
        seen[base] += 1
    return replace(result, instances=tuple(told))


def _base(control: str, instance: Instance, passages: Mapping[Location, Passage]) -> str:
    location = instance.location
    names = (control, *instance.identifiers)
    if instance.purl:
        parts = (part_of(*names), _where(package_of(instance.purl)), _where())
    elif location is None:
        parts = (part_of(*names), _where(), _where())
    else:
        passage = passages.get(location)
        text, function = (passage.digest, passage.function) if passage else ("", "")
        parts = (part_of(*names, text), _where(location.path), _where(function))
    return ":".join(parts)


def package_of(purl: str) -> str:
    """Return the purl without version, qualifiers and subpath (purl specification, section 4)."""
    bare = purl.partition("#")[0].partition("?")[0]
    return bare.rpartition("@")[0] or bare


def part_of(*texts: str) -> str:
    """Return one part of a fingerprint: a short hash of the texts, each with its length."""
    joined = "".join([f"{len(text)}:{text}" for text in texts])
    return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:DIGITS]


_where = lru_cache(maxsize=4_096)(part_of)  # paths and functions come again and again


def _with_fingerprint(instance: Instance, fingerprint: str) -> Instance:
    """What ``dataclasses.replace`` does, several times as fast: there may be thousands."""
    return Instance(
        instance.message,
        instance.location,
        instance.purl,
        instance.severity,
        instance.identifiers,
        instance.waived_by,
        fingerprint,
        instance.is_new,
    )
