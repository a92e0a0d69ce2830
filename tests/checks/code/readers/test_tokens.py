from __future__ import annotations

from collections.abc import Callable

import pytest

from auditor.model import Fact, Value

FactsOf = Callable[..., list[Fact]]


@pytest.mark.parametrize(
    ("arguments", "lifetime", "max_age_s"),
    [
        ("{}, key, { expiresIn: '15m' }", "bounded", 900),
        ("{}, key, { expiresIn: 3600 }", "bounded", 3600),
        ("{}, key, { expiresIn: '3600' }", "bounded", 3.6),
        ("{}, key, { expiresIn: 60 * 60 * 24 }", "bounded", 86_400),
        ("{ exp: Math.floor(Date.now() / 1000) + 60 * 60 }, key", "bounded", 3600),
        ("{ exp: Date.now() / 1000 + 60 }, key, {}", "bounded", 60),
        ("{}, key, { expiresIn: process.env.TTL || '15m' }", None, None),
        ("{}, key, { expiresIn: 'soon' }", None, None),
        ("{}, key, { expiresIn: true }", None, None),
        ("{}, key, options", None, None),
        ("payload, key", None, None),
        ("{ ...user }, key", None, None),
    ],
)
def test_reads_the_lifetime_of_a_token(
    facts_of: FactsOf, arguments: str, lifetime: str | None, max_age_s: Value
) -> None:
    fact = facts_of("token_issued", f"jwt.sign({arguments})", "jwt.sign")[0]
    assert fact.attributes["lifetime"] == lifetime
    assert fact.attributes["max_age_s"] == max_age_s


def test_a_token_without_an_end_has_no_age(facts_of: FactsOf) -> None:
    (fact,) = facts_of("token_issued", "jwt.sign({ id: 1 }, 's3cret')", "jwt.sign")
    assert dict(fact.attributes) == {"lifetime": "unbounded", "secret": "literal"}


def test_names_the_variable_of_the_key(facts_of: FactsOf) -> None:
    for reader, code in (
        ("token_issued", "jwt.sign({}, process.env.JWT_KEY)"),
        ("token_verified", "jwt.verify(token, process.env.JWT_KEY)"),
    ):
        fact = facts_of(reader, code, "jwt.")[-1]
        assert (fact.name, fact.value) == ("secret.from_environment", "JWT_KEY")
        assert fact.attributes["sink"] == "jsonwebtoken"


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ("", "default"),
        (", {}", "default"),
        (", { algorithms: ['HS256'] }", "listed"),
        (", { algorithms: [] }", "default"),
        (", { algorithms: allowed }", None),
        (", options", None),
    ],
)
def test_says_whether_algorithms_are_listed(
    facts_of: FactsOf, options: str, expected: str | None
) -> None:
    (fact,) = facts_of("token_verified", f"jwt.verify(token, key{options})", "jwt.verify")
    assert fact.attributes["algorithms"] == expected


@pytest.mark.parametrize(
    ("code", "variable"),
    [
        ("cookieParser(process.env.COOKIE_SECRET)", "COOKIE_SECRET"),
        ("createHmac('sha256', process.env.KEY)", "KEY"),
        ("new Strategy({ clientSecret: process.env.OAUTH }, found)", "OAUTH"),
        ("createHmac('sha256', key)", None),
        ("new Strategy({ clientID: process.env.ID }, found)", None),
    ],
)
def test_says_which_variable_feeds_a_secret(
    facts_of: FactsOf, code: str, variable: str | None
) -> None:
    found = facts_of("secret_source", code, code[:5])
    assert [fact.value for fact in found] == ([variable] if variable else [])


def test_the_sink_is_the_package_that_takes_the_secret(facts_of: FactsOf) -> None:
    code = "import parse from 'cookie-parser'; parse(process.env.COOKIE_SECRET);"
    (fact,) = facts_of("secret_source", code, "parse(")
    assert fact.attributes["sink"] == "cookie-parser"


def test_says_which_claims_are_compared(facts_of: FactsOf) -> None:
    code = "jwt.verify(token, key, { audience: 'shop', issuer: from, algorithms })"
    (fact,) = facts_of("token_verified", code, "jwt.")
    assert dict(fact.attributes) == {"algorithms": None, "audience": True, "issuer": None}
    (bare,) = facts_of("token_verified", "jwt.verify(token, key)", "jwt.")
    assert (bare.attributes["audience"], bare.attributes["issuer"]) == (False, False)


@pytest.mark.parametrize(
    ("code", "names"),
    [
        (
            "import { expressjwt as FACT } from 'express-jwt'; FACT({ secret: process.env.KEY })",
            ["token.verified", "secret.from_environment"],
        ),
        (
            "import { Strategy as FACT } from 'passport-jwt'; new FACT({ secretOrKey: key })",
            ["token.verified"],
        ),
        ("import { Strategy as FACT } from 'passport-local'; new FACT({ secretOrKey: key })", []),
    ],
)
def test_a_guard_of_a_known_package_checks_tokens(
    facts_of: FactsOf, code: str, names: list[str]
) -> None:
    mark = "new FACT" if "new FACT" in code else "FACT({"
    assert [fact.name for fact in facts_of("token_guard", code, mark)] == names


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (
            "import { createRemoteJWKSet as FACT } from 'jose'; FACT(url)",
            {"source": "remote", "cache": True, "rate_limit": True, "by": "jose"},
        ),
        (
            "import FACT from 'jwks-rsa'; FACT({ jwksUri, cache: false, rateLimit: true })",
            {"source": "remote", "cache": False, "rate_limit": True, "by": "jwks-rsa"},
        ),
        (
            "import FACT from 'jwks-rsa'; FACT({ jwksUri })",
            {"source": "remote", "cache": True, "rate_limit": False, "by": "jwks-rsa"},
        ),
    ],
)
def test_reads_how_the_keys_of_tokens_are_fetched(
    facts_of: FactsOf, code: str, expected: dict[str, Value]
) -> None:
    (fact,) = facts_of("jwks_remote", code, "FACT(")
    assert dict(fact.attributes) == expected
