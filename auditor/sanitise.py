"""How is text from an untrusted tree made safe to show?

A terminal, a workflow command or a log must never obey a file name. Control
characters (C0, C1), line breaks, bidirectional controls, zero-width characters
and lone surrogates are replaced by their visible escapes.
"""

from __future__ import annotations

import re

# C0 and C1, soft hyphen, zero-width and bidirectional controls (Unicode TR 36 section 3.1),
# line and paragraph separators, byte order mark, surrogates, tag characters.
_UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)


def printable(text: str) -> str:
    r"""Return ``text``, with what a terminal might obey replaced by escapes such as ``\x1b``."""
    if text.isascii() and text.isprintable():
        return text
    return _UNSAFE.sub(_escape, text)


def excerpt(text: str, *, max_characters: int = 200) -> str:
    """Return ``printable(text)`` shortened to ``max_characters``, with an ellipsis where cut."""
    shown = printable(text[: max_characters + 1])
    return shown if len(shown) <= max_characters else shown[: max_characters - 1] + "…"


def _escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code <= 0xFF:  # noqa: PLR2004 -- the widest \x escape
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"  # noqa: PLR2004 -- as above
