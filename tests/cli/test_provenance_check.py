from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from command import Done, Run
from provenance.instance import REPOSITORY, Instance
from provenance.shop import Shop, integrity, package


@pytest.fixture(scope="module")
def instance() -> Instance:
    return Instance()


@pytest.fixture
def shop(tmp_path: Path, instance: Instance) -> Shop:
    """One verified package, one without provenance, one that the registry does not know."""
    made = Shop(tmp_path / "shop", instance)
    made.publish("widget", "1.0.0").publish("plain", "1.0.0", attested=False)
    for name in ("widget", "plain", "private"):
        made.install(name, "1.0.0")
    return made


def ask(run: Run, shop: Shop, command: str, *arguments: str | Path, data: bool = True) -> Done:
    project = shop.write()
    trusted = ("--trust-root", shop.folder / "root.json", "--npm-keys", shop.folder / "keys.json")
    given = ("--registry-data", shop.folder / "data") if data else ()
    return run("provenance", command, project, *given, *trusted, *arguments)


def document(done: Done) -> dict[str, Any]:
    value: dict[str, Any] = json.loads(done.out)
    return value


def known(shop: Shop) -> Shop:
    del shop.installed["node_modules/private"]
    return shop


def test_every_package_that_is_not_verified_has_a_row(run: Run, shop: Shop) -> None:
    done = ask(run, shop, "check")
    assert done.code == 3
    assert "3 packages: 1 without provenance, 1 unreachable, 1 verified\n" in done.out
    assert "cannot be judged (1)\n  unreachable (1)\n    private@1.0.0: " in done.out
    assert "nothing proven (1)\n  without provenance (1)\n    plain@1.0.0: " in done.out
    assert "trust root: root.json, as of 2026-11-01, 21 days old, sha256 " in done.out
    assert "next: pin what is new: auditor provenance pin" in done.out


