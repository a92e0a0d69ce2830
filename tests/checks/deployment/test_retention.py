from __future__ import annotations

import pytest
from checks.deployment.measured import measure

from auditor.checks.deployment.retention import retention
from auditor.model import Outcome, Value

LOKI = "schema_config: {configs: []}\n"
PERIOD = "limits_config: {retention_period: 744h}\n"
ISM = (
    '{"policy": {"states": [{"transitions": [{"state_name": "delete",'
    ' "conditions": {"min_index_age": "30d"}}]}]}}'
)
TEMPO = "distributor: {}\ncompactor: {compaction: {block_retention: %s}}\n"


@pytest.mark.parametrize(
    ("path", "text", "name", "days", "state"),
    [
        ("loki.yaml", LOKI, "log.rotation", None, "unbounded"),
        (
            "loki.yaml",
            f"{LOKI}limits_config: {{retention_period: 744h}}\n",
            "log.rotation",
            None,
            "unbounded",
        ),
        (
            "loki.yaml",
            f"{LOKI}{PERIOD}compactor: {{retention_enabled: true}}\n",
            "log.rotation",
            31,
            "bounded",
        ),
        (
            "loki.yaml",
            f"{LOKI}table_manager: {{retention_deletes_enabled: true, retention_period: 52w}}\n",
            "log.rotation",
            364,
            "bounded",
        ),
        (
            "logs-ilm.json",
            '{"policy": {"phases": {"delete": {"min_age": "400d"}}}}',
            "log.rotation",
            400,
            "bounded",
        ),
        ("logs-ilm.json", '{"policy": {"phases": {"hot": {}}}}', "log.rotation", None, "unbounded"),
        (
            "ism.json",
            ISM,
            "log.rotation",
            30,
            "bounded",
        ),
        ("ism.json", '{"policy": {"states": []}}', "log.rotation", None, "unbounded"),
        ("logrotate.conf", "/a.log {\n daily\n rotate 400\n}\n", "log.rotation", 400, "bounded"),
        ("logrotate.d/a", "weekly\n/a.log {\n rotate 52\n}\n", "log.rotation", 364, "bounded"),
        ("logrotate.d/a", "/a {\n rotate 9\n maxage 30\n}\n", "log.rotation", 30, "bounded"),
        ("logrotate.d/a", "/a {\n daily\n rotate -1\n}\n", "log.rotation", None, "unbounded"),
        ("logrotate.d/a", "/a {\n rotate 9\n}\n", "log.rotation", None, "unknown"),
        ("tempo.yaml", TEMPO % "336h", "trace.retention", 14, "bounded"),
        ("tempo.yaml", TEMPO % "0s", "trace.retention", None, "unbounded"),
        ("tempo.yaml", TEMPO % "'${A}'", "trace.retention", None, "unknown"),
        (
            "velero.yaml",
            "apiVersion: a\nkind: Schedule\nspec: {template: {ttl: 720h0m0s}}\n",
            "backup.retention",
            30,
            "bounded",
        ),
        (
            "db.yaml",
            "kind: Cluster\nspec:\n  backup:\n    retentionPolicy: 30d\n",
            "backup.retention",
            30,
            "bounded",
        ),
        ("serverless.yml", "provider: {logRetentionInDays: 365}", "log.rotation", 365, "bounded"),
        ("serverless.yml", "provider: {name: aws}", "log.rotation", None, "unbounded"),
        (
            "serverless.yml",
            "provider: {logRetentionInDays: '${env:D}'}",
            "log.rotation",
            None,
            "unknown",
        ),
    ],
)
def test_tells_how_long(path: str, text: str, name: str, days: Value, state: str) -> None:
    (fact,) = measure(retention, {path: text}).facts

    assert (fact.name, fact.value, fact.attributes["state"]) == (name, days, state)


@pytest.mark.parametrize(
    ("path", "text"),
    [("ilm.json", "{"), ("ilm.json", "[" * 60_000), ("loki.yaml", "limits_config: [\n")],
)
def test_what_cannot_be_read_is_a_gap(path: str, text: str) -> None:
    assert measure(retention, {path: text}).outcome is Outcome.PARTIAL


@pytest.mark.parametrize(
    ("path", "text"),
    [("ilm.json", "[]"), ("a.yaml", "a: b\n"), ("logrotate.js", "rotate 3"), ("ilm.json", "{}")],
)
def test_other_files_say_nothing(path: str, text: str) -> None:
    assert measure(retention, {path: text}).outcome is Outcome.NOT_APPLICABLE
