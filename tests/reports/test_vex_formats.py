"""OpenVEX and CycloneDX VEX: is each vulnerability stated once, and as it is known to stand?"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from reports.worlds import advisory, hostile_world, world, written

from auditor.model import Finding, Value
from auditor.vex import Document, Status, read_vex
from sbom import validate_document

FORMATS = ("cyclonedx_vex", "openvex")


def about(purl: str = "pkg:npm/qs@6.0.0", **attributes: Value) -> Finding:
    """An advisory finding with these attributes."""
    package, _, version = purl.removeprefix("pkg:npm/").partition("@")
    given = {"id": "GHSA-1", "cve": "CVE-2026-1", "package": package, "version": version}
    return replace(advisory(purl), attributes={**given, **attributes})


def told(name: str, *findings: Finding) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(written(name, *world(*findings, purls=False)))
    return document


def read(name: str, *findings: Finding) -> Document:
    return read_vex(written(name, *world(*findings, purls=False)).encode(), name)


@pytest.mark.parametrize("name", FORMATS)
def test_what_nobody_has_stated_is_under_investigation(name: str) -> None:
    (statement,) = read(name, about(reachable="never", kev=True)).statements

    assert (statement.vulnerability, statement.aliases) == ("GHSA-1", ("CVE-2026-1",))
    assert statement.status is Status.UNDER_INVESTIGATION
    assert statement.justification is None
    assert statement.notes == (
        "no import of the application's own source leads to the package; known to be exploited"
    )


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize(
    ("reason", "justification", "impact"),
    [
        ("vulnerable_code_not_present", "vulnerable_code_not_present", ""),
        ("the parser is never called", None, "the parser is never called"),
    ],
)
def test_a_statement_of_the_caller_is_taken_over(
    name: str, reason: str, justification: str | None, impact: str
) -> None:
    found = about(vex_source="a.json", vex_status="not_affected", vex_justification=reason)

    (statement,) = read(name, found).statements

    assert statement.status is Status.NOT_AFFECTED
    assert statement.justification == justification
    assert statement.impact == impact
    assert "stated by a.json" in statement.notes


@pytest.mark.parametrize("name", FORMATS)
def test_a_statement_that_is_not_honoured_changes_nothing_and_is_named(name: str) -> None:
    (statement,) = read(name, about(vex_source="a.json", vex_refused="no reason")).statements

    assert statement.status is Status.UNDER_INVESTIGATION
    assert "the statement of a.json is not honoured: no reason" in statement.notes


@pytest.mark.parametrize("name", FORMATS)
def test_malware_affects_and_says_what_to_do(name: str) -> None:
    found = replace(about(), rule="malware", tags=frozenset({"malware"}), fix="remove qs")

    (statement,) = read(name, found).statements

    assert (statement.status, statement.action) == (Status.AFFECTED, "remove qs")


@pytest.mark.parametrize("name", FORMATS)
def test_packages_that_stand_alike_share_a_statement(name: str) -> None:
    found = [about("pkg:npm/qs@6.0.0"), about("pkg:npm/qs@6.0.1"), about("pkg:npm/qs@6.0.1")]

    (statement,) = read(name, *found).statements

    assert [one.id for one in statement.products] == ["pkg:npm/qs@6.0.0", "pkg:npm/qs@6.0.1"]


def test_a_package_without_a_purl_is_named_by_name_and_version() -> None:
    found = replace(about(package="fork", version="1.0.0"), purl="")

    document = told("cyclonedx_vex", found)

    (component,) = document["components"]
    assert component == {
        "type": "library",
        "bom-ref": "fork@1.0.0",
        "name": "fork",
        "version": "1.0.0",
    }
    assert document["vulnerabilities"][0]["affects"] == [{"ref": "fork@1.0.0"}]


def test_cyclonedx_has_state_rating_and_remedy_and_every_reference_leads_somewhere() -> None:
    document = told("cyclonedx_vex", replace(about(cvss=7.5), fix="update qs to 6.1.0 or later"))

    (vulnerability,) = document["vulnerabilities"]
    assert vulnerability["analysis"]["state"] == "in_triage"
    assert vulnerability["ratings"] == [{"score": 7.5, "severity": "high", "method": "other"}]
    assert vulnerability["recommendation"] == "update qs to 6.1.0 or later"
    refs = {one["bom-ref"] for one in document["components"]}
    assert {one["ref"] for one in vulnerability["affects"]} <= refs


@pytest.mark.parametrize("findings", [(), (about(),), (about(cvss=11), about(cvss=None))])
def test_cyclonedx_is_valid_by_the_strict_schema(findings: tuple[Finding, ...]) -> None:
    text = written("cyclonedx_vex", *world(*findings, purls=False))

    assert validate_document(text) == ()


def test_hostile_names_make_a_valid_document_all_the_same() -> None:
    assert validate_document(written("cyclonedx_vex", *hostile_world())) == ()


def test_openvex_without_vulnerabilities_has_no_statement() -> None:
    assert told("openvex")["statements"] == []


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_audit_gives_the_same_document_and_another_one_another_id(name: str) -> None:
    assert read(name, about()) == read(name, about())
    assert read(name, about()).id != read(name, about(reachable="imported")).id
