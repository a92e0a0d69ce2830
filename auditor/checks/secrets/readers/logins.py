"""Which passwords do the files hold that clients look them up in?

.netrc (as ftp and curl read it), .pgpass (PostgreSQL manual, "The Password File"),
.htpasswd.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.checks.secrets.readers.pair import Pair

_NETRC = re.compile(r"(?<!\S)password\s{1,20}(\S{1,400}+)")
_PGPASS_FIELD = re.compile(r"(?<!\\):")
_PGPASS_FIELDS = 5


def read_netrc(text: str) -> Iterator[Pair]:
    """Yield the passwords of a .netrc."""
    for match in _NETRC.finditer(text):
        line = text.count("\n", 0, match.start(1)) + 1
        yield Pair("password", match[1], line, flat=True, always="netrc-password")


def read_pgpass(text: str) -> Iterator[Pair]:
    """Yield the passwords of a .pgpass: host, port, database, user, password."""
    for number, line in enumerate(text.split("\n"), start=1):
        fields = _PGPASS_FIELD.split(line.rstrip("\r"), maxsplit=_PGPASS_FIELDS - 1)
        if len(fields) == _PGPASS_FIELDS and not line.startswith("#"):
            yield Pair("password", fields[-1], number, flat=True, always="pgpass-password")


def read_htpasswd(text: str) -> Iterator[Pair]:
    """Yield the hashes of an .htpasswd."""
    for number, line in enumerate(text.split("\n"), start=1):
        user, colon, value = line.strip().partition(":")
        if colon and user and not line.startswith("#"):
            yield Pair("password", value, number, flat=True, always="password-hash")
