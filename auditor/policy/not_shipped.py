"""Which controls of the catalogue are not shipped, and why not?"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from auditor.errors import PolicyError
from auditor.policy.builtin import builtin_folder
from auditor.policy.document import read_document

FILE = "not-shipped.yml"


def not_shipped() -> Mapping[str, str]:
    """Return the reason for each control that is not shipped, sorted by id.

    Raises:
        PolicyError: the file is missing, or does not map ids to reasons.
    """
    document = read_document(builtin_folder() / "controls" / FILE, FILE)
    reasons = document.value
    if not isinstance(reasons, dict) or not all(
        isinstance(name, str) and isinstance(reason, str) for name, reason in reasons.items()
    ):
        raise PolicyError(f"{document.place(())}: must map control ids to reasons")
    return MappingProxyType(dict(sorted(reasons.items())))
