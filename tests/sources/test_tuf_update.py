from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from loopback import Reply, Server
from tuf_repository import Repository, as_json, new_signer, target_path

from auditor.errors import AuditorError, DataError, SourceError, UsageError
from auditor.sources import silent, tuf_update
from auditor.sources.advisory_build import exclusive
from auditor.sources.http import Patience
from auditor.sources.npm_keys import SHIPPED as SHIPPED_KEYS
from auditor.sources.npm_keys import read_keys
from auditor.sources.trust_roots import SHIPPED, Renewed, load_trust_root, newest, renewed
from auditor.sources.tuf_update import Renewal, first_root, keys_target, update

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
PATIENCE = Patience(connect_s=2, read_s=2, total_s=2, backoff_s=0)


def plain(file: Path) -> bytes:
    """A target as TUF has it: without the day that we add."""
    value = json.loads(file.read_bytes())
    return as_json({key: value[key] for key in value if key not in ("as_of", "source_sha256")})


@pytest.fixture
def repository() -> Repository:
    return Repository({"trusted_root.json": plain(SHIPPED), keys_target(): plain(SHIPPED_KEYS)})


@pytest.fixture
def server(repository: Repository) -> Iterator[Server]:
    with Server().running() as running:
        repository.serve(running)
        yield running


@pytest.fixture
def root(repository: Repository, tmp_path: Path) -> Path:
    file = tmp_path / "root.json"
    file.write_bytes(repository.first_root)
    return file


def run(server: Server, root: Path, now: datetime = NOW) -> Renewal:
    folder = root.parent / "trust"
    return update(folder, server.url, root=root, now=now, progress=silent, patience=PATIENCE)


def in_use(root: Path) -> Renewed | None:
    return renewed(root.parent / "trust")


def refusal(server: Server, root: Path, now: datetime = NOW) -> str:
    """Why an update is refused; what was there before is untouched."""
    before = in_use(root)
    with pytest.raises(AuditorError) as caught:
        run(server, root, now)
    assert in_use(root) == before
    assert "\n" not in caught.value.message
    return caught.value.message.removeprefix(f"{server.url}: ")


def test_a_fresh_repository_is_taken_over(server: Server, root: Path) -> None:
    done = run(server, root)
    assert (done.changed, done.now.as_of, done.now.source) == (True, date(2026, 11, 22), server.url)
    assert done.now.versions == dict.fromkeys(("root", "timestamp", "snapshot", "targets"), 1)
    assert load_trust_root(done.now.trust_root).as_of == date(2026, 11, 22)
    assert read_keys(done.now.npm_keys).keys == read_keys(None).keys
    assert read_keys(done.now.npm_keys).as_of == "2026-11-22"
    assert len(server.requests) <= 8


def test_what_is_written_names_the_digest_of_the_target_itself(server: Server, root: Path) -> None:
    written = json.loads(run(server, root).now.trust_root.read_bytes())
    assert written["source_sha256"] == hashlib.sha256(plain(SHIPPED)).hexdigest()


def test_the_renewed_are_used_unless_the_shipped_are_newer(server: Server, root: Path) -> None:
    assert newest(root.parent / "trust") is None
    shipped = load_trust_root(None).as_of
    assert shipped is not None
    noon = datetime(shipped.year, shipped.month, shipped.day, 12, tzinfo=UTC)
    run(server, root, noon - timedelta(days=1))
    assert newest(root.parent / "trust") is None
    run(server, root, noon)
    assert newest(root.parent / "trust") == in_use(root)


def test_an_update_without_news_is_as_of_today(
    repository: Repository, server: Server, root: Path
) -> None:
    run(server, root)
    later = run(server, root, NOW + timedelta(days=3))
    assert (later.changed, later.now.as_of) == (False, date(2026, 11, 25))
    repository.version = 2
    repository.serve(server)
    assert run(server, root, NOW + timedelta(days=3)).changed
    assert len(list((root.parent / "trust" / "sets").iterdir())) == 1


