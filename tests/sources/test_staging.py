from pathlib import Path

import pytest
from builders import MemoryTarget, write_tree

from auditor.model import Gap
from auditor.sources.staging import (
    is_minified,
    is_view,
    source_files,
    stage,
    unassessable,
    unseen_sources,
    view_files,
)
from auditor.target import Entry, Unread
from auditor.targets.directory import open_directory


def test_source_files_are_known_by_their_extension() -> None:
    names = ["a.js", "b.cjs", "c.mjs", "d.jsx", "e.ts", "f.cts", "g.mts", "h.tsx", "I.JS", ".x.js"]
    others = ["a.json", "js", "b.js.map", "README.md", "c.jsp", ".js", "d.vue", "ts/x.py"]
    target = MemoryTarget(dict.fromkeys([*names, *others], b"x"))
    assert source_files(target) == tuple(sorted(names))


@pytest.mark.parametrize(
    "first_line",
    [b"#!/usr/bin/env node", b"#!/usr/bin/node --no-warnings", b"#! /usr/bin/env -S tsx"],
)
def test_a_file_without_extension_is_source_if_node_runs_it(first_line: bytes) -> None:
    target = MemoryTarget({"bin/www": first_line + b"\nlisten()", "bin/.hidden": first_line})
    assert source_files(target) == ("bin/.hidden", "bin/www")


@pytest.mark.parametrize(
    "data", [b"#!/bin/sh\nnode x", b"node", b"", b"#!/usr/bin/env python3", b" #!/usr/bin/env node"]
)
def test_a_file_without_extension_is_otherwise_no_source(data: bytes) -> None:
    assert source_files(MemoryTarget({"bin/www": data})) == ()


def test_folders_that_scanners_usually_skip_are_source() -> None:
    paths = ["build/b.js", "dist/a.min.js", "test/c.spec.ts", "vendor/d.js"]
    assert source_files(MemoryTarget(dict.fromkeys(paths, b"x"))) == tuple(paths)


def test_the_copy_has_our_names_and_the_targets_bytes(tmp_path: Path) -> None:
    contents = {"--output=x.js": b"1", "src/\x1b\n.mts": b"2", "bin/www": b"3", "a.tsx": b"4"}
    staged = stage(MemoryTarget(contents), sorted(contents), tmp_path)
    assert dict(staged.originals) == {
        "000001.js": "--output=x.js",
        "000002.tsx": "a.tsx",
        "000003.js": "bin/www",
        "000004.ts": "src/\x1b\n.mts",
    }
    assert staged.names["bin/www"] == "000003.js"
    assert staged.gaps == ()
    for name, path in staged.originals.items():
        assert (tmp_path / name).read_bytes() == contents[path]


def test_the_copy_is_flat_private_and_has_an_empty_ignore_file(tmp_path: Path) -> None:
    stage(MemoryTarget({"a/b/c.js": b"x"}), ["a/b/c.js"], tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == [".semgrepignore", "000001.js"]
    assert (tmp_path / ".semgrepignore").read_bytes() == b""
    assert {path.stat().st_mode & 0o777 for path in tmp_path.iterdir()} == {0o600}
    assert tmp_path.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"\0eval(x)", "binary: it contains NUL bytes"),
        (b"eval(x) // \0", "binary: it contains NUL bytes"),
        ("eval(x)".encode("utf-16"), "encoded as UTF-16"),
        ("eval(x)".encode("utf-16-be"), "binary: it contains NUL bytes"),
        (b"\xfe\xff", "encoded as UTF-16"),
        (b"var a=1;" * 1000, "minified"),
    ],
)
def test_what_the_engine_cannot_assess_is_a_gap(tmp_path: Path, data: bytes, reason: str) -> None:
    staged = stage(MemoryTarget({"a.js": data}), ["a.js"], tmp_path)
    assert staged.gaps == (Gap("a.js", reason),)
    assert staged.originals == {}


@pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbfeval(x)", "é".encode("latin-1"), b"\r\n"])
def test_odd_text_is_still_assessed(data: bytes) -> None:
    assert unassessable(data) == ""


def test_a_file_at_the_size_limit_is_staged_and_one_past_it_is_a_gap(tmp_path: Path) -> None:
    target = MemoryTarget({"at.js": b"1234", "past.js": b"12345"})
    staged = stage(target, ["at.js", "past.js"], tmp_path, max_source_bytes=4)
    assert list(staged.originals.values()) == ["at.js"]
    assert [gap.subject for gap in staged.gaps] == ["past.js"]
    assert "larger than 4 bytes" in staged.gaps[0].reason


