"""By which digest is a resolved policy known?

SHA-256 over the RFC 8785 canonical JSON of everything that can move a verdict.
Where the files lie, and what was overruled on the way, is left out.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import rfc8785

from auditor.model import Severity

if TYPE_CHECKING:
    from auditor.policy.policy import Policy

_LEFT_OUT = frozenset({"digest", "origins", "notes", "shown", "place"})


def digest_of(policy: Policy) -> str:
    """Return the digest in lower-case hex."""
    return hashlib.sha256(rfc8785.dumps(_plain(policy))).hexdigest()


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        kept = [field.name for field in fields(value) if field.name not in _LEFT_OUT]
        return {name: _plain(getattr(value, name)) for name in kept}
    if isinstance(value, Severity):
        return value.label
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return value
