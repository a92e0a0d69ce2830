"""Which values does a line of shell give to names?

Assignments (``NAME=value``), options (``--token value``, ``--token=value``) and the
user and password that ``curl -u`` takes. No shell is parsed: quotes end a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.checks.secrets.readers.pair import Pair
from auditor.secret_forms.names import is_secret_name

MAX_WORD_CHARACTERS = 4_096

_LENGTH = f"{{0,{MAX_WORD_CHARACTERS}}}+"
_WORD = rf"""(?:"([^"\n]{_LENGTH})"|'([^'\n]{_LENGTH})'|([^\s"'`|;&<>]{_LENGTH}))"""
_ASSIGNED = re.compile(rf"(?<![\w.$%{{-])([A-Za-z_]\w{{1,60}}+)={_WORD}", re.ASCII)
_OPTION = re.compile(rf"(?<![\w-])--?([A-Za-z][\w-]{{1,40}}+)(?:=|[ \t]{{1,4}}+){_WORD}", re.ASCII)
_SETTING = re.compile(rf"(:_(?:authToken|auth|password))[= \t]{{1,3}}{_WORD}")
_USER = re.compile(r"(?<![\w-])(?:-u|--user)[= \t]{1,3}[\"']?([\w.@-]{1,60}+):([^\s\"'@]{1,200}+)")


def read_shell(text: str, line: int = 1) -> Iterator[Pair]:
    """Yield what ``text``, which begins on ``line``, gives to names that are secrets'."""
    for number, each in enumerate(text.split("\n"), start=line):
        if "=" not in each and "-" not in each:
            continue
        for pattern in (_ASSIGNED, _OPTION, _SETTING):
            for match in pattern.finditer(each):
                if is_secret_name(match[1]):
                    value = match[2] or match[3] or match[4] or ""
                    yield Pair(match[1], value, number, flat=True)
        for match in _USER.finditer(each):
            yield Pair("password", match[2], number, flat=True)
