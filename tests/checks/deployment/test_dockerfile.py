from __future__ import annotations

import pytest
from checks.deployment.measured import facts, measure, rules

from auditor.checks.deployment._dockerfile_commands import COMMAND_RULES
from auditor.checks.deployment.dockerfile import RULES, dockerfile
from auditor.checks.deployment.environment import environment
from auditor.checks.deployment.image_dependencies import image_dependencies
from auditor.checks.lockfile.pins import pins
from auditor.checks.runtime.node_version import node_version
from auditor.checks.secrets.images import images
from auditor.model import Outcome

IGNORES = {".dockerignore": ".git\n"}


def image(*lines: str) -> dict[str, str]:
    """A careful image with some lines more, from the second line on."""
    end = ('HEALTHCHECK CMD ["node", "health.js"]', "USER node", 'CMD ["node", "server.js"]')
    return {"Dockerfile": "\n".join(("FROM node:24", *lines, *end, "")), **IGNORES}


HOSTILE = {
    "Dockerfile": """FROM node:14
ARG NPM_TOKEN
ENV NODE_ENV=development NODE_TLS_REJECT_UNAUTHORIZED=0
WORKDIR /app
COPY . .
ADD https://files.example/tool.tar.gz /opt/
RUN apt-get update && apt-get install -y curl sudo && chmod -R 777 /app
RUN curl -k https://get.example/setup.sh | bash
RUN npm config set strict-ssl false && npm install -g pm2
RUN echo "//registry.example/:_authToken=${NPM_TOKEN}" > .npmrc
RUN npm install
EXPOSE 22 9229
HEALTHCHECK NONE
CMD ["node", "--inspect=0.0.0.0:9229", "server.js"]
""",
    "package.json": '{"devDependencies": {"jest": "30.0.0"}}',
}
PLANTED = {
    "node-end-of-life": 1,
    "dockerfile-user-root": 1,
    "secret-build-argument": 2,
    "environment-tls-unverified": 3,
    "dockerfile-node-env-not-production": 3,
    "dockerfile-context-unfiltered": 5,
    "dockerfile-add-url": 6,
    "dockerfile-package-unpinned": 7,
    "dockerfile-mode-open": 7,
    "dockerfile-download-piped": 8,
    "dockerfile-download-unverified": 8,
    "dockerfile-registry-unverified": 9,
    "dockerfile-tool-unpinned": 9,
    "dockerfile-token-written": 10,
    "install-not-from-lockfile": 11,
    "image-development-dependencies": 11,
    "dockerfile-port-remote-login": 12,
    "dockerfile-port-debug": 12,
    "dockerfile-healthcheck-missing": 13,
    "dockerfile-inspector-open": 14,
}


def test_finds_everything_that_was_planted_in_a_hostile_dockerfile() -> None:
    checks = (dockerfile, environment, image_dependencies, images, node_version, pins)
    found = dict(pair for check in checks for pair in rules(check, HOSTILE))

    assert PLANTED.items() <= found.items()


def test_a_careful_image_gives_facts_and_no_finding() -> None:
    run = measure(dockerfile, image("ENV NODE_ENV=production"))

    assert (run.outcome, run.findings) == (Outcome.COMPLETE, ())
    told = {fact.name: fact.value for fact in run.facts}
    assert told == {
        "container.health": "checked",
        "container.user": "node",
        "node_env": "production",
    }


FIRING = [
    ("dockerfile-add-url", "ADD https://a.example/x.tgz /x"),
    ("dockerfile-port-debug", "EXPOSE 3000 9229/tcp"),
    ("dockerfile-port-remote-login", "EXPOSE 22"),
    ("dockerfile-inspector-open", "ENV NODE_OPTIONS=--inspect=0.0.0.0"),
    ("dockerfile-node-env-not-production", "ENV NODE_ENV development"),
    ("dockerfile-download-piped", "RUN curl -fsSL https://a.example/x | sudo -E bash -"),
    ("dockerfile-download-piped", 'RUN bash -c "$(curl -fsSL https://a.example/x)"'),
    ("dockerfile-download-piped", "RUN wget -qO- https://a.example/x | sh"),
    ("dockerfile-download-unverified", "RUN curl -sk -o x https://a.example/x"),
    ("dockerfile-download-unverified", "RUN wget --no-check-certificate https://a.example/x"),
    ("dockerfile-download-unverified", "RUN git config --global http.sslVerify false"),
    ("dockerfile-registry-unverified", "RUN npm config set strict-ssl false"),
    ("dockerfile-mode-open", "RUN chmod a+rwx /app"),
    ("dockerfile-mode-open", "RUN chmod -R 0777 /app"),
    ("dockerfile-package-unpinned", "RUN apk add --no-cache curl"),
    ("dockerfile-tool-unpinned", "RUN npm i -g pm2"),
    ("dockerfile-token-written", "RUN echo //a/:_authToken=$NPM_TOKEN >> ~/.npmrc"),
    ("dockerfile-sudo", "RUN apt-get install -y sudo=1.9"),
]
NEAR = [
    "ADD --checksum=sha256:00 https://a.example/x.tgz /x",
    "ADD app.tar.gz /app",
    "EXPOSE 3000 2222",
    "EXPOSE $PORT",
    "ENV NODE_OPTIONS=--inspect=127.0.0.1:9229",
    "ENV NODE_OPTIONS=--max-old-space-size=512",
    "ENV NODE_ENV=production",
    "RUN curl -fsSL -o x https://a.example/x && sha256sum -c sums",
    "RUN curl https://a.example/x | tar xz",
    "RUN chmod 755 /app && chmod +x run.sh",
    "RUN chmod 0640 config",
    "RUN apt-get install -y curl=8.5.0",
    "RUN npm install -g pm2@6.0.0",
    "RUN npm config set strict-ssl true",
    "RUN --mount=type=secret,id=npm echo $(cat /run/secrets/npm) && npm ci > /dev/null",
    "COPY package.json ./",
    "# RUN chmod 777 /app",
]


