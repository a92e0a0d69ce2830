"""Does a trusted transparency log vouch for the entry, and for which time?

Rekor v1 signs a promise over the entry and its time (the signed entry
timestamp, over RFC 8785 JSON); v1 and v2 prove inclusion in a tree whose root
they sign. Where a bundle carries both, both must hold.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from auditor.provenance import merkle
from auditor.provenance.bundle import LogEntry, Proof
from auditor.provenance.checkpoint import read_checkpoint
from auditor.provenance.trust_root import LogKey, TrustRoot
from auditor.provenance.verdict import Code, Grade, RefusedError
from auditor.provenance.window import moment_of

# What Rekor v1 and v2 write for a DSSE envelope.
KINDS = frozenset({("intoto", "0.0.2"), ("dsse", "0.0.1"), ("hashedrekord", "0.0.2")})
_REKOR_V2 = ("hashedrekord", "0.0.2")


@dataclass(frozen=True, slots=True)
class Logged:
    """What the log vouches for; ``time`` is None where it signs none (Rekor v2)."""

    grade: Grade
    time: datetime | None
    keys: tuple[LogKey, ...]


def verify_entry(entry: LogEntry, root: TrustRoot, *, proof_needed: bool) -> Logged:
    """Verify the log's promise and proof; ``proof_needed`` where the bundle must carry one.

    Raises:
        RefusedError: log_*, or trust_root_too_old.
    """
    kind = (entry.kind, entry.version)
    if kind not in KINDS:
        raise RefusedError(
            Code.LOG_KIND_UNSUPPORTED, "the log entry: this kind of entry is not supported"
        )
    keys = _keys(entry, root)
    time = None
    if entry.promise is not None:
        time = moment_of(entry.seconds)
        signed = promise_payload(entry)
        if not any(one.key is not None and one.key.verifies(entry.promise, signed) for one in keys):
            raise RefusedError(Code.LOG_PROMISE, "the log entry: the log's promise does not fit it")
    if entry.proof is None:
        if proof_needed or time is None:
            raise RefusedError(Code.LOG_PROOF_MISSING, "the log entry: no proof of inclusion")
        return Logged(Grade.PROMISE, time, keys)
    if kind == _REKOR_V2 and entry.index != entry.proof.index:
        raise RefusedError(Code.LOG_INCLUSION, "the inclusion proof: it is about another entry")
    _verify_inclusion(entry.body, entry.proof, entry.log_id, keys)
    return Logged(Grade.PROOF, time, keys)


def check_window(logged: Logged, time: datetime) -> None:
    """Check that the log's key was in use at ``time``.

    Raises:
        RefusedError: log_key_window.
    """
    if not any(one.window.holds(time) for one in logged.keys):
        raise RefusedError(
            Code.LOG_KEY_WINDOW,
            f"the log entry: logged on {time:%Y-%m-%d}, outside the window of the log's key"
            f" ({logged.keys[0].window})",
        )


def promise_payload(entry: LogEntry) -> bytes:
    """Return what a promise signs: four members in the order and form of RFC 8785.

    Base64, hexadecimal digits and integers below 2^63 need no escaping, so the
    canonical form can be written down. (RFC 8785 has no integers above 2^53;
    Rekor writes them as they are.)
    """
    return (
        f'{{"body":"{entry.body_base64}","integratedTime":{entry.seconds},'
        f'"logID":"{entry.log_id.hex()}","logIndex":{entry.index}}}'
    ).encode()


def _keys(entry: LogEntry, root: TrustRoot) -> tuple[LogKey, ...]:
    keys = tuple([one for one in root.logs if one.log_id == entry.log_id])
    if any(one.key is not None for one in keys):
        return keys
    # The time is the entry's own word here, which is enough to choose the words.
    if entry.seconds and root.is_older_than(moment_of(entry.seconds)):
        raise RefusedError(
            Code.TRUST_ROOT_TOO_OLD,
            f"the log entry: the trust root of {root.as_of} does not hold this log, and the entry"
            " is newer; renew the trust root",
        )
    raise RefusedError(
        Code.LOG_UNKNOWN, "the log entry: the trust root does not hold this log's key"
    )


def _verify_inclusion(body: bytes, proof: Proof, log_id: bytes, keys: tuple[LogKey, ...]) -> None:
    checkpoint = read_checkpoint(proof.checkpoint, log_id, keys)
    path = merkle.root_from_path(merkle.leaf_hash(body), proof.index, proof.size, proof.path)
    if path is None or path != checkpoint.root:
        raise RefusedError(
            Code.LOG_INCLUSION, "the inclusion proof: it does not lead to the checkpoint's root"
        )
    if (proof.size, proof.root) != (checkpoint.size, checkpoint.root):
        raise RefusedError(
            Code.LOG_INCLUSION, "the inclusion proof: it names another tree than the checkpoint"
        )
