from __future__ import annotations

from collections.abc import Callable

import pytest

from auditor.model import Fact

FactsOf = Callable[..., list[Fact]]


@pytest.mark.parametrize(
    ("kind", "arguments", "tls", "local"),
    [
        ("redis", "'redis://cache.example:6379'", False, False),
        ("redis", "'rediss://cache.example'", True, False),
        ("redis", "'redis://localhost:6379'", False, True),
        ("redis", "'redis://user:pw@127.0.0.1/0'", False, True),
        ("redis", "", None, True),
        ("redis", "process.env.REDIS_URL", None, None),
        ("redis", "{ url: process.env.REDIS_URL }", None, None),
        ("redis", "{ url: process.env.REDIS_URL, socket: { tls: true } }", True, None),
        ("redis", "{ url: 'redis://cache.example', socket: { tls: true } }", True, False),
        ("redis", "{ socket: { host: 'cache.example' } }", False, False),
        ("redis", "{ host: 'localhost', tls: {} }", True, True),
        ("redis", "6379, 'cache.example'", None, None),
        ("mongodb", "'mongodb://one.example,two.example/shop'", False, False),
        ("mongodb", "'mongodb://localhost,127.0.0.1:27018/shop'", False, True),
        ("mongodb", "'mongodb://one.example/shop?tls=true'", True, False),
        ("mongodb", "'mongodb+srv://cluster.example/shop'", True, False),
        ("mongodb", "process.env.MONGO_URL, { tls: true }", True, None),
        ("mongodb", "'mongodb://one.example/shop', options", None, False),
        ("mongodb", "url, { ssl: enabled }", None, None),
        ("postgres", "{ connectionString: process.env.URL }", None, None),
        ("postgres", "{ connectionString: process.env.URL, ssl: { ca } }", True, None),
        ("postgres", "{ connectionString: process.env.URL, ssl: false }", False, None),
        ("postgres", "'postgres://db.example/shop?sslmode=verify-full'", True, False),
        ("postgres", "'postgres://db.example/shop?sslmode=prefer'", False, False),
        ("postgres", "", None, None),
        ("postgres", "{ host: '/var/run/postgresql' }", False, True),
        ("postgres", "{ host: process.env.DB_HOST }", False, None),
        ("postgres", "{ ...config }", None, None),
        (
            "postgres",
            "{ ssl: process.env.NODE_ENV === 'production' ? { ca } : false }",
            True,
            None,
        ),
        ("mysql", "{ user: 'shop' }", False, True),
        ("mysql", "{ host: 'db.example', ssl: 'Amazon RDS' }", True, False),
        ("amqp", "'amqps://queue.example'", True, False),
        ("amqp", "'amqp://[::1]'", False, True),
    ],
)
def test_says_whether_a_connection_is_encrypted(
    facts_of: FactsOf, kind: str, arguments: str, *, tls: bool | None, local: bool | None
) -> None:
    (fact,) = facts_of("datastore", f"connect({arguments})", "connect", kind=kind)
    assert dict(fact.attributes) == {"kind": kind, "tls": tls, "local": local}


@pytest.mark.parametrize(
    ("arguments", "kind", "tls"),
    [
        ("'mariadb://db.example/shop'", "mysql", False),
        (
            "'shop', 'user', pw, { dialect: 'postgres', dialectOptions: { ssl: {} } }",
            "postgres",
            True,
        ),
        ("'shop', 'user', pw, { dialect: 'mysql', host: 'db.example' }", "mysql", False),
        ("process.env.DATABASE_URL, { dialectOptions: { ssl: true } }", None, True),
        ("...given", None, None),
    ],
)
def test_tells_the_kind_from_the_address_or_the_dialect(
    facts_of: FactsOf, arguments: str, kind: str | None, *, tls: bool | None
) -> None:
    (fact,) = facts_of("datastore", f"new Sequelize({arguments})", "new", kind=None)
    assert (fact.attributes["kind"], fact.attributes["tls"]) == (kind, tls)


def test_never_repeats_the_address(facts_of: FactsOf) -> None:
    found = facts_of("datastore", "connect('redis://:s3cret@cache.example')", "connect", kind=None)
    assert "s3cret" not in repr(found)
    assert "cache.example" not in repr(found)
