from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from provenance.instance import BORN, Instance, changed

from auditor.errors import DataError
from auditor.provenance import TrustRoot, read_trust_root
from auditor.provenance.freshness import MAX_AGE_DAYS, age_days, staleness
from auditor.provenance.trust_root import MAX_ENTRIES

AUTHORITY = ("certificateAuthorities", 0)
LOG = ("tlogs", 0)
NOW = datetime(2026, 11, 22, tzinfo=UTC)


def read(root: Any) -> TrustRoot:
    return read_trust_root(json.dumps(root).encode(), "root.json")


def test_a_root_says_whom_it_trusts_and_when(instance: Instance) -> None:
    root = read({**instance.trusted_root(), "as_of": "2026-01-31"})
    assert [len(one.chain) for one in root.authorities] == [2]
    assert root.logs[0].log_id == instance.log_id
    assert root.logs[0].window.start == BORN
    assert (root.as_of, root.timestamp_authorities) == (date(2026, 1, 31), ())


@pytest.mark.parametrize(
    ("path", "new", "said"),
    [
        (("mediaType",), "text/plain", "no sigstore trust root"),
        (("mediaType",), ..., "mediaType"),
        (("tlogs",), {}, "no list"),
        (LOG, 3, "no object"),
        ((*LOG, "publicKey"), None, "publicKey"),
        ((*LOG, "publicKey", "rawBytes"), "%", "no base64"),
        ((*LOG, "publicKey", "validFor"), ..., "validFor"),
        ((*LOG, "publicKey", "validFor", "start"), ..., "start of validity"),
        ((*LOG, "publicKey", "validFor", "start"), "soon", "is no time"),
        ((*LOG, "publicKey", "validFor", "end"), "2026-01-01T00:00:00", "no time zone"),
        ((*LOG, "logId"), {}, "keyId"),
        ((*AUTHORITY, "certChain"), None, "certChain"),
        ((*AUTHORITY, "certChain", "certificates"), [], "missing or unreadable"),
        ((*AUTHORITY, "certChain", "certificates", 0), {"rawBytes": "AAAA"}, "unreadable"),
        (("as_of",), "soon", "as_of is no date"),
    ],
)
def test_what_is_wrong_with_a_root_is_said(
    path: tuple[str | int, ...], new: Any, said: str, instance: Instance
) -> None:
    with pytest.raises(DataError, match=said) as refused:
        read(changed(instance.trusted_root(), path, new))
    assert refused.value.message.startswith("root.json: ")
    assert "--trust-root" in refused.value.hint


def test_certificates_that_are_no_chain_are_refused(instance: Instance) -> None:
    chain = (*AUTHORITY, "certChain", "certificates")
    root = instance.trusted_root()
    issuer, top = root["certificateAuthorities"][0]["certChain"]["certificates"]
    other = Instance().trusted_root()["certificateAuthorities"][0]["certChain"]["certificates"][1]
    for broken in ([issuer], [top, issuer], [issuer, other]):
        with pytest.raises(DataError, match="are no chain"):
            read(changed(root, chain, broken))
    assert read(changed(root, chain, [top])).authorities[0].chain


def test_a_root_may_have_so_many_entries_and_no_more(instance: Instance) -> None:
    root = instance.trusted_root()
    assert len(read({**root, "tlogs": root["tlogs"] * MAX_ENTRIES}).logs) == MAX_ENTRIES
    with pytest.raises(DataError, match="more than 100"):
        read({**root, "tlogs": root["tlogs"] * (MAX_ENTRIES + 1)})


@given(st.binary(max_size=60))
def test_hostile_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(DataError):
        read_trust_root(data, "root.json")


def test_the_age_is_told_when_it_matters() -> None:
    fresh, stale = (NOW.date() - timedelta(days=days) for days in (MAX_AGE_DAYS, MAX_AGE_DAYS + 1))
    assert staleness("the trust root", fresh, NOW) == ""
    assert staleness("the trust root", stale, NOW).startswith("the trust root: 181 days old")
    assert "does not say" in staleness("the trust root", None, NOW)
    assert age_days(None, NOW) is None
    assert age_days(NOW.date() + timedelta(days=3), NOW) == 0


def test_a_clock_that_is_400_days_ahead_ages_the_root_and_blames_nobody() -> None:
    said = staleness("the trust root", NOW.date(), NOW + timedelta(days=400))
    assert "400 days old" in said
    assert "renew" in said
    assert "tamper" not in said