def test_the_text_fits_a_narrow_terminal(
    run: Run, shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(9):
        shop.publish(f"other-{number}", "1.0.0", attested=False).install(f"other-{number}", "1.0.0")
    monkeypatch.setenv("COLUMNS", "60")
    done = ask(run, shop, "check")
    assert max(len(line) for line in done.out.splitlines()) <= 60
    assert "  without provenance (10)\n" in done.out
    assert "    and 5 more: --verbose\n" in done.out
    assert "other-8" not in done.out
    assert "other-8@1.0.0" in ask(run, shop, "check", "--verbose").out


def test_nothing_wrong_is_zero(run: Run, shop: Shop) -> None:
    done = ask(run, known(shop), "check", "--format", "json")
    found = document(done)
    assert (done.code, found["format"]) == (0, "auditor.provenance-check/1")
    assert found["counts"]["standings"] == {"missing": 1, "verified": 1}
    widget = found["packages"][1]
    assert (widget["name"], widget["standing"], widget["pin"]) == (
        "widget",
        "verified",
        "not_pinned",
    )
    assert widget["origin"]["source_repository"] == REPOSITORY
    assert widget["proof"]["log_index"] == 7
    assert found["packages"][0]["origin"] is None


def test_what_is_pinned_and_changed_fails(run: Run, shop: Shop, tmp_path: Path) -> None:
    lock = tmp_path / "provenance.lock"
    done = ask(run, known(shop), "pin", "--output", lock)
    assert (done.code, done.out) == (0, f"{lock}: 1 origins of 1 packages pinned\n")
    again = ask(run, shop, "check", "--lock", lock)
    assert (again.code, "not_pinned" in again.out) == (0, False)
    shop.publish("widget", "1.1.0", owner_id="9").install("widget", "1.1.0")
    changed = ask(run, shop, "check", "--lock", lock)
    assert changed.code == 1
    assert "wrong (1)\n  owner changed (1)\n    widget@1.1.0: the owner of" in changed.out
    assert "next: do not install what is wrong" in changed.out
    shop.publish("widget", "1.2.0", attested=False).install("widget", "1.2.0")
    assert "provenance lost (1)" in ask(run, shop, "check", "--lock", lock).out


def test_the_lock_is_the_same_for_the_same_evidence(run: Run, shop: Shop, tmp_path: Path) -> None:
    first, second = tmp_path / "a.lock", tmp_path / "b.lock"
    ask(run, shop, "pin", "-o", first)
    ask(run, shop, "pin", "-o", second)
    assert first.read_bytes() == second.read_bytes()
    assert list(json.loads(first.read_text())["packages"]) == ["widget"]


def test_a_lock_of_the_project_is_not_obeyed(run: Run, shop: Shop) -> None:
    (shop.write() / "provenance.lock").write_text("no lock at all")
    assert ask(run, known(shop), "check").code == 0


def test_what_does_not_hold_fails_and_is_not_pinned(run: Run, shop: Shop, tmp_path: Path) -> None:
    answer = shop.folder / "data" / "widget@1.0.0.json"
    broken = json.loads(answer.read_text())
    broken["attestations"][0]["bundle"]["dsseEnvelope"]["payload"] = "e30="
    answer.write_text(json.dumps(broken))
    done = ask(run, known(shop), "check")
    assert done.code == 1
    assert "wrong (1)\n  invalid (1)\n    widget@1.0.0: " in done.out
    pinned = ask(run, shop, "pin", "-o", tmp_path / "a.lock")
    assert "not pinned: widget@1.0.0: " in pinned.err
    assert "0 origins of 0 packages" in pinned.out


def test_a_loss_is_found_without_a_lock(run: Run, shop: Shop) -> None:
    shop.publish("widget", "1.1.0", attested=False, day=2)
    known(shop).install("widget", "1.1.0")
    done = ask(run, shop, "check")
    assert done.code == 1
    assert "widget@1.1.0: the provenance is gone; 1.0.0 was" in done.out


def test_drift_is_found_with_history(run: Run, shop: Shop) -> None:
    shop.publish("widget", "1.1.0", day=2, repository_id="7777")
    known(shop).install("widget", "1.1.0")
    assert ask(run, shop, "check").code == 0
    done = ask(run, shop, "check", "--history", "1")
    assert done.code == 1
    assert "from 1001 to 7777" in done.out


@pytest.mark.parametrize(
    ("expected", "code", "said"),
    [
        ({"widget": {"repositories": [REPOSITORY]}}, 0, "1 verified"),
        ({"widget": {"repositories": ["https://github.com/else/where"]}}, 1, "identity source"),
        ({"widget": {"owner_id": 9}}, 1, "identity source owner id (1)"),
        ({"*": {"owner_id": "2002", "runner": "self-hosted"}}, 1, "identity runner environment"),
        ({"*": {"owner_id": "2002", "proof_required": True}}, 0, "1 verified"),
        ({"plain": {"owner_id": "2002", "required": True}}, 1, "a provenance is required"),
    ],
)
def test_signers_can_be_expected(
    run: Run, shop: Shop, tmp_path: Path, expected: object, code: int, said: str
) -> None:
    file = tmp_path / "identities.yaml"
    value = {"schema": "auditor.identities/1", "identities": expected}
    file.write_text(json.dumps(value))
    done = ask(run, known(shop), "check", "--identities", file)
    assert done.code == code
    assert said in done.out


def test_a_required_provenance_that_cannot_be_judged_is_undecided(
    run: Run, shop: Shop, tmp_path: Path
) -> None:
    file = tmp_path / "identities.yaml"
    identities = {"private": {"owner_id": "1", "required": True}}
    file.write_text(json.dumps({"schema": "auditor.identities/1", "identities": identities}))
    assert ask(run, shop, "check", "--identities", file).code == 3


def test_a_pack_judges_as_the_registry_did(run: Run, shop: Shop, tmp_path: Path) -> None:
    pack = tmp_path / "evidence.zip"
    shop.publish("widget", "1.1.0", day=2, repository_id="7777")
    shop.install("widget", "1.1.0")
    online = ask(run, shop, "check", "--history", "1", "--format", "json")
    made = ask(run, shop, "pack", "--history", "1", "-o", pack)
    assert made.code == 0
    assert f"{pack}: 4 answers kept, index sha256 " in made.out
    offline = ask(run, shop, "check", "--offline", pack, "--history", "1", "-f", "json", data=False)
    assert document(offline)["counts"] == document(online)["counts"]
    assert [one["code"] for one in document(offline)["packages"]] == [
        one["code"] for one in document(online)["packages"]
    ]
    assert offline.code == 1


def test_a_pack_says_what_it_was_made_from(run: Run, shop: Shop, tmp_path: Path) -> None:
    pack, again = tmp_path / "a.zip", tmp_path / "b.zip"
    ask(run, shop, "pack", "-o", pack)
    ask(run, shop, "pack", "-o", again)
    assert pack.read_bytes() == again.read_bytes()
    with zipfile.ZipFile(pack) as archive:
        index = json.loads(archive.read("index.json"))
    assert index["lockfile"]["name"] == "package-lock.json"
    assert index["retrieved_at"] == "2026-11-22T12:00:00+00:00"
    assert {len(index[name]["sha256"]) for name in ("lockfile", "trust_root", "npm_keys")} == {64}
    assert index["npm_keys"]["as_of"] == index["trust_root"]["as_of"] == "2026-11-01"


def test_a_pack_for_another_lockfile_is_named(run: Run, shop: Shop, tmp_path: Path) -> None:
    pack = tmp_path / "evidence.zip"
    ask(run, known(shop), "pack", "-o", pack)
    done = ask(run, shop, "check", "--offline", pack, data=False)
    assert (done.code, done.err) == (0, "")
    assert "evidence: kept 2026-11-22T12:00:00+00:00 for package-lock.json\n" in done.out
    shop.install("private", "1.0.0")
    other = ask(run, shop, "check", "--offline", pack, "--format", "json", data=False)
    assert other.code == 3
    assert "the evidence was kept for another lockfile than this one" in other.err
    assert document(other)["trusted"]["evidence_pack"]["lockfile"] == "package-lock.json"


def test_one_release_is_verified_from_a_pack(run: Run, shop: Shop, tmp_path: Path) -> None:
    pack = tmp_path / "evidence.zip"
    ask(run, shop, "pack", "-o", pack)
    trusted = ("--trust-root", shop.folder / "root.json", "--npm-keys", shop.folder / "keys.json")
    pin = integrity(package("widget", "1.0.0"))
    given = ("verify", "widget@1.0.0", "--integrity", pin, *trusted)
    assert run("provenance", *given, "--offline", pack).code == 0
    assert run("provenance", *given).code == 2
    missing = run("provenance", "verify", "gadget@1.0.0", *given[2:], "--offline", pack)
    assert missing.code == 3
    assert "holds no attestations about gadget@1.0.0" in missing.err


def test_an_answer_is_asked_of_exactly_one_place(run: Run, shop: Shop, tmp_path: Path) -> None:
    assert ask(run, shop, "check", data=False).code == 2
    assert ask(run, shop, "check", "--online").code == 2
    done = ask(run, shop, "check", "--offline", tmp_path / "none.zip", data=False)
    assert (done.code, "no such file" in done.err) == (3, True)


def test_a_project_without_a_lockfile_is_out_of_scope(run: Run, tmp_path: Path) -> None:
    assert run("provenance", "check", tmp_path, "--registry-data", tmp_path).code == 4


def test_hostile_names_do_not_reach_the_terminal(run: Run, shop: Shop) -> None:
    shop.installed["node_modules/\x1b[31mred"] = {"version": "1.0.0", "integrity": "sha512-x"}
    assert "\x1b" not in ask(run, shop, "check").out


def test_a_change_of_the_runner_is_a_notice(run: Run, shop: Shop, tmp_path: Path) -> None:
    lock = tmp_path / "provenance.lock"
    ask(run, known(shop), "pin", "-o", lock)
    shop.publish("widget", "1.1.0", runner="self-hosted").install("widget", "1.1.0")
    done = ask(run, shop, "check", "--lock", lock)
    assert done.code == 0
    assert "changed, and may (1)\n  runner changed (1)\n    widget@1.1.0: the kind of" in done.out


def test_what_is_pinned_and_cannot_be_judged_is_undecided(
    run: Run, shop: Shop, tmp_path: Path
) -> None:
    lock = tmp_path / "provenance.lock"
    ask(run, known(shop), "pin", "-o", lock)
    shop.installed["node_modules/widget"] = {"version": "1.0.0", "resolved": "git+ssh://x/y.git#1"}
    done = ask(run, shop, "check", "--lock", lock)
    assert done.code == 3
    assert "cannot be judged (1)\n  unknown (1)\n    widget@1.0.0: its source is git" in done.out


def test_what_only_came_back_is_a_notice(run: Run, shop: Shop) -> None:
    shop.publish("widget", "1.1.0", day=2, owner_id="9").publish("widget", "1.2.0", day=3)
    known(shop).install("widget", "1.2.0")
    done = ask(run, shop, "check", "--history", "2")
    assert done.code == 0
    assert "changed, and may (1)\n  owner changed (1)\n" in done.out
    assert ask(run, shop, "check", "--history", "1").code == 1


def test_a_steady_history_says_nothing(run: Run, shop: Shop) -> None:
    shop.publish("widget", "1.1.0", day=2)
    known(shop).install("widget", "1.1.0")
    assert ask(run, shop, "check", "--history", "1").code == 0


def test_what_is_wrong_already_is_not_said_twice(run: Run, shop: Shop, tmp_path: Path) -> None:
    identities = {"widget": {"owner_id": "1"}}
    file = tmp_path / "identities.json"
    file.write_text(json.dumps({"schema": "auditor.identities/1", "identities": identities}))
    shop.publish("widget", "1.1.0", day=2, owner_id="9")
    known(shop).install("widget", "1.1.0")
    done = ask(run, shop, "check", "--history", "1", "--identities", file)
    assert (done.code, done.out.count("widget@1.1.0")) == (1, 1)
