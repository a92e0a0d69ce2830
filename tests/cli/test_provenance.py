from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import pytest
from command import Done, Run
from provenance.instance import (
    BORN,
    KEYID,
    PACKAGE,
    REPOSITORY,
    Instance,
    b64,
    changed,
    iso,
    spki,
)

from auditor.provenance.strict_json import MAX_BYTES

RELEASE = f"{PACKAGE.name}@{PACKAGE.version}"
INTEGRITY = "sha512-" + base64.b64encode(bytes.fromhex(PACKAGE.sha512)).decode()


@pytest.fixture(scope="module")
def instance() -> Instance:
    return Instance()


@pytest.fixture(scope="module")
def answer(instance: Instance) -> dict[str, Any]:
    return instance.response()


@pytest.fixture
def folder(tmp_path: Path, instance: Instance, answer: dict[str, Any]) -> Path:
    """An answer, a trust root and keys as files."""
    root = {**instance.trusted_root(), "as_of": "2026-11-01"}
    key = {
        "keyid": KEYID,
        "usage": "npm:attestations",
        "key": b64(spki(instance.registry_key)),
        "start": iso(BORN),
    }
    (tmp_path / "root.json").write_text(json.dumps(root))
    (tmp_path / "keys.json").write_text(json.dumps({"as_of": "2026-11-01", "keys": [key]}))
    (tmp_path / "answer.json").write_text(json.dumps(answer))
    return tmp_path


def verify(
    run: Run, folder: Path, *arguments: str, release: str = RELEASE, pin: str = INTEGRITY
) -> Done:
    return run(
        "provenance",
        "verify",
        release,
        f"--integrity={pin}",
        f"--attestations={folder / 'answer.json'}",
        f"--trust-root={folder / 'root.json'}",
        f"--npm-keys={folder / 'keys.json'}",
        *arguments,
    )


def test_a_release_is_verified_from_files(run: Run, folder: Path) -> None:
    done = verify(run, folder, "--repository", REPOSITORY)
    assert done.code == 0
    assert done.out.splitlines()[0] == (
        "@acme/widget@1.0.0: ok: provenance and publish attestation verified"
    )
    assert f"built from {REPOSITORY} .github/workflows/release.yml" in done.out
    assert done.err == ""


def test_json_says_what_is_proven_and_by_whom(run: Run, folder: Path) -> None:
    done = verify(run, folder, "--format", "json")
    document = json.loads(done.out)
    assert (document["format"], document["verdict"]) == ("auditor.provenance/1", "ok")
    assert document["package"] == {
        "name": "@acme/widget",
        "version": "1.0.0",
        "sha512": PACKAGE.sha512,
    }
    provenance, publish = document["attestations"]
    assert provenance["evidence"]["identity"]["source_repository"] == REPOSITORY
    assert provenance["evidence"]["signed_at"] == "2026-03-01T12:05:00Z"
    assert provenance["second_engine"] == {"stance": "accepts", "reason": ""}
    assert publish["evidence"]["keyid"] == KEYID
    assert publish["second_engine"]["stance"] == "unsupported"
    trusted = document["trusted"]
    assert (trusted["trust_root"]["age_days"], trusted["npm_keys"]["age_days"]) == (21, 21)


def test_another_repository_is_refused(run: Run, folder: Path) -> None:
    done = verify(run, folder, "--repository", "https://github.com/acme/wid", "-f", "json")
    document = json.loads(done.out)
    assert (done.code, document["verdict"]) == (1, "refused")
    assert document["code"] == "identity_source_repository"


def test_evidence_that_is_newer_than_the_root_is_undecided(
    run: Run, folder: Path, instance: Instance
) -> None:
    root = {**instance.trusted_root(), "tlogs": [], "as_of": "2026-01-01"}
    (folder / "root.json").write_text(json.dumps(root))
    done = verify(run, folder, "--format", "json")
    document = json.loads(done.out)
    assert (done.code, document["verdict"]) == (3, "undecided")
    assert document["code"] == "trust_root_too_old"
    assert "the trust root: 325 days old" in done.err


def test_a_root_and_keys_that_do_not_say_how_old_they_are_are_named(
    run: Run, folder: Path, instance: Instance
) -> None:
    (folder / "root.json").write_text(json.dumps(instance.trusted_root()))
    keys = json.loads((folder / "keys.json").read_text())
    (folder / "keys.json").write_text(json.dumps({**keys, "as_of": None}))
    done = verify(run, folder)
    assert done.code == 0
    assert "the trust root: does not say when it was taken" in done.err
    assert "the registry's keys: does not say" in done.err


def test_a_broken_attestation_is_named_without_evidence(
    run: Run, folder: Path, answer: dict[str, Any]
) -> None:
    place = ("attestations", 0, "bundle", "dsseEnvelope", "payload")
    (folder / "answer.json").write_text(json.dumps(changed(answer, place, "e30=")))
    done = verify(run, folder)
    assert done.code == 1
    assert "  provenance  signature: the envelope: the signature does not fit" in done.out


def test_hostile_text_does_not_reach_the_terminal(run: Run, folder: Path) -> None:
    done = verify(run, folder, release="@acme/\x1b[31mwidget@1.0.0")
    assert done.code == 1
    assert "\x1b" not in done.out


@pytest.mark.parametrize("release", ["widget", "widget@", "@1.0.0", "@"])
def test_what_is_no_release_is_a_usage_error(run: Run, release: str, folder: Path) -> None:
    assert verify(run, folder, release=release).code == 2


@pytest.mark.parametrize("pin", ["", "sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk=", f"{INTEGRITY} sha512-x"])
def test_a_pin_needs_exactly_one_sha512(run: Run, pin: str, folder: Path) -> None:
    done = verify(run, folder, pin=pin)
    assert (done.code == 2) != pin.startswith(INTEGRITY)
    two = f"{INTEGRITY} sha512-{b64(bytes(64))}"
    assert verify(run, folder, pin=two).code == 2


def test_files_that_cannot_be_read_are_named(run: Run, folder: Path) -> None:
    (folder / "answer.json").unlink()
    assert verify(run, folder).code == 3
    (folder / "root.json").unlink()
    assert verify(run, folder).code == 3


def test_an_answer_that_is_too_large_is_refused(run: Run, folder: Path) -> None:
    with (folder / "answer.json").open("wb") as stream:
        stream.truncate(MAX_BYTES * 4)
    done = verify(run, folder)
    assert done.code == 1
    assert "malformed: the answer: larger than" in done.out


def test_an_unknown_format_is_a_usage_error(run: Run, folder: Path) -> None:
    assert verify(run, folder, "--format", "xml").code == 2


def test_the_command_says_what_it_does(run: Run) -> None:
    done = run("provenance", "--help")
    assert done.code == 0
    assert "verify" in done.out
