"""How is a target acquired? One module per way; this package is walked to find them."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from auditor.discovery import discover
from auditor.errors import TargetError, UsageError
from auditor.target import Target

_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:(//|:)|[^/\s]+@[^/\s]+:")


@dataclass(frozen=True, slots=True)
class Acquire:
    """One way to acquire a target; each module of this package has one, as ``ACQUIRE``.

    ``accepts`` says whether a text on the command line is meant for it.
    """

    name: str
    accepts: Callable[[str], bool]
    open: Callable[[str], Target]


def open_target(text: str) -> Target:
    """Open what ``text`` names.

    Raises:
        UsageError: an address or a file, which no module here can open.
        TargetError: there is nothing of that name, or it cannot be read.
    """
    for acquire in sorted(discover(sys.modules[__name__], Acquire), key=lambda one: one.name):
        if acquire.accepts(text):
            return acquire.open(text)
    hint = "name a folder that holds the deployment"
    if _ADDRESS.match(text):
        raise UsageError(f"{text}: addresses cannot be audited", hint=f"fetch it, then {hint}")
    if _exists(text):
        raise UsageError(f"{text}: is not a folder, and only folders can be audited", hint=hint)
    raise TargetError(f"{text}: no such folder", hint=hint)


def _exists(text: str) -> bool:
    try:
        return Path(text).exists()
    except (OSError, ValueError):
        return False
