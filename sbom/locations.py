"""What does a location in a lockfile say?

A location is a POSIX path relative to the project: ``""`` for the root,
``node_modules/a/node_modules/@s/b`` for a package, ``packages/x`` for a folder of
the project and ``../x`` for one outside it.
"""

from __future__ import annotations

import re

from sbom.characters import clean_text

MAX_LENGTH = 4096

# What nearly all locations look like; the others are looked at part by part.
_USUAL = re.compile(r"node_modules(?:/@?[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}){1,20}").fullmatch


def normalise(path: str) -> str | None:
    """Return ``path`` without ``.`` and inner ``..``, or None where it is no relative path."""
    if path.startswith("/") or not is_plain(path):
        return None
    parts: list[str] = []
    for part in path.split("/"):
        if part == ".." and parts and parts[-1] != "..":
            parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts)


def is_location(text: str) -> bool:
    """Whether ``text`` is a location as npm writes them: relative, normal, printable."""
    return _USUAL(text) is not None or (is_plain(text) and normalise(text) == text)


def is_plain(text: str) -> bool:
    """Whether ``text`` is short, printable and free of what only other systems' paths have."""
    return (
        len(text) <= MAX_LENGTH
        and "\\" not in text
        and text[1:2] != ":"
        and clean_text(text) == text
    )


def folder_name(location: str) -> str:
    """Return the name that the folder has for ``require``: its last part, with the scope."""
    tail = location.rpartition("node_modules/")[2]
    if "/" not in tail:
        return tail
    parts = location.rsplit("/", 2)
    if len(parts) > 1 and parts[-2].startswith("@"):
        return f"{parts[-2]}/{parts[-1]}"
    return parts[-1]


def is_installed(location: str) -> bool:
    """Whether the folder lies directly in a ``node_modules``, where installs put packages."""
    return location.endswith(f"node_modules/{folder_name(location)}")


def is_outside(location: str) -> bool:
    """Whether the folder lies outside the project."""
    return location.startswith("../") or location == ".."
