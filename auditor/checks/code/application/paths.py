"""Which file of the target does an import mean?

As Node and TypeScript look it up, without a file system: extensions, index
files, ``main``, ``paths`` of tsconfig.json, workspaces by their name. What is
none of these is a package or cannot be told.
"""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from auditor.errors import TargetError
from auditor.target import Target

MAX_MANIFEST_BYTES = 2**20
MAX_MANIFESTS = 500
MAX_SPECIFIER = 500

_EXTENSIONS = (".js", ".ts", ".tsx", ".mjs", ".cjs", ".mts", ".cts", ".jsx")
# TypeScript writes the name of the file that will be compiled.
_COMPILED = {".js": (".ts", ".tsx"), ".mjs": (".mts",), ".cjs": (".cts",), ".jsx": (".tsx",)}
_COMMENT = re.compile(r'("(?:[^"\\]|\\.)*")|//[^\n]*|/\*.*?\*/', re.DOTALL)
_TRAILING_COMMA = re.compile(r'("(?:[^"\\]|\\.)*")|,(?=\s*[}\]])')


@dataclass(frozen=True, slots=True)
class Paths:
    """The files of a target as imports see them.

    ``workspaces`` maps names of packages in the tree to their folder and entry
    file; ``aliases`` are pairs of a pattern of tsconfig.json and its targets.
    """

    files: frozenset[str]
    mains: Mapping[str, str] = field(default_factory=dict)
    workspaces: Mapping[str, str] = field(default_factory=dict)
    aliases: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @classmethod
    def of(cls, target: Target) -> Paths:
        """Read every package.json and tsconfig.json that imports may depend on."""
        files = frozenset(entry.path for entry in target.files)
        mains: dict[str, str] = {}
        workspaces: dict[str, str] = {}
        aliases: list[tuple[str, tuple[str, ...]]] = []
        named = ("package.json", "tsconfig.json", "tsconfig.base.json", "jsconfig.json")
        found = [path for path in sorted(files) if posixpath.basename(path) in named]
        for path in found[:MAX_MANIFESTS]:
            folder = posixpath.dirname(path)
            document = _object(target, path)
            if posixpath.basename(path) != "package.json":
                aliases.extend(_aliases(document, folder))
                continue
            entry = next(
                (document[key] for key in ("main", "module", "source") if key in document), ""
            )
            mains[folder] = entry if isinstance(entry, str) else ""
            name = document.get("name")
            if folder and isinstance(name, str):
                workspaces.setdefault(name, folder)
        return cls(files, mains, workspaces, tuple(aliases))

    def resolve(self, specifier: str, importer: str) -> str | None:
        """The file that ``specifier`` means in ``importer``; None where it is none of the tree."""
        if len(specifier) > MAX_SPECIFIER:
            return None
        if specifier in {".", ".."} or specifier.startswith(("./", "../")):
            return self._file(posixpath.join(posixpath.dirname(importer), specifier))
        for candidate in self._aliased(specifier):
            found = self._file(candidate)
            if found is not None:
                return found
        return self._workspace(specifier)

    def _aliased(self, specifier: str) -> Iterator[str]:
        for pattern, targets in self.aliases:
            head, star, tail = pattern.partition("*")
            if not star:
                if specifier == pattern:
                    yield from targets
            elif (
                len(specifier) >= len(head) + len(tail)
                and specifier.startswith(head)
                and specifier.endswith(tail)
            ):
                middle = specifier[len(head) : len(specifier) - len(tail)]
                yield from (target.replace("*", middle, 1) for target in targets)

    def _workspace(self, specifier: str) -> str | None:
        parts = specifier.split("/")
        length = 2 if specifier.startswith("@") else 1
        folder = self.workspaces.get("/".join(parts[:length]))
        if folder is None:
            return None
        inside = posixpath.join(folder, *parts[length:])
        return self._file(inside) or self._file(posixpath.join(folder, "src", *parts[length:]))

    def _file(self, path: str) -> str | None:
        path = posixpath.normpath(path)
        if path.startswith("../"):
            return None
        if path in self.files and path.endswith(_EXTENSIONS):
            return path
        stem, extension = posixpath.splitext(path)
        candidates = [f"{stem}{other}" for other in _COMPILED.get(extension, ())]
        candidates += [f"{path}{other}" for other in _EXTENSIONS]
        folder = "" if path == "." else path
        main = self.mains.get(folder)
        if main:
            entry = posixpath.normpath(posixpath.join(folder, main))
            candidates += [entry, *(f"{entry}{other}" for other in _EXTENSIONS)]
            candidates += [f"{entry}/index{other}" for other in _EXTENSIONS]
        candidates += [posixpath.join(folder, f"index{other}") for other in _EXTENSIONS]
        known = (one for one in candidates if one in self.files and one.endswith(_EXTENSIONS))
        return next(known, None)


def _object(target: Target, path: str) -> Mapping[str, object]:
    """A JSON object, with the comments and commas that TypeScript allows; empty if it is none."""
    try:
        text = target.read(path, max_bytes=MAX_MANIFEST_BYTES).decode("utf-8", "replace")
        text = _COMMENT.sub(lambda match: match[1] or " ", text)
        text = _TRAILING_COMMA.sub(lambda match: match[1] or "", text)
        document = json.loads(text)
    except (TargetError, ValueError, RecursionError):
        return {}
    return document if isinstance(document, dict) else {}


def _aliases(document: Mapping[str, object], folder: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    options = document.get("compilerOptions")
    if not isinstance(options, dict):
        return
    base = options.get("baseUrl")
    root = posixpath.join(folder, base) if isinstance(base, str) else folder
    given = options.get("paths")
    for pattern, targets in (given if isinstance(given, dict) else {}).items():
        if isinstance(targets, list):
            places = (one for one in targets if isinstance(one, str))
            yield pattern, tuple(posixpath.join(root, one) for one in places)
    if isinstance(base, str):
        yield "*", (posixpath.join(root, "*"),)
