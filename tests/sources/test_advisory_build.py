from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from builders import write_tree
from osv_mirror import archive, record

from auditor.errors import DataError
from auditor.model import Gap
from auditor.sources import silent
from auditor.sources.advisory_build import build
from auditor.sources.advisory_store import StoreFile
from auditor.sources.osv import AdvisorySource
from auditor.sources.osv_collect import MAX_GAPS

GOOD = record("GHSA-1", "lodash")


def test_makes_a_store_from_a_folder_a_zip_and_a_store(tmp_path: Path) -> None:
    write_tree(tmp_path, {"osv/a.json": json.dumps(GOOD), "all.zip": archive(GOOD)})
    digests = set()
    for source, complete in (("osv", False), ("all.zip", True), ("from-osv", False)):
        store = tmp_path / f"from-{source}"
        about = build(tmp_path / source, store, progress=silent)
        assert (about.source, about.records, about.packages) == (source, 1, 1)
        assert about.complete is complete
        digests.add(about.digest)
    assert len(digests) == 1


@pytest.mark.parametrize(
    ("manifest", "claimed", "complete"),
    [
        ('{"complete": true}', False, True),
        ('{"complete": false}', False, False),
        ('{"complete": false}', True, True),
        ('{"as_of": "2026-11-22", "complete": true}', False, True),
    ],
)
@pytest.mark.parametrize("form", ["osv", "all.zip"])
def test_a_manifest_or_the_caller_declares_the_coverage(
    tmp_path: Path, form: str, manifest: str, *, claimed: bool, complete: bool
) -> None:
    write_tree(tmp_path / "osv", {"a.json": json.dumps(GOOD), "manifest.json": manifest})
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as packed:
        for file in ("a.json", "manifest.json"):
            packed.write(tmp_path / "osv" / file, file)
    about = build(tmp_path / form, tmp_path / "store", progress=silent, complete=claimed)
    assert (about.records, about.complete, about.gaps) == (1, complete, ())
    again = build(tmp_path / "store", tmp_path / "copy", progress=silent)
    assert again.complete is complete


@pytest.mark.parametrize(
    "manifest", ["[]", "{", '{"complete": 1}', '{"id": "GHSA-1", "complete": true}', "[" * 9999]
)
def test_what_is_no_manifest_declares_nothing_and_is_a_record_like_others(
    tmp_path: Path, manifest: str
) -> None:
    write_tree(tmp_path / "osv", {"a.json": json.dumps(GOOD), "manifest.json": manifest})
    about = build(tmp_path / "osv", tmp_path / "s", progress=silent, skip_unreadable=True)
    assert not about.complete


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        ({"osv/bad.json": "{"}, "bad.json: the document is no JSON; the store was left"),
        ({"osv/bad.json": "{", "osv/c.json": "["}, r"\(and 1 more\); the store was left"),
        ({"osv/big.json": " " * (20 * 2**20)}, "big.json: the document is larger than"),
        ({"osv/a.json": json.dumps({"id": "PYSEC-1"})}, "holds no advisory about an npm package"),
        ({"osv/readme": ""}, "holds no advisory about an npm package"),
        ({}, "no such file or folder"),
    ],
)
def test_what_cannot_be_read_leaves_the_old_store(
    tmp_path: Path, files: dict[str, str], sentence: str
) -> None:
    store = tmp_path / "store.sqlite"
    build(write_tree(tmp_path / "old", {"a.json": json.dumps(GOOD)}), store, progress=silent)
    before = store.read_bytes()
    write_tree(tmp_path, files)
    with pytest.raises(DataError, match=sentence):
        build(tmp_path / "osv", store, progress=silent)
    assert store.read_bytes() == before


def test_a_truncated_zip_leaves_the_old_store(tmp_path: Path) -> None:
    store = tmp_path / "store.sqlite"
    write_tree(tmp_path, {"all.zip": archive(GOOD)})
    build(tmp_path / "all.zip", store, progress=silent)
    before = store.read_bytes()
    (tmp_path / "all.zip").write_bytes(archive(GOOD)[:-30])
    with pytest.raises(DataError, match="the zip is damaged or cut short"):
        build(tmp_path / "all.zip", store, progress=silent)
    assert store.read_bytes() == before


def test_records_that_were_left_out_are_gaps_of_every_audit(tmp_path: Path) -> None:
    store = tmp_path / "store.sqlite"
    bad = {f"{number:03}.json": "{" for number in range(MAX_GAPS + 2)}
    folder = write_tree(tmp_path / "osv", {"a.json": json.dumps(GOOD), **bad})
    build(folder, store, progress=silent, skip_unreadable=True)
    gaps = AdvisorySource(store).lookup(["lodash"]).gaps
    assert len(gaps) == MAX_GAPS + 1
    assert Gap("osv", "2 more records cannot be read") in gaps
    assert Gap("000.json", "the document is no JSON") in gaps
    with pytest.raises(DataError, match="the document is no JSON"):
        build(store, tmp_path / "copy.sqlite", progress=silent)


def test_what_an_interrupted_build_left_behind_does_not_matter(tmp_path: Path) -> None:
    write_tree(tmp_path, {"osv/a.json": json.dumps(GOOD), "store.sqlite.new": "half of one"})
    build(tmp_path / "osv", tmp_path / "store.sqlite", progress=silent)
    with StoreFile(tmp_path / "store.sqlite") as store:
        store.verify()
    assert not (tmp_path / "store.sqlite.new").exists()


def test_a_place_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    write_tree(tmp_path, {"a.json": json.dumps(GOOD), "store.sqlite/in-the-way": ""})
    with pytest.raises(DataError, match="cannot be written"):
        build(tmp_path / "a.json", tmp_path / "store.sqlite", progress=silent)
    with pytest.raises(DataError, match="cannot be written"):
        build(tmp_path / "a.json", tmp_path / "a.json" / "store", progress=silent)
