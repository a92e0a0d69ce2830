"""When was the envelope signed, according to RFC 3161 timestamp authorities?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from auditor.provenance import keys
from auditor.provenance.trust_root import Authority, TrustRoot
from auditor.provenance.verdict import Code, RefusedError

if TYPE_CHECKING:
    from rfc3161_client import TimeStampResponse

_SIGNER_AND_ROOT = 2
_PLACE = "the RFC 3161 timestamp"


def verified_times(
    timestamps: Sequence[bytes], signature: bytes, root: TrustRoot
) -> tuple[datetime, ...]:
    """Return the times of ``timestamps`` over ``signature``; every one must hold.

    Raises:
        RefusedError: timestamp, or trust_root_too_old.
    """
    if len(set(timestamps)) != len(timestamps):
        raise RefusedError(Code.TIMESTAMP, f"{_PLACE}: the same one twice")
    return tuple([_verified_time(one, signature, root) for one in timestamps])


def _verified_time(timestamp: bytes, signature: bytes, root: TrustRoot) -> datetime:
    from rfc3161_client import decode_timestamp_response  # noqa: PLC0415 -- few bundles have one

    try:
        response = decode_timestamp_response(timestamp)
        time = response.tst_info.gen_time
    except keys.UNREADABLE as error:
        raise RefusedError(Code.TIMESTAMP, f"{_PLACE}: it cannot be read") from error
    for authority in root.timestamp_authorities:
        if authority.is_in_use(time) and _holds(response, authority, signature):
            return time
    if root.is_older_than(time):
        raise RefusedError(
            Code.TRUST_ROOT_TOO_OLD,
            f"{_PLACE}: the trust root of {root.as_of} holds no authority for it, and it is newer;"
            " renew the trust root",
        )
    raise RefusedError(
        Code.TIMESTAMP, f"{_PLACE}: no timestamp authority in the trust root vouches for it"
    )


def _holds(response: TimeStampResponse, authority: Authority, signature: bytes) -> bool:
    from rfc3161_client import VerificationError, VerifierBuilder  # noqa: PLC0415 -- as above

    if len(authority.chain) < _SIGNER_AND_ROOT:
        return False
    verifier = VerifierBuilder(
        tsa_certificate=authority.chain[0],
        intermediates=list(authority.chain[1:-1]),
        roots=[authority.chain[-1]],
    ).build()
    try:
        return verifier.verify_message(response, signature)
    except (VerificationError, *keys.UNREADABLE):
        return False
