"""Where does a tree say which Node.js it runs on?

Dockerfiles, ``engines`` in package.json, .nvmrc, .node-version, and the
workflows' setup-node steps. Each place is read as data.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from auditor.checks.runtime.images import node_of
from auditor.checks.runtime.specifier import Precision, Wanted, read_specifier
from auditor.checks.runtime.workflow import read_setups
from auditor.errors import TargetError
from auditor.formats.dockerfile import MAX_BYTES, is_dockerfile, read_bases
from auditor.model import Gap, Location
from auditor.sources.node_tables import Releases
from sbom import strict_json
from sbom.errors import DocumentError

if TYPE_CHECKING:
    from auditor.target import Target

MAX_FILES = 100

_WORKFLOW = re.compile(r"\.github/workflows/[^/]+\.ya?ml")
_VERSION_FILES = {".nvmrc": "nvmrc", ".node-version": "node-version"}
_ENGINES = re.compile(r'"engines"\s*:')


@dataclass(frozen=True, slots=True)
class Mention:
    """One place that names a version: ``text`` as written.

    ``source`` is dockerfile, engines, nvmrc, node-version or workflow; ``runs``
    says that what is named there is what the deployment itself runs on.
    """

    text: str
    source: str
    location: Location
    wanted: Wanted
    runs: bool = False


def mentions(target: Target, releases: Releases) -> Iterator[Mention | Gap]:
    """Every mention, in the order of the files; a gap for what cannot be read."""
    every = [(path, source) for path, source in _sources(target)]
    for path, _ in every[MAX_FILES:]:
        yield Gap(path, f"only the first {MAX_FILES} files that name a Node.js version are read")
    for path, source in every[:MAX_FILES]:
        try:
            data = target.read(path, max_bytes=MAX_BYTES)
            found = tuple(_READERS[source](data, path, releases))
        except (TargetError, DocumentError) as error:
            yield Gap(path, error.message)
        else:
            yield from found


def _sources(target: Target) -> Iterator[tuple[str, str]]:
    for entry in target.files:
        path, name = entry.path, entry.path.rpartition("/")[2]
        if "node_modules" in path.split("/"):
            continue
        if path == "package.json":
            yield path, "engines"
        elif name in _VERSION_FILES:
            yield path, _VERSION_FILES[name]
        elif _WORKFLOW.fullmatch(path):
            yield path, "workflow"
        elif is_dockerfile(path):
            yield path, "dockerfile"


def _of_dockerfile(data: bytes, path: str, releases: Releases) -> Iterator[Mention]:
    for base in read_bases(data):
        found = node_of(base, releases)
        if found:
            location = Location(path, base.line)
            yield Mention(found[0], "dockerfile", location, found[1], runs=base.final)


def _of_engines(data: bytes, path: str, releases: Releases) -> Iterator[Mention]:
    document = strict_json.parse(data, path, DocumentError)
    engines = document.value.get("engines") if isinstance(document.value, dict) else None
    text = engines.get("node") if isinstance(engines, dict) else None
    if isinstance(text, str):
        at = _ENGINES.search(document.text)
        line = document.text.count("\n", 0, at.start()) + 1 if at else 0
        yield Mention(text, "engines", Location(path, line), read_specifier(text, releases))


def _of_version_file(data: bytes, path: str, releases: Releases) -> Iterator[Mention]:
    """The first line that is no comment, as nvm and its likes read it."""
    source = _VERSION_FILES[path.rpartition("/")[2]]
    lines = data.decode("utf-8", errors="replace").removeprefix("\ufeff").splitlines()
    for number, line in enumerate(lines, start=1):
        text = line.partition("#")[0].strip()
        if text:
            wanted = read_specifier(text, releases)
            yield Mention(text, source, Location(path, number), wanted)
            return
    yield Mention("", source, Location(path), Wanted(Precision.UNKNOWN))


def _of_workflow(data: bytes, path: str, releases: Releases) -> Iterator[Mention]:
    for setup in read_setups(data):
        wanted = read_specifier(setup.version, releases)
        yield Mention(setup.version, "workflow", Location(path, setup.line), wanted)


_READERS = {
    "dockerfile": _of_dockerfile,
    "engines": _of_engines,
    "node-version": _of_version_file,
    "nvmrc": _of_version_file,
    "workflow": _of_workflow,
}
