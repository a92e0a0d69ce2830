from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from auditor.checks.advisories.exploitation import Tables
from auditor.checks.advisories.match import Row
from auditor.checks.advisories.triage import Triage
from auditor.formats.imports import Imports
from auditor.model import Gap
from auditor.sources.advisory_exploitation import Epss, Kev
from auditor.sources.osv_record import Advisory, Affected, Event
from sbom import Component, Inventory, Kind
from sbom.model import Dependency, EdgeKind

TODAY = date(2026, 11, 22)
LODASH = Component("node_modules/lodash", "lodash", "4.17.20")
DEEP = Component("node_modules/deep", "deep", "1.0.0", dev=True)
PROJECT = Inventory(
    "package-lock.json",
    "npm",
    "3",
    "",
    (Component("", "shop", None, Kind.ROOT), LODASH, DEEP),
    (
        Dependency("", "lodash", "4", EdgeKind.PROD, LODASH.location),
        Dependency(LODASH.location, "deep", "1", EdgeKind.PROD, DEEP.location),
    ),
)
OPEN = ((Event("introduced", "0"),),)


def row(component: Component = LODASH, fixed: str | None = None, **changes: Any) -> Row:
    ranges = changes.pop("ranges", OPEN)
    base: dict[str, Any] = {
        "id": "GHSA-1",
        "modified": "",
        "summary": "",
        "aliases": ("CVE-2021-1001",),
        "severity": "",
        "cvss": ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H",),
        "withdrawn": False,
        "affected": (Affected(component.name, ranges, ()),),
        "published": "2026-11-12T00:00:00.000000000Z",
    }
    return Row(component, Advisory(**base | changes), fixed)


def attributes(one: Row, *imports: str, unknown: bool = False) -> dict[str, Any]:
    tables = Tables(
        Epss("2026-11-21", {"CVE-2021-1001": (0.25, 0.9)}),
        Kev("2026-11-21", {"CVE-2021-1001": "2021-01-01"}),
    )
    gaps = (Gap("a.js:1", "it imports what it computes"),) if unknown else ()
    return dict(Triage.of(PROJECT, tables, Imports(imports, 1, gaps), TODAY).attributes(one))


def test_says_all_that_ranks_a_finding() -> None:
    assert attributes(row(fixed="4.17.21"), "lodash/fp") == {
        "age_days": 10,
        "cve": "CVE-2021-1001",
        "cvss": 9.8,
        "dev": False,
        "direct": True,
        "epss": 0.25,
        "fix_available": True,
        "kev": True,
        "malware": False,
        "reachable": "imported",
    }


def test_a_package_behind_another_is_transitive() -> None:
    found = attributes(row(DEEP), "lodash")
    assert (found["direct"], found["dev"], found["reachable"]) == (False, True, "through_imported")


def test_never_is_only_said_where_every_import_is_known() -> None:
    assert attributes(row(), "express")["reachable"] == "never"
    assert attributes(row(), "express", unknown=True)["reachable"] is None
    assert attributes(row(), "lodash", unknown=True)["reachable"] == "imported"


@pytest.mark.parametrize(
    ("published", "days"),
    [("2026-11-22T23:00:00Z", 0), ("2027-01-01T00:00:00Z", None), ("", None)],
)
def test_an_age_that_cannot_be_told_is_unknown(published: str, days: int | None) -> None:
    assert attributes(row(published=published))["age_days"] == days


@pytest.mark.parametrize(
    ("ranges", "available"),
    [
        (OPEN, False),
        ((), None),
        (((Event("introduced", "0"), Event("last_affected", "4.17.20")),), None),
    ],
)
def test_a_fix_that_no_record_names_is_not_there_or_unknown(
    ranges: Any,
    available: bool | None,
) -> None:
    assert attributes(row(ranges=ranges))["fix_available"] is available


def test_without_a_vector_there_is_no_score() -> None:
    assert attributes(row(cvss=(), severity="HIGH"))["cvss"] is None
