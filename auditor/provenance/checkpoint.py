"""What does a log's checkpoint say, and did the log sign it?

A checkpoint is a signed note (C2SP signed-note and tlog-checkpoint): origin,
tree size and root hash, a blank line, then one signature per line. Other
signers, such as witnesses, are passed over.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from auditor.provenance import fields
from auditor.provenance.trust_root import LogKey
from auditor.provenance.verdict import Code, RefusedError

MAX_CHARACTERS = 64 * 2**10
MAX_SIGNATURES = 64

_SIGNATURE = re.compile("\u2014 (\\S+) (\\S+)")
_SIZE = re.compile(r"0|[1-9][0-9]{0,18}")
_HEAD_LINES = 3
_HINT_BYTES = 4
_PLACE = "the checkpoint"


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The state of a log: how many leaves it has, and the root of their tree."""

    size: int
    root: bytes


def read_checkpoint(text: str, log_id: bytes, keys: Sequence[LogKey]) -> Checkpoint:
    """Return the checkpoint in ``text``, signed by one of ``keys`` of the log ``log_id``.

    Raises:
        RefusedError: log_checkpoint.
    """
    note, blank, signatures = text.partition("\n\n")
    lines = note.split("\n")
    if (
        not blank
        or len(text) > MAX_CHARACTERS
        or len(lines) < _HEAD_LINES
        or not lines[0]
        or not _SIZE.fullmatch(lines[1])
    ):
        raise RefusedError(Code.LOG_CHECKPOINT, f"{_PLACE}: it is no checkpoint")
    root = fields.octets(lines[2], f"{_PLACE}: the root hash", Code.LOG_CHECKPOINT)
    signed = (note + "\n").encode()
    found = _signatures(signatures, log_id[:_HINT_BYTES])
    if not any(_verifies(one, signed, keys) for one in found):
        raise RefusedError(Code.LOG_CHECKPOINT, f"{_PLACE}: the log did not sign it")
    return Checkpoint(int(lines[1]), root)


def _signatures(text: str, hint: bytes) -> list[bytes]:
    """Return the signatures that claim the key with this hint."""
    lines = text.split("\n")
    if lines.pop() or not lines or len(lines) > MAX_SIGNATURES:
        raise RefusedError(Code.LOG_CHECKPOINT, f"{_PLACE}: its signatures cannot be read")
    found = []
    for line in lines:
        match = _SIGNATURE.fullmatch(line)
        if match is None:
            raise RefusedError(Code.LOG_CHECKPOINT, f"{_PLACE}: its signatures cannot be read")
        data = fields.octets(match[2], f"{_PLACE}: a signature", Code.LOG_CHECKPOINT)
        if data[:_HINT_BYTES] == hint:
            found.append(data[_HINT_BYTES:])
    return found


def _verifies(signature: bytes, signed: bytes, keys: Sequence[LogKey]) -> bool:
    return any(one.key is not None and one.key.verifies(signature, signed) for one in keys)
