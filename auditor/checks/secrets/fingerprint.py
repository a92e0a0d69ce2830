"""How is the same secret recognised in two places without saying what it is?

HMAC-SHA-256 under a key of the user's for this project (RFC 2104). Without a key, the
kind, the place and the name are hashed instead, and never the value: an unkeyed hash
of a short password gives it away to whoever tries all of them.
"""

from __future__ import annotations

import hashlib
import hmac

from auditor.checks.secrets.record import Candidate, Secret, Standing
from auditor.mask import mask
from auditor.sanitise import excerpt

DIGITS = 16
MAX_NAME_CHARACTERS = 60
MAX_NAME_DIGITS = 3
"""A name with more digits may be a secret itself, so is not told."""


def secret_of(candidate: Candidate, path: str, ordinal: int, key: bytes | None) -> Secret:
    """Return the record of ``candidate``; ``ordinal`` counts its like in the file."""
    value = candidate.value.reveal()
    if key is not None:
        data = value.encode("utf-8", "surrogatepass")
        told = hmac.new(key, data, hashlib.sha256).hexdigest()
    else:
        place = "\0".join((candidate.kind, path, candidate.name, str(ordinal)))
        told = hashlib.sha256(place.encode("utf-8", "surrogatepass")).hexdigest()
    name = excerpt(candidate.name, max_characters=MAX_NAME_CHARACTERS)
    return Secret(
        kind=candidate.kind,
        title=candidate.title,
        path=path,
        line=candidate.line,
        end_line=candidate.end_line,
        length=len(value),
        prefix=value[: candidate.prefix],
        fingerprint=told[:DIGITS],
        name="" if mask(name) != name or _gives_away(name, value) else name,
        standing=candidate.standing,
        confidence=candidate.confidence,
        baked=candidate.baked,
        known=candidate.known or candidate.standing is Standing.DEFAULT,
    )


def _gives_away(name: str, value: str) -> bool:
    if sum(each.isdigit() for each in name) > MAX_NAME_DIGITS:
        return True
    return len(value) > 3 and (value in name or name in value)  # noqa: PLR2004 -- a word at least
