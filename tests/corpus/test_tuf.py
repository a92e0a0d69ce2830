from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import tarfile
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from loopback import Reply, Server

from auditor.errors import SourceError
from auditor.sources import silent
from auditor.sources.http import Patience
from auditor.sources.npm_keys import read_keys
from auditor.sources.trust_roots import load_trust_root
from auditor.sources.tuf_update import keys_target, update

CORPUS = Path(os.environ.get("AUDITOR_CORPUS", Path(__file__).parents[3] / "shared" / "corpus"))
TRUST = CORPUS / "provenance" / "trust"
ARCHIVE = TRUST / "tuf.tar.gz"
# The recorded timestamp expires on 2026-08-28.
THEN = dt.datetime(2026, 8, 22, tzinfo=dt.UTC)
PATIENCE = Patience(backoff_s=0)

pytestmark = pytest.mark.skipif(
    not ARCHIVE.is_file(), reason=f"no TUF metadata at {ARCHIVE} (AUDITOR_CORPUS)"
)


class Then(dt.datetime):
    """A clock that stands still."""

    @classmethod
    def now(cls, tz: dt.tzinfo | None = None) -> Then:
        return cls(2026, 8, 22, tzinfo=tz)


@pytest.fixture
def server() -> Iterator[Server]:
    """The recorded repository of sigstore, served on this machine."""
    with Server().running() as running, tarfile.open(ARCHIVE) as archive:
        for member in archive.getmembers():
            stream = archive.extractfile(member)
            if stream is None:
                continue
            data, name = stream.read(), Path(member.name).name
            if name == "timestamp.json" or name.endswith(".root.json"):
                running.replies[f"/{name}"] = Reply(data)
            else:
                version = json.loads(data)["signed"]["version"]
                running.replies[f"/{version}.{name}"] = Reply(data)
        folder = keys_target().rpartition("/")[0]
        for target, file in (
            ("", TRUST / "trusted_root.json"),
            (f"{folder}/", TRUST / "npm-keys.tuf.json"),
        ):
            data = file.read_bytes()
            base = "keys.json" if target else file.name
            place = f"/targets/{target}{hashlib.sha256(data).hexdigest()}.{base}"
            running.replies[place] = Reply(data)
        yield running


def test_sigstores_own_repository_is_followed_to_what_is_shipped(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = SimpleNamespace(datetime=Then, timezone=dt.timezone)
    monkeypatch.setattr("tuf.ngclient._internal.trusted_metadata_set.datetime", clock)
    done = update(tmp_path, server.url, now=THEN, progress=silent, patience=PATIENCE)
    assert done.now.versions == {"root": 15, "timestamp": 762, "snapshot": 165, "targets": 14}
    assert len(server.requests) <= 8
    shipped = load_trust_root(None)
    renewed = load_trust_root(done.now.trust_root)
    assert [one.log_id for one in renewed.logs] == [one.log_id for one in shipped.logs]
    assert read_keys(done.now.npm_keys).keys == read_keys(None).keys


def test_with_todays_clock_the_recording_has_expired(server: Server, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="the TUF metadata have expired"):
        update(tmp_path, server.url, now=THEN, progress=silent, patience=PATIENCE)
