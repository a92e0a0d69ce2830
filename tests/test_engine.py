from __future__ import annotations

from collections.abc import Iterator

import pytest
from builders import NOW, MemoryTarget

from auditor.check import Check, Context, Examined, Needs, NotApplicable, NotChecked, Yield
from auditor.engine import audit, mentions_express, run_check
from auditor.errors import DataError, NothingInScopeError, TargetError
from auditor.model import CheckRun, Fact, Gap, Outcome
from auditor.settings import Settings
from auditor.sources import Sources

LOCK = b'{"name": "shop", "lockfileVersion": 3, "packages": {"": {"name": "shop"}}}'


def context() -> Context:
    return Context(MemoryTarget(), None, Sources(Settings()), NOW)


def run(*results: Yield, needs: Needs = Needs.NOTHING, granted: Needs = Needs.NOTHING) -> CheckRun:
    def body(_context: Context) -> Iterator[Yield]:
        yield from results

    return run_check(Check("family.name", body, needs), context(), granted)


def test_a_check_that_yields_is_complete() -> None:
    measured = run(Fact("a"), Examined(3, "packages"))
    assert measured.outcome is Outcome.COMPLETE
    assert [fact.name for fact in measured.facts] == ["a"]
    assert (measured.coverage.examined, measured.coverage.unit) == (3, "packages")


def test_a_gap_makes_the_run_partial_and_is_kept() -> None:
    measured = run(Gap("b.js", "cannot be parsed"), Gap("a.js", "too large"))
    assert measured.outcome is Outcome.PARTIAL
    assert measured.reason == "a.js: too large (and 1 more)"
    assert [gap.subject for gap in measured.coverage.gaps] == ["a.js", "b.js"]


def test_not_applicable_and_not_checked_carry_their_reason() -> None:
    assert run(NotApplicable("no JavaScript")).outcome is Outcome.NOT_APPLICABLE
    skipped = run(NotChecked("no data", "pass --advisories"))
    assert (skipped.outcome, skipped.reason, skipped.hint) == (
        Outcome.SKIPPED,
        "no data",
        "pass --advisories",
    )


def test_a_check_without_what_it_needs_is_skipped_with_the_reason() -> None:
    measured = run(Fact("a"), needs=Needs.NETWORK | Needs.PROCESS, granted=Needs.PROCESS)
    assert measured.outcome is Outcome.SKIPPED
    assert measured.reason == "not allowed to use: network"
    assert measured.facts == ()


def test_a_failing_source_makes_the_run_failed_and_keeps_what_came_before() -> None:
    def body(_context: Context) -> Iterator[Yield]:
        yield Fact("seen")
        raise DataError("records.zip: truncated", hint="fetch it again")

    measured = run_check(Check("family.name", body), context(), Needs.NOTHING)
    assert (measured.outcome, measured.reason) == (Outcome.FAILED, "records.zip: truncated")
    assert measured.hint == "fetch it again"
    assert len(measured.facts) == 1


def test_facts_come_out_in_one_order_whatever_order_they_came_in() -> None:
    facts = [Fact("b"), Fact("a", 2), Fact("a", 1)]
    assert run(*facts).facts == run(*reversed(facts)).facts


def test_every_check_leaves_a_run_sorted_by_id() -> None:
    def body(_context: Context) -> Iterator[Yield]:
        yield Examined(0)

    measured = audit(
        MemoryTarget({"package-lock.json": LOCK}),
        now=NOW,
        checks=[Check("b.b", body), Check("a.a", body)],
    )
    assert [one.check for one in measured.runs] == ["a.a", "b.b"]
    assert measured.lockfile == "package-lock.json"


def test_a_folder_without_lockfile_and_express_is_out_of_scope() -> None:
    with pytest.raises(NothingInScopeError) as caught:
        audit(MemoryTarget({"README.md": b"hello"}), now=NOW, checks=[])
    assert caught.value.exit_code == 4


def test_an_express_application_without_lockfile_is_in_scope() -> None:
    source = b"const app = require('express')()"
    assert audit(MemoryTarget({"app.js": source}), now=NOW, checks=[]).inventory is None


@pytest.mark.parametrize(
    ("path", "content", "expected"),
    [
        ("package.json", b'{"dependencies": {"express": "^5"}}', True),
        ("api/package.json", b'{"dependencies": {"express": "^5"}}', True),
        ("package.json", b'{"dependencies": {"koa": "^2"}}', False),
        ("app.mjs", b"import express from 'express'", True),
        ("app.ts", b'import express, { Router } from "express"', True),
        ("app.js", b"require('express-session')", False),
        ("notes.txt", b"require('express')", False),
    ],
)
def test_tells_express_from_other_projects(path: str, content: bytes, expected: bool) -> None:
    assert mentions_express(MemoryTarget({path: content})) is expected


def test_a_broken_lockfile_is_an_error_of_the_target() -> None:
    with pytest.raises(TargetError, match=r"package-lock\.json") as caught:
        audit(MemoryTarget({"package-lock.json": LOCK[:30]}), now=NOW, checks=[])
    assert caught.value.exit_code == 3
    assert caught.value.hint
