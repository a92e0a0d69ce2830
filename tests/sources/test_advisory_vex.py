from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from builders import write_tree

from auditor.errors import DataError
from auditor.sources import advisory_vex
from auditor.sources.advisory_vex import VexSource
from auditor.vex import Document, Product, Statement, Status, write_cyclonedx, write_openvex

DOCUMENT = Document(
    "urn:1",
    "The shop",
    "2026-11-22T12:00:00Z",
    (Statement("CVE-1", (Product("pkg:npm/a@1"),), Status.FIXED),),
)


def test_reads_both_formats_in_the_order_given(tmp_path: Path) -> None:
    data = {"b.json": write_openvex(DOCUMENT), "a.json": write_cyclonedx(DOCUMENT)}
    write_tree(tmp_path, data)
    files = VexSource([tmp_path / name for name in data]).files()
    assert [(one.name, one.document) for one in files] == [(name, DOCUMENT) for name in data]
    assert files[0].sha256 == hashlib.sha256(data["b.json"]).hexdigest()
    assert VexSource().files() == ()


def test_a_file_that_is_none_or_absent_is_one_sentence(tmp_path: Path) -> None:
    write_tree(tmp_path, {"a.json": "[]"})
    for name, sentence in (("a.json", "is no object"), ("b.json", "cannot be read")):
        with pytest.raises(DataError, match=sentence):
            VexSource([tmp_path / name]).files()


def test_a_document_at_the_limit_is_read_and_one_byte_more_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = write_openvex(DOCUMENT)
    write_tree(tmp_path, {"a.json": data})
    monkeypatch.setattr(advisory_vex, "MAX_BYTES", len(data))
    assert VexSource([tmp_path / "a.json"]).files()
    monkeypatch.setattr(advisory_vex, "MAX_BYTES", len(data) - 1)
    with pytest.raises(DataError, match=r"a\.json: larger than"):
        VexSource([tmp_path / "a.json"]).files()
