from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

import pytest

from sbom import (
    Digest,
    DocumentError,
    EdgeKind,
    Format,
    Inventory,
    Kind,
    Spec,
    WriteOptions,
    flatten,
    read_document,
    write_document,
)
from sbom.cyclonedx import read as read_module
from sbom.cyclonedx import read_xml

Read = Callable[..., Inventory]
HEAD = {"bomFormat": "CycloneDX", "specVersion": "1.5"}


def without_lines(inventory: Inventory) -> Inventory:
    components = tuple(replace(each, line=0) for each in inventory.components)
    return replace(inventory, components=components)


def read_json(**parts: object) -> Inventory:
    return read_document(json.dumps(HEAD | parts).encode())


@pytest.fixture
def inventory(read_packages: Read) -> Inventory:
    """Return an inventory in which every field has a value somewhere."""
    return without_lines(
        read_packages(
            {
                "": {"workspaces": ["w"], "dependencies": {"a": "^1", "old": "npm:@s/real@1"}},
                "node_modules/a": {
                    "version": "1.0.0",
                    "resolved": "https://u:p@r.example/a/-/a-1.0.0.tgz",
                    "integrity": "sha1-" + "A" * 27 + "= sha512-nonsense",
                    "license": "apache-2.0",
                    "deprecated": " <why> & 'so' ",
                    "engines": {"node": ">1", "npm": "*"},
                    "os": ["linux"],
                    "cpu": ["x64"],
                    "hasInstallScript": True,
                    "devOptional": True,
                    "dependencies": {"gone": "1", "b": "1"},
                },
                "node_modules/b": {"version": "1.0.0", "resolved": "gibberish"},
                "node_modules/a/node_modules/b": {
                    "version": "1.0.0",
                    "inBundle": True,
                    "dev": True,
                },
                "node_modules/old": {"name": "@s/real", "version": "1.0.0"},
                "node_modules/g": {"resolved": "git+https://h.example/o.git#c"},
                "node_modules/t": {"version": "1.0.0", "resolved": "https://h.example/t.tgz"},
                "node_modules/f": {"resolved": "file:f.tgz"},
                "node_modules/w": {"link": True, "resolved": "w"},
                "w": {"private": True, "peerDependencies": {"a": "1"}, "extraneous": True},
                "../x": {},
            }
        )
    )


@pytest.mark.parametrize("spec", list(Spec))
@pytest.mark.parametrize("form", list(Format))
@pytest.mark.parametrize("omit_dev", [False, True])
def test_a_document_of_ours_gives_back_its_inventory(
    inventory: Inventory, spec: Spec, form: Format, *, omit_dev: bool
) -> None:
    options = WriteOptions(spec=spec, format=form, omit_dev=omit_dev)
    flat = write_document(inventory, options).encode()
    full = write_document(inventory, replace(options, per_location=True)).encode()
    assert read_document(flat) == flatten(inventory)
    assert read_document(full) == inventory


def test_a_document_of_another_tool_gives_what_it_holds() -> None:
    inventory = read_json(
        metadata={"component": {"bom-ref": "root", "name": "app", "version": "1"}},
        components=[
            {
                "bom-ref": "a",
                "group": "@s",
                "name": "a",
                "version": "1",
                "scope": "excluded",
                "purl": "pkg:npm/%40s/a@1",
                "externalReferences": [
                    {"type": "website", "url": "https://x.example"},
                    {
                        "type": "distribution",
                        "url": "https://u:p@r.example/a.tgz",
                        "hashes": [{"alg": "SHA-1", "content": "AB" * 20}],
                    },
                ],
                "licenses": [{"license": {"id": "MIT"}}, {"expression": "ISC"}],
                "components": [{"name": "b", "purl": "pkg:npm/b@2", "scope": "optional"}],
            },
            {"name": "g", "purl": "pkg:npm/g?vcs_url=git%2Bhttps:%2F%2Fh"},
            {"name": "t", "purl": "pkg:npm/t@1?download_url=https:%2F%2Fh.example%2Ft.tgz"},
        ],
        dependencies=[{"ref": "root", "dependsOn": ["a", "ghost"]}, {"ref": "a"}],
    )
    a, b, g, t = sorted(inventory.components[1:], key=lambda each: each.name.lstrip("@s/"))
    assert (a.name, a.version, a.dev, a.license) == ("@s/a", "1", True, "MIT AND ISC")
    assert a.digests == (Digest("sha1", "ab" * 20),)
    assert (a.resolved, a.credentials) == ("https://r.example/a.tgz", True)
    assert (b.name, b.optional) == ("b", True)
    assert (g.kind, t.kind) == (Kind.GIT, Kind.TARBALL)
    assert [(e.source, e.name, e.kind, e.target) for e in inventory.dependencies] == [
        ("", "@s/a", EdgeKind.PROD, "a")
    ]
    assert [problem.code for problem in inventory.problems] == ["credentials", "dangling-ref"]
    assert (inventory.format, inventory.version) == ("cyclonedx", "1.5")