def test_the_total_size_is_limited(tmp_path: Path) -> None:
    target = MemoryTarget({"a.js": b"123", "b.js": b"456", "c.js": b"7"})
    staged = stage(target, ["a.js", "b.js", "c.js"], tmp_path, max_staged_bytes=5)
    assert list(staged.originals.values()) == ["a.js", "c.js"]
    assert staged.gaps == (Gap("b.js", "more than 5 bytes of source in all"),)


def test_the_number_of_files_is_limited(tmp_path: Path) -> None:
    target = MemoryTarget({"a.js": b"1", "b.js": b"2"})
    staged = stage(target, ["a.js", "b.js"], tmp_path, max_staged_files=1)
    assert staged.gaps == (Gap("b.js", "more than 1 source files"),)


def test_a_file_that_vanished_is_a_gap(tmp_path: Path) -> None:
    shop = write_tree(tmp_path / "shop", {"a.js": "1", "bin/www": "#!/usr/bin/env node"})
    target = open_directory(shop)
    (shop / "a.js").unlink()
    (shop / "bin/www").unlink()
    copy = tmp_path / "copy"
    copy.mkdir()
    staged = stage(target, source_files(target), copy)
    assert [gap.subject for gap in staged.gaps] == ["a.js", "bin/www"]
    assert all("cannot be opened any more" in gap.reason for gap in staged.gaps)


def test_a_file_that_exists_already_is_not_written_through(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").write_bytes(b"keep")
    copy = tmp_path / "copy"
    copy.mkdir()
    (copy / "000001.js").symlink_to("../elsewhere")
    with pytest.raises(FileExistsError):
        stage(MemoryTarget({"a.js": b"x"}), ["a.js"], copy)
    assert (tmp_path / "elsewhere").read_bytes() == b"keep"


def source(length: int, blanks: int, lines: int) -> bytes:
    """Text of ``length`` bytes with that many blanks, ``lines - 1`` of them line breaks."""
    return b"\n" * (lines - 1) + b" " * (blanks - lines + 1) + b"x" * (length - blanks)


def test_a_small_file_is_never_minified() -> None:
    assert not is_minified(source(5_000, 0, 1))
    assert is_minified(source(5_001, 0, 1))


def test_few_blanks_mean_minified() -> None:
    assert not is_minified(source(10_000, 700, 100))
    assert is_minified(source(10_000, 699, 100))


def test_long_lines_mean_minified() -> None:
    assert not is_minified(source(10_000, 2_000, 10))
    assert is_minified(source(10_001, 2_000, 10))


def test_every_source_file_is_staged_or_a_gap(tmp_path: Path) -> None:
    contents = {f"{i}.js": bytes([i % 3]) * (i * 100) for i in range(80)}
    target = MemoryTarget(contents)
    staged = stage(target, source_files(target), tmp_path, max_source_bytes=6_000)
    covered = [*staged.originals.values(), *(gap.subject for gap in staged.gaps)]
    assert sorted(covered) == [entry.path for entry in target.files]
    assert isinstance(target.files[0], Entry)


@pytest.mark.parametrize(
    ("unread", "hides"),
    [
        (Unread("src/app.js", "symlink", "not followed"), True),
        (Unread("src", "symlink", "not followed"), True),
        (Unread("logo.png", "symlink", "not followed"), False),
        (Unread("big.ts", "too-large", "too large"), True),
        (Unread("big.bin", "too-large", "too large"), False),
        (Unread("deep", "too-deep", "too deep"), True),
        (Unread("node_modules", "dependencies", "judged from the lockfile"), False),
    ],
)
def test_names_what_may_hold_code_and_is_not_in_the_view(unread: Unread, hides: bool) -> None:
    assert bool(unseen_sources(MemoryTarget({}, (unread,)))) is hides


@pytest.mark.parametrize(
    ("path", "view"),
    [
        ("views/page.ejs", True),
        ("views/page.PUG", True),
        ("public/index.html", True),
        ("src/app/page.component.html", False),
        ("views/page.js", False),
        (".html", False),
    ],
)
def test_views_are_told_by_their_ending(path: str, view: bool) -> None:
    assert is_view(path) is view


def test_views_keep_their_ending_and_may_be_written_for_machines(tmp_path: Path) -> None:
    target = MemoryTarget({"views/a.ejs": b"<p>" * 5_000, "views/b.hbs": b"\0", "c.css": b""})
    staged = stage(target, view_files(target), tmp_path)
    assert dict(staged.originals) == {"000001.ejs": "views/a.ejs"}
    assert [gap.subject for gap in staged.gaps] == ["views/b.hbs"]
