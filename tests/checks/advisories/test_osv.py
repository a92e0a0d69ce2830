from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from builders import NOW, MemoryTarget, write_tree

from auditor.check import Context, Needs
from auditor.checks.advisories.osv import advisories
from auditor.engine import read_inventory, run_check
from auditor.model import CheckRun, Confidence, Finding, Location, Outcome, Severity
from auditor.settings import Settings
from auditor.sources import Sources, silent
from auditor.sources.advisory_build import build
from auditor.sources.advisory_tables import import_tables
from auditor.sources.osv import AdvisorySource

Json = dict[str, Any]


def record(record_id: str = "GHSA-1", name: str = "lodash", **changes: object) -> Json:
    events = [{"introduced": "0"}, {"fixed": "4.17.21"}]
    entry = {
        "package": {"ecosystem": "npm", "name": name},
        "ranges": [{"type": "SEMVER", "events": events}],
    }
    base: Json = {
        "id": record_id,
        "modified": "2026-01-01T00:00:00Z",
        "published": "2026-01-01T00:00:00Z",
        "aliases": ["CVE-2021-23337"],
        "summary": "templates run code",
        "database_specific": {"severity": "HIGH"},
        "affected": [entry],
    }
    return base | changes


def measure(
    folder: Path,
    packages: Json,
    *records: Json,
    files: dict[str, str] | None = None,
    exploitation: Path | None = None,
    vex: tuple[Path, ...] = (),
) -> CheckRun:
    """Run the check over a lockfile with ``packages``, other ``files``, and ``records`` on disk."""
    write_tree(folder, {f"{one['id']}.json": json.dumps(one) for one in records})
    lock = {"name": "shop", "lockfileVersion": 3, "packages": {"": {"name": "shop"}} | packages}
    contents = {name: text.encode() for name, text in (files or {}).items()}
    target = MemoryTarget({"package-lock.json": json.dumps(lock, indent=2).encode()} | contents)
    sources = Sources(Settings(advisories=folder, exploitation=exploitation, vex=vex))
    context = Context(target, read_inventory(target), sources, NOW)
    return run_check(advisories, context, Needs.NOTHING)


def only(run: CheckRun) -> Finding:
    (finding,) = run.findings
    return finding


DIRECT: Json = {
    "": {"name": "shop", "dependencies": {"lodash": "^4.17.0"}},
    "node_modules/lodash": {"version": "4.17.20"},
}


def test_reports_a_vulnerable_package_with_its_place_and_the_fix(tmp_path: Path) -> None:
    run = measure(tmp_path, DIRECT, record())
    finding = only(run)
    assert (run.outcome, run.coverage.examined, run.coverage.unit) == (
        Outcome.COMPLETE,
        1,
        "packages",
    )
    assert (finding.rule, finding.severity, finding.confidence) == (
        "advisory",
        Severity.HIGH,
        Confidence.HIGH,
    )
    assert finding.message == "lodash@4.17.20: templates run code (GHSA-1, CVE-2021-23337)"
    assert finding.location == Location("package-lock.json", 11)
    assert finding.purl == "pkg:npm/lodash@4.17.20"
    assert finding.paths == (("shop", "lodash@4.17.20"),)
    assert finding.tags == {"advisory"}
    assert finding.fix == "update lodash to 4.17.21 or later: npm install lodash@^4.17.21"
    assert dict(finding.attributes) == {
        "id": "GHSA-1",
        "package": "lodash",
        "version": "4.17.20",
        "fixed": "4.17.21",
        "aliases": "CVE-2021-23337",
        "place": "node_modules/lodash",
        "age_days": 325,
        "cve": "CVE-2021-23337",
        "cvss": None,
        "dev": False,
        "direct": True,
        "epss": None,
        "fix_available": True,
        "kev": None,
        "malware": False,
        "reachable": "never",
    }


def test_says_nothing_of_a_fixed_package_and_counts_the_store(tmp_path: Path) -> None:
    run = measure(tmp_path, {"node_modules/lodash": {"version": "4.17.21"}}, record())
    assert run.findings == ()
    (fact,) = run.facts
    assert (fact.name, fact.value) == ("advisories.store", 1)
    assert fact.attributes["complete"] is False
    assert fact.attributes["as_of"] == "2026-01-01T00:00:00.000000000Z"
    assert len(str(fact.attributes["digest"])) == 64


