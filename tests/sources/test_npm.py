from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from builders import write_tree
from hypothesis import given
from hypothesis import strategies as st

from auditor.errors import DataError
from auditor.model import Gap
from auditor.sources.npm import MAX_SIGNATURES, RegistrySource, Release, Signature
from auditor.sources.registry_folder import FolderRegistry

Json = dict[str, Any]


def packument(name: str = "lodash", **changes: object) -> Json:
    dist = {"integrity": "sha512-AA==", "signatures": [{"keyid": "SHA256:a", "sig": "MEU="}]}
    versions = {"1.0.0": {"dist": dist}}
    return {"name": name, "versions": versions} | changes


def gaps(folder: Path, document: object) -> tuple[Gap, ...]:
    text = document if isinstance(document, str) else json.dumps(document)
    registry = FolderRegistry(write_tree(folder, {"a.json": text}))
    data = RegistrySource(registry).lookup(["lodash"])
    return (*data.gaps, *(Gap(*each.split(": ", 1)) for each in data.failures.values()))


def test_reads_a_reduced_document_by_the_name_inside(tmp_path: Path) -> None:
    text = json.dumps(packument(time={"1.0.0": "2025-01-01T00:00:00.000Z", "created": "x"}))
    write_tree(tmp_path, {"whatever.json": text, "other.json": json.dumps(packument("express"))})
    data = RegistrySource(FolderRegistry(tmp_path)).lookup(["lodash"])
    assert list(data.packages) == ["lodash"]
    found = data.packages["lodash"]
    assert found.releases["1.0.0"] == Release(
        integrity="sha512-AA==",
        signatures=(Signature("SHA256:a", "MEU="),),
        published=datetime(2025, 1, 1, tzinfo=UTC),
    )
    assert (found.origin, found.sha256) == (
        "whatever.json",
        hashlib.sha256(text.encode()).hexdigest(),
    )


def test_a_version_may_lack_signatures_integrity_and_time(tmp_path: Path) -> None:
    write_tree(tmp_path, {"a.json": json.dumps(packument(versions={"1.0.0": {"dist": {}}}))})
    release = (
        RegistrySource(FolderRegistry(tmp_path))
        .lookup(["lodash"])
        .packages["lodash"]
        .releases["1.0.0"]
    )
    assert release == Release("", (), None)


def test_odd_names_are_names(tmp_path: Path) -> None:
    names = ["__proto__", "org.webjars.npm:json-pointer", "@scope/x"]
    write_tree(tmp_path, {f"{n}.json": json.dumps(packument(x)) for n, x in enumerate(names)})
    assert sorted(RegistrySource(FolderRegistry(tmp_path)).lookup(names).packages) == sorted(names)


def test_two_documents_about_one_package_are_not_mixed(tmp_path: Path) -> None:
    write_tree(tmp_path, {"a.json": json.dumps(packument()), "b.json": json.dumps(packument())})
    data = RegistrySource(FolderRegistry(tmp_path)).lookup(["lodash"])
    assert data.packages["lodash"].origin == "a.json"
    assert data.gaps == (Gap("b.json", "a.json is about the same package"),)


def test_signatures_are_limited(tmp_path: Path) -> None:
    def of(count: int) -> Json:
        many = [{"keyid": "a", "sig": "b"}] * count
        return packument(versions={"1.0.0": {"dist": {"signatures": many}}})

    assert gaps(tmp_path, of(MAX_SIGNATURES)) == ()
    assert gaps(tmp_path, of(MAX_SIGNATURES + 1)) == (
        Gap("a.json", "versions.1.0.0.dist.signatures is no list of at most 16"),
    )


@pytest.mark.parametrize(
    ("document", "reason"),
    [
        ([], "the document has no name"),
        ({"name": 7}, "the document has no name"),
        (packument(versions=[]), "versions is no object"),
        (packument(time=[]), "time is no object"),
        (packument(versions={"1.0.0": 1}), "versions.1.0.0 is no object"),
        (packument(versions={"1.0.0": {}}), "versions.1.0.0.dist is no object"),
        (
            packument(versions={"1.0.0": {"dist": {"signatures": [{"keyid": "a"}]}}}),
            "versions.1.0.0.dist.signatures[0] lacks keyid or sig",
        ),
        (
            '{"name": "lodash", "versions": {}, "versions": {"1.0.0": {}}}',
            "versions occurs twice, so two readers may see two documents",
        ),
        ('{"name": "lodash"', "line 1, column 18: the JSON ends too early"),
        ("[" * 500, "objects and lists are nested more than 200 levels deep"),
    ],
)
def test_a_document_that_is_not_as_it_should_be_is_not_used(
    tmp_path: Path, document: object, reason: str
) -> None:
    assert gaps(tmp_path, document) == (Gap("a.json", reason),)


def test_without_a_folder_there_is_nothing() -> None:
    source = RegistrySource(None)
    assert not source.available
    assert dict(source.lookup(["lodash"]).packages) == {}
    assert source.attestations([("lodash", "1.0.0")]) == {("lodash", "1.0.0"): None}
    assert source.keys.origin == "shipped"


def test_a_folder_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no such file or folder"):
        RegistrySource(FolderRegistry(tmp_path / "none")).lookup([])


values: st.SearchStrategy[object] = (
    st.none() | st.booleans() | st.integers() | st.text(max_size=3) | st.just([]) | st.just({})
)


@given(
    st.sampled_from(["name", "versions", "time", "1.0.0", "dist", "signatures", "keyid", "sig"]),
    values,
)
def test_a_mutated_document_is_used_or_a_gap(
    tmp_path_factory: pytest.TempPathFactory, field: str, value: object
) -> None:
    def mutate(item: Any) -> Any:
        if isinstance(item, list):
            return [mutate(one) for one in item]
        if not isinstance(item, dict):
            return item
        return {key: value if key == field else mutate(one) for key, one in item.items()}

    folder = write_tree(
        tmp_path_factory.mktemp("data"), {"a.json": json.dumps(mutate(packument()))}
    )
    data = RegistrySource(FolderRegistry(folder)).lookup(["lodash"])
    wanted_elsewhere = field == "name" and isinstance(value, str)
    assert len(data.packages) + len(data.failures) + len(data.gaps) == (
        0 if wanted_elsewhere else 1
    )
