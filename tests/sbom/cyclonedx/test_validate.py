from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from sbom import DocumentError, Format, Inventory, WriteOptions, validate_document, write_document
from sbom.cyclonedx.validate import SLICE

Read = Callable[..., Inventory]


@pytest.fixture
def bom(read_packages: Read) -> dict[str, Any]:
    packages = {f"node_modules/p{index:03}": {"version": "1.0.0"} for index in range(SLICE + 5)}
    found: dict[str, Any] = json.loads(write_document(read_packages(packages)))
    return found


def test_a_valid_document_has_no_violations(bom: dict[str, Any]) -> None:
    assert validate_document(json.dumps(bom)) == ()


def test_a_violation_is_placed_in_the_whole_document(bom: dict[str, Any]) -> None:
    bom["components"][SLICE + 2]["type"] = "nonsense"
    (violation,) = validate_document(json.dumps(bom))
    assert violation.startswith(f"components.{SLICE + 2}.type: 'nonsense' is not one of")


def test_a_violation_of_the_whole_is_found(bom: dict[str, Any]) -> None:
    bom["nonsense"] = 1
    (violation,) = validate_document(json.dumps(bom))
    assert violation.startswith("document: ")


def test_references_must_be_unique_and_lead_somewhere(bom: dict[str, Any]) -> None:
    ref = bom["components"][1]["bom-ref"] = bom["components"][0]["bom-ref"]
    bom["dependencies"][0]["dependsOn"] = ["ghost"]
    bom["dependencies"][2] = {"ref": ref, "dependsOn": [ref]}
    assert validate_document(json.dumps(bom)) == (
        f"components: bom-ref {ref} occurs twice",
        "dependencies: ghost is no component of the document",
        f"dependencies: ref {ref} occurs twice",
    )


def test_an_xml_violation_has_a_line(read_packages: Read) -> None:
    text = write_document(read_packages({"node_modules/a": {}}), WriteOptions(format=Format.XML))
    assert validate_document(text) == ()
    (violation,) = validate_document(text.replace('type="library"', 'type="nonsense"'))[:1]
    assert violation.startswith("line 5: ")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"specVersion": "1.5"}',
        "<bom",
        '<bom xmlns="http://cyclonedx.org/schema/bom/1.5"/>',
    ],
)
def test_what_cannot_be_validated_is_one_error(text: str) -> None:
    with pytest.raises(DocumentError):
        validate_document(text)
