import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from auditor.target import Unread
from auditor.targets.git_folder import (
    MAX_CONFIG_BYTES,
    git_file,
    git_folder,
    is_repository,
    unfetched_submodules,
)


@pytest.fixture
def parent(tmp_path: Path) -> Iterator[int]:
    descriptor = os.open(tmp_path, os.O_RDONLY)
    yield descriptor
    os.close(descriptor)


def write(path: Path, data: bytes, mode: int = 0o600) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    path.chmod(mode)


def harmful(found: tuple[Unread, ...]) -> list[str]:
    return [one.path for one in found if one.harmful]


def test_an_ordinary_git_folder_is_one_entry(tmp_path: Path, parent: int) -> None:
    write(tmp_path / ".git/config", b"[core]\n bare = false\n")
    write(tmp_path / ".git/hooks/pre-commit.sample", b"#!/bin/sh", 0o755)
    write(tmp_path / ".git/hooks/README", b"no program")
    assert git_folder(parent, ".git", "web/.git") == (Unread("web/.git", "git", "git's own data"),)


def test_configurations_and_hooks_that_run_programs_are_named(tmp_path: Path, parent: int) -> None:
    write(tmp_path / ".git/config", b"[core]\n hooksPath = x\n")
    write(tmp_path / ".git/config.worktree", b"[core]\n fsmonitor = x\n")
    write(tmp_path / ".git/hooks/post-checkout", b"#!/bin/sh", 0o755)
    (tmp_path / ".git/hooks/pre-push").symlink_to("/bin/true")
    write(tmp_path / ".git/modules/lib/config", b"[alias]\n x = !y\n")
    assert harmful(git_folder(parent, ".git", ".git")) == [
        ".git/config",
        ".git/config.worktree",
        ".git/hooks/post-checkout",
        ".git/hooks/pre-push",
        ".git/modules/lib/config",
    ]


def test_a_linked_configuration_is_not_read(tmp_path: Path, parent: int) -> None:
    write(tmp_path / "elsewhere", b"[core]\n fsmonitor = x\n")
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git/config").symlink_to("../elsewhere")
    os.mkfifo(tmp_path / ".git/config.worktree")
    assert harmful(git_folder(parent, ".git", ".git")) == []


@pytest.mark.parametrize(("extra", "expected"), [(0, []), (1, [".git/config"])])
def test_a_configuration_past_the_limit_is_harmful(
    tmp_path: Path, parent: int, extra: int, expected: list[str]
) -> None:
    write(tmp_path / ".git/config", b"\n" * (MAX_CONFIG_BYTES + extra))
    assert harmful(git_folder(parent, ".git", ".git")) == expected


def test_a_git_folder_that_cannot_be_entered_is_still_an_entry(parent: int) -> None:
    assert git_folder(parent, "gone", ".git") == (Unread(".git", "git", "git's own data"),)


@pytest.mark.parametrize(
    ("data", "is_harmful"),
    [
        (b"gitdir: ../.git/modules/lib\n", False),
        (b"gitdir: /home/me/shop/.git/worktrees/x\n", False),
        (b"gitdir: innocent\n", True),
        (b"gitdir: /srv/x.git\n", True),
        (b"gitdir:" + b" " * MAX_CONFIG_BYTES, True),
        (b"no pointer", False),
        (b"", False),
    ],
)
def test_a_git_file_is_harmful_when_it_leads_to_no_git_folder(
    tmp_path: Path, parent: int, data: bytes, is_harmful: bool
) -> None:
    write(tmp_path / ".git", data)
    (found,) = git_file(parent, ".git", "lib/.git")
    assert (found.path, found.kind, found.harmful) == ("lib/.git", "git", is_harmful)


def test_knows_the_shape_of_a_repository() -> None:
    assert is_repository(["HEAD", "config", "objects", "refs", "server.js"])
    assert not is_repository(["HEAD", "config", "objects"])


def test_lists_submodules_that_hold_no_file() -> None:
    gitmodules = b'[submodule "a"]\npath = a\n[submodule "b"]\npath = b\n[submodule "c"]\npath = c'
    found = unfetched_submodules(gitmodules, ["a.js", "b/x.js", "bb/x.js"])
    assert [(one.path, one.harmful) for one in found] == [("a", False), ("c", False)]


def test_a_harmful_submodule_is_placed_at_the_file_that_declares_it() -> None:
    gitmodules = b'[submodule "a"]\npath = ../../a\n'
    (found,) = unfetched_submodules(gitmodules, [])
    assert (found.path, found.harmful) == (".gitmodules", True)
    assert "../../a" in found.reason