def test_a_transitive_package_is_fixed_through_the_one_that_brings_it_in(tmp_path: Path) -> None:
    packages = {
        "": {"name": "shop", "dependencies": {"forms": "1"}},
        "node_modules/forms": {"version": "1.0.0", "dependencies": {"lodash": "4"}},
        "node_modules/lodash": {"version": "4.17.20", "dev": True},
    }
    finding = only(measure(tmp_path, packages, record()))
    assert finding.paths == (("shop", "forms@1.0.0", "lodash@4.17.20"),)
    assert finding.attributes["dev"] is True
    assert finding.fix == (
        "update lodash to 4.17.21 or later; "
        "update forms@1.0.0, which brings it in: npm update forms"
    )


def test_a_dependency_of_a_workspace_is_a_direct_one(tmp_path: Path) -> None:
    packages = {
        "": {"name": "shop", "workspaces": ["api"]},
        "api": {"name": "api", "version": "1.0.0", "dependencies": {"lodash": "4"}},
        "node_modules/api": {"resolved": "api", "link": True},
        "node_modules/lodash": {"version": "4.17.20"},
    }
    finding = only(measure(tmp_path, packages, record()))
    assert finding.paths == (("shop", "api@1.0.0", "lodash@4.17.20"),)
    assert finding.fix.endswith("npm install lodash@^4.17.21")


def test_without_a_fix_the_advice_is_to_replace(tmp_path: Path) -> None:
    ranges = [{"type": "SEMVER", "events": [{"introduced": "0"}]}]
    entry = {"package": {"ecosystem": "npm", "name": "lodash"}, "ranges": ranges}
    finding = only(measure(tmp_path, DIRECT, record(affected=[entry])))
    assert finding.attributes["fixed"] is None
    assert finding.fix == "no fixed version is known: replace lodash"


def test_malware_is_critical_and_never_an_update(tmp_path: Path) -> None:
    finding = only(measure(tmp_path, DIRECT, record("MAL-2026-1", database_specific=None)))
    assert (finding.rule, finding.severity) == ("malware", Severity.CRITICAL)
    assert finding.tags == {"malware"}
    assert finding.attributes["malware"] is True
    assert finding.fix == "remove lodash, and rotate every secret it could read"
    assert finding.message.startswith(
        "lodash@4.17.20: compromised: remove it and rotate every secret it could read: templates"
    )


def test_a_severity_that_is_not_stated_is_medium_and_said(tmp_path: Path) -> None:
    finding = only(measure(tmp_path, DIRECT, record(database_specific=None)))
    assert (finding.severity, finding.confidence) == (Severity.MEDIUM, Confidence.MEDIUM)
    assert "(severity not stated)" in finding.message


def test_several_cves_are_not_shown_as_this_one(tmp_path: Path) -> None:
    finding = only(measure(tmp_path, DIRECT, record(aliases=["CVE-2021-1", "CVE-2026-2"])))
    assert "CVE" not in finding.message
    assert finding.attributes["aliases"] == "CVE-2021-1 CVE-2026-2"


def test_an_alias_is_looked_up_by_its_real_name(tmp_path: Path) -> None:
    packages = {
        "node_modules/harmless": {"name": "lodash", "version": "4.17.20"},
        "node_modules/event-stream": {"name": "@acme/safe", "version": "3.3.6"},
    }
    finding = only(measure(tmp_path, packages, record(), record("GHSA-2", "event-stream")))
    assert "(installed as harmless)" in finding.message
    assert "npm install" not in finding.fix


def test_a_git_package_is_matched_with_less_confidence(tmp_path: Path) -> None:
    address = "git+ssh://git@github.com/lodash/lodash.git#" + "0" * 40
    packages = {"node_modules/lodash": {"version": "4.17.20", "resolved": address}}
    finding = only(measure(tmp_path, packages, record()))
    assert finding.confidence is Confidence.MEDIUM
    assert "(from git: matched by name and version alone)" in finding.message


def test_names_that_a_shell_would_obey_stay_out_of_commands(tmp_path: Path) -> None:
    packages = {
        "": {"name": "shop", "dependencies": {"$(reboot)": "1"}},
        "node_modules/$(reboot)": {"version": "1.0.0", "dependencies": {"lodash": "4"}},
        "node_modules/lodash": {"version": "4.17.20"},
    }
    finding = only(measure(tmp_path, packages, record()))
    assert "npm update" not in finding.fix
    assert finding.fix.endswith("$(reboot)@1.0.0, which brings it in")


