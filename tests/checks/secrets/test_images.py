from __future__ import annotations

import pytest
from builders import NOW, MemoryTarget

import auditor.checks.secrets.images as module
from auditor.check import Context, Examined, NotApplicable
from auditor.checks.secrets.images import images
from auditor.model import Fact, Finding, Gap, Severity
from auditor.settings import Settings
from auditor.sources import Sources


def told(contents: dict[str, str]) -> list[object]:
    target = MemoryTarget({path: text.encode() for path, text in contents.items()})
    return list(images.body(Context(target, None, Sources(Settings(), now=NOW), NOW)))


def found(text: str, path: str = "Dockerfile") -> list[tuple[str, int, Severity]]:
    return [
        (each.rule, each.location.line, each.severity)
        for each in told({path: text})
        if isinstance(each, Finding) and each.location
    ]


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("ARG NPM_TOKEN", "secret-build-argument"),
        ("ARG NPM_TOKEN=$TOKEN", "secret-build-argument"),
        ("ARG NODE=22 DB_PASSWORD", "secret-build-argument"),
        ("COPY .env ./", "secret-file-copied"),
        ("COPY --chown=node .npmrc package.json ./", "secret-file-copied"),
        ('ADD ["config/.env.production", "/app/"]', "secret-file-copied"),
        ("COPY keys/server.key /etc/tls/", "secret-file-copied"),
    ],
)
def test_tells_what_gets_into_the_image(line: str, rule: str) -> None:
    assert found(f"FROM node:22\n{line}\n") == [(rule, 2, Severity.HIGH)]


@pytest.mark.parametrize(
    "line",
    [
        "ARG NODE_VERSION=22",
        "ARG TOKEN_URL",
        "COPY .env.example ./.env",
        "COPY package.json ./",
        "COPY --from=build /app/.env ./",
        "RUN --mount=type=secret,id=npm_token npm ci",
        "ARG API_TOKEN=Zx81-quiet-harbour",  # a literal, which secrets.files tells
    ],
)
def test_is_silent_where_nothing_does(line: str) -> None:
    assert found(f"FROM node:22\n{line}\n") == []


def test_an_earlier_stage_counts_less() -> None:
    text = "FROM node:22 AS build\nARG NPM_TOKEN\nFROM node:22\nCOPY --from=build /app /app\n"

    assert found(text, "deploy/api.Dockerfile") == [("secret-build-argument", 2, Severity.LOW)]


def test_counts_the_mounts_of_secrets() -> None:
    text = "FROM node\nRUN --mount=type=secret,id=a \\\n  npm ci\n# RUN --mount=type=secret\n"
    (fact,) = (each for each in told({"Dockerfile": text}) if isinstance(each, Fact))

    assert (fact.name, fact.attributes["secret_mounts"]) == ("image.build", 1)


def test_without_a_dockerfile_there_is_nothing_to_say() -> None:
    assert told({"a.js": "", "Dockerfile.dockerignore": ""}) == [
        NotApplicable("there is no Dockerfile"),
        Examined(0),
    ]


def test_a_dockerfile_that_is_too_large_is_a_gap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_BYTES", 4)

    assert any(isinstance(each, Gap) for each in told({"Dockerfile": "FROM x"}))
