"""Which secrets do earlier commits hold, that the tree does not hold any more?"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from auditor.check import Context, Examined, Needs, NotChecked, Yield, check
from auditor.checks.secrets.detect import MAX_BYTES, detect
from auditor.checks.secrets.findings import HISTORY, history_finding
from auditor.checks.secrets.fingerprint import secret_of
from auditor.checks.secrets.record import Hidden, Standing
from auditor.errors import TargetError
from auditor.model import Fact, Gap
from auditor.target import Target

MAX_FINDINGS = 1_000


@check("secrets.history", needs=Needs.PROCESS, rules=(HISTORY,))
def history(context: Context) -> Iterator[Yield]:
    """Which secrets stand in earlier commits and not in the tree any more.

    Every content that any file had in the history is looked at once, with all that
    `secrets.files` knows, JavaScript included as far as its secrets have a form. What
    still stands in the tree is told there. Git is asked for objects alone, and no filter,
    hook or program of the repository has a say.

    Why: what was committed once is in every clone, and deleting it does not call it back.

    Fix: replace the secret where it is used.
    """
    target = context.target
    now = _contents(target)
    past = context.sources.past_files(frozenset(now))
    if past is None:
        yield NotChecked("nobody asked for the history", hint="auditor audit --history all")
        return
    key = context.sources.fingerprint_key(target.name)
    seen: set[Hidden] = set()
    present: set[Hidden] | None = None
    count = 0
    with past as found:
        for file in found.files:
            count += 1
            for ordinal, candidate in enumerate(
                detect(file.path, file.data, everything=True).candidates
            ):
                if candidate.standing is Standing.PLACEHOLDER or candidate.value in seen:
                    continue
                present = _values(target, now) if present is None else present
                seen.add(candidate.value)
                if candidate.value not in present and len(seen) <= MAX_FINDINGS:
                    secret = secret_of(candidate, file.path, ordinal, key)
                    yield history_finding(secret, file.commit)
        yield from (Gap("the git history", reason) for reason in found.gaps)
        yield Fact("history.blobs", count, {"commits": found.commits})
    if len(seen) > MAX_FINDINGS:
        yield Gap(
            "the git history", f"holds more than {MAX_FINDINGS} secrets; the rest is not told"
        )
    yield Examined(count)


def _contents(target: Target) -> dict[str, str]:
    """The git object id of every file of the tree, and its path."""
    found = {}
    for entry in target.files:
        if entry.size <= MAX_BYTES:
            try:
                data = target.read(entry.path, max_bytes=MAX_BYTES)
            except TargetError:
                continue
            head = f"blob {len(data)}\0".encode()
            digest = hashlib.sha1(head + data, usedforsecurity=False)
            found[digest.hexdigest()] = entry.path
    return found


def _values(target: Target, now: dict[str, str]) -> set[Hidden]:
    """Every secret that stands in the tree."""
    return {
        candidate.value
        for path in now.values()
        for candidate in detect(path, target.read(path), everything=True).candidates
    }
