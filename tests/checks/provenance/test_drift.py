from __future__ import annotations

import json
from pathlib import Path

import pytest
from builders import NOW, MemoryTarget
from provenance.instance import Instance
from provenance.shop import Shop

from auditor.check import Context, Needs
from auditor.checks.provenance.attested import prove
from auditor.checks.provenance.drift import drift
from auditor.checks.provenance.origins import release_of
from auditor.engine import read_inventory, run_check
from auditor.model import CheckRun, Gap, Outcome, Severity
from auditor.provenance import Trust
from auditor.provenance.lock import lock_of
from auditor.provenance.lock_file import write_lock
from auditor.settings import Settings
from auditor.sources import Sources


@pytest.fixture(scope="module")
def instance() -> Instance:
    return Instance()


@pytest.fixture
def shop(tmp_path: Path, instance: Instance) -> Shop:
    return Shop(tmp_path, instance)


def context(shop: Shop, *, history: int = 0, lock: bool = False, own_lock: bool = False) -> Context:
    project = shop.write()
    files = {"package-lock.json": (project / "package-lock.json").read_bytes()}
    target = MemoryTarget(files | ({"provenance.lock": b"{}"} if own_lock else {}))
    settings = Settings(
        registry_data=shop.folder / "data",
        npm_keys=shop.folder / "keys.json",
        trust_root=shop.folder / "root.json",
        provenance_lock=shop.folder / "provenance.lock" if lock else None,
        provenance_history=history,
    )
    return Context(target, read_inventory(target), Sources(settings), NOW)


def measure(
    shop: Shop, *, history: int = 0, lock: bool = False, own_lock: bool = False
) -> CheckRun:
    return run_check(
        drift, context(shop, history=history, lock=lock, own_lock=own_lock), Needs.NOTHING
    )


def pin(shop: Shop) -> None:
    """Accept what is installed now."""
    asked = context(shop)
    sources = asked.sources
    assert asked.inventory is not None
    components = asked.inventory.components[1:]
    trust = Trust(sources.trust_root, sources.registry.keys)
    proven, _ = prove(components, sources.registry, trust)
    lock = lock_of((one.component.name, release_of(one)) for one in proven)
    (shop.folder / "provenance.lock").write_text(write_lock(lock))


def counts(run: CheckRun) -> tuple[int, ...]:
    (fact,) = run.facts
    assert fact.name == "origins.compared"
    values = [fact.value, *(fact.attributes[key] for key in ("total", "pins", "pinned", "unknown"))]
    return tuple(int(value or 0) for value in values)


def test_is_silent_where_everything_is_as_pinned(shop: Shop) -> None:
    shop.publish("widget", "1.0.0").publish("widget", "1.1.0", day=2).install("widget", "1.0.0")
    pin(shop)
    run = measure(shop.install("widget", "1.1.0"), lock=True)
    assert (run.outcome, run.findings) == (Outcome.COMPLETE, ())
    assert counts(run) == (1, 1, 1, 1, 0)


def test_a_changed_owner_is_found_by_the_lock(shop: Shop) -> None:
    shop.publish("widget", "1.0.0").install("widget", "1.0.0")
    pin(shop)
    run = measure(
        shop.publish("widget", "1.1.0", day=2, owner_id="9").install("widget", "1.1.0"), lock=True
    )
    (finding,) = run.findings
    assert (finding.rule, finding.severity) == ("publisher-changed", Severity.HIGH)
    assert finding.tags == {"publisher-changed"}
    assert finding.message == (
        "widget@1.1.0: the owner of the source repository changed from 2002 to 9; pinned on 1.0.0"
    )
    assert finding.evidence[0].origin == "widget@1.0.0"


def test_a_lost_provenance_is_found_by_the_lock(shop: Shop) -> None:
    shop.publish("widget", "1.0.0").install("widget", "1.0.0")
    pin(shop)
    run = measure(
        shop.publish("widget", "1.1.0", attested=False).install("widget", "1.1.0"), lock=True
    )
    (finding,) = run.findings
    assert finding.rule == "provenance-lost"
    assert "the provenance is gone; 1.0.0 had one" in finding.message


def test_another_kind_of_runner_is_a_notice(shop: Shop) -> None:
    shop.publish("widget", "1.0.0").install("widget", "1.0.0")
    pin(shop)
    run = measure(
        shop.publish("widget", "1.1.0", runner="self-hosted").install("widget", "1.1.0"), lock=True
    )
    assert [(one.rule, one.severity) for one in run.findings] == [("build-changed", Severity.INFO)]


def test_a_pinned_package_that_cannot_be_judged_is_a_gap(shop: Shop) -> None:
    shop.publish("widget", "1.0.0").install("widget", "1.0.0")
    pin(shop)
    (shop.folder / "data" / "widget@1.0.0.json").unlink()
    run = measure(shop, lock=True)
    assert (run.outcome, run.findings) == (Outcome.PARTIAL, ())
    assert counts(run) == (0, 1, 1, 1, 1)


def test_a_loss_is_found_without_a_lock_by_the_version_before(shop: Shop) -> None:
    shop.publish("widget", "1.0.0").publish("widget", "1.1.0", attested=False, day=2)
    run = measure(shop.install("widget", "1.1.0"))
    (finding,) = run.findings
    assert finding.rule == "provenance-lost"
    assert finding.message == (
        "widget@1.1.0: the provenance is gone; 1.0.0 was logged 2026-03-01 as 7"
    )
    assert len(finding.evidence[0].sha256) == 64
    assert counts(run) == (1, 1, 0, 0, 0)


