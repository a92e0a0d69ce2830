"""Which code rules are there, and what does each one say about itself?

One native Semgrep file per rule under ``rules/<topic>/``. What is ours stands
in its ``metadata``; a rule is added by adding its file.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import Any, Literal, cast

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from auditor.checks.code.taint.shared import completed, passing_rules, summary_of
from auditor.errors import DataError
from auditor.model import Confidence, Severity, Value

Kind = Literal["finding", "fact"]


@dataclass(frozen=True, slots=True)
class RuleDoc:
    """The documentation of a rule, as ``auditor explain`` shows it.

    ``topic`` is the folder that the rule lies in; ``asvs`` are requirement ids of
    OWASP ASVS 5.0; ``facts`` the names of the facts a rule of kind ``fact`` yields.
    """

    id: str
    title: str
    kind: Kind
    severity: Severity
    confidence: Confidence
    cwe: tuple[int, ...]
    asvs: tuple[str, ...]
    tags: frozenset[str]
    why: str
    fix: str
    example: str
    facts: tuple[str, ...] = ()
    topic: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its documentation, what its matches become, and Semgrep's own form of it.

    ``summary`` is the form of a taint rule that finds which parameters of a function
    reach its sinks. ``reader`` names the reader that turns a match into facts; without one a
    match is the first of ``doc.facts`` with ``value`` and ``attributes``.
    """

    doc: RuleDoc
    native: Mapping[str, Any]
    summary: Mapping[str, Any] | None = None
    reader: str = ""
    value: Value = True
    attributes: Mapping[str, Value] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def id(self) -> str:
        """The rule's id, as findings carry it."""
        return self.doc.id


def load_rules(extra: Iterable[Traversable] = ()) -> tuple[Rule, ...]:
    """Every shipped rule and those of the folders ``extra``, sorted by id.

    Raises:
        DataError: a file is no rule, or two files claim the same id.
    """
    rules = [*_shipped(), *(rule for folder in extra for rule in _in_folder(folder))]
    rules.sort(key=lambda rule: rule.id)
    for one, next_one in itertools.pairwise(rules):
        if one.id == next_one.id:
            raise DataError(f"rule {one.id}: defined twice")
    return tuple(rules)


def documented_rules() -> tuple[RuleDoc, ...]:
    """The documentation of every shipped rule, sorted by id."""
    return tuple(rule.doc for rule in load_rules())


def natives_of(rules: Iterable[Rule]) -> list[Mapping[str, Any]]:
    """Everything that one scan runs: the rules, and those that follow data between functions."""
    found = [part for rule in rules for part in (rule.native, rule.summary) if part is not None]
    return [*found, *passing_rules()]


@cache
def _shipped() -> tuple[Rule, ...]:
    return tuple(_in_folder(files("auditor.checks.code").joinpath("rules")))


def _in_folder(folder: Traversable, topic: str = "") -> Iterator[Rule]:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            yield from _in_folder(entry, entry.name)
        elif entry.name.endswith(".yaml"):
            yield _read(entry, topic)


@cache
def _yaml() -> YAML:
    return YAML(typ="safe")


def _read(file: Traversable, topic: str) -> Rule:
    try:
        document = _yaml().load(file.read_text(encoding="utf-8"))
        (native,) = document["rules"]
        rule = _rule(native, topic)
    except (YAMLError, KeyError, TypeError, ValueError) as error:
        detail = f"{type(error).__name__}: {error}".partition("\n")[0]
        raise DataError(f"{file.name}: no code rule: {detail}") from error
    if f"{rule.id.replace('-', '_')}.yaml" != file.name:
        raise DataError(f"{file.name}: the file is not named after its rule {rule.id}")
    return rule


def _rule(native: dict[str, Any], topic: str) -> Rule:
    ours = native["metadata"]
    kind = ours["kind"]
    if kind not in {"finding", "fact"}:
        raise ValueError(f"kind {kind!r}")
    doc = RuleDoc(
        id=native["id"],
        title=ours["title"],
        kind=cast("Kind", kind),
        severity=Severity[ours["severity"].upper()],
        confidence=Confidence[ours["confidence"].upper()],
        cwe=tuple(ours["cwe"]),
        asvs=tuple(ours["asvs"]),
        tags=frozenset(ours["tags"]),
        why=ours["why"].strip(),
        fix=ours["fix"].strip(),
        example=ours["example"].strip(),
        facts=tuple(ours["facts"]) if kind == "fact" else (),
        topic=topic,
    )
    return Rule(
        doc,
        native=MappingProxyType(completed(native)),
        summary=summary_of(native),
        reader=ours.get("reader", ""),
        value=ours.get("value", True),
        attributes=MappingProxyType(dict(ours.get("attributes", {}))),
    )
