"""How long do things live that the code stores? One table per kind of fact."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from auditor.model import Fact, Value

FactsOf = Callable[..., list[Fact]]
Read = Callable[..., list[tuple[Value, ...]]]

DAY = 86_400
PROLOGUE = """
import ms from 'ms';
import dayjs from 'dayjs';
import NodeCache from 'node-cache';
import { LRUCache } from 'lru-cache';
import Keyv from 'keyv';
import { createCache, caching } from 'cache-manager';
import apicache from 'apicache';
import { Queue } from 'bullmq';
import Bull from 'bull';
import Bee from 'bee-queue';
import { Duration } from 'aws-cdk-lib';
import log4js from 'log4js';
import FileStreamRotator from 'file-stream-rotator';
import * as Sentry from '@sentry/node';
const WEEK_S = 7 * 24 * 60 * 60;
const WEEK_MS = ms('7d');
"""


@pytest.fixture
def read(facts_of: FactsOf) -> Read:
    """Run a reader over the last call of ``code``; the facts with the attributes asked for."""

    def run(reader: str, code: str, *names: str, **attributes: Value) -> list[tuple[Value, ...]]:
        facts = facts_of(reader, f"{PROLOGUE}\n{code};", code, **attributes)
        return [(fact.value, *(fact.attributes[name] for name in names)) for fact in facts]

    return run


@pytest.mark.parametrize(
    ("arguments", "seconds", "state"),
    [
        ("'k', v", None, "unbounded"),
        ("'k', v, { EX: 3600 }", 3600, "bounded"),
        ("'k', v, { PX: 1500 }", 1.5, "bounded"),
        ("'k', v, { ex: WEEK_S }", 7 * DAY, "bounded"),
        ("'k', v, { px: WEEK_MS }", 7 * DAY, "bounded"),
        ("'k', v, 'EX', 60 * 60", 3600, "bounded"),
        ("'k', v, 'px', 2000, 'NX'", 2, "bounded"),
        ("'k', v, 'NX', 'EX', 5", 5, "bounded"),
        ("'k', v, { expiration: { type: 'EX', value: 60 } }", 60, "bounded"),
        ("'k', v, { expiration: { type: 'PX', value: 60_000 } }", 60, "bounded"),
        ("'k', v, { expiration: { type: 'KEEPTTL' } }", None, "unknown"),
        ("'k', v, { NX: true }", None, "unbounded"),
        ("'k', v, 'NX'", None, "unbounded"),
        ("'k', v, 'KEEPTTL'", None, "unknown"),
        ("'k', v, { EXAT: at }", None, "unknown"),
        ("'k', v, { EX: ttl }", None, "unknown"),
        ("'k', v, 'EX', ttl", None, "unknown"),
        ("'k', v, options", None, "unknown"),
        ("'k', v, null", None, "unknown"),
        ("...all", None, "unknown"),
    ],
)
def test_a_redis_value_ends_as_its_options_say(
    read: Read, arguments: str, seconds: Value, state: str
) -> None:
    assert read("redis_write", f"redis.set({arguments})", "state") == [(seconds, state)]


@pytest.mark.parametrize(
    ("arguments", "seconds", "state"),
    [
        ("'k', 900, v", 900, "bounded"),
        ("'k', 15 * 60", 900, "bounded"),
        ("'k', WEEK_S, v", 7 * DAY, "bounded"),
        ("'k', ms('1h') / 1000", 3600, "bounded"),
        ("'k', ttl", None, "unknown"),
        ("'k', Number(process.env.TTL)", None, "unknown"),
        ("'k'", None, "unknown"),
    ],
)
def test_an_expiry_is_in_seconds(read: Read, arguments: str, seconds: Value, state: str) -> None:
    assert read("redis_expiry", f"redis.expire({arguments})", "state") == [(seconds, state)]


@pytest.mark.parametrize(
    ("made", "seconds", "state"),
    [
        ("new NodeCache({ stdTTL: 600 })", 600, "bounded"),
        ("new NodeCache({ stdTTL: 0 })", None, "unbounded"),
        ("new NodeCache()", None, "unbounded"),
        ("new NodeCache(options)", None, "unknown"),
        ("new LRUCache({ max: 500, ttl: 5 * 60 * 1000 })", 300, "bounded"),
        ("new LRUCache({ max: 500 })", None, "unbounded"),
        ("new LRUCache({ ttl: WEEK_MS })", 7 * DAY, "bounded"),
        ("new Keyv({ ttl: 60_000 })", 60, "bounded"),
        ("new Keyv('sqlite://a.db', { ttl: 1000 })", 1, "bounded"),
        ("new Keyv('sqlite://a.db')", None, "unbounded"),
        ("new Keyv(store)", None, "unknown"),
        ("createCache({ ttl: 10_000 })", 10, "bounded"),
        ("createCache({ ttl: seconds })", None, "unknown"),
        ("caching('memory', { ttl: 10_000 })", 10, "bounded"),
        ("apicache.middleware('5 minutes')", 300, "bounded"),
        ("apicache.middleware()", 3600, "bounded"),
        ("apicache.middleware(period)", None, "unknown"),
    ],
)
def test_a_cache_forgets_after_its_ttl(read: Read, made: str, seconds: Value, state: str) -> None:
    assert read("cache", made, "state") == [(seconds, state)]


def test_a_cache_of_no_known_package_is_none(read: Read) -> None:
    assert read("cache", "createCache2({ ttl: 1 })") == []


@pytest.mark.parametrize(
    ("arguments", "seconds", "state", "subject"),
    [
        ("{ at: 1 }, { expireAfterSeconds: 30 * 86_400 }", 30 * DAY, "bounded", "at"),
        ("{ at: 1 }, { name: 'end', expireAfterSeconds: 900 }", 900, "bounded", "at"),
        ("{ createdAt: -1 }, { expireAfterSeconds: WEEK_S }", 7 * DAY, "bounded", "createdAt"),
        ("{ endsAt: 1 }, { expireAfterSeconds: 0 }", None, "unknown", "endsAt"),
        ("{ at: 1 }, { expireAfterSeconds: ttl }", None, "unknown", "at"),
        ("keys, { expireAfterSeconds: 60 }", 60, "bounded", None),
        ("{ at: 1 }, options", None, "unknown", "at"),
    ],
)
def test_a_ttl_index_deletes_after_its_seconds(
    read: Read, arguments: str, seconds: Value, state: str, subject: Value
) -> None:
    found = read("mongo_ttl", f"visits.createIndex({arguments})", "state", "subject")
    assert found == [(seconds, state, subject)]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ("{ at: { type: Date, expires: 900 } }", [(900, "bounded", "at")]),
        ("{ at: { type: Date, expires: '14d' } }", [(14 * DAY, "bounded", "at")]),
        ("{ at: { type: Date, expires: '1.5h' } }", [(5400, "bounded", "at")]),
        ("{ at: { type: Date, expires: WEEK_S } }", [(7 * DAY, "bounded", "at")]),
        ("{ at: { type: Date, expires: 0 } }", [(None, "unknown", "at")]),
        ("{ at: { type: Date, expires: ttl } }", [(None, "unknown", "at")]),
        ("{ log: [{ at: { type: Date, expires: 60 } }] }", [(60, "bounded", "at")]),
        ("{ at: Date }", []),
        ("fields", []),
    ],
)
def test_a_field_of_a_schema_may_end_the_record(
    read: Read, fields: str, expected: list[tuple[Value, ...]]
) -> None:
    assert read("mongoose_schema", f"new Schema({fields})", "state", "subject") == expected


@pytest.mark.parametrize(
    ("options", "completed", "failed"),
    [
        ("", (None, "unbounded"), (None, "unbounded")),
        (", { connection }", (None, "unbounded"), (None, "unbounded")),
        (
            ", { defaultJobOptions: { removeOnComplete: true, removeOnFail: true } }",
            (0, "bounded"),
            (0, "bounded"),
        ),
        (
            (
                ", { defaultJobOptions: { removeOnComplete: { age: 3600 }, "
                "removeOnFail: { age: 7 * 24 * 3600, count: 9 } } }"
            ),
            (3600, "bounded"),
            (7 * DAY, "bounded"),
        ),
        (
            ", { defaultJobOptions: { removeOnComplete: 100, removeOnFail: { count: 5 } } }",
            (None, "unknown"),
            (None, "unknown"),
        ),
        (
            ", { defaultJobOptions: { removeOnComplete: false, removeOnFail: keep } }",
            (None, "unbounded"),
            (None, "unknown"),
        ),
        (", options", (None, "unknown"), (None, "unknown")),
    ],
)
def test_a_queue_keeps_its_jobs(
    read: Read, options: str, completed: tuple[Value, ...], failed: tuple[Value, ...]
) -> None:
    found = read("job_queue", f"new Queue('mail'{options})", "state", "subject")
    assert found == [(*completed, "completed"), (*failed, "failed")]


@pytest.mark.parametrize(
    ("made", "states"),
    [
        ("new Bull('mail')", ["unbounded", "unbounded"]),
        ("new Bee('mail', { removeOnSuccess: true })", ["bounded", "unbounded"]),
        ("new Bee('mail', { removeOnSuccess: on })", ["unknown", "unbounded"]),
        ("new Other('mail')", []),
    ],
)
def test_other_queues_have_their_own_words(read: Read, made: str, states: list[str]) -> None:
    assert [state for _, state in read("job_queue", made, "state")] == states


def topic(entries: str) -> str:
    return f"{{ topics: [{{ topic: 'orders', configEntries: {entries} }}] }}"


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (topic("[{ name: 'retention.ms', value: '604800000' }]"), (7 * DAY, "bounded", "orders")),
        (topic("[{ name: 'retention.ms', value: 3600000 }]"), (3600, "bounded", "orders")),
        (topic("[{ name: 'retention.ms', value: '-1' }]"), (None, "unbounded", "orders")),
        (topic("[{ name: 'retention.ms', value: String(ms) }]"), (None, "unknown", "orders")),
        (topic("[{ name: 'cleanup.policy', value: 'delete' }]"), (None, "unknown", "orders")),
        (topic("entries"), (None, "unknown", "orders")),
        ("{ topics }", (None, "unknown", None)),
        (
            "{ resources: [{ name: 'a', configEntries: [{ name: 'retention.ms', value: '1' }] }] }",
            (0.001, "bounded", "a"),
        ),
    ],
)
def test_a_topic_keeps_its_messages(read: Read, options: str, expected: tuple[Value, ...]) -> None:
    found = read("kafka_topics", f"admin.createTopics({options})", "state", "subject")
    assert found == [expected]


def rules(*each: str) -> str:
    return f"{{ Bucket: 'b', LifecycleConfiguration: {{ Rules: [{', '.join(each)}] }} }}"


@pytest.mark.parametrize(
    ("argument", "expected"),
    [
        (rules("{ Status: 'Enabled', Expiration: { Days: 30 } }"), [(30, "bounded")]),
        (rules("{ Status: 'Enabled', Expiration: { Days: KEPT } }"), [(None, "unknown")]),
        (rules("{ Status: 'Enabled', Transitions: [] }"), [(None, "unbounded")]),
        (rules("{ Status: 'Disabled', Expiration: { Days: 30 } }"), []),
        (
            rules("{ Expiration: { Days: 1 } }", "{ Expiration: { Days: 2 } }"),
            [(1, "bounded"), (2, "bounded")],
        ),
        ("{ LifecycleConfiguration: { Rules: list } }", [(None, "unknown")]),
        ("{ LifecycleConfiguration }", [(None, "unknown")]),
        ("{ expiration: Duration.days(90) }", [(90, "bounded")]),
        ("{ expiration: Duration.days(kept) }", [(None, "unknown")]),
        ("{ transitions: [] }", [(None, "unbounded")]),
    ],
)
def test_objects_of_a_bucket_end_after_days(
    read: Read, argument: str, expected: list[tuple[Value, ...]]
) -> None:
    assert read("bucket_lifecycle", f"bucket.rule({argument})", "state") == expected


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        ("getSignedUrl(client, command, { expiresIn: 300 })", (300, "bounded")),
        ("getSignedUrl(client, command, { expiresIn: 5 * 60 })", (300, "bounded")),
        ("getSignedUrl(client, command)", (900, "bounded")),
        ("getSignedUrl(client, command, options)", (None, "unknown")),
        ("s3.getSignedUrl('getObject', { Bucket: 'b', Expires: 60 })", (60, "bounded")),
        ("s3.getSignedUrl('getObject', { Bucket: 'b' })", (900, "bounded")),
        ("createPresignedPost(client, { Bucket: 'b', Expires: 600 })", (600, "bounded")),
        ("createPresignedPost(client, { Bucket: 'b' })", (3600, "bounded")),
        ("createPresignedPost(client, { Expires: ttl })", (None, "unknown")),
        ("file.getSignedUrl({ expires: Date.now() + 60_000 })", (60, "bounded")),
        ("file.getSignedUrl({ expires: dayjs().add(2, 'hours').toDate() })", (7200, "bounded")),
        ("file.getSignedUrl({ expires: '03-17-2099' })", (None, "unknown")),
    ],
)
def test_a_link_works_until_it_ends(read: Read, made: str, expected: tuple[Value, ...]) -> None:
    assert read("presigned_url", made, "state") == [expected]


@pytest.mark.parametrize(
    ("appenders", "expected"),
    [
        ("{ a: { type: 'dateFile', numBackups: 400 } }", [("log.rotation", 400, "bounded")]),
        ("{ a: { type: 'dateFile' } }", [("log.rotation", 1, "bounded")]),
        ("{ a: { type: 'dateFile', daysToKeep: 30 } }", [("log.rotation", 30, "bounded")]),
        (
            "{ a: { type: 'dateFile', pattern: 'yyyy-MM-dd-hh', numBackups: 48 } }",
            [("log.rotation", 2, "bounded")],
        ),
        ("{ a: { type: 'dateFile', numBackups: kept } }", [("log.rotation", None, "unknown")]),
        ("{ a: { type: 'dateFile', pattern: 'yyyy-MM' } }", [("log.rotation", None, "unknown")]),
        ("{ a: { type: 'file', filename: 'a.log' } }", [("log.file", True, None)]),
        ("{ a: { type: 'file', maxLogSize: '10M', backups: 3 } }", []),
        ("{ a: { type: 'stdout' } }", []),
        ("appenders", []),
    ],
)
def test_log4js_keeps_files_by_appender(
    facts_of: FactsOf, appenders: str, expected: list[tuple[str, Value, Value]]
) -> None:
    code = f"log4js.configure({{ appenders: {appenders} }})"
    found = facts_of("log_rotation", code, "log4js.configure", by="log4js")
    assert [(each.name, each.value, each.attributes.get("state")) for each in found] == expected


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ("{ frequency: 'daily', max_logs: '30d' }", (30, "bounded")),
        ("{ frequency: 'daily', max_logs: 14 }", (14, "bounded")),
        ("{ frequency: 'daily', max_logs: '14' }", (14, "bounded")),
        ("{ frequency: '1h', max_logs: '48' }", (2, "bounded")),
        ("{ size: '5M', max_logs: '10' }", (None, "unknown")),
        ("{ frequency: 'daily' }", (None, "unbounded")),
        ("{ max_logs: kept }", (None, "unknown")),
    ],
)
def test_file_stream_rotator_keeps_days_or_files(
    read: Read, options: str, expected: tuple[Value, ...]
) -> None:
    code = f"FileStreamRotator.getStream({options})"
    assert read("log_rotation", code, "state", by="file-stream-rotator") == [expected]


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ("{ dsn }", (False, False)),
        ("{ dsn, sendDefaultPii: true }", (True, False)),
        ("{ dsn, sendDefaultPii: false, beforeSend: scrub }", (False, True)),
        ("{ dsn, beforeSend(event) { return event; } }", (False, True)),
        ("{ dsn, sendDefaultPii: flags.pii }", (None, False)),
        ("{ ...shared }", (None, None)),
    ],
)
def test_telemetry_says_what_leaves_the_house(
    read: Read, options: str, expected: tuple[Value, ...]
) -> None:
    found = read("telemetry", f"Sentry.init({options})", "personal_data", "scrubbed")
    assert found == [(True, *expected)]


def test_telemetry_of_no_package_is_none(read: Read) -> None:
    assert read("telemetry", "Other.init({ dsn })") == []
