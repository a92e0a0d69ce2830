from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from auditor.model import Fact, Value

FactsOf = Callable[..., list[Fact]]
PROLOGUE = """
import session from 'express-session';
import cookieSession from 'cookie-session';
import { RedisStore } from 'connect-redis';
import MongoStore from 'connect-mongo';
const PgStore = require('connect-pg-simple')(session);
const SqlStore = require('express-mysql-session')(session);
"""


@pytest.fixture
def express_session(facts_of: FactsOf) -> Callable[[str], dict[str, Fact]]:
    def read(options: str) -> dict[str, Fact]:
        found = facts_of("express_session", f"{PROLOGUE} session({options});", "session({")
        return {fact.name: fact for fact in found}

    return read


SessionOf = Callable[[str], dict[str, Fact]]


def test_an_empty_session_has_the_defaults_of_the_library(express_session: SessionOf) -> None:
    facts = express_session("{}")
    assert dict(facts["session.used"].attributes) == {
        "store": "memory",
        "name": "connect.sid",
        "secret": None,
        "save_uninitialized": True,
        "resave": True,
        "rolling": False,
    }
    assert facts["cookie.set"].value == "connect.sid"
    assert dict(facts["cookie.set"].attributes) == {
        "origin": "session",
        "secure": False,
        "http_only": True,
        "same_site": "absent",
        "lifetime": "session",
        "prefixed": False,
        "domain": "host",
    }
    assert facts["session.lifetime"].value is None
    assert facts["session.lifetime"].attributes["state"] == "unbounded"
    assert "secret.from_environment" not in facts


@pytest.mark.parametrize(
    ("cookie", "expected"),
    [
        ("secure: true", {"secure": True}),
        ("secure: 'auto'", {"secure": "auto"}),
        ("secure: process.env.NODE_ENV === 'production'", {"secure": "production"}),
        ("secure: process.env.NODE_ENV !== 'production'", {"secure": False}),
        ("secure: process.env.COOKIE_SECURE", {"secure": None}),
        ("secure: null", {"secure": False}),
        ("secure: 1", {"secure": True}),
        ("httpOnly: false", {"http_only": False}),
        ("httpOnly: flags.http", {"http_only": None}),
        ("sameSite: true", {"same_site": "strict"}),
        ("sameSite: 'Lax'", {"same_site": "lax"}),
        ("sameSite: false", {"same_site": "absent"}),
        ("sameSite: 'sideways'", {"same_site": None}),
        (
            "sameSite: process.env.NODE_ENV === 'production' ? 'none' : 'lax'",
            {"same_site": "none"},
        ),
        ("maxAge: 24 * 60 * 60 * 1000", {"lifetime": "bounded", "max_age_s": 86_400}),
        ("maxAge: Number(process.env.AGE)", {"lifetime": None, "max_age_s": None}),
        ("maxAge: 1e30", {"lifetime": None, "max_age_s": None}),
        ("maxAge: true", {"lifetime": None, "max_age_s": None}),
        ("maxAge: null", {"lifetime": "session"}),
        (
            "expires: new Date(Date.now() + 3_600_000)",
            {"lifetime": "bounded", "max_age_s": 3600},
        ),
        ("expires: false", {"lifetime": "session"}),
        ("expires: later", {"lifetime": None, "max_age_s": None}),
        (
            "...unknown",
            {"secure": None, "http_only": None, "same_site": None, "lifetime": None},
        ),
    ],
)
def test_reads_the_options_of_the_cookie(
    express_session: SessionOf, cookie: str, expected: Mapping[str, Value]
) -> None:
    attributes = express_session(f"{{ cookie: {{ {cookie} }} }}")["cookie.set"].attributes
    assert {key: attributes[key] for key in expected} == dict(expected)


def test_a_session_cookie_has_no_age(express_session: SessionOf) -> None:
    assert "max_age_s" not in express_session("{}")["cookie.set"].attributes


