from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from builders import NOW, write_tree

import auditor.checks.secrets.history as module
from auditor.check import Context, NotChecked
from auditor.checks.secrets.history import history
from auditor.errors import UsageError
from auditor.model import Fact, Finding, Gap
from auditor.settings import Settings
from auditor.sources import Sources
from auditor.targets import open_target

GIT = "/usr/bin/git"
OLD, NEW = "Zx81-quiet-harbour", "Qx14-quiet-meadow"


def git(root: Path, *arguments: str) -> str:
    identity = ["-c", "user.name=a", "-c", "user.email=a@example.org"]
    done = subprocess.run(
        [GIT, *identity, "-C", str(root), *arguments], check=True, capture_output=True, text=True
    )
    return done.stdout.strip()


def commit(root: Path, files: dict[str, str], *removed: str) -> str:
    write_tree(root, files)
    for path in removed:
        (root / path).unlink()
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--allow-empty", "--message", "x")
    return git(root, "rev-parse", "HEAD")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "shop"
    folder.mkdir()
    git(folder, "init", "--quiet")
    return folder


def told(root: Path, since: str = "", *, folder: Path | None = None) -> list[object]:
    settings = Settings(history_of=folder or root, history_since=since)
    target = open_target(str(folder or root))
    return list(history.body(Context(target, None, Sources(settings, now=NOW), NOW)))


def found(results: list[object]) -> list[tuple[str, object]]:
    return [
        (str(each.location), each.attributes["commit"])
        for each in results
        if isinstance(each, Finding)
    ]


def test_tells_what_only_the_history_holds(root: Path) -> None:
    first = commit(root, {"prod.env": f"DB_PASSWORD={OLD}\n", "a.env": f"A_SECRET={NEW}\n"})
    commit(root, {}, "prod.env")

    results = told(root)

    assert found(results) == [("prod.env", first)]
    assert OLD not in repr(results)
    assert Fact("history.blobs", 1, {"commits": 2}) in results


def test_names_the_newest_commit_that_has_it_once(root: Path) -> None:
    commit(root, {"a.env": f"DB_PASSWORD={OLD}\n"})
    second = commit(root, {"a.env": f"DB_PASSWORD={OLD}\nB=1\n"})
    commit(root, {"a.env": "DB_PASSWORD=\n"})

    assert found(told(root)) == [("a.env", second)]


def test_what_still_stands_in_the_tree_is_told_there(root: Path) -> None:
    commit(root, {"a.env": f"DB_PASSWORD={OLD}\n"})
    commit(root, {"b.json": f'{{"password": "{OLD}"}}'}, "a.env")

    assert found(told(root)) == []


def test_looks_at_what_came_after_a_commit(root: Path) -> None:
    commit(root, {"a.env": f"DB_PASSWORD={OLD}\n"})
    base = commit(root, {}, "a.env")
    later = commit(root, {"b.env": f"DB_PASSWORD={NEW}\n"})
    commit(root, {}, "b.env")

    assert found(told(root, since=base)) == [("b.env", later)]


def test_of_a_folder_within_the_repository_its_own_files_alone(root: Path) -> None:
    commit(root, {"a.env": f"DB_PASSWORD={OLD}\n", "api/b.env": f"DB_PASSWORD={NEW}\n"})
    last = git(root, "rev-parse", "HEAD")
    commit(root, {"api/c.js": ""}, "a.env", "api/b.env")

    assert found(told(root, folder=root / "api")) == [("b.env", last)]


def test_placeholders_are_no_secrets_of_the_past(root: Path) -> None:
    commit(root, {"a.env": "DB_PASSWORD=your-password-here\n"})
    commit(root, {}, "a.env")

    assert found(told(root)) == []


def test_code_is_read_for_forms_as_well(root: Path) -> None:
    commit(root, {"a.js": f"connect('mongodb://shop:{OLD}@db.example/a');\n"})
    commit(root, {"a.js": "connect(process.env.URL);\n"})

    assert len(found(told(root))) == 1


def test_is_not_checked_unless_asked_for(tmp_path: Path) -> None:
    context = Context(open_target(str(tmp_path)), None, Sources(Settings(), now=NOW), NOW)

    assert list(history.body(context)) == [
        NotChecked("nobody asked for the history", hint="auditor audit --history all")
    ]


def test_says_where_there_is_no_repository_or_commit(tmp_path: Path, root: Path) -> None:
    with pytest.raises(UsageError, match="is in no git repository"):
        told(tmp_path)
    commit(root, {"a": "b"})
    with pytest.raises(UsageError, match="has no commit"):
        told(root, since="never-was")


def test_says_what_of_the_history_was_not_read(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit(root, {"a.env": f"DB_PASSWORD={OLD}\n", "b.env": f"DB_PASSWORD={NEW}\n"})
    commit(root, {"a.txt": "x" * 64}, "a.env", "b.env")
    commit(root, {}, "a.txt")
    shallow = tmp_path / "shallow"
    git(tmp_path, "clone", "--quiet", "--depth", "1", f"file://{root}", str(shallow))

    def gaps(folder: Path) -> list[str]:
        return [each.reason for each in told(folder) if isinstance(each, Gap)]

    assert gaps(root) == []
    assert gaps(shallow) == ["the clone is shallow: older commits are not in it"]
    with monkeypatch.context() as patch:
        patch.setattr("auditor.sources.git.MAX_PAST_FILE_BYTES", 63)
        assert gaps(root) == ["a.txt: larger than 0 MiB"]
    with monkeypatch.context() as patch:
        patch.setattr("auditor.sources.git.MAX_PAST_BYTES", 90)
        assert gaps(root) == ["more than 0 MiB: older files were not read"]
    with monkeypatch.context() as patch:
        patch.setattr(module, "MAX_FINDINGS", 1)
        assert gaps(root) == ["holds more than 1 secrets; the rest is not told"]


def test_a_file_that_went_away_meanwhile_is_passed_over(root: Path) -> None:
    commit(root, {"a.env": f"DB_PASSWORD={OLD}\n"})
    settings = Settings(history_of=root)
    target = open_target(str(root))
    (root / "a.env").unlink()

    results = list(history.body(Context(target, None, Sources(settings, now=NOW), NOW)))

    assert len(found(results)) == 1
