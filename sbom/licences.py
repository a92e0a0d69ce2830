"""How is a declared licence written in CycloneDX?

As an SPDX id, an SPDX expression, or else by name; the CycloneDX library judges
what is which.
"""

from __future__ import annotations

import re
from functools import cache

MAX_EXPRESSION_LENGTH = 1000

# What nearly all packages of the registry declare. It needs no look-up: the library's list
# takes longer to load than a thousand packages take to read. A test holds both equal.
FREQUENT_IDS = frozenset(
    {
        "0BSD",
        "AFL-2.1",
        "Apache-2.0",
        "Artistic-2.0",
        "BSD-2-Clause",
        "BSD-3-Clause",
        "BlueOak-1.0.0",
        "CC-BY-3.0",
        "CC-BY-4.0",
        "CC0-1.0",
        "ISC",
        "MIT",
        "MIT-0",
        "MPL-2.0",
        "OFL-1.1",
        "Python-2.0",
        "Unlicense",
        "WTFPL",
        "Zlib",
    }
)
# What people write that is neither an SPDX id nor an expression; held by the same test.
FREQUENT_NAMES = frozenset({"BSD", "Public Domain", "UNLICENSED", "UNKNOWN"})
_SIMPLE = re.compile(r"\(?([A-Za-z0-9.-]+(?: (?:OR|AND) [A-Za-z0-9.-]+)+)\)?")
_OPERATOR = re.compile(r" (?:OR|AND) ")

# What people write and what they mean; the original text is kept beside it.
_KNOWN_SPELLINGS = {
    "apache 2": "Apache-2.0",
    "apache 2.0": "Apache-2.0",
    "apache-2": "Apache-2.0",
    "apache license 2.0": "Apache-2.0",
    "apache license, version 2.0": "Apache-2.0",
    "mit license": "MIT",
    "mit/x11": "MIT",
    "bsd 2-clause": "BSD-2-Clause",
    "bsd 3-clause": "BSD-3-Clause",
}

Choice = tuple[str, str]


@cache
def choose(declared: str) -> Choice:
    """Return (``id``, ``expression`` or ``name``) and the text for it."""
    if declared in FREQUENT_IDS:
        return "id", declared
    if declared in FREQUENT_NAMES or declared.upper().startswith("SEE LICEN"):
        return "name", declared
    if _is_simple_expression(declared):
        return "expression", declared
    from cyclonedx import spdx  # noqa: PLC0415 - heavy, and only needed here

    known = spdx.fixup_id(declared)
    if known is not None:
        return "id", known
    spelling = _KNOWN_SPELLINGS.get(declared.lower())
    if spelling is not None and spdx.is_supported_id(spelling):
        return "id", spelling
    if len(declared) <= MAX_EXPRESSION_LENGTH and spdx.is_expression(declared):
        return "expression", declared
    return "name", declared


def _is_simple_expression(text: str) -> bool:
    """Whether ``text`` is a row of frequent ids, in one pair of parentheses or none."""
    simple = _SIMPLE.fullmatch(text)
    return (
        simple is not None
        and text.startswith("(") == text.endswith(")")
        and FREQUENT_IDS.issuperset(_OPERATOR.split(simple[1]))
    )
