"""Which lines of Node.js are there, and until when is each kept up?

A dated table of our own: the dates of the release schedule that the Node.js
project publishes, and the last security release of each line that gets any.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Line:
    """One release line; ``name`` is its major number, or ``0.10`` before version 1.

    Dates are ISO dates, empty where there is none. ``security`` is the last
    release with fixes for Node's own advisories, as far as the table knows.
    """

    name: str
    start: str
    end: str
    lts: str = ""
    maintenance: str = ""
    codename: str = ""
    security: str = ""

    @property
    def first(self) -> str:
        """The lowest version of the line."""
        return f"{self.name}.0" if "." in self.name else f"{self.name}.0.0"


@dataclass(frozen=True, slots=True)
class Releases:
    """The table. ``as_of`` is the day of the dates, ``security_as_of`` that of ``security``."""

    as_of: str
    security_as_of: str
    lines: Mapping[str, Line]

    def named(self, codename: str) -> Line | None:
        """The line with this code name, in lower case."""
        found = (one for one in self.lines.values() if one.codename == codename)
        return next(found, None) if codename else None


@cache
def shipped_releases() -> Releases:
    """The table that comes with auditor."""
    document = json.loads(files("auditor").joinpath("data", "node-releases.json").read_bytes())
    lines = (
        Line(
            name=row["line"],
            start=row["start"],
            end=row["end"],
            lts=row.get("lts", ""),
            maintenance=row.get("maintenance", ""),
            codename=row.get("codename", ""),
            security=row.get("security", ""),
        )
        for row in document["lines"]
    )
    return Releases(
        document["as_of"],
        document["security_as_of"],
        MappingProxyType({line.name: line for line in lines}),
    )
