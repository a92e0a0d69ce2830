"""What of a line of source must nobody see in a report?

Values that are secret for their form (credentials in a URL, private keys,
tokens of known issuers) or for the name that they are given to. What is masked
is replaced by its length alone.
"""

from __future__ import annotations

import re

_NAMED = re.compile(
    r"""(?ix)
    (?:secret|passw(?:or)?d|passphrase|pwd|token|api[_-]?key|private[_-]?key|access[_-]?key
      |credential|auth|session[_-]?key|signing[_-]?key|encryption[_-]?key|salt|\bkeys?\b)
    [\w.\-]{0,40} ["'`\]]{0,2} \s{0,8} (?:=>|[:=]{1,3}|,|\(|\|\||\?\?) \s{0,8} \[?
    (?P<value>"[^"\n]*"?|'[^'\n]*'?|`[^`\n]*`?|[^\s"'`,;(){}\[\]]{6,})
    """
)
_URL_CREDENTIALS = re.compile(r"(?<=://)[^\s/@'\"`:]{1,200}:(?P<value>[^\s/@'\"`]{1,400})(?=@)")
_ISSUED = re.compile(
    r"(?P<value>\b(?:eyJ[\w-]{8,}\.[\w.-]{8,}|(?:sk|pk|rk)_(?:live|test)_\w{8,}|gh[pousr]_\w{16,}"
    r"|github_pat_\w{16,}|glpat-[\w-]{16,}|npm_\w{16,}|xox[abeprs]-[\w-]{10,}|A(?:KIA|SIA)\w{12,}"
    r"|AIza[\w-]{20,}|SG\.[\w.-]{16,}|[0-9a-fA-F]{32,}|[A-Za-z0-9+/]{40,}={0,2}))"
)
_LITERAL = re.compile(r""" "[^"\n]*"? | '[^'\n]*'? | `[^`\n]*`? """, re.VERBOSE)
_ASSIGNED = re.compile(r"^(\s*(?:export\s+)?[\w.\-]+\s*[:=]\s*)(\S.*)$")
# Says where a value comes from, not what it is.
_REFERENCE = re.compile(r"(?:process\.env|import\.meta\.env|config|options|this)\.[\w.]+")
_PEM = re.compile(r"-----BEGIN |^[A-Za-z0-9+/=]{48,}\s*$")


def mask(line: str) -> str:
    """Return ``line`` with what looks like a secret, or is named like one, replaced."""
    if _PEM.search(line):
        return hidden(len(line))
    for pattern in (_URL_CREDENTIALS, _NAMED, _ISSUED):
        line = pattern.sub(_replaced, line)
    return line


def mask_values(line: str) -> str:
    """Return ``line`` with every literal and every assigned value replaced: one may be a secret."""
    masked = _LITERAL.sub(lambda match: f"'{hidden(len(match[0]) - 2)}'", line)
    if masked == line:
        masked = _ASSIGNED.sub(lambda match: match[1] + hidden(len(match[2])), line)
    return mask(masked)


def hidden(characters: int) -> str:
    """Return what stands for that many hidden characters."""
    return f"<{max(0, characters)} characters hidden>"


def _replaced(match: re.Match[str]) -> str:
    text = match["value"]
    start, end = match.start("value") - match.start(), match.end("value") - match.start()
    if "characters hidden>" in text or _REFERENCE.fullmatch(text):
        return match[0]
    quote = text[0] if text[0] in "\"'`" else ""
    inner = len(text.strip(quote)) if quote else len(text)
    return f"{match[0][:start]}{quote}{hidden(inner)}{quote}{match[0][end:]}"