@pytest.mark.parametrize(("rule", "line"), FIRING)
def test_fires(rule: str, line: str) -> None:
    assert (rule, 2) in rules(dockerfile, image(line))


@pytest.mark.parametrize("line", NEAR)
def test_is_silent_near_by(line: str) -> None:
    assert rules(dockerfile, image(line)) == []


def test_every_rule_has_a_firing_case_here() -> None:
    shown = {rule for rule, _ in FIRING} | PLANTED.keys()
    shown |= {"dockerfile-start-by-npm", "dockerfile-development-server"}

    assert {*RULES, *COMMAND_RULES} <= shown


@pytest.mark.parametrize(
    ("text", "root"),
    [
        ("FROM node:24\n", True),
        ("FROM node:24\nUSER node\n", False),
        ("FROM node:24\nUSER node\nUSER root\n", True),
        ("FROM node:24\nUSER 0:0\n", True),
        ("FROM node:24\nARG WHO=1000\nUSER $WHO\n", False),
        ("FROM node:24\nARG WHO\nUSER $WHO\n", None),
        ("FROM node:24 AS base\nUSER node\nFROM base\n", False),
        ("FROM node:24 AS build\nUSER node\nFROM node:24\nCOPY --from=build /app /app\n", True),
        ("FROM gcr.io/distroless/nodejs24-debian12:nonroot\n", False),
        ("FROM shop/base:1\n", None),
        ("FROM scratch\n", True),
    ],
)
def test_who_runs_is_what_the_last_stage_says(text: str, root: bool | None) -> None:
    (fact,) = facts(dockerfile, {"Dockerfile": text}, "container.user")

    assert fact.attributes["root"] is root


@pytest.mark.parametrize(
    ("command", "rule"),
    [
        ('CMD ["npm", "start"]', "dockerfile-start-by-npm"),
        ("CMD yarn start", "dockerfile-start-by-npm"),
        ("CMD nodemon server.js", "dockerfile-development-server"),
        ('CMD ["node", "--watch", "server.js"]', "dockerfile-development-server"),
        ('ENTRYPOINT ["node", "--inspect=[::]:9229", "a.js"]', "dockerfile-inspector-open"),
    ],
)
def test_the_last_command_counts(command: str, rule: str) -> None:
    text = f"FROM node:24\nUSER node\nHEALTHCHECK CMD true\nCMD npm test\n{command}\n"

    assert (rule, 5) in rules(dockerfile, {"Dockerfile": text})


def test_what_an_earlier_stage_leaves_behind_is_not_shipped() -> None:
    build = "FROM node:24 AS build\nRUN apt-get install -y make && chmod 777 /x\n"
    text = f"{build}FROM node:24\nUSER node\n"

    found = rules(dockerfile, {"Dockerfile": text})

    assert [rule for rule, _ in found] == ["dockerfile-healthcheck-missing"]


def test_what_a_here_document_runs_is_read_at_its_own_line() -> None:
    text = "FROM node:24\nRUN <<EOF\ncd /tmp\ncurl -k https://a.example/x\nEOF\nUSER node\n"

    assert ("dockerfile-download-unverified", 3) in rules(dockerfile, {"Dockerfile": text})


def test_the_whole_folder_may_be_copied_where_a_dockerignore_filters_it() -> None:
    assert rules(dockerfile, image("COPY . .")) == []
    alone = {"Dockerfile": image("COPY . .")["Dockerfile"]}
    assert rules(dockerfile, alone) == [("dockerfile-context-unfiltered", 2)]


def test_an_image_for_tests_says_so() -> None:
    run = measure(
        dockerfile, {"test/Dockerfile": "FROM node:24\n", "Dockerfile.dev": "FROM node:24\n"}
    )

    assert {finding.attributes.get("in_tests") for finding in run.findings} == {True}


def test_no_dockerfile_is_not_applicable_and_an_unreadable_one_is_a_gap() -> None:
    assert measure(dockerfile, {"a.js": ""}).outcome is Outcome.NOT_APPLICABLE
    run = measure(dockerfile, {"Dockerfile": b"#" * (256 * 2**10 + 1)})
    assert (run.outcome, run.coverage.gaps[0].subject) == (Outcome.PARTIAL, "Dockerfile")
