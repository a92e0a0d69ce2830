"""Which registry documents does a folder of the caller's hold?

JSON files. A document about a package is known by its own ``name``, whatever
its file is called. An answer about attestations does not say what it is about
before it is verified; its file is called ``NAME@VERSION.json``, a scope being a
folder (``@scope/name@1.0.0.json``) or written with ``%2f``.
"""

from __future__ import annotations

import threading
from collections.abc import Collection
from pathlib import Path
from typing import TypeVar
from urllib.parse import unquote

from auditor.errors import DataError
from auditor.model import Gap
from auditor.sources.documents import Limits, documents
from auditor.sources.registry import Document
from sbom import strict_json
from sbom.errors import DocumentError

LIMITS = Limits(document_bytes=64 * 2**20, documents=100_000, total_bytes=4 * 2**30)

_HINT = "pass a folder of registry documents, JSON files: --registry-data FOLDER"
K = TypeVar("K")


class FolderRegistry:
    """Answers from the documents in ``folder``, which may also be a zip or a single file."""

    workers = 1

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._seen: frozenset[str] = frozenset()
        self._packuments: dict[str, Document] = {}
        self._attestations: dict[tuple[str, str], Document] = {}
        self._gaps: list[Gap] = []

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """What is no registry document, or the second one about a package."""
        return tuple(sorted(self._gaps))

    def prepare(self, names: Collection[str]) -> None:
        """Read what the folder holds about ``names``.

        Raises:
            DataError: the folder cannot be read, or holds more than it may.
        """
        wanted = frozenset(names)
        with self._lock:
            if wanted and wanted <= self._seen:
                return
            self._seen |= wanted
            self._packuments, self._attestations, self._gaps = {}, {}, []
            for label, content in documents(self._folder, LIMITS, hint=_HINT):
                gap = content if isinstance(content, Gap) else self._take(Document(content, label))
                if gap is not None:
                    self._gaps.append(gap)

    def packument(self, name: str) -> Document | None:
        """The document about a package."""
        return self._packuments.get(name)

    def attestations(self, name: str, version: str) -> Document:
        """The answer about a release; that a folder lacks it does not say that there is none.

        Raises:
            DataError: the folder does not hold it.
        """
        found = self._attestations.get((name, version))
        if found is None:
            raise DataError("the registry data at hand do not hold its attestations")
        return found

    def _take(self, document: Document) -> Gap | None:
        """Keep a document that was asked for; say why where it is none."""
        label = document.origin
        release = _release(label)
        if release is not None and release[0] in self._seen:
            # Judged byte for byte later, so that not even its form is looked at here.
            return _keep(self._attestations, release, document)
        if release is not None:
            return None
        try:
            value = strict_json.parse(
                document.data, label, DocumentError, max_bytes=LIMITS.document_bytes
            ).value
        except DocumentError as error:
            return Gap(label, error.message.removeprefix(f"{label}: "))
        name = value.get("name") if isinstance(value, dict) else None
        if not isinstance(name, str):
            return Gap(label, "the document has no name")
        return _keep(self._packuments, name, document) if name in self._seen else None


def _keep(kept: dict[K, Document], key: K, document: Document) -> Gap | None:
    if key in kept:
        return Gap(document.origin, f"{kept[key].origin} is about the same package")
    kept[key] = document
    return None


def _release(label: str) -> tuple[str, str] | None:
    """The name and version in the name of a file, if it has both."""
    folders, _, file = unquote(label.removesuffix(".json")).rpartition("/")
    scope = folders.rpartition("/")[2]
    name, at, version = file.rpartition("@")
    if not (at and name and version):
        return None
    return (f"{scope}/{name}" if scope.startswith("@") else name), version
