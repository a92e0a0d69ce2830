from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from provenance.instance import PACKAGE, Instance, b64, changed

from auditor.provenance import Code, Opinion, Package, Stance, Trust, verify_response
from auditor.sources.npm_keys import KeyRing
from auditor.sources.verified_cache import VerifiedCache

Json = dict[str, Any]
ACCEPTS = Opinion(Stance.ACCEPTS)


@pytest.fixture(scope="module")
def instance() -> Instance:
    return Instance()


@pytest.fixture(scope="module")
def trust(instance: Instance) -> Trust:
    return instance.trust()


@pytest.fixture(scope="module")
def answer(instance: Instance) -> Json:
    return instance.response()


class Second:
    """A second verifier that counts how often it is asked."""

    def __init__(self, opinion: Opinion = ACCEPTS) -> None:
        self.opinion = opinion
        self.asked = 0

    def __call__(self, _bundle: bytes) -> Opinion:
        self.asked += 1
        return self.opinion


def entries(folder: Path) -> list[Path]:
    return sorted(file for file in folder.rglob("*") if file.is_file())


def verify(
    folder: Path,
    answer: Json,
    trust: Trust,
    second: Second | None = None,
    package: Package = PACKAGE,
) -> Code:
    data = json.dumps(answer).encode()
    cold = verify_response(data, package, trust, second=second)
    warm = verify_response(data, package, trust, second=second, memory=VerifiedCache(folder))
    assert warm == cold
    return warm.code


def test_what_is_remembered_is_what_was_found(tmp_path: Path, answer: Json, trust: Trust) -> None:
    for _ in range(3):
        assert verify(tmp_path, answer, trust) is Code.OK
    assert len(entries(tmp_path)) == 2


def test_what_is_remembered_is_not_verified_again(
    tmp_path: Path, answer: Json, trust: Trust
) -> None:
    second, data = Second(), json.dumps(answer).encode()
    for _ in range(2):
        memory = VerifiedCache(tmp_path)
        assert verify_response(data, PACKAGE, trust, second=second, memory=memory).code is Code.OK
    assert second.asked == 2


def test_a_second_verifier_is_asked_about_what_was_remembered_without_it(
    tmp_path: Path, answer: Json, trust: Trust
) -> None:
    verify(tmp_path, answer, trust)
    refuses = Second(Opinion(Stance.REFUSES, "no"))
    assert verify(tmp_path, answer, trust, refuses) is Code.ENGINES_DISAGREE


def test_what_the_second_verifier_refuses_is_never_kept(
    tmp_path: Path, answer: Json, trust: Trust
) -> None:
    verify(tmp_path, answer, trust, Second(Opinion(Stance.REFUSES, "no")))
    assert entries(tmp_path) == []


@pytest.mark.parametrize("part", ["sig", "payload"])
def test_what_does_not_hold_is_never_kept(
    tmp_path: Path, answer: Json, trust: Trust, part: str
) -> None:
    listed = [one["bundle"] for one in answer["attestations"]]
    for index, bundle in enumerate(listed):
        signature = ("attestations", index, "bundle", "dsseEnvelope", "signatures", 0, "sig")
        payload = ("attestations", index, "bundle", "dsseEnvelope", "payload")
        data = b"x" + b64(bundle["dsseEnvelope"]["payload"].encode()).encode()
        path, new = (signature, b64(b"x" * 70)) if part == "sig" else (payload, b64(data))
        assert verify(tmp_path / str(index), changed(answer, path, new), trust) is not Code.OK
        assert len(entries(tmp_path / str(index))) == 1  # the other one


def test_what_it_is_about_is_judged_anew(tmp_path: Path, answer: Json, trust: Trust) -> None:
    verify(tmp_path, answer, trust)
    other = Package(PACKAGE.name, PACKAGE.version, "00" * 64)
    assert verify(tmp_path, answer, trust, package=other) is Code.SUBJECT_DIGEST


def test_another_trust_root_or_key_knows_nothing_of_it(
    tmp_path: Path, instance: Instance, answer: Json, trust: Trust
) -> None:
    verify(tmp_path, answer, trust)
    stranger = Instance().trust()
    assert verify(tmp_path, answer, stranger) is not Code.OK
    without_keys = Trust(trust.root, KeyRing((), "", "test"))
    assert verify(tmp_path, answer, without_keys) is Code.KEY_UNKNOWN
    ended = instance.trusted_root()
    ended["tlogs"][0]["publicKey"]["validFor"]["end"] = "2025-06-01T00:00:00Z"
    assert verify(tmp_path, answer, instance.trust(ended)) is Code.LOG_KEY_WINDOW


@pytest.mark.parametrize("damage", [b"", b"\n", b"{}", b"\xff" * 9, b"[" * 100_000])
def test_a_damaged_entry_is_ignored_and_written_anew(
    tmp_path: Path, answer: Json, trust: Trust, damage: bytes
) -> None:
    verify(tmp_path, answer, trust)
    before = [(file, file.read_bytes()) for file in entries(tmp_path)]
    for file, _ in before:
        file.write_bytes(damage)
    assert verify(tmp_path, answer, trust) is Code.OK
    assert [(file, file.read_bytes()) for file in entries(tmp_path)] == before


def test_an_entry_under_the_name_of_another_is_ignored(
    tmp_path: Path, answer: Json, trust: Trust
) -> None:
    verify(tmp_path, answer, trust)
    one, other = entries(tmp_path)
    right = other.read_bytes()
    other.write_bytes(one.read_bytes())
    assert verify(tmp_path, answer, trust) is Code.OK
    assert other.read_bytes() == right


def test_a_folder_that_cannot_be_written_costs_time_alone(
    tmp_path: Path, answer: Json, trust: Trust
) -> None:
    (tmp_path / "file").write_text("")
    assert verify(tmp_path / "file", answer, trust) is Code.OK
