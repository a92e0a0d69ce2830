from __future__ import annotations

import pytest
from checks.deployment.measured import facts, measure

from auditor.checks.deployment.documents import documents
from auditor.model import Outcome, Value

PATHS = [
    ("SECURITY.md", "security.policy"),
    (".github/SECURITY.md", "security.policy"),
    ("public/.well-known/security.txt", "security.policy"),
    ("docs/threat-model.md", "threat.model"),
    ("threagile.yaml", "threat.model"),
    ("docs/threat-model/login.md", "threat.model"),
    ("docs/adr/0001-a.md", "decision.record"),
    ("doc/architecture/decisions/1.md", "decision.record"),
    ("runbooks/restore.md", "runbook"),
    ("RUNBOOK.md", "runbook"),
    ("docs/retention.md", "retention.plan"),
    ("data-retention-policy.yaml", "retention.plan"),
    ("docs/ropa.md", "retention.plan"),
    ("drills/2026-06.md", "drill"),
    ("slo/login.yaml", "slo.defined"),
    ("login.openslo.yaml", "slo.defined"),
]
NEAR = [
    "src/security.md",
    "security.js",
    "docs/adr/README.md",
    "docs/adr/template.md",
    "docs/running.md",
    "src/retention.js",
    "node_modules/a/docs/adr/1.md",
    "tools/drill.md",
    "slo.js",
]


@pytest.mark.parametrize(("path", "name"), PATHS)
def test_knows_documents_by_their_usual_names(path: str, name: str) -> None:
    (fact,) = facts(documents, {path: "text"}, name)

    assert (fact.value, fact.location and fact.location.path) == (path, path)


@pytest.mark.parametrize("path", NEAR)
def test_other_files_are_none(path: str) -> None:
    (fact,) = measure(documents, {path: "2026-01-01"}).facts

    assert (fact.name, fact.value) == ("documents.read", 0)


@pytest.mark.parametrize(
    ("text", "contact", "process"),
    [
        ("security@shop.example, within two days", True, True),
        ("https://github.com/shop/web/security/advisories/new", True, False),
        ("we answer within 3 working days", False, True),
        ("be nice", False, False),
    ],
)
def test_a_policy_has_an_address_and_a_time(text: str, contact: bool, process: bool) -> None:
    (fact,) = facts(documents, {"SECURITY.md": text}, "security.policy")

    assert (fact.attributes["contact"], fact.attributes["process"]) == (contact, process)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("critical: 7 days, high: 30 days", ["per severity"]),
        ("everything within 30 days", ["prose"]),
        ("soon", []),
    ],
)
def test_a_policy_may_say_how_soon_weaknesses_are_mended(text: str, value: list[Value]) -> None:
    assert [
        one.value for one in facts(documents, {"SECURITY.md": text}, "remediation.sla")
    ] == value


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("2026-11-12", 10),
        ("2020-01-01 and 2026-11-21", 1),
        ("2026-11-22", 0),
        ("2026-11-23", None),
        ("2026-10", 52),
        ("2026-13-45", None),
        ("no day", None),
    ],
)
def test_the_newest_day_that_is_not_to_come_is_the_age(text: str, age: int | None) -> None:
    (fact,) = facts(documents, {"docs/threat-model.md": text}, "threat.model")

    assert fact.attributes["age_days"] == age


def test_a_name_may_be_the_day() -> None:
    assert facts(documents, {"drills/2026-06.md": ""}, "drill")[0].attributes["age_days"] == 174


def test_owners_are_in_the_text_or_in_codeowners() -> None:
    files = {"runbooks/a.md": "Owner: shop", "runbooks/b.md": "", "docs/runbooks/c.md": ""}
    owners = {"CODEOWNERS": "/docs/ @shop/writers\n"}
    found = facts(documents, files | owners, "runbook")

    told = {fact.value: fact.attributes["owned"] for fact in found}
    assert told == {"runbooks/a.md": True, "runbooks/b.md": False, "docs/runbooks/c.md": True}


def test_a_decision_has_a_status() -> None:
    told = {"docs/adr/1.md": "Status: Accepted", "docs/adr/2.md": "we do"}
    found = facts(documents, told, "decision.record")

    assert [fact.attributes["status"] for fact in found] == ["accepted", "none"]


def test_what_is_too_large_is_a_gap() -> None:
    run = measure(documents, {"SECURITY.md": b" " * (256 * 2**10 + 1)})

    assert (run.outcome, run.coverage.gaps[0].subject) == (Outcome.PARTIAL, "SECURITY.md")
    owners = measure(documents, {"CODEOWNERS": b"#" * (3 * 2**20 + 1)})
    assert owners.coverage.gaps[0].subject == "CODEOWNERS"
