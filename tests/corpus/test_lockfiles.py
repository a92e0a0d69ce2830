"""Does the inventory agree with npm's own resolver on real lockfiles?

The expected answers are Arborist's (shared/corpus/lockfiles/SOURCES.md); the
differences listed there are the only ones allowed, and stand below.
"""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from sbom import (
    Component,
    Format,
    Inventory,
    Spec,
    WriteOptions,
    flatten,
    read_document,
    read_folder,
    validate_document,
    write_document,
)

_CORPUS = Path(os.environ.get("AUDITOR_CORPUS", Path(__file__).parents[3] / "shared/corpus"))
LOCKFILES = _CORPUS / "lockfiles"
NAMES = sorted(path.parent.name for path in LOCKFILES.glob("*/expected-arborist.json"))
COUNT = 20

pytestmark = pytest.mark.skipif(
    not NAMES, reason=f"no corpus of lockfiles at {LOCKFILES}; set AUDITOR_CORPUS"
)

Node = tuple[str, str, object]

# Arborist takes a workspace's version from its folder; a lockfile reader takes the lockfile's.
MOVED_ON: set[Node] = {
    ("packages/cli", "version", "0.10.2"),
    ("packages/verify", "version", "4.1.1"),
}
# The workspace's folder is not there, so that Arborist calls what only it needs extraneous.
ABSENT_WORKSPACE: set[Node] = {
    ("W", "dev", False),
    *(
        (location, flag, False)
        for location in ("W", "W/node_modules/@fake-registry/a", "W/node_modules/@fake-registry/b")
        for flag in ("optional", "peer", "extraneous")
    ),
}
ONLY_OURS: dict[str, set[Node]] = {
    "sigstore-js": MOVED_ON,
    "osv-other-registry": ABSENT_WORKSPACE,
}
EDGES_ONLY_OURS = {"osv-other-registry": {("", "w", "workspace", "W", "file:W")}}


@pytest.fixture(scope="module")
def inventories() -> dict[str, Inventory]:
    return {name: read_folder(LOCKFILES / name) for name in NAMES}


