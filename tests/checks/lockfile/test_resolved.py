from __future__ import annotations

import json

import pytest
from builders import NOW, MemoryTarget

from auditor.check import Context, Needs
from auditor.checks.lockfile.resolved import resolved
from auditor.engine import read_inventory, run_check
from auditor.model import CheckRun, Location, Outcome, Severity
from auditor.settings import Settings
from auditor.sources import Sources
from sbom.purl import default_registry

HOST = "https://registry.example"
USUAL = {f"node_modules/{name}": f"{HOST}/{name}/-/{name}-1.0.0.tgz" for name in "abc"}


def measure(addresses: dict[str, str | None], **fields: str) -> CheckRun:
    """Run the check over entries of version 1.0.0, given as location and address."""
    entries = {
        place: {"version": "1.0.0", **fields} | ({"resolved": address} if address else {})
        for place, address in addresses.items()
    }
    lock = {"lockfileVersion": 3, "packages": {"": {"name": "shop"}} | entries}
    target = MemoryTarget({"package-lock.json": json.dumps(lock, indent=1).encode()})
    context = Context(target, read_inventory(target), Sources(Settings()), NOW)
    return run_check(resolved, context, Needs.NOTHING)


def rules(addresses: dict[str, str | None]) -> list[str]:
    return [finding.rule for finding in measure(addresses).findings]


def test_is_silent_where_all_come_from_one_registry() -> None:
    run = measure({**USUAL})
    assert (run.outcome, run.findings) == (Outcome.COMPLETE, ())
    (fact,) = run.facts
    assert (fact.name, fact.value) == ("lockfile.resolved", 3)
    assert dict(fact.attributes) == {
        "foreign": 0,
        "insecure": 0,
        "mismatch": 0,
        "credentials": 0,
        "host": "registry.example",
    }


def test_a_lockfile_without_any_address_is_fine() -> None:
    run = measure({"node_modules/a": None})
    assert (run.outcome, run.findings, run.facts[0].value) == (Outcome.COMPLETE, (), 0)
    assert run.facts[0].attributes["host"] is None


@pytest.mark.parametrize(
    ("address", "scheme"),
    [
        ("http://registry.example/x/-/x-1.0.0.tgz", "http"),
        ("git://host.example/x.git", "git"),
        ("git+http://host.example/x.git", "git+http"),
    ],
)
def test_reports_an_unencrypted_address(address: str, scheme: str) -> None:
    (finding,) = measure({**USUAL, "node_modules/x": address}).findings
    assert (finding.rule, finding.severity) == ("resolved-insecure", Severity.HIGH)
    assert finding.message.startswith(f"x@1.0.0 is fetched over {scheme},")
    assert finding.location == Location("package-lock.json", 19)


def test_reports_another_host_than_the_usual_one() -> None:
    run = measure({**USUAL, "node_modules/x": "https://evil.example/x/-/x-1.0.0.tgz"})
    (finding,) = run.findings
    assert (finding.rule, finding.severity) == ("resolved-foreign", Severity.MEDIUM)
    assert finding.message == (
        "x@1.0.0 is fetched from evil.example, not from the registry of the others"
    )
    assert run.facts[0].attributes["foreign"] == 1


def test_the_default_registry_is_never_foreign() -> None:
    assert rules({**USUAL, "node_modules/x": f"{default_registry()}/x/-/x-1.0.0.tgz"}) == []


def test_where_no_host_has_a_majority_only_the_default_registry_is_known() -> None:
    halves: dict[str, str | None] = {
        "node_modules/a": "https://one.example/a/-/a-1.0.0.tgz",
        "node_modules/b": "https://two.example/b/-/b-1.0.0.tgz",
    }
    assert rules(halves) == ["resolved-foreign", "resolved-foreign"]


def test_a_tarball_from_the_web_is_foreign_and_git_is_not() -> None:
    assert rules({**USUAL, "node_modules/x": "https://files.example/x.tgz"}) == ["resolved-foreign"]
    assert rules({**USUAL, "node_modules/x": "git+ssh://git@host.example/x.git#main"}) == []


@pytest.mark.parametrize(
    ("place", "path"),
    [
        ("x", "y/-/y-1.0.0.tgz"),
        ("x", "x/-/x-1.0.1.tgz"),
        ("x", "x/-/y-1.0.0.tgz"),
        ("@scope/x", "x/-/x-1.0.0.tgz"),
        ("x", "@scope/x/-/x-1.0.0.tgz"),
        ("@scope/x", "@other/x/-/x-1.0.0.tgz"),
    ],
)
def test_reports_the_address_of_another_package_or_version(place: str, path: str) -> None:
    (finding,) = measure({**USUAL, f"node_modules/{place}": f"{HOST}/{path}"}).findings
    assert (finding.rule, finding.severity) == ("resolved-mismatch", Severity.HIGH)
    assert finding.message == (
        f"{place}@1.0.0 is fetched from the address of another package: {path}"
    )


@pytest.mark.parametrize(
    "path",
    [
        "@scope/x/-/x-1.0.0.tgz",
        "@scope%2fx/-/x-1.0.0.tgz",
        "%40scope/x/-/x-1.0.0.tgz",
        "api/npm/main/@scope/x/-/@scope/x-1.0.0.tgz",
        "download/@scope/x/1.0.0/abcdef",
    ],
)
def test_registries_spell_a_scoped_package_in_several_ways(path: str) -> None:
    assert rules({**USUAL, "node_modules/@scope/x": f"{HOST}/{path}"}) == []


def test_an_alias_is_compared_by_its_real_name() -> None:
    address = f"{HOST}/real/-/real-1.0.0.tgz"
    assert measure({"node_modules/alias": address}, name="real").findings == ()
    assert [one.rule for one in measure({"node_modules/alias": address}).findings] == [
        "resolved-mismatch"
    ]


def test_reports_credentials_without_repeating_them() -> None:
    address = "https://user:hunter2@registry.example/x/-/x-1.0.0.tgz"
    (finding,) = measure({**USUAL, "node_modules/x": address}).findings
    assert finding.rule == "resolved-credentials"
    assert "hunter2" not in repr(finding)


@pytest.mark.parametrize("address", ["nonsense", "ftp://host.example/x.tgz", "https://[::1"])
def test_odd_addresses_end_in_findings_never_in_a_crash(address: str) -> None:
    run = measure({**USUAL, "node_modules/x": address})
    assert run.outcome is Outcome.COMPLETE


def test_without_a_lockfile_there_are_no_addresses() -> None:
    context = Context(MemoryTarget(), None, Sources(Settings()), NOW)
    assert run_check(resolved, context, Needs.NOTHING).outcome is Outcome.NOT_APPLICABLE