def test_a_drift_is_found_without_a_lock_where_history_is_asked_for(shop: Shop) -> None:
    shop.publish("widget", "1.0.0").publish("widget", "1.1.0", day=2, repository_id="7777")
    shop.install("widget", "1.1.0")
    assert measure(shop).findings == ()
    (finding,) = measure(shop, history=1).findings
    assert finding.rule == "publisher-changed"
    assert "from 1001 to 7777; 1.0.0 was logged" in finding.message
    assert [one.origin for one in finding.evidence] == ["widget@1.0.0", "widget@1.1.0"]


def test_what_only_came_back_is_a_notice(shop: Shop) -> None:
    shop.publish("widget", "1.0.0").publish("widget", "1.1.0", day=2, owner_id="9")
    shop.publish("widget", "1.2.0", day=3).install("widget", "1.2.0")
    assert [one.rule for one in measure(shop, history=2).findings] == ["build-changed"]
    assert [one.rule for one in measure(shop, history=1).findings] == ["publisher-changed"]


def test_a_new_major_is_compared_with_the_one_before(shop: Shop) -> None:
    shop.publish("widget", "1.0.0", day=1).publish("widget", "2.0.0", attested=False, day=2)
    assert [one.rule for one in measure(shop.install("widget", "2.0.0")).findings] == [
        "provenance-lost"
    ]


def test_an_older_major_that_never_had_one_does_not_alarm(shop: Shop) -> None:
    shop.publish("widget", "2.0.0", day=1).publish("widget", "1.9.0", attested=False, day=2)
    shop.publish("gadget", "1.0.0", day=5).publish("gadget", "2.0.0", attested=False, day=2)
    shop.install("widget", "1.9.0").install("gadget", "2.0.0")
    assert (measure(shop).findings, counts(measure(shop))) == ((), (0, 2, 0, 0, 0))


def test_a_new_major_of_which_nobody_says_when_it_came_is_unknown(shop: Shop) -> None:
    shop.publish("widget", "1.0.0", day=1).publish("widget", "2.0.0", attested=False, day=2)
    del shop.documents["widget"]["time"]
    run = measure(shop.install("widget", "2.0.0"))
    assert (run.findings, counts(run)) == ((), (0, 1, 0, 0, 1))


def test_prereleases_are_compared_among_themselves(shop: Shop) -> None:
    shop.publish("widget", "1.0.0").publish("widget", "2.0.0-beta.1", attested=False, day=2)
    shop.publish("widget", "not-a-version").install("widget", "2.0.0-beta.1")
    assert measure(shop).findings == ()


def test_an_earlier_version_that_cannot_be_judged_makes_it_unknown(shop: Shop) -> None:
    shop.publish("widget", "1.0.0").publish("widget", "1.1.0", attested=False, day=2)
    shop.install("widget", "1.1.0")
    answer = shop.folder / "data" / "widget@1.0.0.json"
    broken = json.loads(answer.read_text())
    broken["attestations"][0]["bundle"] = {}
    answer.write_text(json.dumps(broken))
    assert counts(measure(shop)) == (0, 1, 0, 0, 1)
    answer.unlink()
    assert counts(measure(shop)) == (0, 1, 0, 0, 1)
    shop.documents["widget"]["versions"]["1.0.0"]["dist"]["integrity"] = "sha1-x"
    shop.publish("widget", "1.0.0")
    shop.documents["widget"]["versions"]["1.0.0"]["dist"]["integrity"] = "sha1-x"
    assert counts(measure(shop)) == (0, 1, 0, 0, 1)


def test_a_lock_of_the_target_is_not_obeyed(shop: Shop) -> None:
    shop.publish("widget", "1.0.0").install("widget", "1.0.0")
    run = measure(shop, own_lock=True)
    reason = "the target's own lock of origins is not obeyed unless it is named"
    assert run.coverage.gaps == (Gap("provenance.lock", reason),)


def test_a_lock_that_cannot_be_read_fails_the_check(shop: Shop) -> None:
    (shop.folder / "provenance.lock").write_text("{}")
    shop.publish("widget", "1.0.0").install("widget", "1.0.0")
    run = measure(shop, lock=True)
    assert run.outcome is Outcome.FAILED
    assert "its schema is not auditor.provenance-lock/1" in run.reason
    (shop.folder / "provenance.lock").unlink()
    assert "cannot be read: No such file" in measure(shop, lock=True).reason


def test_without_registry_data_or_lockfile_nothing_is_said() -> None:
    target = MemoryTarget({"package-lock.json": b'{"lockfileVersion": 3, "packages": {"": {}}}'})
    asked = Context(target, read_inventory(target), Sources(Settings()), NOW)
    run = run_check(drift, asked, Needs.NOTHING)
    assert (run.outcome, run.reason) == (Outcome.SKIPPED, "no registry data at hand")
    empty = Context(MemoryTarget({}), None, Sources(Settings()), NOW)
    assert run_check(drift, empty, Needs.NOTHING).outcome is Outcome.NOT_APPLICABLE


def test_packages_that_are_from_no_registry_are_left_alone(shop: Shop) -> None:
    shop.installed["node_modules/local"] = {"version": "1.0.0", "resolved": "git+ssh://x/y.git#1"}
    run = measure(shop)
    assert (run.findings, counts(run)) == ((), (0, 1, 0, 0, 0))
