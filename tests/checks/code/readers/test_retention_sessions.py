"""How long does each store keep a session? Options and defaults as its source has them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from auditor.model import Fact, Value

FactsOf = Callable[..., list[Fact]]
DAY = 86_400
PROLOGUE = """
import session from 'express-session';
import { RedisStore } from 'connect-redis';
import MongoStore from 'connect-mongo';
import ms from 'ms';
const PgStore = require('connect-pg-simple')(session);
const SqlStore = require('express-mysql-session')(session);
const FileStore = require('session-file-store')(session);
const SequelizeStore = require('connect-session-sequelize')(session.Store);
const MemoryStore = require('memorystore')(session);
const MongoDbStore = require('connect-mongodb-session')(session);
"""


@pytest.mark.parametrize(
    ("store", "cookie", "seconds", "state", "source"),
    [
        ("new RedisStore({})", "", DAY, "bounded", "store"),
        ("new RedisStore({ ttl: 0 })", "", DAY, "bounded", "store"),
        ("new RedisStore({ ttl: 2 * 3600 })", "", 7200, "bounded", "store"),
        ("new RedisStore({ ttl: ms('8h') / 1000 })", "", 28_800, "bounded", "store"),
        ("new RedisStore({ ttl: 60 })", "maxAge: 30_000", 30, "bounded", "cookie"),
        ("new RedisStore({ ttl: 60, disableTTL: true })", "", None, "unbounded", "store"),
        ("new RedisStore({ disableTTL: true })", "maxAge: 30_000", None, "unbounded", "store"),
        ("new RedisStore({ ttl: (session) => 60 })", "", None, "unknown", "store"),
        ("MongoStore.create({})", "", 14 * DAY, "bounded", "store"),
        ("MongoStore.create({ ttl: DAY_S })", "", None, "unknown", "store"),
        ("MongoStore.create({ ttl: 3600 })", "", 3600, "bounded", "store"),
        ("MongoStore.create({ autoRemove: 'interval' })", "", 14 * DAY, "bounded", "store"),
        ("MongoStore.create({ autoRemove: 'disabled' })", "", None, "unbounded", "store"),
        (
            "MongoStore.create({ autoRemove: 'disabled' })",
            "maxAge: 1000",
            None,
            "unbounded",
            "store",
        ),
        ("new PgStore({})", "", DAY, "bounded", "store"),
        ("new PgStore({ ttl: 600 })", "", 600, "bounded", "store"),
        ("new PgStore({ ttl: 600 })", "maxAge: 5000", 5, "bounded", "cookie"),
        ("new PgStore({ pruneSessionInterval: 60 })", "", DAY, "bounded", "store"),
        ("new PgStore({ pruneSessionInterval: false })", "", None, "unbounded", "store"),
        ("new PgStore(options)", "", None, "unknown", "store"),
        ("new SqlStore({})", "", DAY, "bounded", "store"),
        ("new SqlStore({ expiration: 10_800_000 })", "", 10_800, "bounded", "store"),
        ("new SqlStore({ clearExpired: true })", "", DAY, "bounded", "store"),
        ("new SqlStore({ clearExpired: false })", "", None, "unbounded", "store"),
        ("new SqlStore({ expiration: ms('2h') })", "", 7200, "bounded", "store"),
        ("new SqlStore({ expiration })", "", None, "unknown", "store"),
        ("new FileStore({})", "", 3600, "bounded", "store"),
        ("new FileStore()", "", 3600, "bounded", "store"),
        ("new FileStore({ ttl: 60 })", "", 60, "bounded", "store"),
        ("new FileStore({ ttl: 60 })", "maxAge: 1000", 1, "bounded", "cookie"),
        ("new FileStore({ reapInterval: -1 })", "", None, "unbounded", "store"),
        ("new FileStore({ reapInterval: 600 })", "", 3600, "bounded", "store"),
        ("new SequelizeStore({ db })", "", DAY, "bounded", "store"),
        ("new SequelizeStore({ db, expiration: 60_000 })", "", 60, "bounded", "store"),
        ("new SequelizeStore({ db, checkExpirationInterval: -1 })", "", None, "unbounded", "store"),
        ("new SequelizeStore({ db, checkExpirationInterval: 1000 })", "", DAY, "bounded", "store"),
        ("new SequelizeStore({ db })", "maxAge: 60_000", 60, "bounded", "cookie"),
        ("new SequelizeStore({ db, expiration })", "", None, "unknown", "store"),
        ("new MemoryStore({})", "", DAY, "bounded", "store"),
        ("new MemoryStore({ checkPeriod: 86_400_000 })", "", DAY, "bounded", "store"),
        ("new MemoryStore({ ttl: 60_000 })", "", 60, "bounded", "store"),
        ("new MemoryStore({ ttl: 60_000 })", "maxAge: 1000", 60, "bounded", "store"),
        ("new MemoryStore({})", "maxAge: 1000", 1, "bounded", "cookie"),
        ("new MemoryStore({ ttl: (o, s, id) => 1 })", "", None, "unknown", "store"),
        ("new MongoDbStore({ uri })", "", 14 * DAY, "bounded", "store"),
        ("new MongoDbStore({ uri, expires: 3_600_000 })", "", 3600, "bounded", "store"),
        (
            "new MongoDbStore({ uri, expires: 1000 * 60 * 60 * 24 * 30 })",
            "",
            30 * DAY,
            "bounded",
            "store",
        ),
        ("new MongoDbStore({ uri })", "maxAge: 60_000", 60, "bounded", "cookie"),
        ("new MongoDbStore({ uri, expires })", "", None, "unknown", "store"),
        ("new MongoDbStore(options)", "", None, "unknown", "store"),
        ("new session.MemoryStore()", "", None, "unbounded", "store"),
        ("new session.MemoryStore()", "maxAge: 60_000", 60, "bounded", "cookie"),
        ("undefined", "", None, "unbounded", "store"),
        ("store", "", None, "unknown", "store"),
        ("store", "maxAge: 60_000", 60, "bounded", "cookie"),
        ("store", "maxAge", None, "unknown", "cookie"),
    ],
)
def test_a_store_keeps_a_session(
    facts_of: FactsOf, store: str, cookie: str, seconds: Value, state: str, source: str
) -> None:
    code = f"session({{ store: {store}, cookie: {{ {cookie} }} }})"
    found = facts_of("express_session", f"{PROLOGUE}\nuse({code});", "session({ store")
    (lifetime,) = (fact for fact in found if fact.name == "session.lifetime")
    attributes = lifetime.attributes
    assert (lifetime.value, attributes["state"], attributes["source"]) == (seconds, state, source)


@pytest.mark.parametrize(
    ("options", "seconds", "lifetime"),
    [
        ("{ maxAge: 24 * 60 * 60 * 1000 }", DAY, "bounded"),
        ("{ maxAge: ms('7d') }", 7 * DAY, "bounded"),
        ("{ expires: new Date(Date.now() + 60_000) }", 60, "bounded"),
        ("{ expires: dayjs().add(30, 'day').toDate() }", 30 * DAY, "bounded"),
        ("{ expires: moment().add({ hours: 2 }).toDate() }", 7200, "bounded"),
        ("{ expires: addDays(new Date(), 14) }", 14 * DAY, "bounded"),
        ("{ expires: addMonths(new Date(), 1) }", None, None),
        ("{ maxAge: age }", None, None),
        ("{}", None, "session"),
    ],
)
def test_a_cookie_lives_as_long_as_its_options_say(
    facts_of: FactsOf, options: str, seconds: Value, lifetime: Value
) -> None:
    imports = """
    import ms from 'ms';
    import dayjs from 'dayjs';
    import moment from 'moment';
    import { addDays, addMonths } from 'date-fns';
    """
    code = f"{imports} res.cookie('theme', 'dark', {options});"
    (fact,) = facts_of("response_cookie", code, "res.cookie")
    assert (fact.attributes.get("max_age_s"), fact.attributes["lifetime"]) == (seconds, lifetime)


@pytest.mark.parametrize(
    ("claims", "options", "seconds", "lifetime"),
    [
        ("{}", "{ expiresIn: '15m' }", 900, "bounded"),
        ("{}", "{ expiresIn: 3600 }", 3600, "bounded"),
        ("{}", "{ expiresIn: '14d' }", 14 * DAY, "bounded"),
        ("{ exp: Math.floor(Date.now() / 1000) + 60 * 60 }", "{}", 3600, "bounded"),
        ("{ exp: dayjs().add(10, 'minutes').unix() }", "{}", 600, "bounded"),
        ("{}", "{}", None, "unbounded"),
        ("{}", "{ expiresIn: lifetime }", None, None),
    ],
)
def test_a_token_lives_as_long_as_it_was_signed_for(
    facts_of: FactsOf, claims: str, options: str, seconds: Value, lifetime: Value
) -> None:
    code = f"import dayjs from 'dayjs'; jwt.sign({claims}, key, {options});"
    (fact,) = facts_of("token_issued", code, "jwt.sign")
    assert (fact.attributes.get("max_age_s"), fact.attributes["lifetime"]) == (seconds, lifetime)
