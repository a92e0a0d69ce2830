"""What does a .npmrc say, read as data?

The ini form that npm reads: ``key = value``, comments after ``;`` or ``#``,
quotes, ``key[] = value``. Nothing in it is obeyed and no variable is looked up.
The value of a setting that holds a secret is forgotten while it is read.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

MAX_BYTES = 2**20

_SECRET = re.compile(r"(?:.*:)?(?:_authtoken|_auth|_password|key|tokenhelper)", re.IGNORECASE)
_VARIABLE = re.compile(r"\$\{[^${}]+\}")
_COMMENT = re.compile(r"(?<!\\)[;#].*")
_ESCAPE = re.compile(r"\\([\\;#])")


@dataclass(frozen=True, slots=True)
class Setting:
    """One line. ``value`` is empty where the setting is ``secret``.

    ``variable`` says that the value comes, at least in part, from the
    environment; ``given`` that there is a value at all.
    """

    key: str
    value: str
    line: int
    secret: bool = False
    variable: bool = False
    given: bool = True


def read_settings(data: bytes) -> tuple[Setting, ...]:
    """Return the settings in the order of their lines; those below a ``[section]`` count not."""
    text = data.decode("utf-8", errors="replace").removeprefix("\ufeff")
    found = []
    for number, line in enumerate(re.split(r"\r\n|\r|\n", text), start=1):
        stripped = line.strip()
        if not stripped or stripped[0] in ";#":
            continue
        if stripped[0] == "[" and stripped[-1] == "]":
            break
        key, equals, value = line.partition("=")
        found.append(_setting(_plain(key), _plain(value) if equals else "true", number))
    return tuple(found)


def last(settings: tuple[Setting, ...]) -> Mapping[str, Setting]:
    """The setting that counts for each key: npm takes the last one."""
    return {setting.key: setting for setting in settings}


def host_of(address: str) -> str:
    """The host, with its port, of a registry's address; empty where there is none."""
    try:
        return urlsplit(address).netloc.rpartition("@")[2].lower()
    except ValueError:  # brackets that hold no IPv6 address
        return ""


def _setting(key: str, value: str, line: int) -> Setting:
    secret = _SECRET.fullmatch(key) is not None
    return Setting(
        key=key.removesuffix("[]"),
        value="" if secret else value,
        line=line,
        secret=secret,
        variable=_VARIABLE.search(value) is not None,
        given=value not in {"", "null", "undefined"},
    )


def _plain(text: str) -> str:
    """A key or a value without blanks, quotes and comment."""
    text = text.strip()
    if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'":
        return _unquoted(text)
    return _ESCAPE.sub(r"\1", _COMMENT.sub("", text)).strip()


def _unquoted(text: str) -> str:
    if text[0] == "'":
        return text[1:-1]
    try:
        value = json.loads(text)
    except ValueError:
        return text[1:-1]
    return value if isinstance(value, str) else text[1:-1]
