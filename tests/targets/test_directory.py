import errno
import os
import socket
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from auditor.errors import TargetError
from auditor.target import Target, Unread
from auditor.targets.directory import DirectoryTarget, open_directory


def write(root: Path, *paths: str, data: bytes = b"x") -> None:
    for path in paths:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(data)


def listed(target: Target) -> list[str]:
    return [entry.path for entry in target.files]


def unread(target: Target) -> dict[str, str]:
    return {one.path: one.kind for one in target.unread}


def harmful(target: Target) -> list[str]:
    return [one.path for one in target.unread if one.harmful]


def test_lists_regular_files_sorted_with_their_size(tmp_path: Path) -> None:
    write(tmp_path, "src/b.js", "a.js", "src/a/c.js", data=b"12345")
    target = open_directory(tmp_path)
    assert listed(target) == ["a.js", "src/a/c.js", "src/b.js"]
    assert {entry.size for entry in target.files} == {5}
    assert target.unread == ()
    assert target.name == tmp_path.name


def test_reads_what_it_lists(tmp_path: Path) -> None:
    write(tmp_path, "src/deep/a.js", data=b"listen(80)")
    target = open_directory(tmp_path)
    assert target.read("src/deep/a.js") == b"listen(80)"
    assert target.exists("src/deep/a.js")
    assert not target.exists("src/deep")


def test_the_root_may_be_a_symbolic_link_of_the_user(tmp_path: Path) -> None:
    write(tmp_path, "shop/a.js")
    (tmp_path / "link").symlink_to("shop")
    target = open_directory(tmp_path / "link")
    assert listed(target) == ["a.js"]
    assert target.name == "shop"


def test_a_name_that_is_not_utf8_survives(tmp_path: Path) -> None:
    path = os.fsdecode(b"caf\xe9.js")
    (tmp_path / path).write_bytes(b"eval(x)")
    target = open_directory(tmp_path)
    assert listed(target) == ["caf\udce9.js"]
    assert target.read("caf\udce9.js") == b"eval(x)"


@pytest.mark.parametrize(
    "path", ["b.js", "/etc/passwd", "../a.js", "./a.js", "src", "", "src/../a.js"]
)
def test_reads_nothing_that_it_did_not_list(tmp_path: Path, path: str) -> None:
    write(tmp_path, "a.js", "src/c.js")
    with pytest.raises(TargetError, match="no such file in the target"):
        open_directory(tmp_path).read(path)


def test_reads_up_to_the_limit_and_not_one_byte_more(tmp_path: Path) -> None:
    write(tmp_path, "a.js", data=b"12345")
    target = open_directory(tmp_path)
    assert target.read("a.js", max_bytes=5) == b"12345"
    with pytest.raises(TargetError, match=r"a\.js: is larger than 4 bytes"):
        target.read("a.js", max_bytes=4)


def test_reads_a_file_that_is_larger_than_one_chunk(tmp_path: Path) -> None:
    write(tmp_path, "a.bin", data=b"x" * (2**20 + 3))
    assert len(open_directory(tmp_path).read("a.bin")) == 2**20 + 3


def to_link(path: Path, elsewhere: Path) -> None:
    path.unlink()
    path.symlink_to(elsewhere / "secret.js")