def test_what_could_not_be_looked_up_makes_the_run_partial(tmp_path: Path) -> None:
    write_tree(tmp_path, {"bad.json": "{"})
    packages = {"node_modules/lodash": {"version": "latest"}}
    run = measure(tmp_path, packages, record())
    assert run.outcome is Outcome.PARTIAL
    assert [(gap.subject, gap.reason) for gap in run.coverage.gaps] == [
        ("bad.json", "the document is no JSON"),
        (
            "package-lock.json: node_modules/lodash",
            "its version 'latest' is none that npm can order",
        ),
    ]


def test_a_store_file_gives_the_same_run_and_digest(tmp_path: Path) -> None:
    from_folder = measure(tmp_path / "osv", DIRECT, record())
    build(tmp_path / "osv", tmp_path / "store.sqlite", progress=silent)
    lock = {"name": "shop", "lockfileVersion": 3, "packages": {"": {"name": "shop"}} | DIRECT}
    target = MemoryTarget({"package-lock.json": json.dumps(lock, indent=2).encode()})
    sources = Sources(Settings(advisories=tmp_path / "store.sqlite"))
    run = run_check(
        advisories, Context(target, read_inventory(target), sources, NOW), Needs.NOTHING
    )
    assert run.findings == from_folder.findings
    assert run.facts[0].attributes["digest"] == from_folder.facts[0].attributes["digest"]


def test_an_empty_store_fails_the_check(tmp_path: Path) -> None:
    run = measure(tmp_path, DIRECT)
    assert run.outcome is Outcome.FAILED
    assert "holds no advisory" in run.reason
    assert "--advisories" in run.hint


@pytest.mark.parametrize(
    ("files", "outcome"),
    [
        ({}, Outcome.NOT_APPLICABLE),
        ({"package.json": b"{}"}, Outcome.SKIPPED),
        ({"yarn.lock": b""}, Outcome.SKIPPED),
    ],
)
def test_without_a_lockfile_the_question_is_open_where_packages_are_asked_for(
    files: dict[str, bytes], outcome: Outcome
) -> None:
    context = Context(MemoryTarget(files), None, Sources(Settings()), NOW)
    assert run_check(advisories, context, Needs.NOTHING).outcome is outcome


def test_without_any_store_the_check_is_skipped_with_the_one_thing_to_do(tmp_path: Path) -> None:
    target = MemoryTarget({"package-lock.json": b'{"lockfileVersion": 3, "packages": {}}'})
    sources = Sources(Settings())
    sources.advisories = AdvisorySource(None, seed=tmp_path)
    context = Context(target, read_inventory(target), sources, NOW)
    run = run_check(advisories, context, Needs.NOTHING)
    assert (run.outcome, run.reason) == (Outcome.SKIPPED, "no advisories at hand")
    assert "--advisories" in run.hint


def vex(path: Path, *statements: Json) -> Path:
    """An OpenVEX document of ``statements`` about lodash 4.17.20."""
    common = {"products": [{"@id": "pkg:npm/lodash@4.17.20"}]}
    document = {
        "@context": "https://openvex.dev/ns/v0.2.0",
        "@id": "https://shop.example/vex",
        "author": "The shop",
        "timestamp": "2026-11-01T00:00:00Z",
        "version": 1,
        "statements": [common | one for one in statements],
    }
    path.write_text(json.dumps(document))
    return path


NOT_AFFECTED: Json = {
    "vulnerability": {"name": "GHSA-1"},
    "status": "not_affected",
    "justification": "vulnerable_code_not_in_execute_path",
}


def facts(run: CheckRun) -> dict[str, Any]:
    return {fact.name: (fact.value, dict(fact.attributes)) for fact in run.facts}


def test_the_tables_say_whether_it_is_exploited_and_are_named_in_the_facts(
    tmp_path: Path,
) -> None:
    epss = "#model_version:v1,score_date:2026-11-21T00:00:00Z\ncve,epss,percentile\n"
    kev = {"vulnerabilities": [{"cveID": "CVE-2021-23337", "dateAdded": "2022-01-01"}]}
    write_tree(tmp_path, {"e.csv": epss + "CVE-2021-23337,0.5,0.9\n", "k.json": json.dumps(kev)})
    tables = tmp_path / "tables.sqlite"
    import_tables(tables, epss=tmp_path / "e.csv", kev=tmp_path / "k.json")
    records = (record(), record("GHSA-2", aliases=[]))
    run = measure(tmp_path / "osv", DIRECT, *records, exploitation=tables)
    known = {one.attributes["id"]: one.attributes for one in run.findings}
    assert (known["GHSA-1"]["kev"], known["GHSA-1"]["epss"]) == (True, 0.5)
    assert (known["GHSA-2"]["kev"], known["GHSA-2"]["epss"]) == (None, None)
    value, attributes = facts(run)["advisories.epss"]
    assert (value, attributes["as_of"], attributes["known"], attributes["total"]) == (
        1,
        "2026-11-21",
        1,
        2,
    )
    assert len(attributes["digest"]) == 64
    assert facts(run)["advisories.kev"][1]["known"] == 1


