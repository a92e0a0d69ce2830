"""Which literals does code give to names that are secrets'?

For files that nothing here parses: a quoted literal after a name and a sign of
assignment, on one line. JavaScript is left to the code rules, but for the defaults
that everybody knows, which these cannot tell apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.checks.secrets.readers.pair import Pair
from auditor.secret_forms.defaults import is_known
from auditor.secret_forms.names import is_secret_name

MAX_LINE_CHARACTERS = 20_000
"""What is longer is read in windows that overlap."""
OVERLAP_CHARACTERS = 1_000

_LITERAL = re.compile(
    r"""(?<![\w.-])([A-Za-z_][\w.-]{1,80}+)["'\]]{0,2}\s{0,8}(?::=|=>|[:=]|,)\s{0,8}"""
    r"""(?:"([^"\n]{1,1000}+)"|'([^'\n]{1,1000}+)')"""
)
_SINK = re.compile(
    r"""(?i)(?:(?<![\w$])(?:cookie-?parser|sign|verify|createHmac|createCipheriv|createSecretKey|keygrip"""
    r"""|session)\s{0,4}\([^\n"'`]{0,120}|(?:secret|keys?|password|passphrase|secretOrKey|token)["']?\s{0,4}"""
    r"""(?:[:=(\[]|\|\||\?\?){1,2}\s{0,4}\[?\s{0,4})["'`]([^"'`\n]{3,60})["'`]"""
)


def read_code(text: str) -> Iterator[Pair]:
    """Yield the literals that are assigned to names of secrets."""
    for number, line in _lines(text):
        if '"' in line or "'" in line:
            for match in _LITERAL.finditer(line):
                if is_secret_name(match[1]):
                    yield Pair(match[1], match[2] or match[3], number)


def read_known_defaults(text: str) -> Iterator[Pair]:
    """Yield the defaults that everybody knows, where JavaScript uses them as secrets."""
    for number, line in _lines(text):
        if "(" in line or ":" in line or "=" in line:
            for match in _SINK.finditer(line):
                if is_known(match[1]):
                    yield Pair("secret", match[1], number)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Each line with its number; a long one in windows."""
    step = MAX_LINE_CHARACTERS - OVERLAP_CHARACTERS
    for number, line in enumerate(text.split("\n"), start=1):
        if len(line) <= MAX_LINE_CHARACTERS:
            yield number, line
        else:
            for start in range(0, len(line), step):
                yield number, line[start : start + MAX_LINE_CHARACTERS]
