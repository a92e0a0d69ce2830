from __future__ import annotations

import pytest

from auditor.mask import mask, mask_values

VALUE = "Tr0ub4dor-and-3"


@pytest.mark.parametrize(
    "line",
    [
        f"const secret = '{VALUE}'",
        f'{{"apiKey": "{VALUE}"}}',
        f"password: {VALUE}",
        f"SESSION_TOKEN={VALUE}",
        f"createHmac('sha256', key, '{VALUE}')".replace("key, ", "secretKey, "),
        f"process.env.SECRET || '{VALUE}'",
        f"keys: ['{VALUE}', 'b']",
        f"postgres://shop:{VALUE}@db.example/shop",
        f"authorization: `{VALUE}",
    ],
)
def test_masks_what_is_named_like_a_secret(line: str) -> None:
    assert VALUE not in mask(line)
    assert "characters hidden" in mask(line)


@pytest.mark.parametrize(
    "token",
    [
        "ghp_" + "a1B2" * 9,
        "sk_live_" + "a1B2" * 6,
        "AKIA" + "ABCD" * 4,
        "eyJhbGciOiJI.eyJzdWIiOiIx.c2lnbmF0dXJl",
        "0123456789abcdef" * 2,
    ],
)
def test_masks_what_has_the_form_of_a_token(token: str) -> None:
    assert token not in mask(f"send('{token}')")


def test_masks_private_keys_whole() -> None:
    assert mask("-----BEGIN RSA PRIVATE KEY-----") == "<31 characters hidden>"


@pytest.mark.parametrize(
    "line",
    [
        "app.use(helmet());",
        "res.cookie('theme', theme, { httpOnly: true });",
        "const port = Number(process.env.PORT);",
        "import express from 'express';",
    ],
)
def test_leaves_other_lines_as_they_are(line: str) -> None:
    assert mask(line) == line


@pytest.mark.parametrize(
    "line", [f"sign(user, '{VALUE}')", f"NAME={VALUE}", f"name: {VALUE}", f'say("{VALUE}']
)
def test_masks_every_value_where_one_is_known_to_be_secret(line: str) -> None:
    assert VALUE not in mask_values(line)


def test_a_long_hostile_line_ends_soon() -> None:
    assert mask("password" * 40_000)
    assert mask("'\"`" * 40_000)
