from pathlib import Path

import pytest

from auditor.errors import TargetError, UsageError
from auditor.target import Target
from auditor.targets import open_target


def test_opens_a_folder(tmp_path: Path) -> None:
    (tmp_path / "server.js").write_bytes(b"listen()")
    target = open_target(str(tmp_path))
    assert isinstance(target, Target)
    assert [entry.path for entry in target.files] == ["server.js"]


@pytest.mark.parametrize(
    "address",
    ["https://code.example/shop.git", "git@code.example:shop.git", "ext::sh -c date"],
)
def test_refuses_addresses(address: str) -> None:
    with pytest.raises(UsageError, match="addresses cannot be audited") as refused:
        open_target(address)
    assert "folder" in refused.value.hint


def test_refuses_a_file(tmp_path: Path) -> None:
    archive = tmp_path / "shop.tgz"
    archive.write_bytes(b"")
    with pytest.raises(UsageError, match=r"shop\.tgz: is not a folder"):
        open_target(str(archive))


@pytest.mark.parametrize("text", ["nowhere", "--upload-pack=date", "a\0b", "x" * 5000, "-rf"])
def test_says_that_there_is_no_such_folder(text: str) -> None:
    with pytest.raises(TargetError, match="no such folder"):
        open_target(text)


def test_the_empty_text_is_not_the_working_directory() -> None:
    with pytest.raises((UsageError, TargetError)):
        open_target("")