@pytest.mark.parametrize(
    ("name", "value", "prefixed"),
    [
        ("name: '__Host-sid'", "__Host-sid", True),
        ("name: '__Secure-sid'", "__Secure-sid", True),
        ("key: 'sid'", "sid", False),
        ("name: config.name", None, None),
        ("name: 'a\\u202eb'", "a\\u202eb", False),
    ],
)
def test_reads_the_name(
    express_session: SessionOf, name: str, value: str | None, *, prefixed: bool | None
) -> None:
    fact = express_session(f"{{ {name} }}")["cookie.set"]
    assert (fact.value, fact.attributes["prefixed"]) == (value, prefixed)


@pytest.mark.parametrize(
    ("secret", "kind", "variable"),
    [
        ("'keyboard cat'", "literal", None),
        ("['new', 'old']", "literal", None),
        ("process.env.SECRET", "environment", "SECRET"),
        ("process.env.SECRET || 'dev'", "environment", "SECRET"),
        ("[process.env.NEW, process.env.OLD]", "environment", "NEW"),
        ("Buffer.from('text')", "literal", None),
        ("Buffer.from(process.env.SECRET, 'hex')", "environment", "SECRET"),
        ("config.get('session.secret')", None, None),
        ("secret", None, None),
    ],
)
def test_says_where_the_secret_comes_from(
    express_session: SessionOf, secret: str, kind: str | None, variable: str | None
) -> None:
    facts = express_session(f"{{ secret: {secret} }}")
    assert facts["session.used"].attributes["secret"] == kind
    source = facts.get("secret.from_environment")
    assert (source.value if source else None) == variable


def test_never_repeats_a_secret(express_session: SessionOf) -> None:
    facts = express_session("{ secret: ['s3cret', process.env.X || 's3cret'], name: 'sid' }")
    assert "s3cret" not in repr(facts)


@pytest.mark.parametrize(
    ("store", "cookie", "expected"),
    [
        ("new RedisStore({ ttl: 3600 })", "", ("connect-redis", 3600, "bounded", "store")),
        ("new RedisStore({ client })", "", ("connect-redis", 86_400, "bounded", "store")),
        ("new RedisStore({ disableTTL: true })", "", ("connect-redis", None, "unbounded", "store")),
        ("new RedisStore({ ttl: hours(2) })", "", ("connect-redis", None, "unknown", "store")),
        ("new RedisStore(options)", "", ("connect-redis", None, "unknown", "store")),
        ("MongoStore.create({ ttl: 60 })", "", ("connect-mongo", 60, "bounded", "store")),
        ("MongoStore.create({})", "", ("connect-mongo", 1_209_600, "bounded", "store")),
        ("new PgStore({ pool })", "", ("connect-pg-simple", 86_400, "bounded", "store")),
        (
            "new SqlStore({ expiration: 5000 })",
            "",
            ("express-mysql-session", 5, "bounded", "store"),
        ),
        ("new session.MemoryStore()", "", ("memory", None, "unbounded", "store")),
        ("null", "", ("memory", None, "unbounded", "store")),
        ("sessions", "", (None, None, "unknown", "store")),
        ("new Other(session)", "", (None, None, "unknown", "store")),
        (
            "new RedisStore({ ttl: 3600 })",
            "maxAge: 60_000",
            ("connect-redis", 60, "bounded", "cookie"),
        ),
        ("new RedisStore({})", "maxAge: age", ("connect-redis", None, "unknown", "cookie")),
    ],
)
def test_says_how_long_a_session_lives(
    express_session: SessionOf, store: str, cookie: str, expected: tuple[Value, ...]
) -> None:
    facts = express_session(f"{{ store: {store}, cookie: {{ {cookie} }} }}")
    lifetime = facts["session.lifetime"]
    assert (
        facts["session.used"].attributes["store"],
        lifetime.value,
        lifetime.attributes["state"],
        lifetime.attributes["source"],
    ) == expected


def test_options_from_elsewhere_leave_everything_unknown(facts_of: FactsOf) -> None:
    found = facts_of("express_session", "session(require('./options'))", "session")
    facts = {fact.name: fact for fact in found}
    assert set(facts["session.used"].attributes.values()) == {None}
    attributes = facts["cookie.set"].attributes
    assert {key for key, value in attributes.items() if value is not None} == {"origin"}
    assert facts["session.lifetime"].attributes["state"] == "unknown"


