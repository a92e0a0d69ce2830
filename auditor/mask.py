"""What of a line of source must nobody see in a report?

Values that are secret for their form (what issuers give out, private keys, passwords
in addresses) or for the name that they are given to. What is masked is replaced by
its length alone.
"""

from __future__ import annotations

import re

from auditor.secret_forms.issued import issued
from auditor.secret_forms.keys import private_keys
from auditor.secret_forms.tokens import shown

_NAMED = re.compile(
    r"""(?ix)
    (?:secret|passw(?:or)?d|passphrase|passcode|pwd|\bpass|pepper|token|api[_-]?key|private[_-]?key
      |access[_-]?key|account[_-]?key|credential|auth|session[_-]?key|signing[_-]?key
      |encryption[_-]?key|connection[_-]?string|\bdsn|salt|\bkeys?\b)
    [\w.\-]{0,40} ["'`\]]{0,2} \s{0,8} (?:=>|[:=]{1,3}|,|\(|\|\||\?\?) \s{0,8} \[?
    (?P<value>"[^"\n]*"?|'[^'\n]*'?|`[^`\n]*`?|[^\s"'`,;(){}\[\]]{6,})
    """
)
_OPTION = re.compile(
    r"--?[\w-]{0,40}?(?:secret|pass|token|key|auth|user)[\w-]{0,40}[ =]{1,4}(?P<value>[^\s]{4,})",
    re.IGNORECASE,
)
_URL_CREDENTIALS = re.compile(r"(?<=://)[^\s/@'\"`:]{0,200}:(?P<value>[^\s/@'\"`]{1,400})(?=@)")
_RANDOM = re.compile(
    r"(?P<value>\b(?:[0-9a-fA-F]{32,}|[A-Za-z0-9+/]{40,}={0,2}|eyJ[\w-]{8,}[\w.-]*))"
)
# A literal that no word or path looks like: letters with two digits among them.
_MIXED = re.compile(
    r"""(?P<value>(["'`])(?!\.{0,2}/|@)(?=[^"'`\s/]{10})(?=[^"'`\s/]*[A-Za-z])"""
    r"""(?=(?:[^"'`\s/\d]*\d){2})[^"'`\s/]+(?:\2|$))"""
)
_LITERAL = re.compile(r""" "[^"\n]*"? | '[^'\n]*'? | `[^`\n]*`? """, re.VERBOSE)
_ASSIGNED = re.compile(
    r"(\s*(?:-\s+)?(?:export\s+|ENV\s+|ARG\s+)?[\"']?[A-Za-z_][\w.\-]{0,60}[\"']?\s*[:=])(.*)",
    re.DOTALL,
)
# Says where a value comes from, not what it is.
_REFERENCE = re.compile(r"(?:process\.env|import\.meta\.env|config|options|this)\.[\w.]+")
_PEM = re.compile(r"-----BEGIN |-----END |^[A-Za-z0-9+/=]{48,}\s*$")


def mask(line: str) -> str:
    """Return ``line`` with what looks like a secret, or is named like one, replaced."""
    if _PEM.search(line):
        return hidden(len(line))
    line = mask_forms(line)
    for pattern in (_URL_CREDENTIALS, _OPTION, _NAMED, _RANDOM, _MIXED):
        line = pattern.sub(_replaced, line)
    return line


def mask_forms(text: str) -> str:
    """Return ``text`` with what has the form of a credential replaced, whatever it is called.

    For messages: digests and names stay as they are.
    """
    places = [(each.start, each.end) for each in issued(text)]
    places += [(each.start, each.end) for each in shown(text)]
    places += [(each.start, each.end) for each in private_keys(text)]
    pieces, position = [], 0
    for start, end in sorted(places):
        if start >= position:
            pieces += [text[position:start], hidden(end - start)]
        elif end > position:
            pieces.append(hidden(end - position))
        position = max(position, end)
    return "".join([*pieces, text[position:]])


def mask_values(line: str, *, is_code: bool = True, is_first: bool = True) -> str:
    """Return ``line`` with every value replaced: one of them is known to be a secret.

    Of code the literals are hidden, of any other file all but the name at its beginning;
    a line that is not the first of the secret has no name.
    """
    masked = _LITERAL.sub(lambda match: f"'{hidden(len(match[0]) - 2)}'", line)
    if is_code and masked != line and line.count("`") % 2 == 0:
        return mask(masked)
    assigned = _ASSIGNED.fullmatch(line) if is_first else None
    if assigned is None:
        return hidden(len(line))
    return f"{mask_forms(assigned[1])} {hidden(len(assigned[2].strip()))}"


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
