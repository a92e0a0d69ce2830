"""Which secrets does one file hold?

Two tiers: what its reader finds under names of secrets, and what has the form of a
credential wherever it stands. Each place is told once, as the surest of its kinds.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from auditor.checks.secrets.file_kinds import (
    is_dockerfile,
    is_media,
    is_script,
    reader_of,
    standing_of,
)
from auditor.checks.secrets.formed import TITLES, formed_candidates
from auditor.checks.secrets.named import named_candidate
from auditor.checks.secrets.named import standing_of as value_standing
from auditor.checks.secrets.readers.pair import Pair
from auditor.checks.secrets.record import Candidate, Hidden, Standing
from auditor.model import Confidence

MAX_BYTES = 8 * 2**20
"""Bytes of a file that are looked at."""
MAX_CANDIDATES = 200
"""Secrets that are told of one file."""
BINARY_PROBE_BYTES = 8_192
MAX_BINARY_BYTES = 2**20

_RANK = {"named-secret": 1, "kubernetes-secret": 2, "url-password": 3, "query-credential": 0}
_KEYS = frozenset({"jwk-private-key", "pem-private-key", "pkcs8-key", "putty-key", "age-key"})
_RANK = {"named-secret": 1, "kubernetes-secret": 2, "url-password": 3, "query-credential": 0}


@dataclass(frozen=True, slots=True)
class Detected:
    """What a file holds, in the order of its lines, and why that may not be all."""

    candidates: tuple[Candidate, ...] = ()
    incomplete: str = ""


def is_private_key(kind: str) -> bool:
    """Whether a kind of secret is a private key."""
    return kind in _KEYS


def detect(path: str, data: bytes, *, everything: bool = False) -> Detected:
    """Return the secrets of the file at ``path``.

    ``everything`` also reports what the code rules report of JavaScript.
    """
    reason = ""
    if len(data) > MAX_BYTES:
        data, reason = data[:MAX_BYTES], f"only the first {MAX_BYTES // 2**20} MiB are looked at"
    text = text_of(path, data)
    if not text:
        return Detected(incomplete=reason)
    script = is_script(path) and not everything
    found = [*_by_name(path, text), *formed_candidates(text, script=script)]
    told = sorted(_once(found), key=lambda each: (each.line, each.kind, each.name))
    if len(told) > MAX_CANDIDATES:
        reason = f"holds more than {MAX_CANDIDATES} secrets; the rest is not listed"
    context = standing_of(path)
    kept = (replace(each, baked=is_dockerfile(path)) for each in told[:MAX_CANDIDATES])
    return Detected(tuple(_in(context, each) for each in kept), reason)


def text_of(path: str, data: bytes) -> str:
    """Return the text of a file, whatever its encoding; empty where it holds none."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _lines(data.decode("utf-16", "replace"))
    probe = data[:BINARY_PROBE_BYTES]
    if b"\0" in probe:
        for start, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
            if probe[start::2].count(0) * 10 > len(probe[start::2]) * 9:
                return _lines(data.decode(encoding, "replace"))
        if is_media(path) or len(data) > MAX_BINARY_BYTES:
            return ""
        return _lines(data.decode("latin-1"))
    return "" if is_media(path) else _lines(data.decode("utf-8", "replace"))


def _lines(text: str) -> str:
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def _by_name(path: str, text: str) -> Iterator[Candidate]:
    reader = reader_of(path)
    for pair in reader(text) if reader else ():
        candidate = _always(pair) if pair.always else None
        candidate = candidate or named_candidate(
            pair.name,
            pair.value,
            pair.line,
            end_line=pair.end_line,
            flat=pair.flat,
        )
        if candidate:
            yield candidate


def _always(pair: Pair) -> Candidate | None:
    """What is a secret whatever it is called, unless it only stands for one."""
    standing = value_standing("password", pair.value.strip(), flat=True)
    if standing is None or not pair.value.strip():
        return None
    return Candidate(
        kind=pair.always,
        title=TITLES[pair.always],
        value=Hidden(pair.value.strip()),
        line=pair.line,
        end_line=pair.end_line,
        name=pair.name,
        standing=standing,
    )


def _once(found: Sequence[Candidate]) -> Iterator[Candidate]:
    """Each value once per line, as the surest of what it was taken for."""
    best: dict[tuple[int, str], Candidate] = {}
    for each in found:
        key = (each.line, each.value.reveal())
        known = best.get(key)
        if known is None or _rank(each) > _rank(known):
            best[key] = each
    by_line: dict[int, list[Candidate]] = {}
    for each in best.values():
        by_line.setdefault(each.line, []).append(each)
    for line in by_line.values():
        yield from (each for each in line if not _within_another(each, line))


def _rank(candidate: Candidate) -> int:
    return _RANK.get(candidate.kind, 9)


def _within_another(one: Candidate, line: list[Candidate]) -> bool:
    """Whether a surer find on the line is part of ``one``, or ``one`` a part of it."""
    value = one.value.reveal()
    for other in line[:50]:
        if other is one or _rank(other) < _rank(one):
            continue
        theirs = other.value.reveal()
        if _rank(other) > _rank(one) and (theirs in value or value in theirs):
            return True
        if value != theirs and value in theirs:
            return True
    return False


def _in(context: Standing, candidate: Candidate) -> Candidate:
    """The candidate as seen in a file that is there for ``context``."""
    if context is Standing.DEPLOYMENT or candidate.standing is Standing.PLACEHOLDER:
        return candidate
    known = candidate.standing is Standing.DEFAULT
    return replace(candidate, standing=context, confidence=Confidence.LOW, known=known)
