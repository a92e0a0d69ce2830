from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from sbom import LockfileError, NoLockfileError, project, read_folder

LOCK = json.dumps(
    {
        "lockfileVersion": 3,
        "packages": {
            "node_modules/w": {"link": True, "resolved": "packages/w"},
            "packages/w": {"version": "1.0.0"},
        },
    }
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "root"
    root.mkdir()
    (root / "package-lock.json").write_text(LOCK)
    return root


def test_reads_the_project_in_a_folder(folder: Path) -> None:
    (folder / "package.json").write_text('{"name": "app"}')
    (folder / "packages/w").mkdir(parents=True)
    (folder / "packages/w/package.json").write_text('{"version": "2.0.0"}')
    inventory = read_folder(folder)
    assert inventory.root.name == "app"
    assert [problem.code for problem in inventory.problems] == ["workspace-out-of-sync"]


def test_no_symbolic_link_is_followed(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "package.json").write_text('{"name": "secret"}')
    (folder / "package.json").symlink_to(tmp_path / "package.json")
    (tmp_path / "elsewhere/w").mkdir(parents=True)
    (tmp_path / "elsewhere/w/package.json").write_text('{"version": "6.6.6"}')
    (folder / "packages").symlink_to(tmp_path / "elsewhere")
    inventory = read_folder(folder)
    assert inventory.root.name == ""
    assert inventory.problems == ()


def test_a_lockfile_that_is_a_link_is_refused(tmp_path: Path) -> None:
    (tmp_path / "real.json").write_text(LOCK)
    (tmp_path / "package-lock.json").symlink_to(tmp_path / "real.json")
    with pytest.raises(LockfileError, match="cannot be read"):
        read_folder(tmp_path)


def test_a_pipe_is_refused_without_waiting_for_it(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "package-lock.json")
    with pytest.raises(LockfileError, match="cannot be read"):
        read_folder(tmp_path)


def test_a_folder_in_the_place_of_the_lockfile_is_refused(tmp_path: Path) -> None:
    (tmp_path / "package-lock.json").mkdir()
    with pytest.raises(LockfileError, match="cannot be read"):
        read_folder(tmp_path)


def test_paths_that_leave_the_root_are_not_opened(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        for path in ("../root/package-lock.json", "/etc/hostname", "./package-lock.json", "a\x00"):
            assert project._load(descriptor, path) is None
        assert project._load(descriptor, "package-lock.json") == LOCK.encode()
    finally:
        os.close(descriptor)


def test_a_folder_that_is_not_there_is_one_error(tmp_path: Path) -> None:
    with pytest.raises(NoLockfileError, match="the folder cannot be opened"):
        read_folder(tmp_path / "gone")
    (tmp_path / "file").write_text("")
    with pytest.raises(NoLockfileError, match="the folder cannot be opened"):
        read_folder(tmp_path / "file")


def test_a_file_over_the_limit_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(project, "MAX_BYTES", 10)
    with pytest.raises(LockfileError):
        read_folder(folder)


def test_a_disk_that_fails_is_one_error(tmp_path: Path) -> None:
    """A descriptor that is open for writing only fails to read, as a bad disk does."""
    descriptor = os.open(tmp_path / "x", os.O_WRONLY | os.O_CREAT)
    with pytest.raises(LockfileError, match=r"^x: the file cannot be read \("):
        project._read(descriptor, "x")
