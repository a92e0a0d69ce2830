"""How is a package named as a package URL?

By the purl specification (ECMA-427) and its npm type: case is kept, because the
registry holds ``JSONStream`` and ``jsonstream`` as two packages. packageurl-python
lower-cases npm names, so it is not used to write them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from urllib.parse import quote, unquote

_PREFIX = "pkg:npm/"
_PLAIN = re.compile(r"[A-Za-z0-9._~-]+").fullmatch


def npm_purl(name: str, version: str | None, qualifiers: Sequence[tuple[str, str]] = ()) -> str:
    """Return the purl of an npm package; ``qualifiers`` are names and unencoded values."""
    purl = _PREFIX + (name if _PLAIN(name) else "/".join(map(_encode, name.split("/"))))
    if version:
        purl += "@" + (version if _PLAIN(version) else _encode(version))
    if not qualifiers:
        return purl
    return f"{purl}?{'&'.join([f'{key}={_encode(value)}' for key, value in sorted(qualifiers)])}"


def read_npm_purl(purl: str) -> tuple[str, str | None, dict[str, str]] | None:
    """Return name, version and qualifiers of an npm purl, or None where it is none."""
    if not purl.startswith(_PREFIX):
        return None
    path, _, query = purl[len(_PREFIX) :].partition("#")[0].partition("?")
    name, _, version = path.partition("@")
    pairs = (pair.partition("=") for pair in query.split("&") if pair)
    return (
        unquote(name),
        unquote(version) or None,
        {key: unquote(value) for key, _, value in pairs},
    )


@cache
def default_registry() -> str:
    """Return the base address of npm's default registry, as packageurl-python knows it."""
    from packageurl.contrib.purl2url import get_download_url  # noqa: PLC0415 - only where needed

    address = get_download_url(f"{_PREFIX}x@1") or ""  # type: ignore[no-untyped-call]  # has no types
    return str(address).partition("/x/-/")[0]


@lru_cache(maxsize=1024)
def _encode(text: str) -> str:
    """Percent-encode as the specification's section on characters says: the colon stays bare."""
    return quote(text, safe=":")
