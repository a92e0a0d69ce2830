"""Which verdict do the controls of pools, retries and breakers give?"""

from __future__ import annotations

from policy.postures import Item, fact
from policy.retention_cases import (
    FAIL,
    NOT_APPLICABLE,
    PARTIAL,
    PASS,
    SOURCES,
    UNKNOWN,
    Case,
    case,
)


def pool(maximum: int | None, timeout: str | None) -> Item:
    return fact("pool.configured", kind="postgres", max=maximum, timeout=timeout)


def retry(*, capped: bool | None, jitter: bool | None) -> Item:
    return fact("retry.used", by="p-retry", capped=capped, jitter=jitter)


CASES: list[Case] = [
    case("resilience.pools", PASS, "holds", pool(10, "bounded")),
    case("resilience.pools", PARTIAL, "queries over the pool for postgres", pool(10, "unbounded")),
    case("resilience.pools", FAIL, "the pool for postgres has no limit", pool(0, "bounded")),
    case("resilience.pools", UNKNOWN, "max of", pool(None, "bounded")),
    case("resilience.pools", UNKNOWN, "timeout of", pool(10, None)),
    case("resilience.pools", NOT_APPLICABLE, "no pool of connections", SOURCES),
    case("resilience.retries", PASS, "holds", retry(capped=True, jitter=True)),
    case("resilience.retries", PARTIAL, "at the same moments", retry(capped=True, jitter=False)),
    case("resilience.retries", FAIL, "p-retry tries again", retry(capped=False, jitter=True)),
    case("resilience.retries", UNKNOWN, "capped", retry(capped=None, jitter=True)),
    case("resilience.retries", NOT_APPLICABLE, "tries nothing again", SOURCES),
    case("resilience.breaker", PASS, "holds", fact("breaker.used")),
    case("resilience.breaker", UNKNOWN, "a mesh in front", fact("outbound.request", by="fetch")),
    case("resilience.breaker", NOT_APPLICABLE, "calls no other service", SOURCES),
]
