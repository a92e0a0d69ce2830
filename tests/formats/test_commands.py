from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.formats.commands import (
    MAX_CHARACTERS,
    MAX_COMMANDS,
    MAX_NESTED_SCRIPTS,
    Command,
    expanded,
    read_commands,
    script_name,
)


def fates(text: str, *, stops: bool = True, pipes_fail: bool = False) -> dict[str, str]:
    found = read_commands(text, stops=stops, pipes_fail=pipes_fail)
    return {" ".join(one.words): one.neutered for one in found}


@pytest.mark.parametrize(
    "text",
    [
        "npm audit",
        "npm audit && npm test",
        "npm audit; npm test",
        "npm audit\nnpm test",
        "npm audit || exit 1",
        "npm audit ||\n  exit 1",
        "npm audit || exit $?",
        "npm audit || exit",
        "npm audit || { echo no; exit 2; }",
        "npm audit || (echo no && false)",
        "npm audit || {\n echo no\n exit 1\n}",
        "npm audit # || true",
        "set -o pipefail; npm audit | tee log",
        "set -euo pipefail\nnpm audit | tee log",
        "if [ -f x ]; then npm audit; fi",
        "FOO=1 sudo npm audit",
        "npm \\\n  audit",
    ],
)
def test_a_failure_that_counts(text: str) -> None:
    assert fates(text)["npm audit"] == ""


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("npm audit || true", "|| true"),
        ("npm audit || :", "|| :"),
        ("npm audit || exit 0", "|| exit 0"),
        ("npm audit || echo no", "|| echo no"),
        ("npm audit || echo no; exit 1", "|| echo no"),
        ("npm audit || true\nexit 1", "|| true"),
        ("npm audit || { echo no; }", "|| echo no"),
        ("npm audit && npm test || true", "|| true"),
        ("(npm audit; npm test) || true", "|| true"),
        ("{ npm audit; } || true", "|| true"),
        ("npm audit | tee log", "its result is lost in a pipe"),
        ("npm audit &", "it runs in the background"),
        ("if npm audit; then echo; fi", "its result is a condition"),
        ("! npm audit", "its result is a condition"),
        ("set +e\nnpm audit\necho", "the shell goes on after a failure"),
        ("set +o errexit; npm audit; echo", "the shell goes on after a failure"),
        ("set -o pipefail; set +o pipefail; npm audit | cat", "its result is lost in a pipe"),
    ],
)
def test_a_failure_of_no_consequence(text: str, why: str) -> None:
    assert fates(text)["npm audit"] == why


def test_the_last_command_of_a_shell_that_goes_on_decides() -> None:
    found = fates("npm audit\nnpm test", stops=False)
    assert found == {"npm audit": "the shell goes on after a failure", "npm test": ""}


def test_the_pipe_of_a_shell_with_pipefail_fails() -> None:
    assert fates("npm audit | tee log", pipes_fail=True)["npm audit"] == ""


def test_quotes_and_comments_are_not_taken_for_operators() -> None:
    found = read_commands("echo 'npm audit || true' \"a;b\" # npm ci\nnpm ls a#b\necho \\; x")
    assert [one.words for one in found] == [
        ("echo", "npm audit || true", "a;b"),
        ("npm", "ls", "a#b"),
        ("echo", ";", "x"),
    ]
    assert [one.line for one in found] == [1, 2, 3]


def test_what_stands_before_a_command_is_taken_off() -> None:
    found = read_commands("CI=1 time /usr/bin/npm ci\ntimeout -k 5 30 npm test")
    assert [one.words for one in found] == [("npm", "ci"), ("npm", "test")]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("npx --yes retire@5 --js", ("retire", "--js")),
        ("npx -p semgrep -p other semgrep ci", ("semgrep", "ci")),
        ("npx @cyclonedx/cyclonedx-npm@2 -o x", ("cyclonedx-npm", "-o", "x")),
        ("pnpm dlx audit-ci", ("audit-ci",)),
        ("npm exec -- audit-ci --high", ("audit-ci", "--high")),
        ("npx", ("npx",)),
    ],
)
def test_what_a_package_runner_runs_is_seen(text: str, words: tuple[str, ...]) -> None:
    (command,) = read_commands(text)
    assert [one.words for one in expanded(command, {})] == [words]


def test_scripts_of_package_json_are_followed() -> None:
    scripts = {"check": "npm run audit || true", "audit": "npm audit; npm test", "test": "mocha"}
    (command,) = read_commands("npm run check")
    found = list(expanded(Command(command.words, line=7), scripts))
    assert [(one.words, one.line, one.neutered) for one in found] == [
        (("npm", "audit"), 7, "|| true"),
        (("mocha",), 7, "|| true"),
        (("true",), 7, ""),
    ]


def test_scripts_that_run_themselves_end() -> None:
    (command,) = read_commands("npm run a")
    found = list(expanded(command, {"a": "npm run a && npm run a"}))
    assert len(found) == 2**MAX_NESTED_SCRIPTS
    assert found[0].words == ("npm", "run", "a")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("npm run x", "x"),
        ("npm run-script x --silent", "x"),
        ("npm --silent run x", "x"),
        ("npm t", "test"),
        ("npm start", "start"),
        ("yarn lint", "lint"),
        ("npm lint", ""),
        ("npm run", ""),
        ("npm -v", ""),
        ("node x", ""),
    ],
)
def test_the_name_of_a_script(text: str, name: str) -> None:
    assert script_name(tuple(text.split())) == name


def test_the_length_of_a_text_and_the_number_of_commands_are_limited() -> None:
    text = "a;" * MAX_COMMANDS
    assert len(read_commands(text)) == MAX_COMMANDS
    assert len(read_commands(text + "a")) == MAX_COMMANDS
    long = " " * (MAX_CHARACTERS - 1)
    assert [one.words for one in read_commands(long + "ab")] == [("a",)]


@given(st.text(alphabet="ab \n;&|(){}'\"\\#$!=-e0", max_size=60))
def test_any_text_has_commands_or_none(text: str) -> None:
    for command in read_commands(text):
        assert command.words
        assert 1 <= command.line <= text.count("\n") + 1
        assert list(expanded(command, {"a": "b"}))


def test_a_quote_that_never_ends_hides_nothing_before_it() -> None:
    assert ("npm", "ci") in [one.words for one in read_commands("npm ci; echo 'x; npm audit")]
