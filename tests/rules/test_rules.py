"""Does every rule find what its fixture marks, and nothing else?

A mark stands on the line before: ``ruleid:`` where the rule must match, ``ok:``
where it must not. One Semgrep process runs all rules over all fixtures.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from auditor.checks.code.readers import all_readers
from auditor.checks.code.rules import Rule, load_rules, natives_of
from auditor.sources.semgrep import Scan, Semgrep
from auditor.targets.directory import open_directory

FIXTURES = Path(__file__).parent
RULES = load_rules()
IDS = [rule.id for rule in RULES]

_MARK = re.compile(r"^\s*(?://-?|<!--)\s*(ruleid|ok):\s*([a-z0-9-]+)(.*)$")
_SCRIPTS = frozenset({".js", ".mjs", ".ts"})
_VIEWS = frozenset({".ejs", ".hbs", ".html", ".njk", ".pug"})
_INTERPOLATED = re.compile(r"\$[A-Z_]+")


@dataclass(frozen=True, slots=True)
class Mark:
    kind: str
    rule: str
    line: int
    near_miss: bool


def marks_of(path: Path) -> Iterator[Mark]:
    for number, text in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        found = _MARK.match(text)
        if found:
            yield Mark(found[1], found[2], number + 1, "(near miss: " in found[3])


def fixtures_of(rule: Rule) -> list[Path]:
    return sorted(FIXTURES.glob(f"*/{rule.id.replace('-', '_')}.*"))


def is_about_views(rule: Rule) -> bool:
    return rule.id.startswith("view-")


@pytest.fixture(scope="session")
def scan() -> Scan:
    return Semgrep().scan(open_directory(FIXTURES), natives_of(RULES), timeout_s=300)


def test_reads_every_fixture_in_full(scan: Scan) -> None:
    assert scan.gaps == ()


@pytest.mark.parametrize("rule", RULES, ids=IDS)
def test_finds_what_is_marked_and_nothing_else(rule: Rule, scan: Scan) -> None:
    found: dict[str, set[int]] = defaultdict(set)
    for match in scan.matches:
        if match.rule == rule.id:
            found[match.path].add(match.start_line)
    for path in fixtures_of(rule):
        name = path.relative_to(FIXTURES).as_posix()
        expected = {mark.line for mark in marks_of(path) if mark.kind == "ruleid"}
        assert found[name] == expected, name


@pytest.mark.parametrize("rule", RULES, ids=IDS)
def test_has_firing_and_silent_cases_and_a_near_miss(rule: Rule) -> None:
    paths = fixtures_of(rule)
    marks = [mark for path in paths for mark in marks_of(path)]
    assert {mark.rule for mark in marks} == {rule.id}
    assert sum(mark.kind == "ruleid" for mark in marks) >= 2
    assert sum(mark.kind == "ok" for mark in marks) >= 2
    assert any(mark.near_miss for mark in marks)
    if not is_about_views(rule):
        assert len({path.suffix for path in paths}) >= 2, "CommonJS, and ES modules or TypeScript"


def test_every_fixture_belongs_to_a_rule_of_its_topic() -> None:
    fixtures = {path for rule in RULES for path in fixtures_of(rule)}
    assert fixtures == {path for path in FIXTURES.glob("*/*") if path.suffix in _SCRIPTS | _VIEWS}


@pytest.mark.parametrize("rule", RULES, ids=IDS)
def test_documents_itself(rule: Rule) -> None:
    doc = rule.doc
    assert doc.title
    assert doc.why
    assert doc.fix
    assert doc.example
    assert all(re.fullmatch(r"\d+(\.\d+){2}", requirement) for requirement in doc.asvs)
    languages = {"regex"} if is_about_views(rule) else {"javascript", "typescript"}
    assert set(rule.native["languages"]) == languages
    if doc.kind == "finding":
        assert doc.cwe
        assert doc.asvs
        assert doc.tags
        assert not rule.reader
    else:
        assert doc.facts
        assert not doc.tags


@pytest.mark.parametrize("rule", RULES, ids=IDS)
def test_quotes_nothing_but_the_names_of_variables(rule: Rule) -> None:
    assert set(_INTERPOLATED.findall(rule.native["message"])) <= {"$NAME"}


def test_names_readers_that_exist_and_every_reader_is_named() -> None:
    assert {rule.reader for rule in RULES if rule.reader} == set(all_readers())
