from __future__ import annotations

import pytest
from checks.deployment.measured import facts, measure, rules

from auditor.checks.deployment.compose import RULES, compose
from auditor.model import Outcome


def service(*lines: str) -> dict[str, str]:
    told = "".join(f"    {line}\n" for line in lines)
    return {"docker-compose.yml": f"services:\n  shop:\n    build: .\n{told}"}


FIRING = [
    ("compose-privileged", "privileged: true"),
    ("compose-docker-socket", "volumes: ['/var/run/docker.sock:/var/run/docker.sock']"),
    ("compose-host-namespace", "network_mode: host"),
    ("compose-host-namespace", "pid: host"),
    ("compose-capability-added", "cap_add: [SYS_ADMIN]"),
    ("compose-confinement-off", "security_opt: ['seccomp:unconfined']"),
    ("compose-confinement-off", "security_opt: ['apparmor=unconfined']"),
    ("compose-host-folder", "volumes: ['/:/host:ro']"),
    ("compose-host-folder", "volumes: [{type: bind, source: /etc/shop, target: /x}]"),
    ("compose-datastore-published", "ports: ['6379:6379']"),
    ("compose-datastore-published", "ports: ['0.0.0.0:15432:5432']"),
    ("compose-datastore-published", "ports: [{target: 27017, published: 27017}]"),
    ("compose-datastore-open", "environment: {POSTGRES_HOST_AUTH_METHOD: trust}"),
    ("compose-datastore-open", "environment: [ALLOW_EMPTY_PASSWORD=yes]"),
    ("compose-port-debug", "ports: ['9229:9229']"),
    ("compose-inspector-open", "command: node --inspect=0.0.0.0:9229 server.js"),
    ("compose-inspector-open", "command: [node, '--inspect-brk=*:9229', server.js]"),
    ("compose-user-root", "user: root"),
    ("compose-user-root", "user: '0:0'"),
    ("compose-image-floating", "image: redis"),
    ("compose-image-floating", "image: redis:latest"),
]
NEAR = [
    "privileged: false",
    "volumes: ['./data:/data', 'cache:/var/cache', '/etc/localtime:/etc/localtime:ro']",
    "network_mode: bridge",
    "cap_add: [NET_BIND_SERVICE]",
    "security_opt: ['no-new-privileges:true']",
    "ports: ['127.0.0.1:6379:6379', '127.0.0.1:9229:9229']",
    "ports: ['3000:3000', '8080:80']",
    "ports: [{target: 5432}]",
    "expose: ['6379']",
    "environment: {POSTGRES_HOST_AUTH_METHOD: scram-sha-256}",
    "environment: {ALLOW_EMPTY_PASSWORD: ''}",
    "command: node --inspect server.js",
    "command: node --inspect=127.0.0.1:9229 server.js",
    "user: node",
    "image: redis:8.2",
    "image: shop/web@sha256:00",
    "image: ${IMAGE}",
]


@pytest.mark.parametrize(("rule", "line"), FIRING)
def test_fires(rule: str, line: str) -> None:
    assert (rule, 4) in rules(compose, service(line))


@pytest.mark.parametrize("line", NEAR)
def test_is_silent_near_by(line: str) -> None:
    assert rules(compose, service(line)) == []


def test_every_rule_has_a_firing_case() -> None:
    assert {rule for rule, _ in FIRING} == set(RULES)


def test_a_merge_brings_its_rights_along() -> None:
    text = "x-base: &base {privileged: true}\nservices:\n  a:\n    <<: *base\n    image: a:1\n"

    assert rules(compose, {"compose.yaml": text}) == [("compose-privileged", 1)]


def test_gives_the_facts_of_what_is_built_here() -> None:
    files = service(
        "user: '1000'", "read_only: true", "mem_limit: 1g", "healthcheck: {test: [CMD, a]}"
    )

    assert facts(compose, files, "container.user")[0].attributes["root"] is False
    assert facts(compose, files, "container.filesystem")[0].attributes["read_only"] is True
    limits = facts(compose, files, "container.limits")[0].attributes
    assert (limits["memory"], limits["cpu"]) == (True, False)
    assert facts(compose, files, "container.health")[0].value == "checked"
    assert measure(compose, {"compose.yml": "services: {db: {image: 'redis:8'}}"}).facts[
        0
    ].name == ("data.store")


def test_a_file_for_development_says_so() -> None:
    run = measure(compose, {"docker-compose.dev.yml": "services: {a: {privileged: true}}"})

    assert run.findings[0].attributes["in_tests"] is True


@pytest.mark.parametrize(
    "text", ["a: [", "\x00", "services: {a: {user: x, user: root}}", "[" * 60_000]
)
def test_what_cannot_be_read_is_a_gap(text: str) -> None:
    run = measure(compose, {"compose.yml": text})

    assert (run.outcome, run.coverage.gaps[0].subject) == (Outcome.PARTIAL, "compose.yml")


def test_without_compose_files_it_does_not_apply() -> None:
    assert measure(compose, {"a.yml": "services: {}"}).outcome is Outcome.NOT_APPLICABLE
