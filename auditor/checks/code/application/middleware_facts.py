"""What do the middleware of an application let in, give out and trust?"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from auditor.checks.code.application.model import Application, Middleware, Setting
from auditor.checks.code.application.packages import Kind
from auditor.checks.code.application.sizes import DEFAULT_BODY_LIMIT_BYTES, size_bytes
from auditor.checks.code.values import (
    UNDEFINED,
    UNKNOWN,
    Array,
    Environment,
    JsValue,
    argument,
    in_production,
    option,
    switch,
    text,
)
from auditor.model import Fact, Value
from auditor.sanitise import excerpt

_PARSERS = frozenset({"json", "raw", "text", "urlencoded"})
_PROTECTIVE = frozenset(Kind) - {Kind.HANDLER, Kind.OTHER, Kind.UNKNOWN}
_ORIGIN = re.compile(
    r"\borigin\s*:\s*(?P<value>/|(?:async\s*)?(?:function\b|\([^)]*\)\s*=>|\w+\s*=>))"
)
_TESTS_ORIGIN = re.compile(r"\bif\b|\?|includes|indexOf|\.test\(|\.has\(|===|&&")
_FIRST_ARGUMENT = re.compile(r"\(\s*(?P<rest>.*)\)\s*$", re.DOTALL)
_PIECE = re.compile(
    r"""\s*(?:(['"`])(?P<text>[^'"`]*)\1|(?P<here>__dirname|import\.meta\.dirname)|(?P<cwd>process\.cwd\(\)))\s*"""
)


def middleware_facts(application: Application, major: int | None) -> Iterator[Fact]:
    """Yield what the options of the middleware say, each place once.

    ``major`` is the version of Express, whose defaults differ.
    """
    seen: set[tuple[object, ...]] = set()
    routed = [
        (one, index)
        for index, route in enumerate(application.routes)
        for one in route.chain
        if one.scope == "route"
    ]
    for one, before in (*application.mounted, *routed):
        key = (one.location, one.name, one.kind)
        if key in seen:
            continue
        seen.add(key)
        yield from _facts(one, before, len(application.routes), major)
    for setting in application.settings:
        if setting.name == "trust proxy":
            yield trust_proxy(setting)


def _facts(one: Middleware, before: int, total: int, major: int | None) -> Iterator[Fact]:
    if one.kind in _PROTECTIVE:
        attributes: dict[str, Value] = {
            "name": one.name,
            "scope": one.scope.partition(" ")[0],
            "routes_before": before,
            "before_routes": before == 0 or total == 0,
            "conditional": bool(one.when),
            "package": excerpt(one.package),
        }
        yield Fact("middleware.mounted", str(one.kind), attributes, one.location)
    match one.kind:
        case Kind.BODY_PARSER:
            yield body_parser(one)
        case Kind.CORS:
            yield cors(one)
        case Kind.STATIC | Kind.LISTING:
            yield static(one, major)


def body_parser(one: Middleware) -> Fact:
    """How large a body may be, in bytes."""
    parser = next((name for name in reversed(one.members) if name in _PARSERS), None)
    given = option(argument(one.call, 0), "limit") if one.call is not None else UNKNOWN
    given = in_production(given)
    is_default = given is UNDEFINED
    limit = DEFAULT_BODY_LIMIT_BYTES if is_default else size_bytes(given)
    attributes: dict[str, Value] = {
        "parser": parser,
        "source": "default" if is_default else "explicit",
    }
    return Fact("body.parser", limit, attributes, one.location)


def cors(one: Middleware) -> Fact:
    """Which origins may read answers, and whether with the visitor's cookies."""
    options = argument(one.call, 0) if one.call is not None else UNKNOWN
    attributes: dict[str, Value] = {
        "origin": _origin(option(options, "origin", "*"), one.written),
        "credentials": switch(option(options, "credentials", default=False)),
    }
    return Fact("cors.used", True, attributes, one.location)


def static(one: Middleware, major: int | None) -> Fact:
    """Which folder is served, and what of it."""
    options = argument(one.call, 1) if one.call is not None else UNKNOWN
    root = _root(one)
    dotfiles = option(options, "dotfiles", "default")
    attributes: dict[str, Value] = {
        "project_root": None if root is None else root in {"", ".", "/"},
        "dotfiles": text(dotfiles),
        "listing": one.kind is Kind.LISTING,
        "express_major": major,
    }
    return Fact("static.served", None if root is None else excerpt(root), attributes, one.location)


def trust_proxy(setting: Setting) -> Fact:
    """Which proxies are believed when they say who the client is."""
    given = argument(setting.call, 1) if setting.call is not None else UNKNOWN
    if setting.method in {"enable", "disable"}:
        given = setting.method == "enable"
    given = in_production(given)
    exact: bool | None = None
    value: Value = None
    if isinstance(given, bool | int | float | str):
        value = excerpt(given) if isinstance(given, str) else given
        exact = given is not True
    elif isinstance(given, Array):
        exact = True
    return Fact("trust_proxy", value, {"exact": exact}, setting.location)


def _origin(given: JsValue, written: str) -> str | None:
    given = in_production(given)
    match given:
        case "*":
            return "any"
        case True:
            return "reflected"
        case False:
            return "none"
        case str() | Environment():
            return "fixed"
        case Array(items, is_open):
            return None if is_open else "any" if "*" in items else "list"
    found = _ORIGIN.search(written)
    if found is None:
        return None
    if found["value"] == "/":
        return "pattern"
    return "function" if _TESTS_ORIGIN.search(written[found.end() :]) else "reflected"


def _root(one: Middleware) -> str | None:
    """The folder that is served, relative to the project; None where it cannot be told."""
    found = _FIRST_ARGUMENT.search(one.written)
    if found is None:
        return None
    rest = found["rest"].strip()
    inner = re.match(r"(?:path\.)?(?:join|resolve)\(([^()]*(?:\(\)[^()]*)*)\)", rest)
    if inner is not None:
        return _joined(inner[1].split(","), one)
    template = re.match(r"`\$\{\s*__dirname\s*\}([^`$]*)`", rest)
    added = re.match(r"""__dirname\s*\+\s*['"]([^'"]*)['"]""", rest)
    if template is not None or added is not None:
        tail = (template or added)[1]  # type: ignore[index]  # one of them is a match
        return _normal(posixpath.join(posixpath.dirname(one.location.path), tail.lstrip("/")))
    return _joined([rest.split(",")[0]], one)


def _joined(pieces: list[str], one: Middleware) -> str | None:
    path = ""
    for piece in pieces:
        found = _PIECE.fullmatch(piece)
        if found is None:
            return None
        if found["here"]:
            path = posixpath.dirname(one.location.path) or "."
        elif found["cwd"]:
            path = "."
        else:
            path = posixpath.join(path, found["text"])
    return _normal(path)


def _normal(path: str) -> str:
    return (
        path
        if path.startswith("/") and path.strip("/")
        else posixpath.normpath(path.strip("/") or ".")
    )
