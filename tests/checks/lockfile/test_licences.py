from __future__ import annotations

import json
from typing import Any

import pytest
from builders import NOW, MemoryTarget
from hypothesis import given
from hypothesis import strategies as st

from auditor.check import Context, Needs
from auditor.checks.lockfile.licences import (
    MAX_BRACKETS,
    MAX_EXPRESSION_CHARACTERS,
    MAX_PARTS,
    licences,
    read_expression,
)
from auditor.engine import read_inventory, run_check
from auditor.model import CheckRun, Fact, Outcome
from auditor.settings import Settings
from auditor.sources import Sources


def measure(declared: dict[str, Any], version: int = 3) -> CheckRun:
    entries: dict[str, Any] = {"": {"name": "shop"}}
    for name, licence in declared.items():
        entries[f"node_modules/{name}"] = {"version": "1.0.0"} | (
            {"license": licence} if licence else {}
        )
    lock = {"lockfileVersion": version, "packages": entries}
    target = MemoryTarget({"package-lock.json": json.dumps(lock, indent=1).encode()})
    context = Context(target, read_inventory(target), Sources(Settings()), NOW)
    return run_check(licences, context, Needs.NOTHING)


def used(run: CheckRun) -> list[Fact]:
    return [fact for fact in run.facts if fact.name == "licence.used"]


def test_groups_the_packages_by_licence() -> None:
    run = measure({"a": "MIT", "b": "ISC", "c": "MIT"})
    assert (run.outcome, run.findings, run.coverage.examined) == (Outcome.COMPLETE, (), 3)
    isc, mit = sorted(used(run), key=lambda one: str(one.value))
    assert (isc.value, mit.value) == ("ISC", "MIT")
    assert dict(mit.attributes) == {
        "packages": 2,
        "example": "a@1.0.0",
        "first": "MIT",
        "second": "MIT",
        "third": "MIT",
    }


def test_a_choice_gives_its_alternatives_and_a_sum_its_parts() -> None:
    choice, one, two = used(measure({"a": "(MIT OR GPL-3.0-only)", "b": "MIT AND ISC"}))
    assert [choice.attributes[key] for key in ("first", "second", "third")] == [
        "MIT",
        "GPL-3.0-only",
        "GPL-3.0-only",
    ]
    assert sorted(str(each.attributes["first"]) for each in (one, two)) == ["ISC", "MIT"]


@pytest.mark.parametrize("text", ["SEE LICENSE IN x", "ours", "MIT OR", "", "\u202eMIT"])
def test_what_is_no_licence_is_unknown(text: str) -> None:
    facts = used(measure({"a": "MIT", "b": text}))
    (fact,) = (one for one in facts if one.attributes["first"] is None)
    assert fact.attributes["third"] is None
    assert fact.value is None or str(fact.value).isprintable()


def test_packages_without_a_licence_are_counted() -> None:
    run = measure({"a": "MIT", "b": None, "c": None})
    (about,) = (fact for fact in run.facts if fact.name == "lockfile.licences")
    assert (about.value, about.attributes["undeclared"]) == (2, 2)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("MIT", [["MIT"]]),
        ("Apache 2.0", [["Apache-2.0"]]),
        ("UNLICENSED", [["UNLICENSED"]]),
        ("MIT OR (ISC AND BSD-3-Clause)", [["MIT", "ISC"], ["MIT", "BSD-3-Clause"]]),
        ("(MIT OR ISC) AND Zlib", [["MIT", "ISC"], ["Zlib"]]),
        ("MIT AND MIT", [["MIT"]]),
        (
            "GPL-2.0-only WITH Classpath-exception-2.0 OR MIT",
            [["GPL-2.0-only WITH Classpath-exception-2.0", "MIT"]],
        ),
    ],
)
def test_what_holds_together(text: str, parts: list[list[str]]) -> None:
    assert [list(part) for part in read_expression(text) or ()] == parts


def test_more_than_is_compared_is_unknown() -> None:
    assert read_expression("MIT OR ISC OR Zlib") == (("MIT", "ISC", "Zlib"),)
    assert read_expression("MIT OR ISC OR Zlib OR 0BSD") is None
    ids = ["MIT", "ISC", "Zlib", "0BSD", "WTFPL", "MIT-0", "Unlicense", "CC0-1.0", "OFL-1.1"]
    assert len(read_expression(" AND ".join(ids[:MAX_PARTS])) or ()) == MAX_PARTS
    assert read_expression(" AND ".join(ids)) is None
    nested = "(" * MAX_BRACKETS + "MIT" + ")" * MAX_BRACKETS
    assert read_expression(nested) == (("MIT",),)
    assert read_expression(f"({nested})") is None
    assert read_expression("MIT" + " " * MAX_EXPRESSION_CHARACTERS) is None


@given(st.text(alphabet="MITOR AND()ISC+-.", max_size=40))
def test_any_text_is_read_or_unknown(text: str) -> None:
    for part in read_expression(text) or ():
        assert part
        assert all(part)


def test_a_lockfile_that_says_nothing_leaves_the_question_open() -> None:
    assert measure({"a": None}).outcome is Outcome.SKIPPED
    assert measure({}).outcome is Outcome.NOT_APPLICABLE
    context = Context(MemoryTarget({"package.json": b"{}"}), None, Sources(Settings()), NOW)
    assert run_check(licences, context, Needs.NOTHING).outcome is Outcome.SKIPPED
