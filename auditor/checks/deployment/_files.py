"""Which files of the tree are of a format, and what stands in them?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, TypeVar

from auditor.errors import TargetError
from auditor.model import Gap

if TYPE_CHECKING:
    from auditor.target import Target

MAX_FILES = 100
MAX_BYTES = 256 * 2**10

T = TypeVar("T")


def named(target: Target, wanted: Callable[[str], bool]) -> list[str]:
    """The paths of the files whose name is ``wanted``."""
    return [entry.path for entry in target.files if wanted(entry.path)]


def parsed(
    target: Target, paths: Iterable[str], read: Callable[[bytes], T]
) -> Iterator[tuple[str, T | Gap]]:
    """Each file and what ``read`` makes of it, at most MAX_FILES; a gap for what cannot be read."""
    return parsed_by_path(target, paths, lambda _, data: read(data))


def parsed_by_path(
    target: Target, paths: Iterable[str], read: Callable[[str, bytes], T]
) -> Iterator[tuple[str, T | Gap]]:
    """As ``parsed``, where the path says how to read."""
    for number, path in enumerate(paths):
        if number >= MAX_FILES:
            yield path, Gap(path, f"only the first {MAX_FILES} files of this kind are read")
            continue
        try:
            yield path, read(path, target.read(path, max_bytes=MAX_BYTES))
        except TargetError as error:
            yield path, Gap(path, error.message)
