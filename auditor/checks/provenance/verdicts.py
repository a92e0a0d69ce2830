"""What do the registry's signatures prove about one pinned package?

A registry signs ``name@version:integrity``. Judged over the integrity that the
lockfile pins, a valid signature proves that the registry once published exactly
these bytes under this name and version.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from auditor.checks.provenance.ecdsa import holds
from auditor.sanitise import excerpt

if TYPE_CHECKING:
    from datetime import datetime

    from auditor.sources.npm import Release, Signature
    from auditor.sources.npm_keys import Key, KeyRing
    from sbom.model import Component

USAGE = "npm:signatures"


class Code(StrEnum):
    """How the signatures of one package stand; only OK and TIME_UNKNOWN hold."""

    OK = "ok"
    TIME_UNKNOWN = "time_unknown"
    INVALID = "invalid"
    MISSING = "missing"
    UNKNOWN_KEY = "unknown_key"
    EXPIRED_KEY = "expired_key"
    UNCOVERED = "uncovered"
    UNREACHABLE = "unreachable"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The code and, in one sentence, why."""

    code: Code
    reason: str


# Where a package carries several signatures, the first of these speaks for it: one that
# holds suffices, and junk beside it proves nothing.
_PRECEDENCE = (Code.OK, Code.TIME_UNKNOWN, Code.EXPIRED_KEY, Code.INVALID, Code.UNKNOWN_KEY)


def judge(
    component: Component, release: Release | None, keys: KeyRing, *, now: datetime
) -> Verdict:
    """Return the verdict on ``component``.

    Args:
        component: as the lockfile has it.
        release: what the registry says of this name and version; None where nothing is known.
        keys: the registry's keys.
        now: with time zone; judges a key without an end where the publish time is unknown.
    """
    if not component.is_registry:
        return Verdict(Code.NOT_APPLICABLE, f"its source is {component.kind}, not a registry")
    if component.bundled:
        return Verdict(Code.NOT_APPLICABLE, "it comes inside the package that bundles it")
    pinned = [one for one in component.digests if one.algorithm == "sha512"]
    if not pinned:
        what = "no sha512 integrity" if component.integrity else "no integrity"
        return Verdict(Code.UNCOVERED, f"the lockfile pins {what}, which is what a registry signs")
    if len(pinned) > 1:
        return Verdict(Code.INVALID, "the lockfile accepts several contents; a registry signs one")
    if release is None:
        return Verdict(Code.UNREACHABLE, "the registry data at hand do not hold this version")
    if not release.signatures:
        return Verdict(Code.MISSING, "the registry data hold no signature for it")
    integrity = "sha512-" + base64.b64encode(bytes.fromhex(pinned[0].hex)).decode()
    message = f"{component.name}@{component.version}:{integrity}".encode(errors="surrogatepass")
    verdicts = [_judge_one(one, message, release, keys, now) for one in release.signatures]
    verdict = min(verdicts, key=lambda one: _PRECEDENCE.index(one.code))
    if verdict.code is Code.INVALID and release.integrity not in ("", integrity):
        return Verdict(Code.INVALID, "the lockfile pins other bytes than the registry published")
    return verdict


def _judge_one(
    signature: Signature, message: bytes, release: Release, keys: KeyRing, now: datetime
) -> Verdict:
    key = keys.find(signature.keyid, USAGE)
    if key is None:
        known = f"the {keys.origin} keys" + (f" as of {keys.as_of}" if keys.as_of else "")
        keyid = excerpt(signature.keyid, max_characters=60)
        return Verdict(Code.UNKNOWN_KEY, f"it is signed with {keyid}, which {known} do not hold")
    if not holds(key.spki, message, signature.sig):
        return Verdict(Code.INVALID, "the signature does not fit name, version and integrity")
    return _judge_time(key, release.published, now)


def _judge_time(key: Key, published: datetime | None, now: datetime) -> Verdict:
    if published is None and key.end is not None:
        return Verdict(Code.TIME_UNKNOWN, "signed; when is not told, and its key has an end")
    moment = published or now
    if key.start is not None and moment < key.start:
        return Verdict(Code.EXPIRED_KEY, f"signed by a key that begins only {key.start:%Y-%m-%d}")
    if key.end is not None and moment > key.end:
        return Verdict(Code.EXPIRED_KEY, f"published after its key ended on {key.end:%Y-%m-%d}")
    return Verdict(Code.OK, "signed by the registry")
