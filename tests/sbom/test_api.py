from __future__ import annotations

import subprocess
import sys

import pytest

import sbom
from sbom.reader import Reader
from sbom.readers import all_readers

HEAVY = ("cyclonedx", "packageurl", "lxml", "defusedxml", "jsonschema", "json", "dataclasses")


def test_the_public_names_are_pinned() -> None:
    assert sbom.__all__ == [
        "Annotation",
        "Component",
        "Contact",
        "Dependency",
        "Digest",
        "DocumentError",
        "EdgeKind",
        "Format",
        "Inventory",
        "Kind",
        "Link",
        "LockfileError",
        "NoLockfileError",
        "Organization",
        "Problem",
        "SbomError",
        "Spec",
        "WriteOptions",
        "document_parts",
        "flatten",
        "minimum_elements",
        "read_document",
        "read_folder",
        "read_project",
        "self_check",
        "validate_document",
        "write_document",
    ]


@pytest.mark.parametrize("name", sbom.__all__)
def test_every_public_name_can_be_had(name: str) -> None:
    assert getattr(sbom, name) is not None


def test_another_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'nothing'"):
        sbom.nothing  # noqa: B018 - the point of the test


def test_importing_the_package_loads_nothing_heavy() -> None:
    code = (
        "import sys; before = set(sys.modules); import sbom;"
        f"print([each for each in {HEAVY} if each in sys.modules and each not in before])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_readers_are_found_by_walking_their_package() -> None:
    assert [reader.name for reader in all_readers()] == ["npm"]
    assert all(isinstance(reader, Reader) for reader in all_readers())


@pytest.mark.parametrize("error", [sbom.LockfileError, sbom.NoLockfileError, sbom.DocumentError])
def test_every_error_has_message_and_hint(error: type[sbom.SbomError]) -> None:
    raised = error("file: wrong", hint="do this")
    assert (str(raised), raised.message, raised.hint) == ("file: wrong", "file: wrong", "do this")
    assert isinstance(raised, sbom.SbomError)
