from __future__ import annotations

import hashlib
import json
import struct
import threading
import zipfile
import zlib
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.errors import DataError, SourceError, UsageError
from auditor.model import Gap
from auditor.sources import evidence_pack, evidence_record
from auditor.sources.evidence_pack import EvidencePack
from auditor.sources.evidence_record import INDEX, Context, Kind, Recording, write_pack
from auditor.sources.registry import Document

CONTEXT = Context(
    lockfile="package-lock.json",
    lockfile_sha256="11" * 32,
    trust_root_sha256="22" * 32,
    trust_root_as_of="2026-08-21",
    npm_keys_sha256="33" * 32,
    npm_keys_as_of="2026-08-21",
    retrieved_at="2026-11-22T00:00:00+00:00",
)
PACKUMENT = b'{"name": "widget"}'
ANSWER = b'{"attestations": []}'
DIGEST = hashlib.sha256(PACKUMENT).hexdigest()


@dataclass
class Shelf:
    """Registry data out of a dictionary; an unknown name fails."""

    known: dict[str, bytes | None]
    asked: list[str] = field(default_factory=list)
    workers: int = 3
    gaps: tuple[Gap, ...] = (Gap("x", "y"),)

    def prepare(self, names: Collection[str]) -> None:
        self.asked += names

    def packument(self, name: str) -> Document | None:
        return self._find(name)

    def attestations(self, name: str, version: str) -> Document | None:
        return self._find(f"{name}@{version}")

    def _find(self, key: str) -> Document | None:
        if key not in self.known:
            raise SourceError(f"{key}: unreachable")
        data = self.known[key]
        return None if data is None else Document(data, "shelf")


@pytest.fixture
def recording() -> Recording:
    shelf = Shelf({"widget": PACKUMENT, "widget@1.0.0": ANSWER, "private": None})
    made = Recording(shelf)
    made.prepare(["widget", "private"])
    assert (shelf.asked, made.workers, made.gaps) == (["widget", "private"], 3, shelf.gaps)
    made.packument("widget")
    made.attestations("widget", "1.0.0")
    made.packument("private")
    with pytest.raises(SourceError):
        made.packument("away")
    return made


@pytest.fixture
def pack(recording: Recording, tmp_path: Path) -> Path:
    file = tmp_path / "evidence.zip"
    write_pack(file, recording.answers, CONTEXT)
    return file


def test_what_was_answered_is_answered_again(pack: Path) -> None:
    found = EvidencePack(pack)
    found.prepare(["widget"])
    answers = (found.packument("widget"), found.attestations("widget", "1.0.0"))
    assert [one.data if one else None for one in answers] == [PACKUMENT, ANSWER]
    assert answers[0] is not None
    assert answers[0].origin == f"evidence.zip: blobs/{DIGEST}"
    assert (found.context, found.workers, found.gaps) == (CONTEXT, 1, ())


def test_that_the_registry_had_nothing_is_remembered_and_a_failure_is_not(pack: Path) -> None:
    found = EvidencePack(pack)
    assert found.packument("private") is None
    with pytest.raises(SourceError, match="holds no packument about away"):
        found.packument("away")
    with pytest.raises(SourceError, match=r"holds no attestations about widget@2\.0\.0"):
        found.attestations("widget", "2.0.0")


def test_the_same_evidence_makes_the_same_bytes(recording: Recording, tmp_path: Path) -> None:
    first, second = tmp_path / "a.zip", tmp_path / "b.zip"
    digest = write_pack(first, recording.answers, CONTEXT)
    turned = dict(reversed(recording.answers.items()))
    assert write_pack(second, turned, CONTEXT) == digest
    assert first.read_bytes() == second.read_bytes()
    assert EvidencePack(first).sha256 == digest
    assert [file.name for file in sorted(tmp_path.iterdir())] == ["a.zip", "b.zip"]


def test_equal_answers_are_kept_once(tmp_path: Path) -> None:
    answers = {(Kind.PACKUMENT, name, ""): Document(b"{}", "x") for name in ("a", "b")}
    write_pack(tmp_path / "a.zip", answers, CONTEXT)
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        assert len(archive.namelist()) == 2


def test_answers_are_limited(
    recording: Recording, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evidence_record, "MAX_ANSWERS", 3)
    write_pack(tmp_path / "a.zip", recording.answers, CONTEXT)
    monkeypatch.setattr(evidence_record, "MAX_ANSWERS", 2)
    with pytest.raises(UsageError, match="3 answers are more than a pack holds"):
        write_pack(tmp_path / "a.zip", recording.answers, CONTEXT)


