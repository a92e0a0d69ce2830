"""Do the controls of retention judge as their cases say?"""

from __future__ import annotations

from pathlib import Path

import pytest
from policy.postures import TODAY, Item, assess, fact, result_of, shipped_controls
from policy.retention_cases import CASES

from auditor.policy import Verdict
from auditor.policy.load import load_policy


@pytest.mark.parametrize(
    ("control", "verdict", "items", "reason"),
    CASES,
    ids=[f"{number}-{each[0]}-{each[1]}" for number, each in enumerate(CASES)],
)
def test_judges(control: str, verdict: Verdict, items: tuple[Item, ...], reason: str) -> None:
    result = result_of(control, *items)

    assert result.verdict is verdict, result.reason
    assert reason in result.reason


LOGS = fact("log.rotation", 400, state="bounded", by="pino-roll")
SESSION = fact("session.lifetime", 3600, state="bounded", source="cookie")
TOKEN = fact("token.issued", lifetime="bounded", max_age_s=900)
REDIS = fact("redis.write", 3600, state="bounded")
RECORDS = fact("data.ttl", 86_400, state="bounded")
QUEUE = fact("queue.retention", 3600, state="bounded", by="bullmq", subject="failed")


@pytest.mark.parametrize(
    ("control", "setting", "item"),
    [
        ("retention.session_ttl", "session_ttl_max: 30m", SESSION),
        ("retention.token_ttl", "token_ttl_max: 5m", TOKEN),
        ("retention.logs", "log_retention_days: {min: 500}", LOGS),
        ("retention.logs", "log_retention_days: {max: 390}", LOGS),
        ("retention.cache_ttl", "cache_ttl_max: 30m", REDIS),
        ("retention.data_ttl", "data_ttl_max: 1h", RECORDS),
        ("retention.queue", "queue_ttl_max: 30m", QUEUE),
    ],
)
def test_each_parameter_of_the_policy_changes_a_verdict(
    control: str, setting: str, item: Item, tmp_path: Path
) -> None:
    file = tmp_path / "policy.yaml"
    file.write_text(
        "schema: auditor.policy/1\nname: stricter\nextends: [builtin:express-baseline]\n"
        f"retention:\n  {setting}\n",
        encoding="utf-8",
    )
    policy = load_policy(str(file), today=TODAY, controls=shipped_controls())

    assert assess(item).result(control).verdict is Verdict.PASS
    assert assess(item, policy=policy).result(control).verdict is Verdict.FAIL