def test_without_tables_nothing_is_known_and_nothing_is_denied(tmp_path: Path) -> None:
    run = measure(tmp_path, DIRECT, record())
    assert only(run).attributes["kev"] is None
    assert facts(run)["advisories.kev"][0] is None


@pytest.mark.parametrize(
    ("files", "reachable"),
    [
        ({"app.js": "const _ = require('lodash');"}, "imported"),
        ({"app.ts": "import fp from 'lodash/fp';"}, "imported"),
        ({"app.js": "require('express');"}, "never"),
        ({"app.js": "require(name);"}, None),
        ({"app.js": "require('express'"}, None),
        ({"app.js": "require('lodash'); require(name);"}, "imported"),
    ],
)
def test_says_whether_the_own_source_imports_it(
    tmp_path: Path, files: dict[str, str], reachable: str | None
) -> None:
    assert only(measure(tmp_path, DIRECT, record(), files=files)).attributes["reachable"] == (
        reachable
    )


def test_a_statement_of_the_caller_is_added_and_removes_nothing(tmp_path: Path) -> None:
    file = vex(tmp_path / "my.vex.json", NOT_AFFECTED)
    run = measure(tmp_path / "osv", DIRECT, record(), vex=(file,))
    finding = only(run)
    assert finding.tags == {"advisory"}
    assert finding.attributes["vex_status"] == "not_affected"
    assert finding.attributes["vex_justification"] == "vulnerable_code_not_in_execute_path"
    assert finding.attributes["vex_source"] == "my.vex.json"
    assert finding.message.endswith(
        "; declared not affected by my.vex.json: vulnerable_code_not_in_execute_path"
    )
    value, attributes = facts(run)["vex.document"]
    assert (value, attributes["statements"], attributes["findings"]) == ("my.vex.json", 1, 1)


def test_a_statement_without_a_reason_is_not_honoured_and_that_is_said(tmp_path: Path) -> None:
    file = vex(tmp_path / "my.vex.json", NOT_AFFECTED | {"justification": ""})
    run = measure(tmp_path / "osv", DIRECT, record(), vex=(file,))
    finding = only(run)
    assert "vex_status" not in finding.attributes
    assert "which is not honoured: it gives neither a justification nor" in finding.message
    assert facts(run)["vex.document"][1]["unjustified"] == 1


def test_a_statement_inside_the_target_is_never_obeyed(tmp_path: Path) -> None:
    text = vex(tmp_path / "my.vex.json", NOT_AFFECTED).read_text()
    hidden = dict.fromkeys((".vex/shop.openvex.json", "openvex.json", "vex.json"), text)
    finding = only(measure(tmp_path / "osv", DIRECT, record(), files=hidden))
    assert "vex_status" not in finding.attributes


def test_a_document_that_is_none_fails_the_check_with_its_name(tmp_path: Path) -> None:
    write_tree(tmp_path, {"my.json": "{}"})
    run = measure(tmp_path / "osv", DIRECT, record(), vex=(tmp_path / "my.json",))
    assert run.outcome is Outcome.FAILED
    assert run.reason == "my.json: this is neither an OpenVEX nor a CycloneDX document"
    assert "--vex" in run.hint


def test_linked_advisories_are_findings_of_their_own(tmp_path: Path) -> None:
    """One may be waived or declared; the other, which a database calls its alias, stays."""
    linked: Json = {"aliases": ["CVE-2021-23337", "CVE-2026-1001", "GHSA-2"]}
    file = vex(
        tmp_path / "my.vex.json",
        NOT_AFFECTED,
        NOT_AFFECTED | {"vulnerability": {"name": "CVE-2021-23337"}},
    )
    records = (
        record(**linked),
        record("GHSA-2", aliases=["CVE-2021-23337", "CVE-2026-1001", "GHSA-1"]),
    )
    run = measure(tmp_path / "osv", DIRECT, *records, vex=(file,))
    stated = {one.attributes["id"]: one.attributes.get("vex_status") for one in run.findings}
    assert stated == {"GHSA-1": "not_affected", "GHSA-2": None}
    assert {one.attributes["cve"] for one in run.findings} == {None}
