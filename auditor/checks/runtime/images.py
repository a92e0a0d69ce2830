"""Which Node.js version does a container image carry, by its name?"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from auditor.checks.runtime.specifier import Precision, Wanted, read_specifier
from auditor.sources.node_tables import Releases

if TYPE_CHECKING:
    from auditor.formats.dockerfile import Base

_DISTROLESS = re.compile(r"nodejs(?:-?([0-9]{1,3}))?(?:-debian[0-9]+)?")
_VERSION = re.compile(r"v?([0-9]{1,4}(?:\.[0-9]{1,4}){0,2})(?:[-_].*)?")
# A tag of a variant alone means the newest release in that variant.
_VARIANTS = frozenset(
    {
        "alpine", "slim", "stretch", "buster", "bullseye", "bookworm", "trixie", "wheezy", "jessie",
        "debug", "nonroot", "latest", "current", "lts", "onbuild",
    }
)  # fmt: skip


def node_of(base: Base, releases: Releases) -> tuple[str, Wanted] | None:
    """The version as the image's name writes it and what it asks for; None for other images.

    Known are the official image ``node`` and its copies under other hosts, and
    Google's ``nodejs`` images. A digest alone, or a tag of somebody's own, says nothing.
    """
    name = base.image.rpartition("/")[2].lower()
    distroless = _DISTROLESS.fullmatch(name)
    if name != "node" and not distroless:
        return None
    major = distroless[1] if distroless else None
    shown = major or base.tag or ("" if base.digest else "latest")
    if not base.known:
        return shown or "?", Wanted(Precision.UNKNOWN)
    if major:
        return major, read_specifier(major, releases)
    version = _VERSION.fullmatch(base.tag)
    if version:
        return shown, read_specifier(version[1], releases)
    word = re.split(r"[-_]", base.tag.lower(), maxsplit=1)[0]
    if releases.named(word) is not None:
        return shown, read_specifier(word, releases)
    if base.digest:
        return shown or "digest", Wanted(Precision.UNKNOWN)
    floats = not base.tag or word.rstrip("0123456789.") in _VARIANTS
    return shown, Wanted(Precision.FLOATING if floats else Precision.UNKNOWN)
