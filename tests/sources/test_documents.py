from __future__ import annotations

import io
import os
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
from builders import write_tree
from hypothesis import given
from hypothesis import strategies as st

from auditor.errors import DataError
from auditor.model import Gap
from auditor.sources.documents import Limits, documents

LIMITS = Limits(document_bytes=10, documents=3, total_bytes=25)


def read(path: Path, limits: Limits = LIMITS) -> list[tuple[str, bytes | Gap]]:
    return list(documents(path, limits, hint="try another"))


def packed(path: Path, entries: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return path


def test_reads_a_folder_in_a_fixed_order_and_only_json(tmp_path: Path) -> None:
    write_tree(tmp_path, {"b/2.json": "two", "a.json": "one", "b/1.json": "x", "readme.md": "no"})
    assert [label for label, _ in read(tmp_path)] == ["a.json", "b/1.json", "b/2.json"]


def test_reads_a_zip_whatever_it_is_called(tmp_path: Path) -> None:
    path = packed(tmp_path / "records", {"z.json": b"{}", "a/b.json": b"[]", "notes.txt": b""})
    assert read(path) == [("a/b.json", b"[]"), ("z.json", b"{}")]


def test_reads_a_single_file_whatever_it_is_called(tmp_path: Path) -> None:
    write_tree(tmp_path, {"record": "{}"})
    assert read(tmp_path / "record") == [("record", b"{}")]


def test_one_document_may_have_the_limit_and_one_byte_more_is_a_gap(tmp_path: Path) -> None:
    write_tree(tmp_path, {"a.json": "x" * 10, "b.json": "x" * 11})
    assert read(tmp_path) == [
        ("a.json", b"x" * 10),
        ("b.json", Gap("b.json", "the document is larger than 10 bytes")),
    ]


def test_a_zip_bomb_is_read_up_to_the_limit_only(tmp_path: Path) -> None:
    path = packed(tmp_path / "bomb.zip", {"bomb.json": b"0" * 50_000_000, "good.json": b"{}"})
    assert read(path) == [
        ("bomb.json", Gap("bomb.json", "the document is larger than 10 bytes")),
        ("good.json", b"{}"),
    ]


def test_more_documents_than_the_limit_end_the_reading(tmp_path: Path) -> None:
    write_tree(tmp_path, {f"{n}.json": "" for n in range(3)})
    assert len(read(tmp_path)) == 3
    write_tree(tmp_path, {"3.json": ""})
    with pytest.raises(DataError, match="more than 3 documents"):
        read(tmp_path)


def test_more_bytes_than_the_limit_end_the_reading(tmp_path: Path) -> None:
    write_tree(tmp_path, {"a.json": "x" * 10, "b.json": "x" * 10, "c.json": "x" * 5})
    assert len(read(tmp_path)) == 3
    write_tree(tmp_path, {"c.json": "x" * 6})
    with pytest.raises(DataError, match="more than 25 bytes"):
        read(tmp_path)


def test_a_path_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"nothing: no such file or folder$") as caught:
        read(tmp_path / "nothing")
    assert caught.value.hint == "try another"


@pytest.mark.parametrize("kept", [4, 30, 100])
def test_a_truncated_zip_is_one_sentence(tmp_path: Path, kept: int) -> None:
    path = packed(tmp_path / "all.zip", {"a.json": b"{}"})
    path.write_bytes(path.read_bytes()[:kept])
    with pytest.raises(DataError, match="the zip is damaged or cut short"):
        read(path)


def test_a_text_called_zip_is_one_sentence(tmp_path: Path) -> None:
    write_tree(tmp_path, {"all.zip": "<html>not found</html>"})
    with pytest.raises(DataError, match="the zip is damaged or cut short"):
        read(tmp_path / "all.zip")


def test_a_damaged_entry_is_a_gap_and_the_others_are_read(tmp_path: Path) -> None:
    path = packed(tmp_path / "all.zip", {"a.json": b"aaaa", "b.json": b"bbbb"}, zipfile.ZIP_STORED)
    path.write_bytes(path.read_bytes().replace(b"aaaa", b"aXaa"))
    (_, bad), good = read(path)
    assert isinstance(bad, Gap)
    assert bad.reason.startswith("the zip entry is damaged")
    assert good == ("b.json", b"bbbb")


def test_an_encrypted_entry_is_a_gap(tmp_path: Path) -> None:
    path = packed(tmp_path / "all.zip", {"a.json": b"aaaa"})
    data = bytearray(path.read_bytes())
    for magic, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(magic) + flags] |= 1
    path.write_bytes(data)
    reason = "the zip entry is encrypted or packed in an unusual way"
    assert read(path) == [("a.json", Gap("a.json", reason))]


def test_an_entry_of_an_unusual_compression_is_a_gap(tmp_path: Path) -> None:
    path = packed(tmp_path / "all.zip", {"a.json": b"{}"}, zipfile.ZIP_LZMA)
    reason = "the zip entry is encrypted or packed in an unusual way"
    assert read(path) == [("a.json", Gap("a.json", reason))]


def test_a_file_that_cannot_be_read_is_a_gap(tmp_path: Path) -> None:
    (tmp_path / "a.json").symlink_to("/proc/self/mem")
    ((_, gap),) = read(tmp_path)
    assert isinstance(gap, Gap)
    assert gap.reason.startswith("the file cannot be read: ")


def test_a_name_that_no_file_can_have_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="cannot be read: File name too long"):
        read(tmp_path / ("x" * 300))


def test_devices_and_pipes_are_gaps(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.json")
    gap = Gap("pipe.json", "this is no regular file")
    assert read(tmp_path) == [("pipe.json", gap)]
    assert read(tmp_path / "pipe.json") == [("pipe.json", gap)]


def test_names_of_entries_are_made_printable(tmp_path: Path) -> None:
    path = packed(tmp_path / "all.zip", {"\x1b[31m.json": b"{}"})
    assert read(path) == [("\\x1b[31m.json", b"{}")]


def test_every_cut_of_a_zip_ends_in_our_own_error_or_documents(tmp_path: Path) -> None:
    path = packed(tmp_path / "all.zip", {"a.json": b"{}", "b.json": b"[]"})
    whole = path.read_bytes()
    assert zipfile.is_zipfile(io.BytesIO(whole))
    for kept in range(len(whole)):
        path.write_bytes(whole[:kept])
        with pytest.raises(DataError):
            read(path)


@given(st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), min_size=1, max_size=8))
def test_a_zip_with_changed_bytes_is_read_or_refused_with_our_own_error(
    tmp_path_factory: pytest.TempPathFactory, changes: list[tuple[int, int]]
) -> None:
    path = packed(tmp_path_factory.mktemp("zip") / "all.zip", {"a.json": b"{}", "b.json": b"[]"})
    data = bytearray(path.read_bytes())
    for place, byte in changes:
        data[place % len(data)] = byte
    path.write_bytes(data)
    with suppress(DataError):
        read(path)
