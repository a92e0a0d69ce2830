from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from auditor.checks.secrets.ignore_rules import (
    MAX_PATTERN_CHARACTERS,
    MAX_PATTERNS,
    Decision,
    GitIgnore,
    ignored_by_docker,
    read_dockerignore,
    read_gitignore,
)


def git_ignores(text: str, path: str) -> bool:
    return GitIgnore({"": read_gitignore(text)}).decide(path).ignored


@pytest.mark.parametrize(
    ("text", "path", "ignored"),
    [
        (".env", ".env", True),
        (".env", "apps/web/.env", True),
        ("/.env", "apps/web/.env", False),
        ("apps/.env", "apps/.env", True),
        ("apps/.env", "x/apps/.env", False),
        (".env*", ".env.production", True),
        (".env.*\n!.env.test", ".env.test", False),
        ("!.env\n.env", ".env", True),
        ("config/\n!config/.env", "config/.env", True),
        ("config/*\n!config/.env", "config/.env", False),
        (".env/", ".env", False),
        ("**/secrets/**", "a/secrets/b/.env", True),
        ("a/**/.env", "a/.env", True),
        ("a/***/.env", "a/b/c/.env", True),
        ("a/**", "a", False),
        ("**", ".env", True),
        (".e?v", ".env", True),
        (".e[a-n]v", ".env", True),
        (".e[!n]v", ".env", False),
        (".e[^n]v", ".env", False),
        (".e[]n]v", ".env", True),
        (".e*v*x", ".env.xx", True),
        ("# .env\n\\#x", ".env", False),
        ("\\!.env", "!.env", True),
        (".env   ", ".env", True),
        (".env\\ ", ".env", False),
        (".env\r\n", ".env", True),
        ("\ufeff.env", ".env", True),
        ("/\n!\n", ".env", False),
    ],
)
def test_reads_a_gitignore_as_git_does(text: str, path: str, ignored: bool) -> None:
    assert git_ignores(text, path) is ignored


def test_the_deeper_gitignore_overrules_the_one_above() -> None:
    above, below = read_gitignore(".env"), read_gitignore("# here it is wanted\n!.env")

    decision = GitIgnore({"": above, "demo": below}).decide("demo/.env")

    assert decision == Decision(ignored=False, folder="demo", line=2)


def test_a_gitignore_inside_an_ignored_folder_says_nothing() -> None:
    rules = {"": read_gitignore("demo/"), "demo": read_gitignore("!.env")}

    assert GitIgnore(rules).decide("demo/x/.env") == Decision(ignored=True, line=1)
    assert GitIgnore(rules).decide("demo/.env").ignored


@pytest.mark.parametrize(
    ("text", "path", "ignored"),
    [
        (".env", ".env", True),
        (".env", "apps/.env", False),
        ("**/.env", "apps/web/.env", True),
        ("**.env", "apps/web/.env", True),
        ("/.env", ".env", True),
        ("./apps//", "apps/web/.env", True),
        ("apps\n!apps/.env", "apps/.env", False),
        ("*\n! src", ".env", True),
        ("*\n! src", "src/.env", False),
        ("apps/**", "apps/.env", True),
        ("apps/**", "apps", False),
        ("# .env", ".env", False),
        ("  .env  ", ".env", True),
        ("!\n.\n/", ".env", False),
    ],
)
def test_reads_a_dockerignore_as_docker_does(text: str, path: str, ignored: bool) -> None:
    assert ignored_by_docker(path, read_dockerignore(text)).ignored is ignored


@pytest.mark.parametrize("pattern", ["[.env", "[[:alpha:]]", "[z-a]", "[\\]]", ".env\\", "[]"])
def test_names_the_line_of_a_pattern_it_cannot_match_faithfully(pattern: str) -> None:
    assert read_gitignore(f"node_modules\n{pattern}\n").unclear == (2,)


@pytest.mark.parametrize("pattern", ["../.env", "a**b"])
def test_names_the_line_of_a_docker_pattern_it_cannot_match_faithfully(pattern: str) -> None:
    assert read_dockerignore(pattern).unclear == (1,)


def test_reads_as_many_patterns_as_the_limit_and_reports_the_next() -> None:
    rules = read_gitignore("x\n" * (MAX_PATTERNS + 1))

    assert len(rules.rules) == MAX_PATTERNS
    assert rules.unclear == (MAX_PATTERNS + 1,)


def test_reads_a_pattern_as_long_as_the_limit_and_reports_a_longer_one() -> None:
    longest = "x" * MAX_PATTERN_CHARACTERS

    assert read_gitignore(longest).unclear == ()
    assert read_gitignore(longest + "x").unclear == (1,)


def test_a_pattern_made_to_backtrack_is_matched_without() -> None:
    stars = "*a" * (MAX_PATTERN_CHARACTERS // 4) + "*b"
    deep = "/".join(["**"] * (MAX_PATTERN_CHARACTERS // 4)) + "/b"

    assert not git_ignores(stars, "a" * 255)
    assert not git_ignores(deep, "a/" * 60 + "a")


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if not shutil.which("git"):
        pytest.skip("git is not installed")
    root = tmp_path_factory.mktemp("repository")
    _git(root, "init", "--quiet")
    return root


def _git(root: Path, *arguments: str, said: str = "") -> str:
    environment = {"PATH": os.environ["PATH"], "HOME": str(root), "GIT_CONFIG_NOSYSTEM": "1"}
    done = subprocess.run(
        ["git", *arguments],
        cwd=root,
        env=environment,
        input=said,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode in (0, 1), done.stderr
    return done.stdout


_PIECES = st.sampled_from(
    ["a", "b", ".env", "*", "**", "?", "[ab]", "[!a]", "*a", "a*b", "\\a", "***"]
)
_PATTERNS = st.builds(
    lambda negated, root, pieces, folder: f"{negated}{root}{'/'.join(pieces)}{folder}",
    st.sampled_from(["", "", "!"]),
    st.sampled_from(["", "", "/"]),
    st.lists(_PIECES, min_size=1, max_size=4),
    st.sampled_from(["", "", "/", " ", "\\ "]),
)
_PATHS = st.lists(st.sampled_from(["a", "b", "ab", ".env", "aab"]), min_size=1, max_size=4)


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    patterns=st.lists(_PATTERNS, max_size=4),
    paths=st.lists(_PATHS.map("/".join), min_size=1, max_size=40, unique=True),
)
def test_agrees_with_git(repository: Path, patterns: list[str], paths: list[str]) -> None:
    text = "\n".join(patterns)
    (repository / ".gitignore").write_text(text, encoding="utf-8")

    asked = "".join(f"{path}\0" for path in paths)
    listed = _git(repository, "check-ignore", "--no-index", "-z", "--stdin", said=asked)

    expected = set(listed.split("\0")) - {""}
    assert {path for path in paths if git_ignores(text, path)} == expected


@given(st.text(max_size=200), st.text(alphabet="ab/.*", min_size=1, max_size=30))
def test_any_text_is_read_and_any_path_decided(text: str, path: str) -> None:
    assert git_ignores(text, path) in (True, False)
    assert ignored_by_docker(path, read_dockerignore(text)).ignored in (True, False)
