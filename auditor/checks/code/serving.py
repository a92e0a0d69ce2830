"""Which source files does the server never load, and what are they for?

Pages load scripts of their own: bundles, libraries, whole front ends. A file counts as
one of those if its name says so, as a folder `public` does, and if nothing speaks for the
server: no module imports or names it, nothing starts it, no folder that
modules are chosen from holds it, and it asks for nothing that only a server has.
A file named like a test is one unless the application imports it.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from auditor.checks.code.application.paths import Paths
from auditor.checks.code.roles import is_test
from auditor.errors import TargetError
from auditor.sources.staging import source_files, unseen_sources
from auditor.target import Target

MAX_READ_BYTES = 4 * 2**20
"""Of a larger file it is not known what it is: the server may load it."""
MAX_NAMES = 5_000
"""Names in one file that are looked up; a file with more may load anything."""

_FOR_PAGES = re.compile(
    r"(?:^|/)(?:public|static|assets|www|wwwroot|htdocs|vendor|bower_components"
    r"|front-?end|client|browser)/|\.min\.js$",
    re.IGNORECASE,
)
_STARTERS = re.compile(
    r"(?:^|/)(?:package\.json|nodemon\.json|vercel\.json|app\.json|pm2\.json|procfile|makefile"
    r"|[^/]*dockerfile[^/]*|[^/]*\.(?:sh|service|bat|cmd|ya?ml))$",
    re.IGNORECASE,
)
_NAME = re.compile(rb"[\w@.][\w@./-]{0,300}")
_STRING = re.compile(rb"""["'`](?:\$\{__dirname\})?([\w@./~#-]{1,300})["'`]""")
_CHOSEN = re.compile(
    rb"(?:\b(?:require(?:\.resolve)?|import|fork|Worker|Script|runIn\w{3,12}"
    rb"|(?:auto)?[lL]oad(?:Files|Dir|Modules|All)\w{0,12}|requireAll|autoload))\s*\("
    rb"""\s*(?!\s|["'`][^"'`\n$]{0,300}["'`]\s*[,)])([^\n]{0,200})"""
)
_PREFIX = re.compile(rb"""["'`](?:\$\{__dirname\})?([\w@./-]{1,200})""")
_BUILT_IN = (
    rb"(?:node:[\w/]+|assert|async_hooks|child_process|cluster|crypto|dgram|dns|domain|fs"
    rb"|fs/promises|http|http2|https|inspector|module|net|os|process|readline|repl|tls|tty|v8"
    rb"|vm|worker_threads|zlib|express[\w-]*|fastify|koa[\w/-]*|restify|@nestjs/[\w-]+|@hapi/[\w-]+"
    rb"|mongoose|mongodb|sequelize|passport[\w-]*|body-parser|helmet|pg|mysql2?|redis|ioredis)"
)
_SERVER = re.compile(
    rb"""(?:\bfrom|\bimport|\brequire\s*\(|\bimport\s*\()\s*["'`]""" + _BUILT_IN + rb"""["'`]"""
    rb"""|\brequire\s*\(\s*[^"'`\s)]|\bmodule\s*\.\s*(?:require|constructor)\b"""
    rb"|\bprocess\s*\.\s*(?:mainModule|binding|dlopen|getBuiltinModule)\b|\bcreateRequire\b"
)


BROWSER, TESTS = "browser", "tests"


def uses_of(target: Target) -> dict[str, str]:
    """The paths of the scripts that are for pages or for tests, each with its use.

    None where sources of the target are out of sight: they may load any of them.
    """
    if unseen_sources(target):
        return {}
    loading = _Loading(target, Paths.of(target))
    found = dict.fromkeys(sorted(loading.test_files()), TESTS)
    return found | dict.fromkeys(sorted(loading.browser_files()), BROWSER)


@dataclass(slots=True)
class _Loading:
    target: Target
    paths: Paths
    _data: dict[str, bytes | None] = field(default_factory=dict)
    _ends: frozenset[str] = frozenset()

    def test_files(self) -> frozenset[str]:
        """The files named like tests that no other file imports."""
        sources = source_files(self.target)
        left = {path for path in sources if is_test(path)}
        self._ends = self._may_end(left)
        waiting = [path for path in sources if path not in left]
        while waiting and left:
            waiting += self._take(left, self._named(waiting.pop(), left))
        return frozenset(left)

    def browser_files(self) -> frozenset[str]:
        """Start from everything else, and take away what that reaches."""
        sources = source_files(self.target)
        left = {path for path in sources if self._looks_like(path)}
        self._ends = self._may_end(left)
        waiting = [path for path in sources if path not in left]
        for path in (entry.path for entry in self.target.files if _STARTERS.search(entry.path)):
            waiting += self._take(left, self._started(path))
        while waiting and left:
            waiting += self._take(left, self._named(waiting.pop(), left))
        return frozenset(left)

    def _looks_like(self, path: str) -> bool:
        if not _FOR_PAGES.search(path):
            return False
        data = self._read(path)
        return data is not None and not _SERVER.search(data)

    def _take(self, left: set[str], found: Iterator[str]) -> list[str]:
        reached = sorted(left.intersection(found))
        left.difference_update(reached)
        return reached

    def _started(self, path: str) -> Iterator[str]:
        for name in {match[0] for match in _NAME.finditer(self._read(path) or b"")}:
            yield from self._meant(name, path)

    def _named(self, path: str, left: set[str]) -> Iterator[str]:
        """What a module imports or names, and the folders that it chooses modules from."""
        data = self._read(path)
        if data is None:
            return
        names = {match[1] for match in _STRING.finditer(data)}
        if len(names) > MAX_NAMES:
            yield from tuple(left)
        for name in names:
            yield from self._meant(name, path)
        for match in _CHOSEN.finditer(data):
            folder = self._folder(match[1], path)
            yield from [one for one in left if one.startswith(folder)]

    def _folder(self, expression: bytes, path: str) -> str:
        """The folder that an expression chooses a module from, at least."""
        prefix = _PREFIX.search(expression)
        here = posixpath.dirname(path)
        if prefix and b"/" in prefix[1]:
            written = prefix[1].decode("utf-8", "replace").lstrip("/")
            here = posixpath.normpath(posixpath.join(here, written.rpartition("/")[0]))
        return "" if here in {"", "."} or here.startswith("..") else f"{here}/"

    def _meant(self, name: bytes, path: str) -> Iterator[str]:
        text = name.decode("utf-8", "replace").lstrip("/")
        if _end(text) not in self._ends:
            return
        for specifier, importer in ((text, path), (f"./{text}", path), (f"./{text}", "")):
            found = self.paths.resolve(specifier, importer)
            if found is not None:
                yield found

    def _may_end(self, left: set[str]) -> frozenset[str]:
        """How names of the files ``left`` can end: a look-up of every other name is spared."""
        ends = {_end(folder) for path in left for folder in path.split("/")}
        ends.update(_end(name) for name in self.paths.workspaces)
        ends.update(_end(pattern) for pattern, _ in self.paths.aliases)
        return frozenset({*ends, "", ".", ".."})

    def _read(self, path: str) -> bytes | None:
        if path not in self._data:
            try:
                self._data[path] = self.target.read(path, max_bytes=MAX_READ_BYTES)
            except TargetError:
                self._data[path] = None
        return self._data[path]


def _end(name: str) -> str:
    """The last part of a path, without its extension."""
    return name.rstrip("/").rpartition("/")[2].partition(".")[0] or name[:2]
