from __future__ import annotations

import pytest
from checks.deployment.measured import facts, measure, rules

from auditor.checks.deployment.environment import RULES, environment
from auditor.model import Outcome


def compose(name: str, value: str) -> dict[str, str]:
    shop = f"  shop:\n    environment:\n      {name}: {value!r}\n"
    return {"compose.yml": f"services:\n{shop}  cache: {{image: redis}}\n"}


KINDS = {
    "compose.yml": "services:\n  a:\n    environment:\n      - NODE_TLS_REJECT_UNAUTHORIZED=0\n",
    "Dockerfile": "FROM node:24\n\n\nENV NODE_TLS_REJECT_UNAUTHORIZED 0\n",
    "Procfile": "\n\n\nweb: NODE_TLS_REJECT_UNAUTHORIZED=0 node a.js\n",
    "ecosystem.config.js": "\n\n\n  env: { NODE_TLS_REJECT_UNAUTHORIZED: '0' }\n",
    "pm2.json": '\n\n\n{"apps": [{"env": {"NODE_TLS_REJECT_UNAUTHORIZED": "0"}}]}',
    "serverless.yml": "provider:\n\n  environment:\n    NODE_TLS_REJECT_UNAUTHORIZED: '0'\n",
    "k8s/a.yaml": "apiVersion: v1\nkind: Pod\nspec: {containers: [{\nenv: "
    "[{name: NODE_TLS_REJECT_UNAUTHORIZED, value: '0'}]}]}\n",
    ".github/workflows/ci.yml": "env: {NODE_TLS_REJECT_UNAUTHORIZED: 0}\njobs:\n  a: {steps: [\n"
    "    {run: a}]}\n",
}


@pytest.mark.parametrize("path", KINDS)
def test_verification_is_turned_off_in_a_file_of_any_kind(path: str) -> None:
    assert rules(environment, {path: KINDS[path]}) == [("environment-tls-unverified", 4)]


@pytest.mark.parametrize(
    ("name", "value", "rule"),
    [
        ("npm_config_strict_ssl", "false", "environment-tls-unverified"),
        ("GIT_SSL_NO_VERIFY", "1", "environment-tls-unverified"),
        ("DATABASE_URL", "postgres://a:b@db.example/shop", "environment-datastore-plain"),
        (
            "DATABASE_URL",
            "postgres://db.example/shop?sslmode=disable",
            "environment-datastore-plain",
        ),
        ("REDIS_URL", "redis://redis.example:6379", "environment-datastore-plain"),
        ("MONGO", "mongodb://a.example,b.example/shop", "environment-datastore-plain"),
        ("AMQP", "amqp://mq.example", "environment-datastore-plain"),
        ("NODE_OPTIONS", "--inspect=0.0.0.0", "environment-inspector-open"),
        ("NODE_ENV", "staging", "environment-node-env-not-production"),
    ],
)
def test_fires(name: str, value: str, rule: str) -> None:
    assert rules(environment, compose(name, value)) == [(rule, 4)]
    assert rule in RULES


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("NODE_TLS_REJECT_UNAUTHORIZED", "1"),
        ("NODE_EXTRA_CA_CERTS", "/ca.pem"),
        ("DATABASE_URL", "postgres://db.example/shop?sslmode=verify-full"),
        ("DATABASE_URL", "${DATABASE_URL}"),
        ("REDIS_URL", "rediss://redis.example"),
        ("REDIS_URL", "redis://cache:6379"),
        ("REDIS_URL", "redis://localhost"),
        ("REDIS_URL", "redis://$HOST"),
        ("MONGO", "mongodb+srv://a.example/shop"),
        ("MONGO", "mongodb://a.example/shop?tls=true"),
        ("PAGE", "https://shop.example"),
        ("NODE_OPTIONS", "--enable-source-maps"),
        ("NODE_ENV", "production"),
        ("NODE_ENV", "${NODE_ENV:-production}"),
        ("NODE_ENV", "${NODE_ENV}"),
    ],
)
def test_is_silent_near_by(name: str, value: str) -> None:
    assert rules(environment, compose(name, value)) == []


def test_no_value_is_ever_shown() -> None:
    run = measure(environment, compose("URL", "postgres://shop:hunter2hunter2@db.example/x"))

    assert run.findings
    assert "hunter2" not in repr(run)


def test_a_neighbour_of_the_same_file_is_on_the_same_host() -> None:
    (fact,) = facts(environment, compose("R", "redis://cache"), "datastore.connection")

    assert dict(fact.attributes) == {"kind": "redis", "tls": False, "local": True}


def test_an_unreadable_file_is_a_gap_and_no_file_at_all_does_not_apply() -> None:
    assert measure(environment, {"compose.yml": "a: ["}).outcome is Outcome.PARTIAL
    assert measure(environment, {"a.js": ""}).outcome is Outcome.NOT_APPLICABLE
