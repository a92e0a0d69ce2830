"""Do the project's npm settings protect an install, and do they keep their secrets?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from auditor.check import Context, Examined, Yield, check
from auditor.checks.lockfile.npmrc_settings import (
    MAX_BYTES,
    Setting,
    host_of,
    last,
    read_settings,
)
from auditor.errors import TargetError
from auditor.model import Confidence, Fact, Finding, Gap, Location, Severity, Value
from auditor.sanitise import excerpt

if TYPE_CHECKING:
    from auditor.target import Target

TOKEN = "npmrc-token-literal"  # noqa: S105 -- the name of a rule
UNVERIFIED = "npmrc-strict-ssl-off"
INSECURE = "npmrc-registry-insecure"
NAME = ".npmrc"
MAX_FILES = 100

_LOOPBACK = ("localhost", "127.", "[::1]")
_TRUST = frozenset({"all", "none", "root"})


@check("lockfile.npmrc", rules=(TOKEN, UNVERIFIED, INSECURE))
def npmrc(context: Context) -> Iterator[Yield]:
    """Which protections of npm the project's .npmrc switches on or off, and literal tokens in it.

    Only the .npmrc at the root decides about an install here; the facts give
    what holds there: its own setting, else npm's default. Tokens and passwords
    that are written out are reported in every .npmrc of the tree; their values
    are never kept or shown. A value from the environment is not known.

    Why: install scripts, fresh releases and git dependencies are how malicious
    packages get in, and npm can refuse them; a token in the repository lets
    everyone who can read it publish or fetch in its owner's name.

    Fix: set `ignore-scripts=true`, `min-release-age=3` and `allow-git=none`;
    write `//registry.example/:_authToken=${NPM_TOKEN}` and revoke the token
    that stood there.
    """
    every = [entry.path for entry in context.target.files if _is_npmrc(entry.path)]
    for path in every[MAX_FILES:]:
        yield Gap(path, f"only the first {MAX_FILES} .npmrc files are read")
    root: tuple[Setting, ...] | None = ()
    for path in every[:MAX_FILES]:
        settings = _read(context.target, path)
        if isinstance(settings, Gap):
            yield settings
        else:
            yield from _findings(path, settings)
        if path == NAME:
            root = None if isinstance(settings, Gap) else settings
    if root is not None:
        location = Location(NAME) if NAME in every else None
        attributes = {"files": len(every), **_hardening(last(root))}
        yield Fact("npmrc.hardening", NAME in every, attributes, location)
    yield Examined(min(len(every), MAX_FILES))


def _is_npmrc(path: str) -> bool:
    parts = path.split("/")
    return parts[-1] == NAME and "node_modules" not in parts


def _read(target: Target, path: str) -> tuple[Setting, ...] | Gap:
    try:
        return read_settings(target.read(path, max_bytes=MAX_BYTES))
    except TargetError as error:
        return Gap(path, error.message)


def _findings(path: str, settings: tuple[Setting, ...]) -> Iterator[Finding]:
    for setting in settings:
        location = Location(path, setting.line)
        key = excerpt(setting.key, max_characters=80)
        if setting.secret and setting.given and not setting.variable:
            yield _finding(TOKEN, f"{key} is written out in the file", (312, 540), location)
        elif setting.key == "strict-ssl" and setting.value == "false":
            what = "strict-ssl is off: any certificate is taken for the registry's"
            yield _finding(UNVERIFIED, what, (295,), location)
        elif _is_plain_http(setting):
            what = f"{key} is reached over http, which anyone on the way can change"
            yield _finding(INSECURE, what, (319,), location)


def _is_plain_http(setting: Setting) -> bool:
    is_registry = setting.key == "registry" or setting.key.endswith(":registry")
    if not is_registry or not setting.value.lower().startswith("http:"):
        return False
    return not host_of(setting.value).startswith(_LOOPBACK)


_FIXES = {
    TOKEN: "revoke it, and take it from the environment: ${NPM_TOKEN}",
    UNVERIFIED: "delete the line; name a private authority with cafile",
    INSECURE: "use the https address of the registry",
}


def _finding(rule: str, what: str, cwe: tuple[int, ...], location: Location) -> Finding:
    return Finding(
        rule=rule,
        severity=Severity.HIGH,
        confidence=Confidence.HIGH,
        message=what,
        location=location,
        cwe=cwe,
        tags=frozenset({rule}),
        fix=_FIXES[rule],
    )


def _hardening(settings: Mapping[str, Setting]) -> dict[str, Value]:
    """What holds for an install: npm's default where nothing is set, None where not known."""
    return {
        "ignore_scripts": _switch(settings, "ignore-scripts", default=False),
        "strict_ssl": _switch(settings, "strict-ssl", default=True),
        "save_exact": _switch(settings, "save-exact", default=False),
        "min_release_age_days": _days(settings.get("min-release-age")),
        "allow_git": _trust(settings.get("allow-git")),
        "allow_remote": _trust(settings.get("allow-remote")),
    }


def _switch(settings: Mapping[str, Setting], key: str, *, default: bool) -> bool | None:
    setting = settings.get(key)
    if setting is None or not setting.given:
        return default
    return {"true": True, "false": False}.get(setting.value)


def _days(setting: Setting | None) -> int | None:
    if setting is None or not setting.given:
        return 0
    known = setting.value.isascii() and setting.value.isdigit() and len(setting.value) < 6  # noqa: PLR2004 -- 270 years
    return int(setting.value) if known else None


def _trust(setting: Setting | None) -> str | None:
    if setting is None or not setting.given:
        return "all"
    return setting.value if setting.value in _TRUST else None