def to_pipe(path: Path, _elsewhere: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def to_folder(path: Path, _elsewhere: Path) -> None:
    path.unlink()
    path.mkdir()


def to_nothing(path: Path, _elsewhere: Path) -> None:
    path.unlink()


def to_linked_folder(path: Path, elsewhere: Path) -> None:
    path.unlink()
    path.parent.rmdir()
    path.parent.symlink_to(elsewhere, target_is_directory=True)


@pytest.mark.parametrize("swap", [to_link, to_pipe, to_folder, to_nothing, to_linked_folder])
def test_a_file_swapped_after_listing_is_not_read(
    tmp_path: Path, swap: Callable[[Path, Path], None]
) -> None:
    elsewhere = tmp_path / "elsewhere"
    write(tmp_path, "shop/src/secret.js", "elsewhere/secret.js", data=b"canary")
    target = open_directory(tmp_path / "shop")
    swap(tmp_path / "shop/src/secret.js", elsewhere)
    with pytest.raises(TargetError, match=r"^src/secret\.js: (cannot|is no)"):
        target.read("src/secret.js")


def test_the_root_swapped_after_listing_changes_nothing(tmp_path: Path) -> None:
    write(tmp_path, "shop/a.js", data=b"ours")
    write(tmp_path, "other/a.js", data=b"theirs")
    target = open_directory(tmp_path / "shop")
    (tmp_path / "shop").rename(tmp_path / "gone")
    (tmp_path / "shop").symlink_to("other")
    assert target.read("a.js") == b"ours"


def test_symbolic_links_are_recorded_and_not_followed(tmp_path: Path) -> None:
    write(tmp_path, "shop/src/a.js", "secret.js")
    shop = tmp_path / "shop"
    (shop / "src/inside").symlink_to("a.js")
    (shop / "loop").symlink_to("loop")
    (shop / "up.js").symlink_to("../secret.js")
    (shop / "src/up").symlink_to("../../secret.js")
    (shop / "folder").symlink_to(tmp_path, target_is_directory=True)
    (shop / "zero").symlink_to("/dev/zero")
    target = open_directory(shop)
    assert listed(target) == ["src/a.js"]
    assert set(unread(target).values()) == {"symlink"}
    assert harmful(target) == ["folder", "src/up", "up.js", "zero"]
    assert sorted(unread(target)) == ["folder", "loop", "src/inside", "src/up", "up.js", "zero"]


def test_pipes_and_sockets_are_recorded_and_not_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.mkfifo(tmp_path / "pipe.js")
    monkeypatch.chdir(tmp_path)  # the path of a socket must be short
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("socket.js")
        target = open_directory(tmp_path)
    assert unread(target) == {"pipe.js": "special", "socket.js": "special"}


def test_installed_packages_are_one_entry_each(tmp_path: Path) -> None:
    write(tmp_path, "node_modules/a/index.js", "web/node_modules/b/index.js", "web/a.js")
    target = open_directory(tmp_path)
    assert listed(target) == ["web/a.js"]
    assert unread(target) == {"node_modules": "dependencies", "web/node_modules": "dependencies"}


def test_a_file_may_be_called_node_modules(tmp_path: Path) -> None:
    write(tmp_path, "node_modules")
    assert listed(open_directory(tmp_path)) == ["node_modules"]


def test_a_file_at_the_size_limit_is_listed_and_one_past_it_is_not(tmp_path: Path) -> None:
    write(tmp_path, "at.js", data=b"1234")
    write(tmp_path, "past.js", data=b"12345")
    target = open_directory(tmp_path, max_file_bytes=4)
    assert listed(target) == ["at.js"]
    assert target.unread == (Unread("past.js", "too-large", "larger than 4 bytes"),)


def test_the_number_of_entries_is_limited(tmp_path: Path) -> None:
    write(tmp_path, "a.js", "b.js", "c/d.js")
    assert listed(open_directory(tmp_path, max_files=4)) == ["a.js", "b.js", "c/d.js"]
    target = open_directory(tmp_path, max_files=3)
    assert listed(target) == ["a.js", "b.js"]
    assert unread(target) == {"c/d.js": "too-many"}
    assert "more than 3 entries" in target.unread[0].reason


def test_padding_in_one_folder_does_not_push_out_files_nearer_to_the_root(tmp_path: Path) -> None:
    write(tmp_path, *(f"aaa/{number}.js" for number in range(20)), "server.js")
    target = open_directory(tmp_path, max_files=10)
    assert "server.js" in listed(target)
    assert set(unread(target).values()) == {"too-many"}


def test_the_total_size_is_limited(tmp_path: Path) -> None:
    write(tmp_path, "a.js", "b.js", "c.js", data=b"1234")
    assert len(open_directory(tmp_path, max_total_bytes=12).files) == 3
    target = open_directory(tmp_path, max_total_bytes=11)
    assert listed(target) == ["a.js", "b.js"]
    assert unread(target) == {"c.js": "too-many"}
    assert "more than 11 bytes in all" in target.unread[0].reason


def test_the_depth_is_limited(tmp_path: Path) -> None:
    write(tmp_path, "a/b/c.js")
    assert listed(open_directory(tmp_path, max_depth=3)) == ["a/b/c.js"]
    target = open_directory(tmp_path, max_depth=2)
    assert listed(target) == []
    assert unread(target) == {"a/b": "too-deep"}


def test_what_may_not_be_read_is_recorded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, "closed/a.js", "secret.js", "vanished.js", "b.js")
    (tmp_path / "vanished-link").symlink_to("b.js")
    refuse(monkeypatch, "open", {"closed"})
    refuse(monkeypatch, "stat", {"vanished.js"})
    refuse(monkeypatch, "readlink", {"vanished-link"})
    real_access = os.access
    monkeypatch.setattr(
        os,
        "access",
        lambda name, *rest, **named: name != "secret.js" and real_access(name, *rest, **named),
    )
    target = open_directory(tmp_path)
    assert listed(target) == ["b.js"]
    assert unread(target) == dict.fromkeys(
        ["closed", "secret.js", "vanished-link", "vanished.js"], "unreadable"
    )


def refuse(monkeypatch: pytest.MonkeyPatch, call: str, names: set[str]) -> None:
    """Let one system call fail for some names: root, who runs the tests, may read all."""
    real = getattr(os, call)

    def refusing(name: object, *rest: object, **named: object) -> object:
        if name in names:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        return real(name, *rest, **named)

    monkeypatch.setattr(os, call, refusing)


