from __future__ import annotations

from collections.abc import Callable

import pytest

from auditor.model import Fact, Value

FactsOf = Callable[..., list[Fact]]

IMPORTS = """
import bcrypt, { hash } from 'bcrypt';
import argon2 from 'argon2';
import crypto from 'node:crypto';
import { auth } from 'express-openid-connect';
import { Strategy } from 'passport-google-oauth20';
import { newEnforcer } from 'casbin';
import vault from 'node-vault';
"""


@pytest.mark.parametrize(
    ("code", "algorithm", "cost", "state"),
    [
        ("bcrypt.hash(password, 12)", "bcrypt", 12, "strong"),
        ("bcrypt.hash(password, 10)", "bcrypt", 10, "strong"),
        ("bcrypt.hash(password, 9)", "bcrypt", 9, "low"),
        ("bcrypt.hash(password)", "bcrypt", 10, "strong"),
        ("bcrypt.hash(password, rounds)", "bcrypt", None, None),
        ("bcrypt.hash(password, bcrypt.genSaltSync(8))", "bcrypt", 8, "low"),
        ("bcrypt.hash(password, bcrypt.genSaltSync())", "bcrypt", 10, "strong"),
        ("argon2.hash(password)", "argon2", 65_536, "strong"),
        ("argon2.hash(password, { memoryCost: 19456 })", "argon2", 19_456, "strong"),
        ("argon2.hash(password, { memoryCost: 4096 })", "argon2", 4096, "low"),
        ("crypto.scryptSync(password, salt, 32)", "scrypt", 16_384, "strong"),
        ("crypto.scryptSync(password, salt, 32, { N: 1024 })", "scrypt", 1024, "low"),
        ("crypto.scryptSync(password, salt, 32, options)", "scrypt", None, None),
        ("crypto.scrypt(password, salt, 32, done)", "scrypt", 16_384, "strong"),
        ("crypto.scrypt(password, salt, 32, { cost: 2 ** 10 }, done)", "scrypt", None, None),
        ("crypto.pbkdf2Sync(password, salt, 600000, 32, 'sha256')", "pbkdf2", 600_000, "strong"),
        ("crypto.pbkdf2Sync(password, salt, 210000, 64, 'sha512')", "pbkdf2", 210_000, "strong"),
        ("crypto.pbkdf2Sync(password, salt, 210000, 32, 'sha256')", "pbkdf2", 210_000, "low"),
        ("crypto.pbkdf2Sync(password, salt, 1000, 32, digest)", "pbkdf2", 1000, "low"),
        ("bcrypt.hash(password, true)", "bcrypt", None, None),
    ],
)
def test_reads_how_passwords_are_hashed(
    facts_of: FactsOf, code: str, algorithm: str, cost: Value, state: str | None
) -> None:
    (fact,) = facts_of("password_hashed", f"{IMPORTS}\n{code};", code)
    assert dict(fact.attributes) == {"algorithm": algorithm, "cost": cost, "state": state}


@pytest.mark.parametrize("code", ["other.hash(password)", "crypto.hash('sha256', password)"])
def test_another_hash_is_not_one_of_passwords(facts_of: FactsOf, code: str) -> None:
    assert facts_of("password_hashed", f"{IMPORTS}\n{code};", code) == []


@pytest.mark.parametrize(
    ("code", "state", "pkce"),
    [
        ("auth({})", True, True),
        ("new Strategy({ clientID, state: true, pkce: true }, verify)", True, True),
        ("new Strategy({ clientID, store }, verify)", True, False),
        ("new Strategy({ clientID }, verify)", False, False),
        ("new Strategy({ clientID, state: false }, verify)", False, False),
        ("new Strategy({ ...options, clientID }, verify)", None, None),
        ("new Strategy(options, verify)", None, None),
    ],
)
def test_reads_how_a_login_elsewhere_is_protected(
    facts_of: FactsOf, code: str, state: Value, pkce: Value
) -> None:
    (fact,) = facts_of("oauth_strategy", f"{IMPORTS}\n{code};", code)
    assert (fact.attributes["state"], fact.attributes["pkce"]) == (state, pkce)


def test_names_the_variable_of_a_client_secret(facts_of: FactsOf) -> None:
    code = "new Strategy({ clientID, clientSecret: process.env.CLIENT_SECRET }, verify)"
    fact = facts_of("oauth_strategy", f"{IMPORTS}\n{code};", code)[-1]
    assert (fact.name, fact.value) == ("secret.from_environment", "CLIENT_SECRET")


@pytest.mark.parametrize(
    ("reader", "code", "facts"),
    [
        ("access_control", "newEnforcer('model.conf')", [("access_control.used", "casbin")]),
        ("access_control", "newThing()", []),
        ("vault_used", "vault({})", [("secret.from_vault", "node-vault")]),
        ("vault_used", "vaults()", []),
    ],
)
def test_known_packages_alone_count(
    facts_of: FactsOf, reader: str, code: str, facts: list[tuple[str, str]]
) -> None:
    found = facts_of(reader, f"{IMPORTS}\n{code};", code)
    assert [(fact.name, fact.attributes["by"]) for fact in found] == facts


@pytest.mark.parametrize(
    ("code", "status"),
    [
        ("res.redirect('https://' + host)", 302),
        ("res.redirect(301, 'https://' + host)", 301),
        ("res.writeHead(308, { location })", 308),
        ("res.redirect(status, 'https://' + host)", None),
        ("res.redirect(200, 'https://' + host)", None),
    ],
)
def test_reads_the_status_of_a_redirect(facts_of: FactsOf, code: str, status: Value) -> None:
    (fact,) = facts_of("https_redirect", code, "res.")
    assert dict(fact.attributes) == {"status": status}


@pytest.mark.parametrize(
    ("value", "no_store", "public"),
    [
        ("'no-store'", True, False),
        ("'private, max-age=60'", True, False),
        ("'public, max-age=60'", False, True),
        ("'max-age=60'", False, False),
        ("chosen", None, None),
    ],
)
def test_reads_who_may_keep_an_answer(
    facts_of: FactsOf, value: str, no_store: Value, public: Value
) -> None:
    (fact,) = facts_of("header_set", f"res.set('Cache-Control', {value})", "res.")
    assert fact.name == "cache_control.set"
    assert (fact.attributes["no_store"], fact.attributes["public"]) == (no_store, public)


@pytest.mark.parametrize(
    ("value", "max_age_s", "subdomains"),
    [
        ("'max-age=31536000; includeSubDomains'", 31_536_000, True),
        ("'includeSubDomains'", None, True),
        ("'max-age=60'", 60, False),
        ("policy", None, None),
    ],
)
def test_reads_hsts_set_by_hand(
    facts_of: FactsOf, value: str, max_age_s: Value, subdomains: Value
) -> None:
    (fact,) = facts_of("header_set", f"res.set('Strict-Transport-Security', {value})", "res.")
    assert (fact.name, fact.value) == ("header.set", "strict-transport-security")
    assert dict(fact.attributes) == {"max_age_s": max_age_s, "include_subdomains": subdomains}


def test_names_the_other_headers(facts_of: FactsOf) -> None:
    (fact,) = facts_of("header_set", "res.set('X-Frame-Options', 'DENY')", "res.")
    assert (fact.name, fact.value, dict(fact.attributes)) == ("header.set", "x-frame-options", {})
