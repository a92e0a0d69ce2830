"""What does a lockfile install, and how is that written down?

The package stands alone. ``read_folder`` and ``read_project`` turn a lockfile into an
Inventory, ``write_document`` an Inventory into a CycloneDX document, ``read_document``
back; ``validate_document`` and ``self_check`` say whether one is valid and complete.
Names are loaded when they are first used, so that ``import sbom`` costs nothing.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sbom.completeness import minimum_elements, self_check
    from sbom.cyclonedx.options import (
        Annotation,
        Contact,
        Format,
        Organization,
        Spec,
        WriteOptions,
    )
    from sbom.cyclonedx.read import read_document
    from sbom.cyclonedx.validate import validate_document
    from sbom.cyclonedx.write import document_parts, write_document
    from sbom.errors import DocumentError, LockfileError, NoLockfileError, SbomError
    from sbom.flat import flatten
    from sbom.model import Component, Dependency, Digest, EdgeKind, Inventory, Kind, Link, Problem
    from sbom.project import read_folder
    from sbom.readers import read_project

__all__ = [
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

_HOMES = {
    "Annotation": "sbom.cyclonedx.options",
    "Component": "sbom.model",
    "Contact": "sbom.cyclonedx.options",
    "Dependency": "sbom.model",
    "Digest": "sbom.model",
    "DocumentError": "sbom.errors",
    "EdgeKind": "sbom.model",
    "Format": "sbom.cyclonedx.options",
    "Inventory": "sbom.model",
    "Kind": "sbom.model",
    "Link": "sbom.model",
    "LockfileError": "sbom.errors",
    "NoLockfileError": "sbom.errors",
    "Organization": "sbom.cyclonedx.options",
    "Problem": "sbom.model",
    "SbomError": "sbom.errors",
    "Spec": "sbom.cyclonedx.options",
    "WriteOptions": "sbom.cyclonedx.options",
    "document_parts": "sbom.cyclonedx.write",
    "flatten": "sbom.flat",
    "minimum_elements": "sbom.completeness",
    "read_document": "sbom.cyclonedx.read",
    "read_folder": "sbom.project",
    "read_project": "sbom.readers",
    "self_check": "sbom.completeness",
    "validate_document": "sbom.cyclonedx.validate",
    "write_document": "sbom.cyclonedx.write",
}


def __getattr__(name: str) -> object:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(importlib.import_module(home), name)
    globals()[name] = value
    return value