def test_a_new_root_is_followed(repository: Repository, server: Server, root: Path) -> None:
    run(server, root)
    old, new = repository.signer, new_signer()
    repository.root.version = 2
    for role in ("root", "timestamp", "snapshot", "targets"):
        repository.root.revoke_key(old.public_key.keyid, role)
        repository.root.add_key(new.public_key, role)
    repository.signer, repository.version = new, 2
    repository.serve(server)
    from tuf.api.metadata import Metadata  # noqa: PLC0415 -- for this test alone

    second = Metadata(repository.root)
    second.sign(old)
    second.sign(new, append=True)
    server.replies["/2.root.json"] = Reply(second.to_bytes())
    assert run(server, root).now.versions["root"] == 2


def test_expired_metadata_are_refused(root: Path, server: Server, repository: Repository) -> None:
    run(server, root)
    repository.version, repository.expires = 2, datetime(2020, 1, 1, tzinfo=UTC)
    repository.serve(server)
    assert refusal(server, root).startswith("the TUF metadata have expired")


def test_older_metadata_are_refused(root: Path, server: Server, repository: Repository) -> None:
    repository.version = 3
    repository.serve(server)
    run(server, root)
    repository.version = 2
    repository.serve(server)
    older = "the TUF metadata are older than those that were seen before"
    assert refusal(server, root) == older
    # Also where the copy that python-tuf remembers them by is gone.
    for file in (root.parent / "trust" / "tuf").glob("*.json"):
        file.unlink()
    assert refusal(server, root) == f"{older}: timestamp 2 after 3"


def test_a_clock_that_went_back_is_noticed(root: Path, server: Server) -> None:
    run(server, root)
    said = refusal(server, root, NOW - timedelta(days=2))
    assert said == "the last update was on 2026-11-22, after today: 2026-11-20"


def test_a_tampered_target_is_refused(root: Path, server: Server, repository: Repository) -> None:
    run(server, root)
    repository.version = 2
    repository.serve(server)
    data = repository.files[keys_target()]
    server.replies[target_path(keys_target(), data)] = Reply(data.replace(b"SHA256", b"SHA257"))
    assert refusal(server, root) == "a file is not the one that the TUF metadata describe"


@pytest.mark.parametrize("role", ["timestamp", "1.snapshot", "1.targets"])
def test_metadata_that_somebody_else_signed_are_refused(
    root: Path, server: Server, repository: Repository, role: str
) -> None:
    other = Repository(repository.files)
    path = f"/{role}.json"
    server.replies[path] = Reply(other.paths()[path])
    assert refusal(server, root) == "the TUF metadata are not signed by those who should"


@pytest.mark.parametrize("path", ["/timestamp.json", "/1.snapshot.json", "/1.targets.json"])
def test_what_is_cut_short_is_refused(root: Path, server: Server, path: str) -> None:
    reply = server.replies[path]
    assert isinstance(reply, Reply)
    server.replies[path] = Reply(reply.body[:-20])
    assert "the TUF repository cannot be used" in refusal(server, root)
    server.replies[path] = Reply(reply.body[:-20], declared=len(reply.body))
    assert "the connection broke before the answer was whole" in refusal(server, root)


def test_a_server_that_stalls_does_not_hold_us(root: Path, server: Server) -> None:
    reply = server.replies["/timestamp.json"]
    assert isinstance(reply, Reply)
    server.replies["/timestamp.json"] = Reply(reply.body, piece=1, pause_s=0.5)
    patience = Patience(connect_s=1, read_s=1, total_s=1, backoff_s=0)
    with pytest.raises(SourceError, match=r"too slow|takes longer"):
        update(
            root.parent / "trust",
            server.url,
            root=root,
            now=NOW,
            progress=silent,
            patience=patience,
        )
    assert in_use(root) is None


