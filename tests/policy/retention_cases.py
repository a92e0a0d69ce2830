"""Which verdict do the controls of retention give on which facts?"""

from __future__ import annotations

from policy.postures import Item, fact

from auditor.policy import Verdict

PASS, PARTIAL, FAIL = Verdict.PASS, Verdict.PARTIAL, Verdict.FAIL
UNKNOWN, NOT_APPLICABLE = Verdict.UNKNOWN, Verdict.NOT_APPLICABLE

Case = tuple[str, Verdict, tuple[Item, ...], str]

SOURCES = fact("source.files", 12, at="", parsed=12)
DAY_S = 86_400
PII = fact("pii.field", "email", at="src/models/user.js:4", category="contact", model="User")


def case(control: str, verdict: Verdict, reason: str, *items: Item) -> Case:
    return (control, verdict, items, reason)


def bounded(name: str, value: float, **attributes: str) -> Item:
    return fact(name, value, state="bounded", **attributes)


CASES: list[Case] = [
    case("retention.cache_ttl", PASS, "holds", bounded("redis.write", 7 * DAY_S)),
    case("retention.cache_ttl", PASS, "holds", bounded("cache.ttl", 60, by="keyv")),
    case(
        "retention.cache_ttl",
        FAIL,
        "a value in Redis lives 8d, the policy allows 7d",
        bounded("redis.write", 8 * DAY_S),
    ),
    case(
        "retention.cache_ttl",
        FAIL,
        "node-cache keeps values 30d, the policy allows 7d",
        bounded("cache.ttl", 30 * DAY_S, by="node-cache"),
    ),
    case(
        "retention.cache_ttl",
        PARTIAL,
        "a value is written to Redis without an end",
        fact("redis.write", None, state="unbounded"),
    ),
    case(
        "retention.cache_ttl",
        PARTIAL,
        "lru-cache keeps values without an end",
        fact("cache.ttl", None, state="unbounded", by="lru-cache"),
        bounded("redis.write", 60),
    ),
    case("retention.cache_ttl", UNKNOWN, "value of", fact("redis.write", None, state="unknown")),
    case("retention.cache_ttl", NOT_APPLICABLE, "caches nothing", SOURCES),
    case("retention.data_ttl", PASS, "holds", PII, bounded("data.ttl", 30 * DAY_S)),
    case("retention.data_ttl", PASS, "holds", PII, fact("data.purge")),
    case(
        "retention.data_ttl",
        FAIL,
        "records live 3650d, the policy allows 730d",
        PII,
        bounded("data.ttl", 3650 * DAY_S),
    ),
    case("retention.data_ttl", UNKNOWN, "no record of a person end", PII),
    case("retention.data_ttl", UNKNOWN, "value of", fact("data.ttl", None, state="unknown")),
    case("retention.data_ttl", NOT_APPLICABLE, "no model with personal data", SOURCES),
    case("retention.queue", PASS, "holds", bounded("queue.retention", 3600, by="bullmq")),
    case(
        "retention.queue",
        FAIL,
        "bullmq keeps what is failed for ever",
        fact("queue.retention", None, state="unbounded", by="bullmq", subject="failed"),
    ),
    case(
        "retention.queue",
        FAIL,
        "kafka keeps messages 30d, the policy allows 14d",
        bounded("queue.retention", 30 * DAY_S, by="kafka"),
    ),
    case("retention.queue", UNKNOWN, "value of", fact("queue.retention", None, state="unknown")),
    case("retention.queue", NOT_APPLICABLE, "no queue and no topic", SOURCES),
    case("retention.erasure", PASS, "holds", PII, fact("erasure.offered")),
    case(
        "retention.erasure",
        PARTIAL,
        "marked as deleted and kept",
        PII,
        fact("erasure.offered"),
        fact("data.soft_delete", by="sequelize"),
    ),
    case("retention.erasure", UNKNOWN, "no way to erase", PII),
    case("retention.erasure", NOT_APPLICABLE, "no model with personal data", SOURCES),
    case("audit.pii_inventory", PASS, "holds", PII, fact("pii.inventory", "docs/ropa.md")),
    case("audit.pii_inventory", FAIL, "no file of the tree lists it", PII),
    case("audit.pii_inventory", NOT_APPLICABLE, "no model with personal data", SOURCES),
]