@pytest.mark.parametrize("form", list(Format))
def test_what_package_json_says_of_the_root_survives(read: Read, form: Format) -> None:
    manifest = {
        "name": "@s/app",
        "private": True,
        "homepage": "https://u:p@h.example/app",
        "repository": "https://h.example/o/r",
    }
    lock = {"lockfileVersion": 3, "packages": {"": {"name": "@s/app"}}}
    inventory = read({"package.json": manifest, "package-lock.json": lock})
    root = inventory.root
    assert (root.website, root.repository) == ("https://h.example/app", "https://h.example/o/r")
    assert read_document(write_document(inventory, WriteOptions(format=form)).encode()) == inventory


def test_credentials_of_a_stranger_s_document_are_not_kept() -> None:
    references = [{"type": "vcs", "url": "https://u:s3cretpw@h.example/o"}]
    inventory = read_json(metadata={"component": {"name": "a", "externalReferences": references}})
    assert inventory.root.repository == "https://h.example/o"


def test_what_is_no_npm_package_is_reported() -> None:
    inventory = read_json(
        components=[{"name": "x", "purl": "pkg:pypi/x@1"}, {"name": "y"}, 3, {"purl": 3}]
    )
    assert len(inventory.components) == 1
    assert [(each.code, each.place) for each in inventory.problems] == [
        ("not-npm", "components[0]"),
        ("not-npm", "components[1]"),
        ("not-npm", "components[2]"),
    ]


def test_equal_references_and_locations_are_kept_apart() -> None:
    element = {"bom-ref": "same", "name": "a", "purl": "pkg:npm/a@1"}
    locations = [each.location for each in read_json(components=[element] * 3).components]
    assert len(set(locations)) == 4


def test_components_inside_the_root_are_read() -> None:
    root = {"name": "app", "components": [{"name": "a", "purl": "pkg:npm/a@1"}]}
    assert len(read_json(metadata={"component": root}).components) == 2


@pytest.mark.parametrize(
    "parts",
    [
        {"metadata": [], "components": {}, "dependencies": 3},
        {"metadata": {"component": 3, "properties": [3, {"name": 1}]}},
        {"dependencies": [3, {}, {"ref": 3}, {"ref": "x", "dependsOn": [3, "y"]}]},
        {
            "metadata": {
                "properties": [
                    {"name": "auditor:npm:view", "value": "flat"},
                    {"name": "auditor:npm:problem", "value": "[1]"},
                    {"name": "auditor:npm:problem", "value": "[" * 5000},
                ]
            },
            "components": [
                {
                    "name": "a",
                    "purl": "pkg:npm/a@1",
                    "hashes": [{"alg": "MD5", "content": "x"}, {"alg": "SHA-1", "content": "zz"}],
                    "evidence": 3,
                    "licenses": [{}, 3],
                    "externalReferences": [{"type": "distribution", "url": 3}],
                    "properties": [
                        {"name": "auditor:npm:requires:prod", "value": '[3, ["a", "1", 9], {}]'},
                        {"name": "auditor:npm:requires:dev", "value": "nonsense"},
                        {"name": "auditor:npm:engines", "value": '[["a"], 3, ["b", "c"]]'},
                        {"name": "auditor:npm:os", "value": "{}"},
                        {"name": "auditor:npm:kind", "value": "nonsense"},
                    ],
                }
            ],
        },
    ],
)
def test_odd_shapes_are_read_without_harm(parts: dict[str, object]) -> None:
    assert read_json(**parts).components[0].location == ""


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "sbom: the file is empty"),
        (b"[]", "sbom: bomFormat: this is no CycloneDX document"),
        (b"{}", "sbom: bomFormat: this is no CycloneDX document"),
        (b'{"bomFormat": "CycloneDX", "specVersion": "2.0"}', "sbom: specVersion: this is none of"),
        (b"<bom", "sbom: this is not well-formed XML"),
        (b"<bom/>", "sbom: the root element is no CycloneDX bom"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "sbom: the XML declares a document type"),
        (b'<?xml version="1.0" encoding="nonsense"?><bom/>', "sbom: this is not well-formed XML"),
        (b'<bom xmlns="http://cyclonedx.org/schema/bom/9"/>', "sbom: specVersion: this is none of"),
    ],
)
def test_what_is_no_document_is_one_error(data: bytes, message: str) -> None:
    with pytest.raises(DocumentError) as caught:
        read_document(data)
    assert caught.value.message.startswith(message)
    assert caught.value.hint


def test_deeply_nested_xml_is_read_without_recursion() -> None:
    space = b'<bom xmlns="http://cyclonedx.org/schema/bom/1.6">'
    depth = 100_000
    nested = b"<components><component>" * depth + b"</component></components>" * depth
    assert len(read_document(space + nested + b"</bom>").components) == 1


def test_xml_over_the_limit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    data = b'<bom xmlns="http://cyclonedx.org/schema/bom/1.6"/>'
    monkeypatch.setattr(read_xml, "MAX_BYTES", len(data))
    assert read_document(data).version == "1.6"
    with pytest.raises(DocumentError, match="are more than the"):
        read_document(data + b" ")


def test_components_are_limited_in_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(read_module, "MAX_COMPONENTS", 2)
    element = {"name": "a", "purl": "pkg:npm/a@1"}
    assert len(read_json(components=[element] * 2).components) == 3
    with pytest.raises(DocumentError, match="more than the 2 components"):
        read_json(components=[element] * 4)
