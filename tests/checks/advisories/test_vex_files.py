from __future__ import annotations

import json

import pytest
from builders import NOW, MemoryTarget

from auditor.check import Context, Needs
from auditor.checks.advisories.vex_files import MAX_FILES, vex_files
from auditor.engine import read_inventory, run_check
from auditor.model import CheckRun, Outcome
from auditor.settings import Settings
from auditor.sources import Sources

LOCK = {
    "lockfileVersion": 3,
    "packages": {"": {"name": "shop"}, "node_modules/qs": {"version": "6.0.0"}},
}


def openvex(product: str = "pkg:npm/qs@6.0.0", **statement: str) -> str:
    told = {
        "vulnerability": {"name": "CVE-2026-1"},
        "products": [{"@id": product}],
        "status": "not_affected",
        **statement,
    }
    return json.dumps(
        {
            "@context": "https://openvex.dev/ns/v0.2.0",
            "@id": "https://shop.example/vex/1",
            "author": "shop",
            "timestamp": "2026-11-12T00:00:00Z",
            "version": 1,
            "statements": [told],
        }
    )


WITH_REASON = openvex(justification="component_not_present")


def measure(files: dict[str, str], *, lock: bool = True) -> CheckRun:
    contents = dict(files) | ({"package-lock.json": json.dumps(LOCK)} if lock else {})
    target = MemoryTarget({path: text.encode() for path, text in contents.items()})
    context = Context(target, read_inventory(target), Sources(Settings()), NOW)
    return run_check(vex_files, context, Needs.NOTHING)


@pytest.mark.parametrize(
    "path", ["vex/a.json", ".vex/a.JSON", "docs/shop.openvex.json", "vex.json", "a.vex.cdx.json"]
)
def test_reads_a_document_and_tells_whom_it_concerns(path: str) -> None:
    run = measure({path: WITH_REASON})

    (fact,) = run.facts
    assert (fact.value, run.outcome) == (path, Outcome.COMPLETE)
    assert dict(fact.attributes) == {
        "statements": 1,
        "unjustified": 0,
        "installed": 1,
        "age_days": 10,
    }


def test_counts_what_gives_no_reason_and_what_is_about_other_packages() -> None:
    (fact,) = measure({"vex.json": openvex("pkg:npm/other@1")}).facts

    assert (fact.attributes["unjustified"], fact.attributes["installed"]) == (1, 0)


def test_without_a_lockfile_it_is_not_known_what_is_installed() -> None:
    (fact,) = measure({"vex.json": WITH_REASON}, lock=False).facts

    assert fact.attributes["installed"] is None


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"@context": 1}', "[" * 100_000])
def test_what_cannot_be_read_is_a_finding_with_its_place(text: str) -> None:
    (finding,) = measure({"vex/a.json": text}).findings

    assert finding.rule == "vex-invalid"
    assert finding.message.startswith("vex/a.json")


def test_a_tree_without_such_documents_is_not_its_business() -> None:
    assert measure({"src/vexing.json": "{}", "a.js": "1"}).outcome is Outcome.NOT_APPLICABLE


def test_the_number_of_documents_is_limited() -> None:
    files = {f"vex/{number:03}.json": WITH_REASON for number in range(MAX_FILES + 1)}

    run = measure(files)

    assert len(run.facts) == MAX_FILES
    assert [gap.subject for gap in run.coverage.gaps] == [f"vex/{MAX_FILES:03}.json"]
