"""What do dependency bots keep up to date?

Dependabot's ``updates`` (GitHub, "Dependabot options reference") and Renovate's
configuration as JSON, also with comments.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

from auditor.errors import TargetError
from auditor.formats.yaml_nodes import at, compose, sequence, text

MAX_BYTES = 256 * 2**10
DEPENDABOT = (".github/dependabot.yml", ".github/dependabot.yaml")
RENOVATE = (
    "renovate.json",
    "renovate.json5",
    ".renovaterc",
    ".renovaterc.json",
    ".github/renovate.json",
    ".github/renovate.json5",
    ".gitlab/renovate.json",
)

_ECOSYSTEMS = {"npm": "npm", "bun": "npm", "github-actions": "actions", "docker": "docker"}
_MANAGERS = {"npm": "npm", "github-actions": "actions", "dockerfile": "docker"}
_EVERYTHING = frozenset({"npm", "actions", "docker"})
_STRING = r'("(?:[^"\\]|\\.?)*(?:"|\Z))'  # one that does not end takes the rest
_COMMENT = re.compile(_STRING + r"|//[^\n]*|/\*.*?(?:\*/|\Z)", re.DOTALL)
_TRAILING = re.compile(_STRING + r"|,(?=\s*[}\]])", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Bot:
    """A bot and what it covers of ``npm``, ``actions`` and ``docker``.

    ``waits`` says whether it leaves new releases alone for a while.
    """

    name: str
    covers: frozenset[str]
    waits: bool


def read_dependabot(data: bytes) -> Bot:
    """Return what Dependabot is told.

    Raises:
        TargetError: too large, too deep, or no YAML.
    """
    updates = list(sequence(at(compose(data), "updates")))
    active = [one for one in updates if text(at(one, "open-pull-requests-limit")) != "0"]
    covers = {_ECOSYSTEMS.get(text(at(one, "package-ecosystem")), "") for one in active}
    waits = any(at(one, "cooldown") is not None for one in active)
    return Bot("dependabot", frozenset(covers - {""}), waits)


def read_renovate(data: bytes) -> Bot:
    """Return what Renovate is told; it covers everything that it is not told to leave.

    Raises:
        TargetError: too large, or no JSON.
    """
    if len(data) > MAX_BYTES:
        raise TargetError(f"larger than {MAX_BYTES // 2**10} KiB")
    shown = data.decode("utf-8", errors="replace").removeprefix("\ufeff")
    shown = _TRAILING.sub(r"\1", _COMMENT.sub(r"\1", shown))
    try:
        settings = json.loads(shown)
    except (ValueError, RecursionError) as error:
        raise TargetError("this is no JSON that can be read") from error
    if not isinstance(settings, dict):
        raise TargetError("this is no configuration of Renovate")
    if settings.get("enabled") is False:
        return Bot("renovate", frozenset(), waits=False)
    managers = settings.get("enabledManagers")
    covers = _EVERYTHING
    if isinstance(managers, list):
        named = {_MANAGERS.get(one, "") for one in managers if isinstance(one, str)}
        covers = frozenset(named - {""})
    off = {
        part
        for name, part in _MANAGERS.items()
        if isinstance(settings.get(name), dict) and settings[name].get("enabled") is False
    }
    return Bot("renovate", covers - off, waits=bool(settings.get("minimumReleaseAge")))
