from __future__ import annotations

from pathlib import Path

import pytest

from auditor.errors import DataError
from auditor.sources.project_keys import KEY_BYTES, project_key


def test_a_project_keeps_its_key(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "keys"

    key = project_key(folder, "shop")

    assert len(key) == KEY_BYTES
    assert project_key(folder, "shop") == key
    assert project_key(folder, "other") != key


def test_only_its_owner_may_read_a_key(tmp_path: Path) -> None:
    project_key(tmp_path / "keys", "shop")
    (file,) = (tmp_path / "keys").iterdir()

    assert file.stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "keys").stat().st_mode & 0o777 == 0o700


def test_of_two_that_make_a_key_at_once_the_first_wins(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = project_key(tmp_path, "shop")
    with monkeypatch.context() as patch:
        patch.setattr(Path, "exists", lambda _: False)
        assert project_key(tmp_path, "shop") == key
    assert len(list(tmp_path.iterdir())) == 1


def test_says_what_is_wrong_with_the_folder_or_the_key(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(DataError, match="the key of the project cannot be used"):
        project_key(tmp_path / "file", "shop")
    project_key(tmp_path / "keys", "shop")
    (file,) = (tmp_path / "keys").iterdir()
    file.write_bytes(b"short")
    with pytest.raises(DataError, match="is no key of a project"):
        project_key(tmp_path / "keys", "shop")