def expected(name: str) -> dict[str, Any]:
    text = (LOCKFILES / name / "expected-arborist.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


def our_nodes(inventory: Inventory) -> set[Node]:
    nodes: set[Node] = {(link.location, "link", link.target) for link in inventory.links}
    for each in inventory.components:
        nodes |= {(each.location, key, value) for key, value in _said(each).items()}
    return nodes


def _said(component: Component) -> dict[str, object]:
    return {
        "name": component.name or None,
        "alias": component.alias,
        "version": component.version,
        "integrity": component.integrity,
        "license": component.license,
        "deprecated": component.deprecated,
        "install script": component.has_install_script,
        "dev": component.dev,
        "optional": component.optional,
        "dev optional": component.dev_optional,
        "peer": component.peer,
        "bundled": component.bundled,
        "extraneous": component.extraneous,
    }


def their_nodes(oracle: dict[str, Any]) -> set[Node]:
    nodes: set[Node] = set()
    for each in oracle["nodes"]:
        location = each["location"]
        if each["isLink"]:
            nodes.add((location, "link", each["target"]))
            continue
        aliased = "node_modules/" in location and each["name"] != each["packageName"]
        said = {
            "name": each["packageName"],
            "alias": each["name"] if aliased else None,
            "version": each["version"],
            "integrity": each["integrity"],
            "license": each["license"],
            "deprecated": each["deprecated"],
            "install script": each["hasInstallScript"],
            "dev": each["dev"],
            "optional": each["optional"],
            # Arborist sets it on every dev or optional node as well.
            "dev optional": each["devOptional"] and not each["dev"] and not each["optional"],
            "peer": each["peer"],
            "bundled": each["inBundle"],
            "extraneous": each["extraneous"],
        }
        nodes |= {(location, key, value) for key, value in said.items()}
    return nodes


def test_the_corpus_is_complete() -> None:
    assert len(NAMES) == COUNT


@pytest.mark.parametrize("name", NAMES)
def test_nodes_are_arborist_s(name: str, inventories: dict[str, Inventory]) -> None:
    ours, theirs = our_nodes(inventories[name]), their_nodes(expected(name))
    allowed = ONLY_OURS.get(name, set())
    assert ours - theirs == allowed
    assert {node[:2] for node in theirs - ours} == {node[:2] for node in allowed}


@pytest.mark.parametrize("name", NAMES)
def test_edges_are_arborist_s(name: str, inventories: dict[str, Inventory]) -> None:
    inventory, oracle = inventories[name], expected(name)
    targets = {link.location: link.target for link in inventory.links}
    ours = {
        (edge.source, edge.name, str(edge.kind), edge.target, edge.range)
        for edge in inventory.dependencies
    }
    theirs = {
        (
            edge["from"],
            edge["name"],
            edge["type"],
            targets.get(edge["to"], edge["to"]),
            edge.get("rawSpec", edge["spec"]),
        )
        for edge in oracle["edges"]
    }
    assert ours - theirs == EDGES_ONLY_OURS.get(name, set())
    assert theirs - ours == set()
    missing = {(edge.source, edge.name) for edge in inventory.dependencies if edge.missing}
    assert missing == {(e["from"], e["name"]) for e in oracle["edges"] if e["error"] == "MISSING"}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("form", list(Format))
@pytest.mark.parametrize("spec", list(Spec))
def test_documents_are_strictly_valid(
    name: str, form: Format, spec: Spec, inventories: dict[str, Inventory]
) -> None:
    for per_location in (False, True):
        options = WriteOptions(spec, form, per_location=per_location, timestamp=0)
        assert validate_document(write_document(inventories[name], options)) == ()


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("form", list(Format))
@pytest.mark.parametrize("spec", list(Spec))
def test_reading_back_gives_the_same_inventory(
    name: str, form: Format, spec: Spec, inventories: dict[str, Inventory]
) -> None:
    """The same: equal in every field but the components' lines, which a document has no place for.

    The full view gives back the inventory, the flat view ``flatten`` of it.
    """
    inventory = inventories[name]
    bare = tuple(replace(each, line=0) for each in inventory.components)
    inventory = replace(inventory, components=bare)
    full = write_document(inventory, WriteOptions(spec, form, per_location=True))
    assert read_document(full.encode()) == inventory
    assert read_document(write_document(inventory, WriteOptions(spec, form)).encode()) == flatten(
        inventory
    )


@pytest.mark.parametrize("name", NAMES)
def test_the_flat_view_keeps_every_location(name: str, inventories: dict[str, Inventory]) -> None:
    inventory = inventories[name]
    kept = [
        location
        for each in flatten(inventory).components
        for location in each.locations or (each.location,)
    ]
    assert sorted(kept) == [each.location for each in inventory.components]


@pytest.mark.parametrize("name", NAMES)
def test_every_digest_of_the_lockfile_is_in_the_document(
    name: str, inventories: dict[str, Inventory]
) -> None:
    wanted = {digest.hex for each in inventories[name].components for digest in each.digests}
    bom = json.loads(write_document(inventories[name]))
    found = {each["content"] for item in bom["components"] for each in item.get("hashes", ())}
    assert found == wanted


@pytest.mark.parametrize("name", NAMES)
def test_every_entry_has_its_line(name: str, inventories: dict[str, Inventory]) -> None:
    inventory = inventories[name]
    lines = (LOCKFILES / name / inventory.lockfile).read_text(encoding="utf-8").splitlines()
    for each in inventory.components[1:]:
        key = lines[each.line - 1].strip().partition('": {')[0].lstrip('"') if each.line else ""
        assert each.location.endswith(key)
        assert each.line or each.location == "abbrev-link-target"


@pytest.mark.parametrize(
    ("name", "peers_fail_because"),
    [
        ("osv-both", "there is no package.json, and a dependency is missing"),
        ("osv-alias-v1", "there is no package.json"),
        ("osv-commits-v1", "there is no package.json"),
        ("osv-other-registry", "there is no package.json"),
        ("cdx-package-integrity", "the root has no version"),
        ("eslint-plugin-security", "an edge is invalid"),
        ("install-types", "an edge is missing"),
    ],
)
def test_lockfiles_on_which_peers_fail_give_a_document(
    name: str, peers_fail_because: str, inventories: dict[str, Inventory]
) -> None:
    assert peers_fail_because
    assert validate_document(write_document(inventories[name])) == ()


def test_upper_case_names_keep_their_case(inventories: dict[str, Inventory]) -> None:
    for name in ("npm-cli", "eslint-plugin-security"):
        assert any("/JSONStream@" in each.purl for each in inventories[name].components)


def test_the_corpus_token_reaches_no_document(inventories: dict[str, Inventory]) -> None:
    for form in Format:
        text = write_document(inventories["osv-commits-v1"], WriteOptions(format=form))
        assert "dummy-token" not in text
