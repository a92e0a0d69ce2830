"""Is a source file part of the application, or of its tests?

By its name alone, so it is a hint and no more: whatever such a file holds is
reported, with the attribute ``in_tests``, and never left out.
"""

from __future__ import annotations

import re

_TESTS = re.compile(
    r"(?:^|/)(?:tests?|__tests__|__mocks__|specs?|e2e|cypress|playwright|fixtures)/"
    r"|\.(?:test|spec|e2e|cy)\.[cm]?[jt]sx?$",
    re.IGNORECASE,
)


def is_test(path: str) -> bool:
    """Whether ``path`` names a file as test runners and their users name them."""
    return _TESTS.search(path) is not None
