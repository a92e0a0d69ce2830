from __future__ import annotations

import pytest
from checks.deployment.measured import facts, measure

from auditor.checks.deployment.upkeep import SETTINGS, upkeep
from auditor.model import Outcome

BOT = ".github/dependabot.yml"
DEPLOYMENT = {"package.json": "{}", "Dockerfile": "FROM node\n", ".github/workflows/a.yml": ""}
ALL = "updates:\n" + "".join(
    f"- {{package-ecosystem: {name}}}\n" for name in ("npm", "github-actions", "docker")
)


@pytest.mark.parametrize(
    ("path", "text", "missing"),
    [
        (BOT, ALL, ""),
        (BOT, "updates: [{package-ecosystem: npm}]", "actions, docker"),
        (
            BOT,
            "updates: [{package-ecosystem: npm, open-pull-requests-limit: 0}]",
            "actions, docker, npm",
        ),
        ("renovate.json", "{}", ""),
        ("renovate.json5", "// all of it\n{'a': 1}".replace("'", '"'), ""),
        (".renovaterc", '{"enabledManagers": ["npm"], /* no */ }', "actions, docker"),
        ("renovate.json", '{"github-actions": {"enabled": false}}', "actions"),
        ("renovate.json", '{"enabled": false}', "actions, docker, npm"),
    ],
)
def test_tells_what_the_bot_leaves_out(path: str, text: str, missing: str) -> None:
    (fact,) = facts(upkeep, {**DEPLOYMENT, path: text}, "update.bot")

    assert (fact.attributes["missing"], fact.attributes["complete"]) == (missing, not missing)


def test_what_the_tree_does_not_have_needs_no_updates() -> None:
    files = {"package.json": "{}", BOT: "updates: [{package-ecosystem: npm, cooldown: {days: 3}}]"}
    (fact,) = facts(upkeep, files, "update.bot")

    assert dict(fact.attributes) == {"covers": 1, "missing": "", "complete": True, "waits": True}


@pytest.mark.parametrize(
    ("text", "everything"), [("* @shop/all\n", True), ("*.js @a\n", False), ("*\n", False)]
)
def test_owners_of_everything(text: str, everything: bool) -> None:
    (fact,) = facts(upkeep, {".github/CODEOWNERS": text}, "codeowners")

    assert fact.attributes["everything"] is everything


@pytest.mark.parametrize(
    ("protection", "asks"),
    [
        ("{required_pull_request_reviews: {}}", [True]),
        ("{required_pull_request_reviews: null}", [False]),
        ("{enforce_admins: true}", [False]),
    ],
)
def test_a_protected_branch_may_ask_for_reviews(protection: str, asks: list[bool]) -> None:
    text = f"branches: [{{name: main, protection: {protection}}}]"

    assert [one.value for one in facts(upkeep, {SETTINGS: text}, "review.required")] == asks
    assert facts(upkeep, {SETTINGS: "repository: {}"}, "review.required") == []


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (BOT, "a: ["),
        ("renovate.json", "["),
        ("renovate.json", "[]"),
        ("renovate.json", "[" * 200_000),
        (SETTINGS, "a: &a [*a]"),
        ("CODEOWNERS", "#" * (256 * 2**10 + 1)),
    ],
)
def test_what_cannot_be_read_is_a_gap(path: str, text: str) -> None:
    run = measure(upkeep, {path: text})

    assert (run.outcome, run.coverage.gaps[0].subject) == (Outcome.PARTIAL, path)
