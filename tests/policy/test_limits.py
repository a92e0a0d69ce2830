"""Does each parameter of a policy change a verdict, and does the message say both numbers?

Over the facts that the code rules leave of one line; which line leads to which
fact is shown in test_trees.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from policy.postures import TODAY, Item, assess, fact, finding, shipped_controls

from auditor.model import Severity
from auditor.policy import ControlResult, Policy, Verdict
from auditor.policy.load import load_policy

FAIL, PASS, PARTIAL, UNKNOWN = Verdict.FAIL, Verdict.PASS, Verdict.PARTIAL, Verdict.UNKNOWN
DAY_S = 86_400
LINE = "src/app.js:10"
APP = fact("express.app", at="src/app.js:3")

HELMET = fact("helmet.used", hsts=True, hsts_max_age_s=15_552_000, hsts_include_subdomains=False)
COOKIE = fact("cookie.set", "sid", lifetime="bounded", max_age_s=14 * DAY_S, same_site="lax")
LOGS = fact("log.rotation", 60, state="bounded")

LIMITS: list[tuple[str, str, tuple[Item, ...], Verdict, str]] = [
    (
        "cookies: {max_age: {max: 12h}}",
        "cookies.max_age",
        (COOKIE,),
        FAIL,
        "the sid cookie lives 14d, the policy allows 12h",
    ),
    ("cookies: {max_age: {max: 14d}}", "cookies.max_age", (COOKIE,), PASS, "holds"),
    (
        "cookies: {same_site: [strict]}",
        "cookies.same_site",
        (COOKIE,),
        FAIL,
        "SameSite lax, the policy allows strict",
    ),
    ("cookies: {same_site: [lax]}", "cookies.same_site", (COOKIE,), PASS, "holds"),
    (
        'tls: {min_version: "1.3"}',
        "tls.min_version",
        (fact("tls.server", min_version="1.2"),),
        FAIL,
        "a server accepts TLS 1.2, the policy asks for 1.3",
    ),
    (
        'tls: {min_version: "1.2"}',
        "tls.min_version",
        (fact("tls.server", min_version="1.2"),),
        PASS,
        "holds",
    ),
    (
        "tls: {hsts: {max_age_min: 365d, include_subdomains: false}}",
        "tls.hsts",
        (APP, HELMET),
        FAIL,
        "HSTS lasts 180d, the policy asks for 365d",
    ),
    (
        "tls: {hsts: {max_age_min: 180d, include_subdomains: true}}",
        "tls.hsts",
        (APP, HELMET),
        PARTIAL,
        "HSTS leaves the subdomains out",
    ),
    (
        "tls: {hsts: {max_age_min: 180d, include_subdomains: false}}",
        "tls.hsts",
        (APP, HELMET),
        PASS,
        "holds",
    ),
    *(
        (
            f"retention: {{session_ttl_max: {limit}}}",
            "retention.session_ttl",
            (fact("session.lifetime", 8 * 3600, state="bounded"),),
            verdict,
            said,
        )
        for limit, verdict, said in (
            ("7h", FAIL, "a session lives 8h, the policy allows 7h"),
            ("8h", PASS, "holds"),
        )
    ),
    *(
        (
            f"retention: {{token_ttl_max: {limit}}}",
            "retention.token_ttl",
            (fact("token.issued", lifetime="bounded", max_age_s=3600),),
            verdict,
            said,
        )
        for limit, verdict, said in (
            ("15m", FAIL, "a token lives 1h, the policy allows 15m"),
            ("1h", PASS, "holds"),
        )
    ),
    *(
        (
            f"retention: {{cache_ttl_max: {limit}}}",
            "retention.cache_ttl",
            (fact("redis.write", 2 * DAY_S, state="bounded"),),
            verdict,
            said,
        )
        for limit, verdict, said in (
            ("24h", FAIL, "a value in Redis lives 2d, the policy allows 24h"),
            ("2d", PASS, "holds"),
        )
    ),
    *(
        (
            f"retention: {{data_ttl_max: {limit}}}",
            "retention.data_ttl",
            (fact("data.ttl", 400 * DAY_S),),
            verdict,
            said,
        )
        for limit, verdict, said in (
            ("365d", FAIL, "records live 400d, the policy allows 365d"),
            ("400d", PASS, "holds"),
        )
    ),
    *(
        (
            f"retention: {{queue_ttl_max: {limit}}}",
            "retention.queue",
            (fact("queue.retention", 9 * DAY_S, state="bounded", by="bullmq", subject="done"),),
            verdict,
            said,
        )
        for limit, verdict, said in (
            ("7d", FAIL, "bullmq keeps messages 9d, the policy allows 7d"),
            ("9d", PASS, "holds"),
        )
    ),
    *(
        (
            f"retention: {{log_retention_days: {{{limit}}}}}",
            "retention.logs",
            (LOGS,),
            verdict,
            said,
        )
        for limit, verdict, said in (
            ("min: 61, max: 90", FAIL, "logs are kept 60 days, the policy asks for 61"),
            ("min: 30, max: 59", FAIL, "logs are kept 60 days, the policy allows 59"),
            ("min: 60, max: 60", PASS, "holds"),
        )
    ),
    *(
        (
            f"secrets: {{rotation: {{max_days: {limit}}}}}",
            "secrets.rotation",
            (fact("secret.rotation", 91),),
            verdict,
            said,
        )
        for limit, verdict, said in (
            (90, FAIL, "the secrets of this file are 91 days old, the policy allows 90"),
            (91, PASS, "holds"),
        )
    ),
    *(
        (
            f"supply_chain: {{release_age: {{min: {limit}}}}}",
            "supply.release_age",
            (
                fact("lockfile.release_age", 5 * DAY_S, unknown=0),
                fact("release.recent", 5 * DAY_S, package="left-pad@1.0.0"),
            ),
            verdict,
            said,
        )
        for limit, verdict, said in (
            ("7d", FAIL, "left-pad@1.0.0 had been out for 5d, the policy asks for 7d"),
            ("5d", PASS, "holds"),
        )
    ),
    *(
        (
            f"supply_chain: {{advisories: {{min_severity: {least}, complete: false}}}}",
            "supply.advisory",
            (
                fact("advisories.store", 9, complete=True),
                finding("advisory", severity=Severity.LOW, message="a low one"),
            ),
            verdict,
            said,
        )
        for least, verdict, said in (("low", FAIL, "a low one"), ("medium", PASS, "holds"))
    ),
    *(
        (
            f"supply_chain: {{advisories: {{min_severity: low, complete: {complete}}}}}",
            "supply.advisory",
            (fact("advisories.store", 9, complete=False, origin="seed"),),
            verdict,
            said,
        )
        for complete, verdict, said in (
            ("true", UNKNOWN, "no complete store"),
            ("false", PARTIAL, "checked against 9 advisories only"),
        )
    ),
]


def policy_of(tmp_path: Path, text: str) -> Policy:
    file = tmp_path / "policy.yaml"
    file.write_text(
        f"schema: auditor.policy/1\nname: limits\ngates: {{score_floor: {{min: 1}}}}\n{text}\n"
    )
    return load_policy(str(file), today=TODAY, controls=shipped_controls())


@pytest.mark.parametrize(("text", "control", "items", "verdict", "said"), LIMITS)
def test_a_limit_changes_the_verdict_and_stands_in_the_message(
    tmp_path: Path, text: str, control: str, items: tuple[Item, ...], verdict: Verdict, said: str
) -> None:
    result: ControlResult = assess(*items, policy=policy_of(tmp_path, text)).result(control)

    assert result.verdict is verdict, result.reason
    assert said in result.reason
    if verdict is FAIL and "supply" not in control:
        assert [str(each.location) for each in result.instances] == [LINE]


def test_every_duration_and_number_of_the_schema_is_among_them() -> None:
    read = {name for control in shipped_controls() for name in control.parameters}
    shown = " ".join(text for text, *_ in LIMITS)

    leaves = {name for name in read if name.rpartition(".")[2] not in shown}
    assert leaves <= {
        "input.body_limit.max_bytes",
        "supply_chain.install_scripts.allow",
        "supply_chain.install_scripts.mode",
        "supply_chain.licenses.allow",
        "supply_chain.licenses.deny",
    }
