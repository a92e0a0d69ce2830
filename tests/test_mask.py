from __future__ import annotations

import pytest

from auditor.mask import mask, mask_forms, mask_values

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


@pytest.mark.parametrize(
    "line",
    [
        f"deploy --token {VALUE}",
        f"curl -H 'Authorization: Bearer {VALUE}'",
        "res.cookie('sid', 'HS0LTHR4S4Z-Ndu0vD8ok4Z')",
        f"fetch('https://a.example/?access_token={VALUE}')",
    ],
)
def test_masks_what_its_surroundings_give_away(line: str) -> None:
    masked = mask(line)

    assert VALUE not in masked
    assert "characters hidden" in masked


@pytest.mark.parametrize(
    "line",
    ["import a from '@aws-sdk/client-s3v22'", "app.get('/api/v1/users22/x', f)", "hash('sha256')"],
)
def test_leaves_names_of_packages_and_paths(line: str) -> None:
    assert mask(line) == line


@pytest.mark.parametrize("is_first", [True, False])
def test_of_a_file_that_is_no_code_the_name_alone_stays(is_first: bool) -> None:
    masked = mask_values(f"DB_PASSWORD={VALUE} # 'quoted'", is_code=False, is_first=is_first)

    assert VALUE not in masked
    assert masked.startswith("DB_PASSWORD= <") is is_first


def test_a_later_line_of_a_secret_is_hidden_whole() -> None:
    assert mask_values("uo5vEun3WLG9OmAO==", is_first=False) == "<18 characters hidden>"
    assert mask_values("half of it` + `more", is_first=False).count("hidden") == 1


def test_of_a_message_only_what_has_the_form_of_a_credential_is_hidden() -> None:
    token = "gh" + "p_" + "a1B2" * 9
    digest = "0123456789abcdef" * 4

    assert mask_forms(f"{token} and {digest}") == f"<40 characters hidden> and {digest}"
    assert (
        mask_forms(f"https://a:{token}@b.example/") == "https://a:<40 characters hidden>@b.example/"
    )


def test_overlapping_forms_are_hidden_together() -> None:
    token = "gh" + "p_" + "a1B2" * 9

    masked = mask_forms(f"?token=x{token}&a=b Authorization: Bearer {token}zz")

    assert "a1B2" not in masked
