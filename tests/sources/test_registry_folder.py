from __future__ import annotations

import json
from pathlib import Path

import pytest
from builders import write_tree

from auditor.errors import DataError
from auditor.model import Gap
from auditor.sources.registry_folder import FolderRegistry

PACKUMENT = json.dumps({"name": "@scope/x", "versions": {}})


@pytest.mark.parametrize(
    "file", ["@scope/x@1.0.0.json", "@scope%2fx@1.0.0.json", "deep/er/@scope/x@1.0.0.json"]
)
def test_an_answer_is_known_by_the_name_of_its_file(tmp_path: Path, file: str) -> None:
    registry = FolderRegistry(write_tree(tmp_path, {file: "not even JSON"}))
    registry.prepare(["@scope/x"])
    assert registry.attestations("@scope/x", "1.0.0").data == b"not even JSON"
    assert registry.gaps == ()


def test_a_release_that_is_not_there_is_not_said_to_have_no_attestations(tmp_path: Path) -> None:
    registry = FolderRegistry(write_tree(tmp_path, {"a.json": PACKUMENT}))
    registry.prepare(["@scope/x"])
    with pytest.raises(DataError, match="at hand do not hold"):
        registry.attestations("@scope/x", "1.0.0")


def test_only_what_was_asked_for_is_kept(tmp_path: Path) -> None:
    registry = FolderRegistry(write_tree(tmp_path, {"a.json": PACKUMENT, "x@1.0.0.json": "{}"}))
    registry.prepare(["other"])
    assert registry.packument("@scope/x") is None
    registry.prepare(["@scope/x"])
    assert registry.packument("@scope/x") is not None
    assert registry.gaps == ()


def test_two_answers_about_one_release_are_not_mixed(tmp_path: Path) -> None:
    tree = {"1/x@1.0.0.json": "first", "2/x@1.0.0.json": "second"}
    registry = FolderRegistry(write_tree(tmp_path, tree))
    registry.prepare(["x"])
    assert registry.attestations("x", "1.0.0").data == b"first"
    assert registry.gaps == (Gap("2/x@1.0.0.json", "1/x@1.0.0.json is about the same package"),)


def test_the_folder_is_read_once_for_the_same_names(tmp_path: Path) -> None:
    registry = FolderRegistry(write_tree(tmp_path, {"a.json": PACKUMENT}))
    registry.prepare(["@scope/x"])
    (tmp_path / "a.json").unlink()
    registry.prepare(["@scope/x"])
    assert registry.packument("@scope/x") is not None
