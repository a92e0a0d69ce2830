"""Who keeps the dependencies up to date, and who has to look at a change?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from auditor.check import Context, Examined, Yield, check
from auditor.checks.deployment._files import named, parsed
from auditor.formats.codeowners import PLACES, Rule, read_rules
from auditor.formats.dockerfile import is_dockerfile
from auditor.formats.update_bots import DEPENDABOT, RENOVATE, Bot, read_dependabot, read_renovate
from auditor.formats.workflows import PATH
from auditor.formats.yaml_nodes import at, compose, line, sequence, text
from auditor.model import Fact, Gap, Location, Value

if TYPE_CHECKING:
    from auditor.target import Target

SETTINGS = ".github/settings.yml"


@check("deployment.upkeep")
def upkeep(context: Context) -> Iterator[Yield]:
    """Which bots renew dependencies, actions and images, and what says who reviews changes.

    Reads .github/dependabot.yml and Renovate's configuration, CODEOWNERS, and the branch
    protection of .github/settings.yml (the Settings app). What a branch demands is set in
    GitHub itself and is not in the tree.

    Why: a fix that nobody pulls in helps nobody; a change that one person makes alone is
    seen by nobody.

    Fix: dependabot.yml with npm, github-actions and docker; CODEOWNERS with an owner for
    everything; a branch that asks for their review.
    """
    target = context.target
    needed = _needed(target)
    count = 0
    every: tuple[tuple[str, Bot | Gap], ...] = (
        *parsed(target, named(target, lambda path: path in DEPENDABOT), read_dependabot),
        *parsed(target, named(target, lambda path: path in RENOVATE), read_renovate),
    )
    for path, bot in every:
        if isinstance(bot, Gap):
            yield bot
            continue
        count += 1
        missing = sorted(needed - bot.covers)
        told: dict[str, Value] = {
            "covers": len(needed & bot.covers),
            "missing": ", ".join(missing),
            "complete": not missing,
            "waits": bot.waits,
        }
        yield Fact("update.bot", bot.name, told, Location(path, 1))
    required = False
    for path, asks in parsed(target, named(target, lambda one: one == SETTINGS), _reviews):
        if isinstance(asks, Gap):
            yield asks
        elif asks is not None:
            count += 1
            required = asks[0]
            place = Location(path, asks[1])
            yield Fact("review.required", required, {"by": "settings.yml"}, place)
    places = [one for one in PLACES if target.exists(one)][:1]  # the first one counts
    for path, rules in parsed(target, places, read_rules):
        if isinstance(rules, Gap):
            yield rules
            continue
        count += 1
        told = {"everything": _owns_all(rules), "required": required}
        yield Fact("codeowners", path, told, Location(path, 1))
    yield Examined(count)


def _needed(target: Target) -> frozenset[str]:
    """What there is to keep up to date."""
    paths = [one.path for one in target.files]
    kinds = {
        "npm": any(path == "package.json" for path in paths),
        "actions": any(PATH.fullmatch(path) for path in paths),
        "docker": any(is_dockerfile(path) for path in paths),
    }
    return frozenset(name for name, is_there in kinds.items() if is_there)


def _owns_all(rules: tuple[Rule, ...]) -> bool:
    return any(one.owners and one.pattern in {"*", "**", "/", "/**", "/*"} for one in rules)


def _reviews(data: bytes) -> tuple[bool, int] | None:
    """Whether a protected branch asks for reviews, and where; None without protection."""
    for branch in sequence(at(compose(data), "branches")):
        protection = at(branch, "protection")
        if protection is not None:
            reviews = at(protection, "required_pull_request_reviews")
            asks = reviews is not None and text(reviews) not in {"null", "~", "false"}
            return asks, line(branch)
    return None
