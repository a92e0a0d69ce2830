"""In which format is a VEX document?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditor.errors import DataError
from auditor.vex.cyclonedx import read_cyclonedx
from auditor.vex.fields import parse
from auditor.vex.openvex import read_openvex

if TYPE_CHECKING:
    from auditor.vex.model import Document


def read_vex(data: bytes, file: str) -> Document:
    """Return the document, whichever of the two formats it is in.

    Raises:
        DataError: it is in neither; the message names the place.
    """
    fields = parse(data, file)
    if "bomFormat" in fields:
        return read_cyclonedx(data, file)
    if "@context" in fields:
        return read_openvex(data, file)
    raise DataError(
        f"{file}: this is neither an OpenVEX nor a CycloneDX document",
        hint="a VEX document in JSON is needed: --vex FILE",
    )
