"""Which characters of a stranger's text are kept?"""

from __future__ import annotations

import re

# What XML 1.0 (section 2.2) and terminals do not take, and what turns text around (UAX 9).
_UNWANTED = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff"
    + "".join(
        f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000)
    )
    + "]"
)


def clean_text(text: str) -> str:
    """Return ``text`` with controls, direction marks and non-characters as U+FFFD."""
    return text if text.isprintable() else _UNWANTED.sub("\ufffd", text)
