from __future__ import annotations

import pytest
from checks.deployment.measured import measure

from auditor.checks.deployment.audit_tables import audit_tables
from auditor.model import Outcome


@pytest.mark.parametrize(
    ("sql", "name", "value"),
    [
        ("REVOKE UPDATE, DELETE ON audit_log FROM shop;", "audit.append_only", True),
        ('revoke all on table "audit"."events" from public', "audit.append_only", True),
        ("GRANT SELECT, UPDATE ON audit_log TO shop;", "audit.append_only", False),
        (
            "CREATE TRIGGER keep BEFORE UPDATE OR DELETE ON audit_log EXECUTE FUNCTION no();",
            "audit.append_only",
            True,
        ),
        ("CREATE TABLE IF NOT EXISTS audit_log (id int);", "audit.table", True),
    ],
)
def test_tells_what_is_done_to_the_trail(sql: str, name: str, value: bool) -> None:
    (fact,) = measure(audit_tables, {"db/1.sql": f"\n{sql}"}).facts

    assert (fact.name, fact.value, fact.location and fact.location.line) == (name, value, 2)


@pytest.mark.parametrize(
    "sql",
    [
        "REVOKE UPDATE ON orders FROM shop;",
        "GRANT SELECT, INSERT ON audit_log TO shop;",
        "-- REVOKE UPDATE ON audit_log FROM shop;",
        "CREATE TABLE orders (audit_id int);",
        "CREATE TRIGGER a AFTER INSERT ON audit_log EXECUTE FUNCTION b();",
        "revoke " * 30_000,
        ";" * 1_000,
    ],
)
def test_is_silent_near_by(sql: str) -> None:
    assert measure(audit_tables, {"1.sql": sql}).facts == ()


def test_ends_for_other_reasons() -> None:
    assert measure(audit_tables, {}).outcome is Outcome.NOT_APPLICABLE
    assert measure(audit_tables, {"1.sql": b" " * (256 * 2**10 + 1)}).outcome is Outcome.PARTIAL