def test_a_pack_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be written: No such file"):
        write_pack(tmp_path / "none" / "a.zip", {}, CONTEXT)


def test_several_threads_may_ask(pack: Path) -> None:
    found = EvidencePack(pack)
    seen: list[Document | None] = []
    threads = [
        threading.Thread(target=lambda: seen.append(found.packument("widget"))) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {one.data for one in seen if one} == {PACKUMENT}
    assert len(seen) == 8


def zipped(file: Path, *entries: tuple[str, bytes]) -> Path:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries:
            archive.writestr(name, data)
    return file


def index(**changes: object) -> bytes:
    answer = {"kind": "packument", "name": "widget", "version": "", "sha256": DIGEST}
    value = {
        "schema": "auditor.evidence-pack/1",
        "retrieved_at": CONTEXT.retrieved_at,
        "lockfile": {"name": "package-lock.json", "sha256": ""},
        "trust_root": {"sha256": "", "as_of": ""},
        "npm_keys": {"sha256": "", "as_of": ""},
        "answers": [answer],
    }
    return json.dumps(value | changes).encode()


def refusal(file: Path) -> str:
    with pytest.raises(DataError) as caught:
        EvidencePack(file)
    assert caught.value.hint == "make a new one with: auditor provenance pack"
    return caught.value.message.removeprefix(f"{file}: ")


BLOB = (f"blobs/{DIGEST}", PACKUMENT)


def answered(**changes: object) -> bytes:
    entry = {"kind": "packument", "name": "widget", "version": "", "sha256": DIGEST}
    return index(answers=[entry | changes])


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"{", "index.json: this is not JSON in UTF-8"),
        (b"[]", "index.json is no object"),
        (b'{"schema": 1, "schema": 1}', "index.json: an object has two members of the same name"),
        (index(schema="x"), "index.json: its schema is not auditor.evidence-pack/1"),
        (index(lockfile=1), "index.json: lockfile is no object"),
        (index(npm_keys={"sha256": ""}), "index.json: npm_keys.as_of is no text"),
        (index(retrieved_at="soon"), "index.json: retrieved_at is no time"),
        (index(answers={}), "index.json: answers is no list"),
        (index(answers=[1]), "index.json: answers[0] is no object"),
        (index(answers=[{}]), "index.json: answers[0]: is no kind, name, version and sha256"),
        (answered(kind="tarball"), "index.json: answers[0].kind: is none that is known"),
        (answered(name=1), "index.json: answers[0].name is no text"),
        (answered(sha256="../../x"), "index.json: answers[0].sha256: is no sha256 digest"),
        (answered(sha256="ab" * 32), f"its index does not name blobs/{DIGEST}"),
        (
            index(answers=json.loads(index())["answers"] * 2),
            "index.json: answers[1]: the same question as before",
        ),
    ],
)
def test_a_wrong_index_is_named(tmp_path: Path, content: bytes, message: str) -> None:
    assert refusal(zipped(tmp_path / "a.zip", (INDEX, content), BLOB)) == message


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("../escape", "../escape is no part of a pack"),
        ("/etc/passwd", "/etc/passwd is no part of a pack"),
        ("blobs/" + "g" * 64, "is no part of a pack"),
        ("blobs/" + "a" * 64, "its index does not name blobs/aaaa"),
    ],
)
def test_a_foreign_entry_is_refused(tmp_path: Path, name: str, message: str) -> None:
    assert message in refusal(zipped(tmp_path / "a.zip", (INDEX, index()), BLOB, (name, b"")))
    assert [one.name for one in tmp_path.iterdir()] == ["a.zip"]


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_an_entry_that_occurs_twice_is_refused(tmp_path: Path) -> None:
    file = zipped(tmp_path / "a.zip", (INDEX, index()), BLOB, BLOB)
    assert refusal(file) == f"blobs/{DIGEST} occurs twice"


def test_missing_parts_are_named(tmp_path: Path) -> None:
    assert refusal(zipped(tmp_path / "a.zip", BLOB)) == "index.json is missing"
    without = zipped(tmp_path / "b.zip", (INDEX, index()))
    assert refusal(without) == f"blobs/{DIGEST} is missing"
    assert refusal(tmp_path / "none.zip") == "no such file"


