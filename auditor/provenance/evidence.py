"""What does one sigstore bundle prove: who signed these bytes, and when?

Everything here is judged at the time of signing, so that the answer depends on
the bundle, the trust root and the registry's keys alone and never on the clock.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from auditor.provenance import certificate, keys, strict_json
from auditor.provenance.bundle import Bundle, read_bundle
from auditor.provenance.dsse import PAYLOAD_TYPE, pre_authentication_encoding
from auditor.provenance.identity import Identity
from auditor.provenance.log import check_window, verify_entry
from auditor.provenance.log_body import verify_body
from auditor.provenance.strict_json import Value
from auditor.provenance.timestamps import verified_times
from auditor.provenance.trust_root import TrustRoot
from auditor.provenance.verdict import Code, Grade, RefusedError
from auditor.provenance.window import Window

if TYPE_CHECKING:
    from auditor.sources.npm_keys import KeyRing

ATTESTATIONS = "npm:attestations"
_PROOF_SINCE_VERSION = 2

_load_key = lru_cache(maxsize=128)(keys.load)


@dataclass(frozen=True, slots=True)
class Trust:
    """Whom to believe: a sigstore trust root, and the registry's keys."""

    root: TrustRoot
    keys: KeyRing


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is proven of one bundle; exactly one of ``identity`` and ``keyid`` is there.

    ``time`` is the first trusted time of signing, ``log_id`` hexadecimal.
    """

    payload: bytes
    identity: Identity | None
    keyid: str | None
    time: datetime
    log_id: str
    log_index: int
    log_kind: str
    grade: Grade


def verify_bundle(data: bytes, trust: Trust) -> Evidence:
    """Verify signature, signer, log entry and time of the bundle in ``data``, JSON text.

    Raises:
        RefusedError: with the code of the first thing that does not hold.
    """
    return verify_parsed(strict_json.parse(data, "the bundle"), trust)


def verify_parsed(value: Value, trust: Trust) -> Evidence:
    """Verify a bundle that strict_json has parsed.

    Raises:
        RefusedError: with the code of the first thing that does not hold.
    """
    bundle = read_bundle(value)
    entry = bundle.entry
    logged = verify_entry(entry, trust.root, proof_needed=bundle.version >= _PROOF_SINCE_VERSION)
    times = verified_times(bundle.timestamps, bundle.signature, trust.root)
    if logged.time is not None:
        times = (logged.time, *times)
    if not times:
        raise RefusedError(
            Code.NO_TRUSTED_TIME, "the bundle: neither the log nor a timestamp says when it was"
        )
    for time in times:
        check_window(logged, time)
    signed = pre_authentication_encoding(PAYLOAD_TYPE, bundle.payload)
    identity = _verify_signer(bundle, signed, times, trust)
    return Evidence(
        bundle.payload,
        identity,
        bundle.keyid,
        times[0],
        entry.log_id.hex(),
        entry.index,
        f"{entry.kind} {entry.version}",
        logged.grade,
    )


def _verify_signer(
    bundle: Bundle, signed: bytes, times: tuple[datetime, ...], trust: Trust
) -> Identity | None:
    identity = None
    if bundle.certificate is not None:
        leaf = certificate.read_leaf(bundle.certificate)
        identity = certificate.verify_leaf(leaf, times, trust.root)
        key, signer = leaf.key, bundle.certificate
    else:
        key, signer = _registry_key(bundle.keyid or "", times, trust.keys)
    if not key.verifies(bundle.signature, signed):
        raise RefusedError(Code.SIGNATURE, "the envelope: the signature does not fit its payload")
    verify_body(bundle, signer, signed)
    return identity


def _registry_key(
    keyid: str, times: tuple[datetime, ...], ring: KeyRing
) -> tuple[keys.PublicKey, bytes]:
    found = ring.find(keyid, ATTESTATIONS)
    key = None if found is None else _load_key(found.spki)
    if found is None or key is None:
        if _is_older(ring.as_of, times[0]):
            raise RefusedError(
                Code.TRUST_ROOT_TOO_OLD,
                f"the key: the registry's keys of {ring.as_of} do not hold it, and it signed"
                " later; renew the keys",
            )
        raise RefusedError(
            Code.KEY_UNKNOWN, "the key: the registry's keys do not hold it for attestations"
        )
    window = Window(found.start, found.end)
    for time in times:
        if not window.holds(time):
            raise RefusedError(
                Code.KEY_EXPIRED,
                f"the key: it signed on {time:%Y-%m-%d}, outside its window ({window})",
            )
    return key, found.spki


def _is_older(as_of: str, time: datetime) -> bool:
    try:
        return time.date() > date.fromisoformat(as_of)
    except ValueError:  # the file of keys does not say
        return False
