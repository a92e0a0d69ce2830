from __future__ import annotations

from pathlib import Path

import pytest

from auditor.checks.code.rules import documented_rules, load_rules
from auditor.errors import DataError
from auditor.model import Confidence, Severity

RULE = """\
rules:
  - id: debugger-left-in
    languages: [javascript, typescript]
    severity: WARNING
    message: a debugger statement was left in
    pattern: debugger
    metadata:
      kind: finding
      title: Debugger left in
      severity: low
      confidence: high
      cwe: [489]
      asvs: ["13.4.2"]
      tags: [debug]
      why: It stops.
      fix: remove it
      example: ""
"""


def written(folder: Path, text: str, name: str = "debugger_left_in.yaml") -> Path:
    topic = folder / "topic"
    topic.mkdir()
    (topic / name).write_text(text)
    return folder


def test_a_rule_is_added_by_adding_a_file(tmp_path: Path) -> None:
    added = {rule.id: rule for rule in load_rules([written(tmp_path, RULE)])}["debugger-left-in"]
    assert added.doc.severity is Severity.LOW
    assert added.doc.confidence is Confidence.HIGH
    assert added.doc.cwe == (489,)
    assert added.doc.tags == {"debug"}
    assert added.native["pattern"] == "debugger"


def test_other_files_are_no_rules(tmp_path: Path) -> None:
    assert load_rules([written(tmp_path, "no rule", "README.md")]) == load_rules()


def test_rules_are_documented_in_the_order_of_their_ids() -> None:
    docs = documented_rules()
    assert [doc.id for doc in docs] == sorted(rule.id for rule in load_rules())
    assert len(docs) >= 30


@pytest.mark.parametrize(
    "broken",
    [
        "rules: []",
        "rules: [1]",
        "{",
        "other: 1",
        RULE.replace("kind: finding", "kind: opinion"),
        RULE.replace("severity: low", "severity: awful"),
        RULE.replace("      title: Debugger left in\n", ""),
        RULE.replace("debugger-left-in", "another-id"),
    ],
)
def test_a_file_that_is_no_rule_is_named(tmp_path: Path, broken: str) -> None:
    with pytest.raises(DataError, match=r"^debugger_left_in\.yaml: "):
        load_rules([written(tmp_path, broken)])


def test_an_id_belongs_to_one_file(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    folders = [written(tmp_path / "one", RULE), written(tmp_path / "two", RULE)]
    with pytest.raises(DataError, match="rule debugger-left-in: defined twice"):
        load_rules(folders)
