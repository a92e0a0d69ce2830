from __future__ import annotations

import pytest
from checks.deployment.measured import facts, measure, rules

from auditor.checks.deployment.image_dependencies import image_dependencies
from auditor.model import Outcome

HAS = '{"devDependencies": {"jest": "30.0.0"}}'


def shipped(*lines: str, manifest: str = HAS) -> object:
    files = {"Dockerfile": "\n".join(("FROM node:24", *lines)), "package.json": manifest}
    found = facts(image_dependencies, files, "image.development")
    return found[0].value if found else "nothing"


@pytest.mark.parametrize(
    "lines",
    [
        ("RUN npm ci",),
        ("RUN npm install",),
        ("RUN yarn install --frozen-lockfile",),
        ("RUN npm ci", "ENV NODE_ENV=production"),
        ("ENV NODE_ENV=development", "RUN npm ci"),
        ("RUN npm ci", "FROM node:24", "COPY --from=0 /app/node_modules ./node_modules"),
    ],
)
def test_packages_for_development_are_shipped(lines: tuple[str, ...]) -> None:
    assert shipped(*lines) is True


@pytest.mark.parametrize(
    "lines",
    [
        ("RUN npm ci --omit=dev",),
        ("RUN npm ci --omit dev",),
        ("RUN npm install --production",),
        ("ENV NODE_ENV=production", "RUN npm ci"),
        ("RUN npm ci", "RUN npm run build && npm prune --omit=dev"),
        ("RUN pnpm install --prod",),
    ],
)
def test_packages_for_development_are_left_out(lines: tuple[str, ...]) -> None:
    assert shipped(*lines) is False


def test_a_stage_that_only_builds_ships_nothing() -> None:
    assert shipped("RUN npm ci", "FROM node:24", "COPY --from=0 /app/dist ./dist") == "nothing"
    staged = ("AS build\nRUN npm ci", "FROM node:24", "RUN npm ci --omit=dev")
    assert shipped(*staged) is False


def test_a_stage_has_what_the_one_it_is_built_on_has() -> None:
    text = (
        "FROM node:24 AS base\nENV NODE_ENV=production\nFROM base AS deps\nRUN npm ci\nFROM deps\n"
    )

    (fact,) = facts(
        image_dependencies, {"Dockerfile": text, "package.json": HAS}, "image.development"
    )

    assert (fact.value, fact.location and fact.location.line) == (False, 4)


def test_without_packages_for_development_nothing_is_shipped() -> None:
    assert shipped("RUN npm ci", manifest="{}") is False


@pytest.mark.parametrize("manifest", ["[]", "{", "[" * 100_000])
def test_a_manifest_that_cannot_be_read_leaves_it_open(manifest: str) -> None:
    assert shipped("RUN npm ci", manifest=manifest) is None


def test_the_finding_points_at_the_install() -> None:
    files = {"Dockerfile": "FROM node:24\nWORKDIR /app\nRUN npm ci\n", "package.json": HAS}

    assert rules(image_dependencies, files) == [("image-development-dependencies", 3)]
    assert measure(image_dependencies, {}).outcome is Outcome.NOT_APPLICABLE