def test_a_read_that_fails_half_way_is_an_error_of_the_target(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, "a.js")
    target = open_directory(tmp_path)

    def broken(_descriptor: int, _length: int) -> bytes:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(os, "read", broken)
    with pytest.raises(TargetError, match=r"a\.js: cannot be read: Input/output error"):
        target.read("a.js")


def test_the_data_of_git_is_never_listed(tmp_path: Path) -> None:
    write(tmp_path, ".git/config", "a.js", ".GIT/hooks/b.js", "web/.git")
    target = open_directory(tmp_path)
    assert listed(target) == ["a.js"]
    assert set(unread(target).values()) == {"git"}
    assert harmful(target) == []


def test_a_dangerous_git_folder_is_harmful_and_says_why(tmp_path: Path) -> None:
    write(tmp_path, ".git/config", data=b"[core]\n fsmonitor = ./x\n")
    target = open_directory(tmp_path)
    assert harmful(target) == [".git/config"]
    assert "core.fsmonitor" in next(one.reason for one in target.unread if one.harmful)


@pytest.mark.parametrize("where", ["", "vendor/"])
def test_the_shape_of_a_bare_repository_is_broken_and_code_beside_it_is_kept(
    tmp_path: Path, where: str
) -> None:
    names = ["HEAD", "config", "objects/app.js", "refs/heads/main", "server.js", "packed-refs"]
    write(tmp_path, *(where + name for name in names))
    target = open_directory(tmp_path)
    assert listed(target) == sorted(
        where + name for name in ["objects/app.js", "refs/heads/main", "server.js"]
    )
    assert harmful(target) == [where.rstrip("/") or "."]


def test_a_folder_with_some_names_of_a_repository_is_an_ordinary_folder(tmp_path: Path) -> None:
    write(tmp_path, "HEAD", "config", "objects/a.js")
    target = open_directory(tmp_path)
    assert listed(target) == ["HEAD", "config", "objects/a.js"]
    assert target.unread == ()


def test_submodules_without_files_are_unread(tmp_path: Path) -> None:
    gitmodules = b'[submodule "a"]\npath = lib/a\n[submodule "b"]\npath = lib/b\n'
    write(tmp_path, ".gitmodules", data=gitmodules)
    write(tmp_path, "lib/b/index.js")
    target = open_directory(tmp_path)
    assert unread(target) == {"lib/a": "git"}
    assert listed(target) == [".gitmodules", "lib/b/index.js"]


def test_two_views_of_one_tree_are_equal(tmp_path: Path) -> None:
    write(tmp_path, *(f"{number % 7}/{number}.js" for number in range(50)))
    (tmp_path / "link").symlink_to("0")
    first, second = open_directory(tmp_path), open_directory(tmp_path)
    assert (first.files, first.unread) == (second.files, second.unread)


@pytest.mark.parametrize(
    ("name", "reason"),
    [("none", "no such folder"), ("file", "is not a folder"), ("a\0b", "no name of a folder")],
)
def test_what_is_no_folder_cannot_be_opened(tmp_path: Path, name: str, reason: str) -> None:
    write(tmp_path, "file")
    with pytest.raises(TargetError, match=reason) as refused:
        open_directory(tmp_path / name)
    assert refused.value.hint


def test_a_name_that_is_too_long_cannot_be_opened(tmp_path: Path) -> None:
    with pytest.raises(TargetError, match="cannot be opened: File name too long"):
        open_directory(tmp_path / ("x" * 300))


def test_nothing_in_the_tree_is_changed(tmp_path: Path) -> None:
    write(tmp_path, "a.js", "b/c.js")
    (tmp_path / "a.js").chmod(0o400)
    before = {path: path.stat() for path in tmp_path.rglob("*")}
    target = open_directory(tmp_path)
    target.read("a.js")
    after = {path: path.stat() for path in tmp_path.rglob("*")}
    assert {path: (s.st_mtime_ns, s.st_mode) for path, s in after.items()} == {
        path: (s.st_mtime_ns, s.st_mode) for path, s in before.items()
    }
    assert stat.S_IMODE(after[tmp_path / "a.js"].st_mode) == 0o400


def test_no_descriptor_is_left_open(tmp_path: Path) -> None:
    write(tmp_path, "a/b/c.js", ".git/config", ".git/hooks/x", ".git/modules/m/config")
    before = len(os.listdir("/dev/fd"))  # noqa: PTH208 - names are all that is wanted
    target: DirectoryTarget | None = open_directory(tmp_path)
    assert target is not None
    target.read("a/b/c.js")
    del target
    assert len(os.listdir("/dev/fd")) == before  # noqa: PTH208 - as above
