from __future__ import annotations

from collections.abc import Mapping

import pytest
from policy.plain_requests import audited, fresh, instances
from policy.postures import CAREFUL_BROKEN, assess, careful, finding, shipped_policy

from auditor.assessment import GateOutcome, Verdict
from auditor.model import Finding, Severity
from auditor.policy.baseline import Baseline

PAY = "function pay(order) {\n  return fetch('http://bank.example/pay')\n}\n"
ASK = "function ask() {\n  return fetch('http://bank.example/rate')\n}\n"
SHOP = {"src/shop.js": PAY + ASK}
NOTHING_NEW: tuple[list[str], int] = ([], 0)


@pytest.mark.parametrize(
    "after",
    [
        {"src/shop.js": "// a line\n\n" + PAY + ASK},
        {"src/shop.js": PAY.replace("  return", "\t\treturn") + ASK},
        {"src/shop.js": ASK + PAY},
        {"src/shop.js": PAY.replace("{\n", "{\n  audit(order)\n") + ASK},
        {"src/shop.js": PAY.replace("pay(order)", "payNow(order)") + ASK},
        {"src/shop.js": PAY.replace("fetch('http", "fetch(\n    'http") + ASK},
        {"src/shop.js": f"class Shop {{\n run() {{\n{PAY}{ASK} }}\n}}\n"},
        {"lib/moved.js": PAY + ASK},
    ],
    ids=[
        "lines above",
        "indentation",
        "order",
        "a neighbour",
        "the function's name",
        "line breaks within",
        "a class around",
        "the file's name",
    ],
)
def test_what_only_moved_is_known(after: Mapping[str, str]) -> None:
    assert fresh(SHOP, after) == NOTHING_NEW


def test_what_was_added_is_new_and_what_went_is_fixed() -> None:
    added = {"src/shop.js": PAY + "function x() { fetch('http://other.example') }\n"}

    assert fresh(SHOP, added) == (["src/shop.js:4"], 1)


def test_the_same_text_once_more_is_one_new_thing() -> None:
    twice = {"src/shop.js": PAY.replace("\n}", "\n  fetch('http://bank.example/pay')\n}") + ASK}

    new, fixed = fresh(SHOP, twice)

    assert (len(new), fixed) == (1, 0)


def test_the_same_text_in_another_file_is_new_while_the_first_is_there() -> None:
    assert fresh(SHOP, {**SHOP, "src/copy.js": PAY}) == (["src/copy.js:2"], 0)


def test_what_left_one_file_does_not_excuse_the_same_text_in_another_that_was_there() -> None:
    before = {"a.js": PAY + ASK, "b.js": ASK}

    assert fresh(before, {"a.js": ASK, "b.js": ASK + PAY}) == (["b.js:5"], 1)


def test_renames_that_git_tells_are_followed() -> None:
    before = {"a.js": PAY, "b.js": ASK}
    after = {"b.js": PAY, "c.js": ASK}

    assert fresh(before, after, {"a.js": "b.js", "b.js": "c.js"}) == NOTHING_NEW


def hit(advisory: str, *, version: str, aliases: str) -> Finding:
    return finding(
        "advisory", purl=f"pkg:npm/a@{version}", at="", id=advisory, aliases=aliases, rule="osv"
    )


@pytest.mark.parametrize(
    ("advisory", "aliases", "is_new"),
    [
        ("GHSA-1", "", False),
        ("GHSA-1", "CVE-2026-1", False),
        ("GHSA-2", "", True),
        ("GHSA-2", "CVE-2026-2", True),
    ],
)
def test_an_advisory_is_the_same_in_another_version_and_with_another_alias(
    advisory: str, aliases: str, *, is_new: bool
) -> None:
    before = assess(hit("GHSA-1", version="1.0.0", aliases=""))
    baseline = Baseline("before", before.failing)

    now = assess(hit(advisory, version="1.0.1", aliases=aliases), baseline=baseline)

    (instance,) = now.result("supply.advisory").instances
    assert instance.is_new is is_new


def test_without_a_baseline_nothing_is_said_to_be_new_or_known() -> None:
    assert {each.is_new for each in instances(audited(SHOP))} == {None}


def test_the_gate_passes_over_what_the_baseline_knows_and_the_score_does_not() -> None:
    bad = finding("secret-literal", "session-secret", at="a.js:1", severity=Severity.CRITICAL)
    before = assess(*careful(), bad, broken=CAREFUL_BROKEN)
    baseline = Baseline("before", before.failing)

    now = assess(*careful(), bad, broken=CAREFUL_BROKEN, baseline=baseline)

    assert before.gate is GateOutcome.FAIL
    assert now.gate is not GateOutcome.FAIL
    assert now.result("secrets.code_literals").verdict is Verdict.FAIL
    assert now.score == before.score


def test_with_scope_all_the_gate_counts_what_is_known_as_well() -> None:
    bad = finding("secret-literal", at="a.js:1", severity=Severity.CRITICAL)
    strict = shipped_policy("express-strict")
    baseline = Baseline("before", assess(bad, policy=strict).failing)

    assert assess(bad, policy=strict, baseline=baseline).gate is GateOutcome.FAIL


def test_every_instance_has_a_fingerprint_of_its_own() -> None:
    twice = {"a.js": PAY + PAY + ASK, "b.js": PAY}

    prints = [each.fingerprint for each in instances(audited(twice))]

    assert len(set(prints)) == len(prints) == 4
