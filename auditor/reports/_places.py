"""Where does an instance stand, for readers that want a file and a line for everything?"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from auditor.model import Location

if TYPE_CHECKING:
    from auditor.assessment import Instance
    from auditor.model import Audit

# Surrogates that stand for no byte of a file name (PEP 383 uses U+DC80 to U+DCFF).
_NO_BYTE = re.compile("[\ud800-\udc7f\udd00-\udfff]")


@dataclass(frozen=True, slots=True)
class Places:
    """Finds the line of the lockfile for packages, and the lockfile for what has no place."""

    lockfile: str
    lines: Mapping[str, int]

    @classmethod
    def of(cls, audit: Audit) -> Places:
        """Read the places of all packages from the audit's inventory."""
        inventory = audit.inventory
        if inventory is None:
            return cls("package.json", {})
        lines: dict[str, int] = {}
        for component in inventory.components:
            lines.setdefault(component.purl, component.line)
        return cls(inventory.lockfile, lines)

    def of_instance(self, instance: Instance) -> Location:
        """The instance's own place, else its package's entry, else the head of the lockfile."""
        if instance.location is not None:
            return instance.location
        return Location(self.lockfile, self.lines.get(instance.purl, 0))


def uri(path: str) -> str:
    """Return a relative path as a URI reference (RFC 3986): nothing of it is taken for syntax."""
    return quote(_NO_BYTE.sub("\ufffd", path).encode("utf-8", "surrogateescape"), safe="/-._~")
