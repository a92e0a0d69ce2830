from __future__ import annotations

from collections.abc import Mapping

import pytest
from builders import NOW, MemoryTarget
from hypothesis import given
from hypothesis import strategies as st

from auditor.check import Context, Needs
from auditor.checks.code.schemas import MAX_BYTES, MAX_FILES, MAX_LINE, facts_in, schemas
from auditor.engine import run_check
from auditor.model import CheckRun, Fact, Outcome
from auditor.settings import Settings
from auditor.sources import Sources

PRISMA = """
model User {
  id        Int      @id
  email     String   @unique
  firstName String?
  // phone  String
  orders    Order[]
}

enum Role { ADMIN }
datasource db { url = env("URL") }
"""
SQL = """
CREATE TABLE IF NOT EXISTS "shop"."customers" (
  id serial PRIMARY KEY,
  email text NOT NULL,
  "date_of_birth" date, -- ssn text
  CONSTRAINT email_unique UNIQUE (email)
);
CREATE INDEX on customers (phone text);
create table visits (at timestamp, ip_address inet);
"""
ENTITY = """
import { Entity, Column } from 'typeorm';

@Entity('users')
export class User {
  @PrimaryGeneratedColumn() id!: number;

  @Column({ type: 'varchar', length: 200 })
  readonly lastName: string;

  @Column() phone?: string;

  nickname: string;

  @DeleteDateColumn()
  deletedAt?: Date;
}
"""


def run(files: Mapping[str, str | bytes]) -> CheckRun:
    contents = {
        path: data if isinstance(data, bytes) else data.encode() for path, data in files.items()
    }
    context = Context(MemoryTarget(contents), None, Sources(Settings()), NOW)
    return run_check(schemas, context, Needs.NOTHING)


def fields(facts: tuple[Fact, ...]) -> list[tuple[object, ...]]:
    return [
        (fact.value, fact.attributes["category"], fact.attributes["model"], fact.location.line)
        for fact in facts
        if fact.name == "pii.field" and fact.location is not None
    ]


def test_reads_the_models_of_prisma() -> None:
    result = run({"prisma/schema.prisma": PRISMA})
    assert result.outcome is Outcome.COMPLETE
    assert fields(result.facts) == [
        ("email", "contact", "User", 4),
        ("firstName", "identity", "User", 5),
    ]


def test_reads_the_tables_of_sql() -> None:
    assert fields(run({"migrations/001.sql": SQL}).facts) == [
        ("email", "contact", "customers", 4),
        ("date_of_birth", "birth", "customers", 5),
        ("ip_address", "device", "visits", 9),
    ]


@pytest.mark.parametrize("path", ["src/user.entity.ts", "src/entities/user.ts", "models/user.ts"])
def test_reads_the_entities_of_typeorm(path: str) -> None:
    result = run({path: ENTITY})
    assert fields(result.facts) == [
        ("lastName", "identity", "User", 9),
        ("phone", "contact", "User", 11),
    ]
    (soft,) = (fact for fact in result.facts if fact.name == "data.soft_delete")
    assert (soft.attributes["by"], soft.attributes["model"]) == ("typeorm", "User")


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT cron.schedule('0 3 * * *', $$DELETE FROM visits WHERE at < now() - '30 d'$$);",
        "UPDATE partman.part_config SET retention = '30 days';",
        "ALTER TABLE visits DROP PARTITION p2024;",
    ],
)
def test_sees_what_the_database_deletes_by_itself(statement: str) -> None:
    (fact,) = run({"db/purge.sql": statement}).facts
    assert fact.name == "data.purge"


@pytest.mark.parametrize(
    "statement",
    ["DELETE FROM visits;", "-- SELECT cron.schedule('x', 'DELETE FROM a')", "SELECT 1;"],
)
def test_a_statement_that_runs_once_is_no_purge(statement: str) -> None:
    assert run({"db/once.sql": statement}).facts == ()


@pytest.mark.parametrize(
    "path",
    ["data-map.yaml", "docs/ropa.md", "privacy/pii-inventory.csv", "Records-of-Processing.md"],
)
def test_finds_the_list_of_personal_data(path: str) -> None:
    (fact,) = run({path: "email: contact"}).facts
    assert (fact.name, fact.value) == ("pii.inventory", path)


@pytest.mark.parametrize("path", ["src/data-map.ts", "docs/roparound.md", "README.md"])
def test_other_files_are_no_list(path: str) -> None:
    assert run({path: "email: contact"}).outcome is Outcome.NOT_APPLICABLE


def test_a_class_of_another_kind_is_no_entity() -> None:
    result = run({"src/models/user.ts": "export class User { email: string; }"})
    assert (result.outcome, result.facts) == (Outcome.COMPLETE, ())


def test_says_what_it_could_not_read() -> None:
    result = run({"a.sql": b" " * (MAX_BYTES + 1), "b.sql": "create table t (email text);"})
    assert result.outcome is Outcome.PARTIAL
    assert fields(result.facts) == [("email", "contact", "t", 1)]


def test_reads_so_many_files_and_lists_the_others() -> None:
    files = {f"m/{number:04}.sql": "create table t (email text);" for number in range(MAX_FILES)}
    assert run(files).outcome is Outcome.COMPLETE
    files[f"m/{MAX_FILES:04}.sql"] = ""
    assert run(files).outcome is Outcome.PARTIAL


def test_looks_at_the_beginning_of_a_line() -> None:
    lead = "create table t ("
    padding = " " * (MAX_LINE - len(lead) - len("email text"))
    assert len(fields(run({"a.sql": f"{lead}{padding}email text"}).facts)) == 1
    assert fields(run({"a.sql": f"{lead}{padding}          email text"}).facts) == []


@given(st.text(max_size=300), st.sampled_from(["a.prisma", "a.sql", "a.entity.ts"]))
def test_any_text_is_read(text: str, path: str) -> None:
    for fact in facts_in(path, f"@Entity() class A {{ {text}"):
        assert fact.location is not None
