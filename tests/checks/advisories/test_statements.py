from __future__ import annotations

from dataclasses import replace

import pytest

from auditor.checks.advisories.match import Matches, Row
from auditor.checks.advisories.statements import document_of
from auditor.sources.advisory_vex import VexFile
from auditor.sources.osv_record import Advisory, Affected
from auditor.vex import (
    Document,
    Justification,
    Product,
    Statement,
    Status,
    read_vex,
    write_cyclonedx,
    write_openvex,
)
from sbom import Component, Inventory, Kind

NOW, LATER = "2026-11-22T12:00:00Z", "2026-11-23T12:00:00Z"
ROOT = Component("", "shop", None, Kind.ROOT)
ONE = Component("node_modules/a", "a", "1.0.0", purl="pkg:npm/a@1.0.0")
TWO = Component("node_modules/b/node_modules/a", "a", "1.1.0", purl="pkg:npm/a@1.1.0")
PROJECT = Inventory("package-lock.json", "npm", "3", "", (ROOT, ONE, TWO), ())


def row(component: Component, record_id: str = "GHSA-1", *aliases: str) -> Row:
    entry = Affected("a", (), ())
    return Row(component, Advisory(record_id, "", "", aliases, "", (), False, (entry,)), None)


def write(*rows: Row, files: tuple[VexFile, ...] = (), time: str = NOW) -> Document:
    matches = Matches(2, rows, (), ())
    return document_of(PROJECT, matches, files, time=time, author="The shop")


def test_what_was_found_is_under_investigation_once_per_advisory() -> None:
    (statement,) = write(
        row(ONE, "GHSA-1", "CVE-2026-1001"), row(TWO, "GHSA-1", "CVE-2026-1001")
    ).statements
    assert statement == Statement(
        "GHSA-1",
        (Product("pkg:npm/a@1.0.0"), Product("pkg:npm/a@1.1.0")),
        Status.UNDER_INVESTIGATION,
        timestamp=NOW,
        aliases=("CVE-2026-1001",),
    )


def test_malware_is_affected_with_what_to_do() -> None:
    (statement,) = write(row(ONE, "MAL-2026-1")).statements
    assert statement.status is Status.AFFECTED
    assert "rotate every secret" in statement.action


def test_given_statements_are_taken_over_and_the_rest_stays_open() -> None:
    given = Statement(
        "GHSA-1", (Product(ONE.purl),), Status.NOT_AFFECTED, Justification.MITIGATED, notes="n"
    )
    foreign = Statement("CVE-9", (Product("pkg:oci/x"),), Status.FIXED)
    file = VexFile("v.json", "00", Document("urn:1", "Them", LATER, (given, foreign)))
    document = write(row(ONE), row(TWO), files=(file, file))
    assert document.statements == (
        replace(foreign, timestamp=LATER),
        replace(given, timestamp=LATER),
        Statement("GHSA-1", (Product(TWO.purl),), Status.UNDER_INVESTIGATION, timestamp=NOW),
    )


@pytest.mark.parametrize("form", [write_openvex, write_cyclonedx])
def test_given_back_the_document_gives_itself(form: object) -> None:
    bare = Statement("GHSA-2", (Product(ONE.purl),), Status.NOT_AFFECTED)
    file = VexFile("v.json", "00", Document("urn:1", "Them", NOW, (bare,)))
    rows = (row(ONE), row(TWO, "MAL-1"), row(ONE, "GHSA-2"))
    first = write(*rows, files=(file,))
    assert callable(form)
    again = VexFile("w.json", "00", read_vex(form(first), "w.json"))
    second = write(*rows, files=(again,), time=LATER)
    assert second.statements == first.statements
    assert again.document == first


def test_a_statement_without_a_reason_does_not_close_the_question() -> None:
    bare = Statement("GHSA-1", (Product(ONE.purl),), Status.NOT_AFFECTED)
    file = VexFile("v.json", "00", Document("urn:1", "Them", NOW, (bare,)))
    kinds = [one.status for one in write(row(ONE), files=(file,)).statements]
    assert kinds == [Status.NOT_AFFECTED, Status.UNDER_INVESTIGATION]


def test_a_component_without_a_purl_is_named_by_its_label() -> None:
    bare = replace(ONE, purl="")
    assert write(row(bare)).statements[0].products == (Product("a@1.0.0"),)
