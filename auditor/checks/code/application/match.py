"""Which middleware runs before which route, by their paths?"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from auditor.checks.code.application.model import Middleware

_SLASHES = re.compile(r"/{2,}")
_PLAIN = re.compile(r"[\w.~%:{?}@!$&',;=-]*", re.ASCII)


def join(prefix: str, path: str) -> str:
    """The path of a route within a router that is mounted at ``prefix``."""
    if path.startswith("/^") or (path.startswith("/") and path.endswith(("/i", "$/"))):
        return f"{prefix}{path}" if prefix else path
    joined = _SLASHES.sub("/", f"{prefix}/{path}")
    return joined.rstrip("/") or "/"


def applies(middleware: Middleware, path: str, method: str) -> bool:
    """Whether a middleware mounted earlier runs before the route ``method path``."""
    exact = middleware.scope.startswith("route ")
    if exact and middleware.scope not in {"route ALL", f"route {method}"}:
        return False
    if not middleware.paths:
        return True
    return any(_covers(one, path, exact=exact) for one in middleware.paths)


def _covers(mounted: str, path: str, *, exact: bool) -> bool:
    """Whether requests for ``path`` pass what is mounted at ``mounted``.

    Express compares by segments; a parameter or wildcard takes any. Where the
    mounted path is a pattern that is not understood, it covers nothing.
    """
    if mounted in {"", "/", "*", "/*", "/{*splat}", "/*splat", "(.*)"} and not exact:
        return True
    wanted, given = _segments(mounted), _segments(path)
    if exact and wanted and wanted[-1].startswith("*"):
        exact = False
        wanted = wanted[:-1]
    if len(wanted) > len(given) or (exact and len(wanted) != len(given)):
        return False
    return all(_same(one, other) for one, other in zip(wanted, given, strict=False))


def _same(wanted: str, given: str) -> bool:
    if wanted.startswith((":", "*", "{*")):
        return True
    return _PLAIN.fullmatch(wanted) is not None and wanted.lower() == given.lower()


def _segments(path: str) -> list[str]:
    return [segment for segment in path.split("/") if segment]
