from __future__ import annotations

from dataclasses import replace

import pytest

from auditor.checks.advisories.declared import Declarations
from auditor.checks.advisories.match import Row
from auditor.sources.advisory_vex import VexFile
from auditor.sources.osv_record import Advisory, Affected
from auditor.vex import Document, Justification, Product, Statement, Status
from sbom import Component, Inventory, Kind

NOW = "2026-11-22T12:00:00Z"
ROOT = Component("", "shop", "1.0.0", Kind.ROOT, purl="pkg:npm/shop@1.0.0")
CORE = Component("node_modules/@a/core", "@a/core", "2.0.0", purl="pkg:npm/%40a/core@2.0.0")
PROJECT = Inventory("package-lock.json", "npm", "3", "", (ROOT, CORE), ())
ENTRY = Affected("@a/core", (), ("2.0.0",))
ROW = Row(CORE, Advisory("GHSA-1", "", "", ("CVE-2026-1001",), "", (), False, (ENTRY,)), None)
GOOD = Statement(
    "GHSA-1",
    (Product(CORE.purl),),
    Status.NOT_AFFECTED,
    Justification.CODE_NOT_IN_EXECUTE_PATH,
)


def file(*statements: Statement, name: str = "a.json", time: str = NOW) -> VexFile:
    return VexFile(name, "00", Document("urn:1", "The shop", time, statements))


def status(*files: VexFile, row: Row = ROW) -> str | None:
    found = Declarations(files, PROJECT).about(row)
    return None if found is None else found.statement.status.value


@pytest.mark.parametrize(
    "product",
    [
        Product("pkg:npm/%40a/core@2.0.0"),
        Product("pkg:npm/@a/core@2.0.0"),
        Product("pkg:npm/%40a/core"),
        Product("pkg:npm/shop@1.0.0"),
        Product("pkg:npm/shop", ("pkg:npm/%40a/core@2.0.0",)),
    ],
)
def test_a_statement_holds_for_the_package_and_for_the_project(product: Product) -> None:
    assert status(file(replace(GOOD, products=(product,)))) == "not_affected"


@pytest.mark.parametrize(
    "product",
    [
        Product("pkg:npm/%40a/core@2.0.1"),
        Product("pkg:npm/core@2.0.0"),
        Product("pkg:npm/%40a/core@2.0.0?vcs_url=x"),
        Product("pkg:npm/other@1.0.0", ("pkg:npm/%40a/core@2.0.0",)),
        Product("pkg:npm/shop@1.0.0", ("pkg:npm/else@1.0.0",)),
        Product("pkg:oci/shop"),
        Product("@a/core"),
    ],
)
def test_a_statement_about_another_product_does_not_hold(product: Product) -> None:
    assert status(file(replace(GOOD, products=(product,)))) is None


@pytest.mark.parametrize(
    ("name", "aliases", "holds"),
    [
        ("GHSA-1", (), True),
        ("CVE-2026-1001", (), True),
        ("OTHER-1", ("GHSA-1",), True),
        ("GHSA-2", (), False),
        ("ghsa-1", (), False),
    ],
)
def test_a_statement_names_the_vulnerability(
    name: str, aliases: tuple[str, ...], *, holds: bool
) -> None:
    one = replace(GOOD, vulnerability=name, aliases=aliases)
    assert (status(file(one)) is not None) is holds


def test_what_a_database_links_is_another_vulnerability() -> None:
    linked = replace(ROW.advisory, aliases=("CVE-2026-1001", "GHSA-2"))
    row = replace(ROW, advisory=linked)
    for name in ("GHSA-2", "CVE-2026-1001"):
        assert status(file(replace(GOOD, vulnerability=name)), row=row) is None


def test_the_latest_statement_counts_whatever_the_order() -> None:
    old = file(replace(GOOD, timestamp="2026-11-01T00:00:00Z"))
    late = Statement("GHSA-1", GOOD.products, Status.AFFECTED, action="wait")
    new = file(late, name="b.json", time="2026-11-02T00:00:00+02:00")
    assert status(old, new) == status(new, old) == "affected"
    assert status(file(GOOD), new) == "not_affected"


def test_of_equally_late_statements_the_worst_counts() -> None:
    open_ = Statement("GHSA-1", GOOD.products, Status.UNDER_INVESTIGATION)
    assert status(file(GOOD, open_)) == status(file(open_, GOOD)) == "under_investigation"


def test_a_time_that_never_was_is_the_oldest() -> None:
    never = replace(GOOD, timestamp="2026-02-31T00:00:00Z")
    open_ = Statement(
        "GHSA-1", GOOD.products, Status.UNDER_INVESTIGATION, timestamp="1999-01-01T00:00:00Z"
    )
    assert status(file(never, open_)) == "under_investigation"


def test_a_statement_without_a_reason_is_not_honoured_and_hides_no_other() -> None:
    bare = replace(GOOD, justification=None)
    found = Declarations((file(bare),), PROJECT).about(ROW)
    assert found is not None
    assert not found.honoured
    assert set(found.attributes()) == {"vex_source", "vex_refused"}
    earlier = file(GOOD, time="2026-01-01T00:00:00Z", name="b.json")
    other = Declarations((file(bare), earlier), PROJECT).about(ROW)
    assert other is not None
    assert (other.honoured, other.source) == (True, "b.json")


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        (GOOD, "declared not affected by a.json: vulnerable_code_not_in_execute_path"),
        (
            replace(GOOD, justification=None, impact="never\ncalled"),
            "declared not affected by a.json: never\\x0acalled",
        ),
        (Statement("GHSA-1", GOOD.products, Status.FIXED), "declared fixed by a.json"),
        (
            Statement("GHSA-1", GOOD.products, Status.UNDER_INVESTIGATION),
            "declared under investigation by a.json",
        ),
    ],
)
def test_says_who_declares_what(statement: Statement, words: str) -> None:
    found = Declarations((file(statement),), PROJECT).about(ROW)
    assert found is not None
    assert found.in_words() == words


def test_without_documents_nothing_is_declared() -> None:
    assert Declarations((), PROJECT).about(ROW) is None
    assert Declarations((file(GOOD),), replace(PROJECT, components=())).about(ROW) is not None
