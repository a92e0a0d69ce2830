import re
from collections.abc import Mapping
from fnmatch import fnmatchcase
from typing import Any

import pytest

from auditor.sources.semgrep_words import RuleChoice, need_of


def words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", text))


def rule(name: str = "one", **formula: Any) -> dict[str, Any]:
    return {"id": name, "languages": ["javascript", "typescript"], "message": "m", **formula}


@pytest.mark.parametrize(
    ("formula", "enough", "too_little"),
    [
        ({"pattern": "$APP.disable('x-powered-by')"}, "disable x powered by", "disable powered"),
        ({"pattern": "async function $F(...) { return; }"}, "", None),
        ({"pattern": "import $H from 'helmet'"}, "helmet", "import from"),
        ({"pattern": '$RES.set("=~/^etag$/", $X)'}, "set", "etag"),
        ({"pattern": "$.extend($...MORE, $X_2)"}, "extend", "X_2"),
        ({"patterns": [{"pattern": "a1()"}, {"pattern-inside": "b1()"}]}, "a1 b1", "a1"),
        ({"patterns": [{"pattern": "a1()"}, {"pattern-not": "b1()"}]}, "a1", "b1"),
        ({"pattern-either": [{"pattern": "a1()"}, {"pattern": "b1()"}]}, "b1", "c1"),
        ({"pattern-either": [{"pattern": "a1()"}, {"pattern": "$X()"}]}, "", None),
        (
            {
                "patterns": [
                    {"pattern": "$X.go()"},
                    {"metavariable-regex": {"metavariable": "$X", "regex": "^(?:app|server)$"}},
                ]
            },
            "go server",
            "go router",
        ),
        (
            {
                "patterns": [
                    {"pattern": "go($X)"},
                    {"metavariable-regex": {"metavariable": "$X", "regex": "(?i)^app$"}},
                ]
            },
            "go",
            "app",
        ),
        (
            {
                "patterns": [
                    {"pattern": "go($X)"},
                    {"metavariable-pattern": {"metavariable": "$X", "pattern": "atob(...)"}},
                ]
            },
            "go atob",
            "go",
        ),
        ({"patterns": [{"pattern-inside": {"patterns": [{"pattern": "a1()"}]}}]}, "a1", "b1"),
        (
            {
                "mode": "taint",
                "pattern-sources": [{"pattern": "$R.body"}, {"pattern": "$R.query"}],
                "pattern-sinks": [{"pattern": "eval(...)"}],
            },
            "query eval",
            "query body",
        ),
        ({"pattern": None}, "", None),
        ({"mode": "taint"}, "", None),
    ],
)
def test_a_file_must_hold_what_the_patterns_name(
    formula: Mapping[str, Any], enough: str, too_little: str | None
) -> None:
    need = need_of(rule(**formula))
    assert need.met(words(enough))
    if too_little is not None:
        assert not need.met(words(too_little))


def chosen(choice: RuleChoice, folder: str) -> list[str]:
    """The ids of the rules that the engine would run in ``folder``."""
    return [
        one["id"]
        for one in choice.chosen_rules()
        if any(fnmatchcase(folder, glob) for glob in one["paths"]["include"])
    ]


def test_the_folder_tells_exactly_the_rules_of_a_file() -> None:
    rules = [rule(f"r{number}", pattern=f"call{number}()") for number in range(9)]
    choice = RuleChoice(rules)
    one = choice.choose("000001.js", b"call0(); call3(); call8()")
    other = choice.choose("000002.js", b"call3(); call4()")
    assert chosen(choice, one) == ["r0", "r3", "r8"]
    assert chosen(choice, other) == ["r3", "r4"]


def test_a_file_that_no_rule_is_for_has_no_folder() -> None:
    choice = RuleChoice([rule(pattern="eval(...)")])
    assert choice.choose("000001.js", b"print(1)") == ""
    assert choice.chosen_rules() == []


def test_typescript_is_read_by_a_rule_of_its_own() -> None:
    choice = RuleChoice([rule(pattern="eval(...)"), rule("words", languages=["regex"])])
    script = choice.choose("000001.js", b"eval(x)")
    typed = choice.choose("000002.ts", b"eval(x)")
    assert chosen(choice, script) == ["one", "words"]
    assert chosen(choice, typed) == ["one--typescript", "words--typescript"]
    assert [one["languages"] for one in choice.chosen_rules()] == [
        ["javascript"],
        ["typescript"],
        ["regex"],
        ["regex"],
    ]


def test_metadata_choose_files_and_stay_at_home() -> None:
    metadata = {"files-with": [r"(?i)X-Frame-\w+", r"\b(?:res|reply)\b"], "uses": ("browser",)}
    choice = RuleChoice([rule(pattern="$R.set(...)", metadata=metadata)])
    assert choice.choose("a.js", b"res.set('x-frame-options')")
    assert not choice.choose("a.js", b"response.set('x-frame-options')")
    assert not choice.choose("a.js", b"res.set('x-f')")
    assert choice.choose("a.js", b"res.set('x-FRAME-options')", "browser")
    assert not choice.choose("a.js", b"res.set('x-frame-options')", "tests")
    assert "metadata" not in choice.chosen_rules()[0]


def test_a_rule_for_some_names_is_run_on_those_alone() -> None:
    view = {
        "id": "v",
        "languages": ["regex"],
        "paths": {"include": ["*.ejs"]},
        "pattern-regex": "x",
    }
    choice = RuleChoice([view])
    assert choice.choose("000001.ejs", b"")
    assert not choice.choose("000002.js", b"")
