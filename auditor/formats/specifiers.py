"""Which package does an import name?"""

from __future__ import annotations

import re

_PACKAGE = re.compile(r"(@[^/]+/[^/]+|[^@./][^/]*)(?:/.*)?", re.DOTALL)


def package_of(specifier: str) -> str | None:
    """The package that an import names: ``@a/b`` of ``@a/b/c.js``; None for files and ``node:``."""
    if specifier.startswith(("node:", "#")):
        return None
    found = _PACKAGE.fullmatch(specifier)
    return found[1] if found and ":" not in found[1] and "\\" not in found[1] else None
