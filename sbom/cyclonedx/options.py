"""What may the writer of a CycloneDX document choose?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType


class Format(StrEnum):
    """The form of the text."""

    JSON = "json"
    XML = "xml"


class Spec(StrEnum):
    """The version of the CycloneDX specification."""

    V1_6 = "1.6"
    V1_7 = "1.7"


@dataclass(frozen=True, slots=True)
class Contact:
    """A person or an address to write to; at least one of both is given."""

    name: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Organization:
    """Who makes the product that the document describes."""

    name: str = ""
    url: str = ""
    contact: Contact | None = None


@dataclass(frozen=True, slots=True)
class Annotation:
    """What was found out about where a component comes from.

    ``properties`` are names with values. ``attestation`` is the address of the attestations
    that this rests on, and ``attestation_sha256`` the digest of their bytes in hexadecimal.
    ``repository`` is the source that they prove, and ``identified_by`` says who vouches for
    it; empty where nothing is proven.
    """

    properties: tuple[tuple[str, str], ...] = ()
    attestation: str = ""
    attestation_sha256: str = ""
    repository: str = ""
    identified_by: str = ""


@dataclass(frozen=True, slots=True)
class WriteOptions:
    """How the document is written.

    ``omit_dev`` gives what only development needs the scope ``excluded``: it is
    still listed. ``per_location`` writes every installed copy as a component of
    its own. ``timestamp`` counts seconds since 1970 UTC (SOURCE_DATE_EPOCH);
    None leaves the time out. ``tool_version`` belongs to ``tool_name``. ``annotations``
    are about components, by location; a component of several locations takes its first one's.
    """

    spec: Spec = Spec.V1_6
    format: Format = Format.JSON
    omit_dev: bool = False
    per_location: bool = False
    timestamp: int | None = None
    authors: tuple[Contact, ...] = ()
    manufacturer: Organization | None = None
    tool_name: str = "express-auditor"
    tool_version: str = ""
    annotations: Mapping[str, Annotation] = field(default_factory=lambda: _NONE)


_NONE: Mapping[str, Annotation] = MappingProxyType({})
