from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from builders import write_tree

from auditor.errors import UsageError
from auditor.sources import git
from auditor.sources.git import folder_at


def commit(folder: Path, *arguments: str) -> None:
    identity = ("-c", "user.name=a", "-c", "user.email=a@example.org")
    quiet = ("-c", "commit.gpgsign=false", "-c", "init.defaultBranch=main")
    subprocess.run(["git", *identity, *quiet, "-C", str(folder), *arguments], check=True)


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """A repository of two commits: src/a.js is renamed and b.js added by the second."""
    folder = write_tree(tmp_path / "shop", {"src/a.js": "one\ntwo\nthree\n", "package.json": "{}"})
    commit(folder, "init", "-q")
    commit(folder, "add", "-A")
    commit(folder, "commit", "-q", "-m", "first")
    (folder / "src/a.js").rename(folder / "src/moved.js")
    write_tree(folder, {"b.js": "b"})
    commit(folder, "add", "-A")
    commit(folder, "commit", "-q", "-m", "second")
    return folder


def tree_of(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def test_lays_out_the_folder_as_it_was_and_tells_what_was_renamed(shop: Path) -> None:
    with folder_at(shop, "HEAD~1") as earlier:
        assert tree_of(earlier.folder) == {
            "src/a.js": b"one\ntwo\nthree\n",
            "package.json": b"{}",
        }
        assert earlier.renames == {"src/a.js": "src/moved.js"}
    assert not earlier.folder.exists()


def test_a_folder_within_the_repository_is_laid_out_alone(shop: Path) -> None:
    with folder_at(shop / "src", "HEAD~1") as earlier:
        assert tree_of(earlier.folder) == {"a.js": b"one\ntwo\nthree\n"}
        assert earlier.renames == {"a.js": "moved.js"}


def test_large_trees_are_read_in_batches(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(git, "MAX_BATCH_BYTES", 4)

    with folder_at(shop, "HEAD") as earlier:
        assert set(tree_of(earlier.folder)) == {"src/moved.js", "package.json", "b.js"}


@pytest.mark.parametrize(
    ("reference", "problem"),
    [("nowhere", "has no commit 'nowhere'"), ("--output=x", "names no commit"), ("", "no commit")],
)
def test_refuses_what_is_no_commit(shop: Path, reference: str, problem: str) -> None:
    with pytest.raises(UsageError, match=problem), folder_at(shop, reference):
        pass


def test_refuses_a_folder_outside_of_any_repository(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is in no git repository"), folder_at(tmp_path, "HEAD"):
        pass


def test_nothing_that_the_repository_configures_is_run(shop: Path, tmp_path: Path) -> None:
    proof = tmp_path / "ran"
    trap = write_tree(tmp_path, {"trap.sh": f"#!/bin/sh\ntouch {proof}\n"}) / "trap.sh"
    trap.chmod(0o755)
    for name in ("core.fsmonitor", "core.sshCommand", "core.pager", "diff.external"):
        commit(shop, "config", name, str(trap))
    commit(shop, "config", "filter.trap.smudge", str(trap))
    commit(shop, "config", "diff.trap.textconv", str(trap))
    write_tree(shop, {".gitattributes": "* filter=trap diff=trap export-ignore\n"})

    with folder_at(shop, "HEAD~1") as earlier:
        assert tree_of(earlier.folder)

    assert not proof.exists()


def test_links_and_submodules_are_left_out(shop: Path) -> None:
    (shop / "link").symlink_to("/etc/passwd")
    commit(shop, "add", "link")
    commit(shop, "commit", "-q", "-m", "link")

    with folder_at(shop, "HEAD") as earlier:
        assert "link" not in tree_of(earlier.folder)


def test_names_that_would_leave_the_folder_are_not_written(shop: Path) -> None:
    blob = subprocess.run(
        ["git", "-C", str(shop), "hash-object", "-w", "--stdin"],
        input=b"x",
        capture_output=True,
        check=True,
    ).stdout.strip()
    tree = subprocess.run(
        ["git", "-C", str(shop), "mktree", "-z"],
        input=b"100644 blob " + blob + b"\t.git\0" + b"100644 blob " + blob + b"\tok.js\0",
        capture_output=True,
        check=True,
    ).stdout.strip()
    made = subprocess.run(
        [
            *("git", "-c", "user.name=a", "-c", "user.email=a@b.example", "-C", str(shop)),
            *("commit-tree", tree.decode(), "-m", "odd"),
        ],
        capture_output=True,
        check=True,
    ).stdout.strip()

    with folder_at(shop, made.decode()) as earlier:
        assert tree_of(earlier.folder) == {"ok.js": b"x"}
