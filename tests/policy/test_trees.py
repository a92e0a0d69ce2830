"""Do the controls judge small trees as their cases say, and has every control its cases?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import combinations

import pytest
from builders import NOW, MemoryTarget
from policy.postures import TODAY, shipped_controls, shipped_policy
from policy.tree_cases import TREES, Tree

from auditor.check import Context, Needs
from auditor.checks import all_checks
from auditor.engine import read_inventory, run_check
from auditor.model import Audit, CheckRun, Fact, Finding, Location
from auditor.policy import Assessment, Verdict, evaluate
from auditor.settings import Settings
from auditor.sources import Sources, silent

CODE = "code.semgrep"
CASES = [(control, verdict) for control, trees in TREES.items() for verdict in trees]


def folder(number: int) -> str:
    return f"case{number:03}"


def context(files: Mapping[str, str]) -> Context:
    target = MemoryTarget({path: text.encode() for path, text in files.items()})
    sources = Sources(Settings(), now=NOW, progress=silent)
    return Context(target, read_inventory(target), sources, NOW)


@pytest.fixture(scope="module")
def scanned() -> CheckRun:
    """One run of the code rules over all trees, each in a folder of its own."""
    files = {
        f"{folder(number)}/{path}": text
        for number, (control, verdict) in enumerate(CASES)
        for path, text in TREES[control][verdict].items()
    }
    (check,) = (each for each in all_checks() if each.id == CODE)
    return run_check(check, context(files), Needs.PROCESS)


def within(items: Iterable[Finding | Fact], name: str) -> Iterable[Finding | Fact]:
    """The items of one folder, at the places they would have were it the whole target."""
    for item in items:
        if item.location and item.location.path.startswith(f"{name}/"):
            path = item.location.path.removeprefix(f"{name}/")
            yield replace(item, location=replace(item.location, path=path))


def code_run(scanned: CheckRun, number: int, tree: Tree) -> CheckRun:
    name = folder(number)
    sources = sum(path.endswith(".js") for path in tree)
    found = list(within((*scanned.findings, *scanned.facts), name))
    return replace(
        scanned,
        findings=tuple(each for each in found if isinstance(each, Finding)),
        facts=(
            *(each for each in found if isinstance(each, Fact)),
            Fact("source.files", sources, {"parsed": sources}, Location("")),
        ),
    )


def judged(scanned: CheckRun, number: int) -> Assessment:
    control, verdict = CASES[number]
    tree = TREES[control][verdict]
    told = context(tree)
    runs = [run_check(each, told, Needs.NOTHING) for each in all_checks() if each.id != CODE]
    audit = Audit("shop", "test", NOW, None, (*runs, code_run(scanned, number, tree)))
    return evaluate(audit, shipped_policy(), shipped_controls(), today=TODAY)


def test_no_two_cases_share_a_tree() -> None:
    trees = [TREES[control][verdict] for control, verdict in CASES]

    assert [pair for pair in combinations(trees, 2) if pair[0] == pair[1]] == []


def test_the_rules_read_every_tree(scanned: CheckRun) -> None:
    assert (scanned.outcome, scanned.coverage.gaps) == ("complete", ())


@pytest.mark.parametrize(
    ("number", "control", "verdict"),
    [(number, *each) for number, each in enumerate(CASES)],
    ids=[f"{control}-{verdict}" for control, verdict in CASES],
)
def test_judges_a_small_tree(
    scanned: CheckRun, number: int, control: str, verdict: Verdict
) -> None:
    result = judged(scanned, number).result(control)

    assert result.verdict is verdict, result.reason
