from __future__ import annotations

from collections.abc import Callable

import pytest

from auditor.model import Fact, Value

FactsOf = Callable[..., list[Fact]]
PROLOGUE = """
import pg from 'pg';
import mysql from 'mysql2/promise';
import mongoose from 'mongoose';
import { Sequelize } from 'sequelize';
import knex from 'knex';
import pRetry from 'p-retry';
import retry from 'async-retry';
import axiosRetry from 'axios-retry';
import operation from 'retry';
import * as cockatiel from 'cockatiel';
import { backOff } from 'exponential-backoff';
"""


@pytest.mark.parametrize(
    ("by", "call", "state", "timeout_s"),
    [
        ("fetch", "fetch(url)", "unbounded", None),
        ("fetch", "fetch(url, { method: 'POST' })", "unbounded", None),
        ("fetch", "fetch(url, { signal: AbortSignal.timeout(3000) })", "bounded", 3),
        ("fetch", "fetch(url, { signal: AbortSignal.timeout(wait) })", "unknown", None),
        ("fetch", "fetch(url, { signal: controller.signal })", "unknown", None),
        ("fetch", "fetch(url, options)", "unknown", None),
        ("fetch", "fetch(...all)", "unknown", None),
        ("axios", "axios.get(url)", "unbounded", None),
        ("axios", "axios.get(url, { timeout: 2500 })", "bounded", 2.5),
        ("axios", "axios.get(url, { timeout: 0 })", "unbounded", None),
        ("axios", "axios.post(url, { a: 1 }, { timeout: 1000 })", "bounded", 1),
        ("axios", "axios.get(url, { signal })", "unknown", None),
        ("axios", "axios.create({ timeout: Number(process.env.T) })", "unknown", None),
        ("got", "got(url, { timeout: { request: 3000 } })", "bounded", 3),
        ("got", "got(url, { timeout: 3000 })", "bounded", 3),
        ("got", "got(url)", "unbounded", None),
    ],
)
def test_says_when_a_request_gives_up(
    facts_of: FactsOf, by: str, call: str, state: str, timeout_s: Value
) -> None:
    (fact,) = facts_of("outbound_request", call, call, by=by)
    assert dict(fact.attributes) == {"by": by, "state": state, "timeout_s": timeout_s}


@pytest.mark.parametrize(
    ("made", "kind", "maximum", "timeout", "timeout_s"),
    [
        ("new pg.Pool({ max: 20, statement_timeout: 5000 })", "postgres", 20, "bounded", 5),
        ("new pg.Pool({ query_timeout: 1000 })", "postgres", 10, "bounded", 1),
        ("new pg.Pool()", "postgres", 10, "unbounded", None),
        ("new pg.Pool({ max: size, statement_timeout: t })", "postgres", None, None, None),
        ("new pg.Pool({ statement_timeout: 0 })", "postgres", 10, "unbounded", None),
        ("new pg.Pool(options)", "postgres", None, None, None),
        ("mysql.createPool({ connectionLimit: 5 })", "mysql", 5, "unbounded", None),
        (
            "mongoose.connect(uri, { maxPoolSize: 0, socketTimeoutMS: 5000 })",
            "mongodb",
            0,
            "bounded",
            5,
        ),
        ("mongoose.connect(uri, options)", "mongodb", None, None, None),
        ("mongoose.connect(uri)", "mongodb", 100, "unbounded", None),
        (
            "new Sequelize(url, { pool: { max: 9 }, dialectOptions: { statement_timeout: 1000 } })",
            "sequelize",
            9,
            "bounded",
            1,
        ),
        ("knex({ client: 'pg', pool: { min: 0 } })", "knex", 10, "unbounded", None),
    ],
)
def test_says_how_a_pool_is_limited(
    facts_of: FactsOf, made: str, kind: str, maximum: Value, timeout: Value, timeout_s: Value
) -> None:
    (fact,) = facts_of("pool", f"{PROLOGUE}\n{made};", made)
    assert dict(fact.attributes) == {
        "kind": kind,
        "max": maximum,
        "timeout": timeout,
        "timeout_s": timeout_s,
    }


@pytest.mark.parametrize(
    ("made", "capped", "limit", "jitter"),
    [
        ("pRetry(send, { retries: 4, randomize: true })", True, 4, True),
        ("pRetry(send)", True, 10, False),
        ("pRetry(send, { forever: true })", False, None, False),
        ("pRetry(send, { retries: Number.POSITIVE_INFINITY })", False, None, False),
        ("pRetry(send, { retries: Infinity })", False, None, False),
        ("pRetry(send, { retries: count })", None, None, False),
        ("pRetry(send, options)", None, None, None),
        ("retry(send, { retries: 3 })", True, 3, True),
        ("retry(send, { retries: 3, randomize: false })", True, 3, False),
        ("axiosRetry(client)", True, 3, False),
        ("axiosRetry(client, { retryDelay: axiosRetry.exponentialDelay })", True, 3, True),
        ("operation({ retries: 2, randomize: true })", True, 2, True),
        ("cockatiel.retry(all, { maxAttempts: 3, backoff: new Backoff() })", True, 3, True),
        ("cockatiel.retry(all, {})", False, None, False),
        ("backOff(send, { jitter: 'full' })", True, 10, True),
        ("backOff(send, { jitter: 'none' })", True, 10, False),
    ],
)
def test_says_how_often_a_call_is_tried_again(
    facts_of: FactsOf, made: str, *, capped: bool | None, limit: Value, jitter: bool | None
) -> None:
    (fact,) = facts_of("retries", f"{PROLOGUE}\n{made};", made)
    attributes = fact.attributes
    assert (attributes["capped"], attributes["limit"], attributes["jitter"]) == (
        capped,
        limit,
        jitter,
    )


@pytest.mark.parametrize("reader", ["pool", "retries"])
def test_a_call_of_no_known_package_is_none(facts_of: FactsOf, reader: str) -> None:
    assert facts_of(reader, "make({ max: 1 })", "make") == []
