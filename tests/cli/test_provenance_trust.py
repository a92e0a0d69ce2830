from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from command import Run
from loopback import Server
from tuf_repository import Repository, as_json

from auditor.sources.npm_keys import SHIPPED as SHIPPED_KEYS
from auditor.sources.trust_roots import SHIPPED, load_trust_root
from auditor.sources.tuf_update import keys_target


@pytest.fixture
def repository() -> Repository:
    return Repository(
        {
            "trusted_root.json": as_json(json.loads(SHIPPED.read_bytes())),
            keys_target(): as_json(json.loads(SHIPPED_KEYS.read_bytes())),
        }
    )


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


def test_status_says_what_is_shipped_and_how_old_it_is(run: Run) -> None:
    done = run("provenance", "status")
    lines = done.out.splitlines()
    assert done.code == 0
    assert lines[0].startswith("trust root: shipped, as of 2026-08-21, 93 days old, sha256 ")
    assert lines[1].startswith("registry's keys: shipped, as of 2026-08-21, 93 days old, sha256 ")
    assert lines[2] == "renewed: never; auditor provenance update does it"
    data = json.loads(run("provenance", "status", "-f", "json").out)
    assert data["renewed"] is None
    assert data["trust_root"]["sha256"] == load_trust_root(None).sha256


def test_what_is_renewed_is_used_from_then_on(run: Run, server: Server, root: Path) -> None:
    done = run("provenance", "update", "--tuf-url", server.url, "--root", root)
    assert (done.code, done.err) == (0, "")
    assert "/express-auditor/trust: renewed, as of 2026-11-22, valid until " in done.out
    again = run("provenance", "update", "--tuf-url", server.url, "--root", root)
    assert ": nothing newer, as of 2026-11-22" in again.out
    status = run("provenance", "status").out
    assert "trust root: renewed, as of 2026-11-22, 0 days old, sha256 " in status
    assert "registry's keys: renewed, as of 2026-11-22" in status
    assert f"renewed: 2026-11-22 from {server.url}\n  TUF: root 1, timestamp 1, " in status
    data = json.loads(run("provenance", "status", "-f", "json").out)
    assert data["renewed"]["versions"]["timestamp"] == 1


def test_a_file_that_is_named_comes_first(run: Run, server: Server, root: Path) -> None:
    run("provenance", "update", "--tuf-url", server.url, "--root", root)
    status = run("provenance", "status", "--trust-root", SHIPPED).out
    assert "trust root: trusted_root.json, as of 2026-08-21" in status
    assert "registry's keys: renewed" in status
    both = run("provenance", "status", "--trust-root", SHIPPED, "--npm-keys", SHIPPED_KEYS).out
    assert "registry's keys: npm-keys.json" in both


def test_an_update_that_fails_is_one_sentence(run: Run, server: Server, root: Path) -> None:
    server.replies.clear()
    done = run("provenance", "update", "--tuf-url", server.url, "--root", root)
    assert (done.code, done.out) == (3, "")
    assert done.err == (
        f"auditor: {server.url}: a file of the TUF repository is missing\n"
        "  hint: what was there before stays\n"
    )


def test_what_does_not_say_its_age_is_named(run: Run, tmp_path: Path) -> None:
    for name, shipped in (("root.json", SHIPPED), ("keys.json", SHIPPED_KEYS)):
        value = json.loads(shipped.read_bytes())
        del value["as_of"]
        (tmp_path / name).write_text(json.dumps(value))
    done = run(
        "provenance",
        "status",
        "--trust-root",
        tmp_path / "root.json",
        "--npm-keys",
        tmp_path / "keys.json",
    )
    assert "trust root: root.json, of unknown age, sha256 " in done.out
    assert "the registry's keys: does not say when it was taken" in done.err


def test_old_trust_is_named(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1829908800")  # 400 days later
    done = run("provenance", "status")
    assert "trust root: shipped, as of 2026-08-21, 493 days old" in done.out
    assert "auditor: the trust root: 493 days old; keys that are newer" in done.err
    assert "tamper" not in done.err
