"""What is an inventory of npm packages?

One ``Component`` per installed location (the graph is kept per location, as
npm's own resolver keeps it), one ``Dependency`` per edge, and the problems the
lockfile itself shows. Frozen data only.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """Where a component's bytes come from."""

    ROOT = "root"
    WORKSPACE = "workspace"  # a folder of the project, by a workspace link or a file: link
    REGISTRY = "registry"
    GIT = "git"
    TARBALL = "tarball"  # an http(s) tarball that is not of registry form
    FILE = "file"  # a tarball inside or beside the project
    OUTSIDE = "outside"  # a link target that leaves the project


class EdgeKind(StrEnum):
    """Which section of package.json an edge comes from."""

    PROD = "prod"
    DEV = "dev"
    OPTIONAL = "optional"
    PEER = "peer"
    PEER_OPTIONAL = "peerOptional"
    WORKSPACE = "workspace"


@dataclass(frozen=True, slots=True, order=True)
class Digest:
    """One digest of a component's tarball: ``sha512`` and its value in lower-case hex."""

    algorithm: str
    hex: str


@dataclass(frozen=True, slots=True)
class Component:
    """One package at one location of the lockfile.

    ``location`` is the lockfile's own key (``""`` for the root,
    ``node_modules/a/node_modules/b``). ``name`` is the real package name, in
    the registry's spelling; ``alias`` the folder name where it differs.
    ``integrity`` is the SRI text as the lockfile has it; ``digests`` its valid
    parts. ``resolved`` never holds credentials: user info and query are
    removed, and ``credentials`` says that there were any. ``line`` is the line
    of the entry in the lockfile, 0 where unknown. ``locations`` is empty but in
    the flat view (``sbom.flatten``), where it lists every location of a
    component that stands for several. ``website`` and ``repository`` are known for the root
    only, from its package.json.
    """

    location: str
    name: str
    version: str | None
    kind: Kind = Kind.REGISTRY
    alias: str | None = None
    resolved: str | None = None
    credentials: bool = False
    integrity: str | None = None
    digests: tuple[Digest, ...] = ()
    purl: str = ""
    license: str | None = None
    dev: bool = False
    optional: bool = False
    dev_optional: bool = False
    peer: bool = False
    bundled: bool = False
    extraneous: bool = False
    private: bool = False
    has_install_script: bool = False
    deprecated: str | None = None
    engines: tuple[tuple[str, str], ...] = ()
    os: tuple[str, ...] = ()
    cpu: tuple[str, ...] = ()
    line: int = 0
    locations: tuple[str, ...] = ()
    website: str | None = None
    repository: str | None = None

    @property
    def is_registry(self) -> bool:
        """Whether the package may be looked up by name and version in a registry's advisories."""
        return self.kind is Kind.REGISTRY


@dataclass(frozen=True, slots=True)
class Dependency:
    """One edge: ``source`` asks for ``name`` in ``range``; ``target`` is a location or None.

    ``target`` is None where nothing is installed: an unmet optional or peer
    dependency, or, with ``missing``, one that must be there.
    """

    source: str
    name: str
    range: str
    kind: EdgeKind
    target: str | None
    missing: bool = False


@dataclass(frozen=True, slots=True, order=True)
class Link:
    """A symbolic link of the install: the folder ``location`` stands for ``target``."""

    location: str
    target: str


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """Something the lockfile shows that a reader should know; the inventory stands all the same.

    ``code`` is stable and kebab-case, ``place`` a location or JSON path in
    ``file``, ``message`` one sentence.
    """

    code: str
    file: str
    place: str
    message: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class Inventory:
    """What one lockfile says. ``components`` and ``dependencies`` are sorted.

    ``components`` begin with the root (location ``""``); links are resolved to
    their targets and listed, sorted, in ``links``. ``lockfile`` is the file's
    name, ``format`` names the reader, ``version`` is the lockfileVersion as
    written, ``sha256`` the hex digest of the lockfile's bytes.
    """

    lockfile: str
    format: str
    version: str
    sha256: str
    components: tuple[Component, ...]
    dependencies: tuple[Dependency, ...]
    problems: tuple[Problem, ...] = ()
    links: tuple[Link, ...] = ()

    @property
    def root(self) -> Component:
        """The project itself."""
        return self.components[0]