def test_bytes_that_are_not_those_of_their_digest_are_refused(tmp_path: Path) -> None:
    file = zipped(tmp_path / "a.zip", (INDEX, index()), (BLOB[0], b"{}"))
    with pytest.raises(DataError, match="the packument of widget is not what its digest says"):
        EvidencePack(file).packument("widget")


@pytest.mark.parametrize("cut", [0, 1, 10, 60, 200])
def test_a_pack_that_is_cut_short_is_damaged(pack: Path, cut: int) -> None:
    data = pack.read_bytes()
    pack.write_bytes(data[: len(data) - 1 - cut])
    assert refusal(pack) == "the zip is damaged or cut short"


def test_limits_hold_at_the_limit_and_not_past_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = zipped(tmp_path / "a.zip", (INDEX, index()), BLOB)
    monkeypatch.setattr(evidence_pack, "MAX_PACK_BYTES", file.stat().st_size)
    monkeypatch.setattr(evidence_pack, "MAX_TOTAL_BYTES", len(index()) + len(PACKUMENT))
    monkeypatch.setattr(evidence_pack, "MAX_INDEX_BYTES", len(index()))
    monkeypatch.setattr(evidence_pack, "MAX_ANSWER_BYTES", len(PACKUMENT))
    monkeypatch.setattr(evidence_pack, "MAX_ANSWERS", 1)
    found = EvidencePack(file)
    assert found.packument("widget") is not None
    monkeypatch.setattr(evidence_pack, "MAX_ANSWER_BYTES", len(PACKUMENT) - 1)
    with pytest.raises(DataError, match="the packument of widget is larger than 17 bytes"):
        found.packument("widget")
    for name in ("MAX_INDEX_BYTES", "MAX_TOTAL_BYTES", "MAX_PACK_BYTES"):
        monkeypatch.setattr(evidence_pack, name, getattr(evidence_pack, name) - 1)
        assert "than" in refusal(file)


def test_more_entries_than_answers_are_refused_before_they_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = zipped(tmp_path / "a.zip", (INDEX, index()), BLOB)
    monkeypatch.setattr(evidence_pack, "MAX_ANSWERS", 0)
    assert refusal(file) == "more than 0 answers"


def test_a_directory_beyond_all_bounds_is_refused(pack: Path) -> None:
    data = bytearray(pack.read_bytes())
    at = data.rfind(b"PK\x05\x06")
    big = data[:]
    struct.pack_into("<L", big, at + 12, 17 * 2**20)
    pack.write_bytes(big)
    assert refusal(pack) == "more than 60,000 answers"
    pack.write_bytes(data[:at] + b"PK\x06\x07" + bytes(16) + data[at:])
    assert refusal(pack) == "more than 60,000 answers"


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    bomb = zlib.compress(bytes(evidence_pack.MAX_ANSWER_BYTES + 1))
    assert len(bomb) < 2**20
    data = bytes(evidence_pack.MAX_ANSWER_BYTES + 1)
    digest = hashlib.sha256(data).hexdigest()
    file = zipped(tmp_path / "a.zip", (INDEX, answered(sha256=digest)), (f"blobs/{digest}", data))
    with pytest.raises(DataError, match="is larger than 67,108,864 bytes"):
        EvidencePack(file).packument("widget")


def test_an_encrypted_entry_is_refused(tmp_path: Path) -> None:
    file = zipped(tmp_path / "a.zip", (INDEX, index()), BLOB)
    data = bytearray(file.read_bytes())
    central = data.find(b"PK\x01\x02")
    data[central + 8] |= 1
    file.write_bytes(data)
    assert refusal(file) == "index.json is encrypted or packed in an unusual way"


def _flip(data: bytes, at: int, bit: int) -> bytes:
    changed = bytearray(data)
    changed[at % len(changed)] ^= 1 << bit
    return bytes(changed)


@given(st.integers(0, 2**16), st.integers(0, 7))
def test_a_flipped_bit_never_changes_an_answer(
    tmp_path_factory: pytest.TempPathFactory, at: int, bit: int
) -> None:
    file = tmp_path_factory.mktemp("pack") / "a.zip"
    zipped(file, (INDEX, index()), BLOB)
    file.write_bytes(_flip(file.read_bytes(), at, bit))
    found: Document | None = None
    with suppress(SourceError):
        found = EvidencePack(file).packument("widget")
    assert found is None or found.data == PACKUMENT