def test_a_call_that_cannot_be_read_is_unknown_too(facts_of: FactsOf) -> None:
    found = facts_of("express_session", "session", "session")
    assert {fact.name for fact in found} == {
        "session.used",
        "cookie.set",
        "cookie.signed",
        "session.lifetime",
    }
    assert found[0].attributes["secret"] is None


def test_a_production_switch_of_the_documentation_is_recognised(facts_of: FactsOf) -> None:
    code = """
    var options = { secret: process.env.SECRET, cookie: {} };
    if (app.get('env') === 'production') { options.cookie.secure = true; }
    use(session(options));
    """
    found = {fact.name: fact for fact in facts_of("express_session", code, "session(options)")}
    assert found["cookie.set"].attributes["secure"] == "production"


@pytest.mark.parametrize(
    ("options", "name", "secret", "lifetime", "state"),
    [
        ("{ keys: ['a'], maxAge: 60_000 }", "session", "literal", "bounded", "bounded"),
        ("{ secret: process.env.KEY, name: 'sid' }", "sid", "environment", "session", "unbounded"),
        ("{ keys: list, maxAge: age }", "session", None, None, "unknown"),
    ],
)
def test_cookie_session_is_its_own_store(
    facts_of: FactsOf, options: str, name: str, secret: Value, lifetime: Value, state: str
) -> None:
    found = facts_of("cookie_session", f"{PROLOGUE} cookieSession({options});", "cookieSession({")
    facts = {fact.name: fact for fact in found}
    assert facts["session.used"].attributes["store"] == "cookie-session"
    assert facts["session.used"].attributes["secret"] == secret
    assert facts["cookie.set"].value == name
    assert facts["cookie.set"].attributes["origin"] == "cookie-session"
    assert facts["cookie.set"].attributes["lifetime"] == lifetime
    assert facts["session.lifetime"].attributes["state"] == state
    assert ("secret.from_environment" in facts) is ("process.env" in options)


def test_a_cookie_of_a_response_has_nothing_by_default(facts_of: FactsOf) -> None:
    (fact,) = facts_of("response_cookie", "res.cookie('theme', 'dark')", "res.cookie")
    assert fact.value == "theme"
    assert dict(fact.attributes) == {
        "origin": "response",
        "secure": False,
        "http_only": False,
        "same_site": "absent",
        "lifetime": "session",
        "prefixed": False,
        "domain": "host",
    }


def test_a_cookie_that_is_deleted_is_none(facts_of: FactsOf) -> None:
    assert facts_of("response_cookie", "res.cookie('a', '', { maxAge: 0 })", "res.cookie") == []


@pytest.mark.parametrize(
    ("options", "domain"),
    [
        ("{}", "host"),
        ("{ domain: undefined }", "host"),
        ("{ domain: '.shop.example' }", "registrable"),
        ("{ domain: 'www.shop.example' }", "subdomains"),
        ("{ domain: process.env.COOKIE_DOMAIN }", None),
        ("options", None),
    ],
)
def test_reads_which_hosts_get_a_cookie(
    facts_of: FactsOf, options: str, domain: str | None
) -> None:
    (fact,) = facts_of("response_cookie", f"res.cookie('a', 'b', {options})", "res.cookie")
    assert fact.attributes["domain"] == domain


@pytest.mark.parametrize(
    ("reader", "code", "mark", "keys"),
    [
        ("express_session", "session({ secret: process.env.KEY })", "session", "one"),
        ("express_session", "session({ secret: [now, before] })", "session", "list"),
        ("express_session", "session({ secret: made() })", "session", None),
        ("cookie_session", "cookieSession({ keys: ['a'] })", "cookieSession", "one"),
        ("cookie_session", "cookieSession({ keys: [...old] })", "cookieSession", None),
        ("cookie_session", "cookieSession({ signed: false })", "cookieSession", "none"),
        ("cookie_session", "cookieSession({ signed: on })", "cookieSession", None),
        ("cookie_parser", "cookieParser()", "cookieParser", "none"),
        ("cookie_parser", "cookieParser([now, before])", "cookieParser", "list"),
    ],
)
def test_reads_how_many_keys_sign_cookies(
    facts_of: FactsOf, reader: str, code: str, mark: str, keys: str | None
) -> None:
    facts = {fact.name: fact for fact in facts_of(reader, code, mark)}
    assert facts["cookie.signed"].attributes["keys"] == keys