def test_what_is_missing_is_named(root: Path, server: Server, repository: Repository) -> None:
    del server.replies["/timestamp.json"]
    assert refusal(server, root) == "a file of the TUF repository is missing"
    del repository.files["trusted_root.json"]
    repository.serve(server)
    said = refusal(server, root)
    assert said == "the TUF repository has no target trusted_root.json"


def test_a_target_is_bounded(
    root: Path, server: Server, repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    largest = max(len(data) for data in repository.files.values())
    monkeypatch.setattr(tuf_update, "MAX_TARGET_BYTES", largest - 1)
    assert refusal(server, root).startswith("trusted_root.json is larger than")
    monkeypatch.setattr(tuf_update, "MAX_TARGET_BYTES", largest)
    assert run(server, root).changed


@pytest.mark.parametrize("content", [b"[]", b"{", b'"x"'])
def test_a_target_that_is_no_object_is_refused(
    root: Path, server: Server, repository: Repository, content: bytes
) -> None:
    repository.files["trusted_root.json"] = content
    repository.serve(server)
    assert refusal(server, root) == "the TUF target trusted_root.json: is no JSON object"


def test_a_trust_root_that_cannot_be_read_does_not_come_into_use(
    root: Path, server: Server, repository: Repository
) -> None:
    repository.files["trusted_root.json"] = b"{}"
    repository.serve(server)
    assert "mediaType" in refusal(server, root)


def test_two_updates_at_once_are_refused(root: Path, server: Server) -> None:
    folder = root.parent / "trust"
    with exclusive(folder / "current"), pytest.raises(DataError, match="another proc"):
        run(server, root)


def test_a_folder_that_cannot_be_written_is_one_sentence(root: Path, server: Server) -> None:
    (root.parent / "trust").write_text("a file")
    with pytest.raises(DataError, match="cannot be written"):
        run(server, root)
    (root.parent / "trust").unlink()
    (root.parent / "trust").mkdir()
    (root.parent / "trust" / "tuf").write_text("a file")
    with pytest.raises(DataError, match="cannot be written: File exists"):
        run(server, root)


def test_an_address_that_is_not_safe_is_a_usage_error(root: Path) -> None:
    with pytest.raises(UsageError, match="only encrypted addresses"):
        update(root.parent, "http://tuf.example", root=root, now=NOW, progress=silent)


def test_the_first_root_is_the_one_of_sigstore_python(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert json.loads(first_root(None))["signed"]["_type"] == "root"
    monkeypatch.setattr(tuf_update, "SOURCE", "https://elsewhere.example")
    with pytest.raises(DataError, match="sigstore-python does not bring one along"):
        first_root(None)
    with pytest.raises(DataError, match="cannot be read"):
        first_root(tmp_path / "none.json")
    large = tmp_path / "large.json"
    large.write_bytes(bytes(tuf_update.MAX_METADATA_BYTES))
    assert len(first_root(large)) == tuf_update.MAX_METADATA_BYTES
    large.write_bytes(bytes(tuf_update.MAX_METADATA_BYTES + 1))
    with pytest.raises(DataError, match="larger than"):
        first_root(large)


def test_a_first_root_that_is_none_is_refused(root: Path, server: Server) -> None:
    root.write_text("{}")
    assert "the TUF repository cannot be used" in refusal(server, root)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("trusted_root.json", "{}", "is not what was written at the last update"),
        ("npm-keys.json", None, "no such file or folder"),
        ("about.json", "[]", "is no account of renewed trust"),
        ("about.json", "{", "the JSON ends too early"),
        ("about.json", '{"schema": "auditor.trust/1", "versions": {}}', "is no account"),
    ],
)
def test_damaged_files_are_named_and_renewed(
    root: Path, server: Server, name: str, content: str | None, message: str
) -> None:
    file = run(server, root).now.folder / name
    if content is None:
        file.unlink()
    else:
        file.write_text(content)
    with pytest.raises(DataError, match=message) as caught:
        in_use(root)
    assert caught.value.hint == "renew it with: auditor provenance update"
    run(server, root)
    assert in_use(root) is not None
