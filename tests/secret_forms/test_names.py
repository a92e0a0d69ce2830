from __future__ import annotations

import pytest

from auditor.secret_forms.names import is_password_name, is_secret_name, words_of


@pytest.mark.parametrize(
    "name",
    [
        "password",
        "dbPassword",
        "DB_PASSWORD",
        "db.password",
        "REDIS_PASS",
        "pgPwd",
        "passphrase",
        "clientSecret",
        "SESSION_SECRET",
        "apiKey",
        "X-API-KEY",
        "AWS_SECRET_ACCESS_KEY",
        "JWT_SECRET_PROD",
        "authToken",
        "GITHUB_TOKEN",
        "//registry.example/:_authToken",
        "_auth",
        "PASSWORD_2",
        "SMTP_CREDENTIALS",
        "connectionString",
        "SENTRY_DSN",
        "zapApiKey",
        "COOKIE_KEYS",
    ],
)
def test_a_name_that_ends_like_a_secret_is_one(name: str) -> None:
    assert is_secret_name(name)


@pytest.mark.parametrize(
    "name",
    [
        "",
        "name",
        "passwordField",
        "tokenUrl",
        "secretName",
        "publicKey",
        "primary_key",
        "maxTokens",
        "max_tokens",
        "cacheKey",
        "csrf_token",
        "resetPassword",
        "keyboard",
        "monkey",
        "bypass",
        "compass",
        "passwordPolicy",
        "key",
    ],
)
def test_a_name_of_something_else_is_none(name: str) -> None:
    assert not is_secret_name(name)


def test_words_are_told_apart_however_they_are_written() -> None:
    assert (
        words_of("dbPassword")
        == words_of("DB_PASSWORD")
        == words_of("db.password")
        == "db_password"
    )
    assert words_of("AWSSecretKey") == "aws_secret_key"


def test_people_choose_passwords() -> None:
    assert is_password_name("db_pw")
    assert not is_password_name("api_token")
