"""Does a rejected promise of a handler reach the error handler?"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from auditor.checks.code.application.model import Application, Model
from auditor.model import Fact, Location, Value
from auditor.target import Target
from sbom import Inventory

PASSES_REJECTIONS = 5
"""The major version of Express from which on it handles rejections itself."""
MAX_MANIFEST_BYTES = 2**20

_EXPRESS = re.compile(rb'"express"\s*:\s*"[^"0-9]{0,10}([0-9]{1,3})\b')


@dataclass(frozen=True, slots=True)
class Majors:
    """The major versions of Express by the folder they are installed or asked for in."""

    by_folder: Mapping[str, int] = field(default_factory=dict)

    def near(self, path: str) -> int | None:
        """The version that the file at ``path`` imports: of the nearest folder above it."""
        folder = path
        while folder:
            folder = posixpath.dirname(folder)
            if folder in self.by_folder:
                return self.by_folder[folder]
        return None


def express_majors(target: Target, inventory: Inventory | None) -> Majors:
    """The major versions of Express: from the lockfile, else from each package.json."""
    majors: dict[str, int] = {}
    for component in inventory.components if inventory is not None else ():
        folder, express, rest = f"/{component.location}".rpartition("/node_modules/express")
        major = (component.version or "").partition(".")[0]
        if express and not rest and major.isdecimal():
            majors[folder.lstrip("/")] = int(major)
    if majors:
        return Majors(majors)
    for entry in target.files:
        folder, name = posixpath.split(entry.path)
        if name == "package.json" and entry.size <= MAX_MANIFEST_BYTES:
            found = _EXPRESS.search(target.read(entry.path, max_bytes=MAX_MANIFEST_BYTES))
            if found:
                majors[folder] = int(found[1])
    return Majors(majors)


def async_facts(application: Application, model: Model, major: int | None) -> Iterator[Fact]:
    """Yield ``async.handler`` for each asynchronous middleware and handler, each place once."""
    seen: set[Location] = set()
    places = [(one, route.passes_rejections) for route in application.routes for one in route.chain]
    places += [(one, False) for one, _ in application.mounted]
    for one, passes in places:
        behaviour = one.behaviour
        if behaviour is None or not behaviour.is_async or one.location in seen:
            continue
        seen.add(one.location)
        guarded, by = _guard(
            major, rejects=behaviour.unguarded_await, passes=passes or model.passes_rejections
        )
        attributes: dict[str, Value] = {"guarded": guarded, "by": by, "express_major": major}
        yield Fact("async.handler", one.name, attributes, one.location)


def _guard(major: int | None, *, rejects: bool, passes: bool) -> tuple[bool | None, str | None]:
    if not rejects:
        return True, "try"
    if passes:
        return True, "package"
    if major is None:
        return None, None
    return (True, "express") if major >= PASSES_REJECTIONS else (False, "none")
