from __future__ import annotations

import random

import pytest
from generated_secrets import pem, planted
from hypothesis import given
from hypothesis import strategies as st

from auditor.checks.secrets.detect import MAX_BYTES, MAX_CANDIDATES, detect, text_of
from auditor.checks.secrets.record import Candidate, Standing
from auditor.model import Confidence

VALUE = "Zx81-quiet-harbour"


def found(path: str, text: str, *, everything: bool = False) -> tuple[Candidate, ...]:
    return detect(path, text.encode(), everything=everything).candidates


def only(path: str, text: str) -> Candidate:
    (candidate,) = found(path, text)
    return candidate


@pytest.mark.parametrize(
    ("path", "text", "line"),
    [
        (".env", f"A=1\nexport DB_PASSWORD={VALUE} # of the shop\n", 2),
        (".env.production", f'API_KEY="{VALUE}"\n', 1),
        ("config/prod.json", f'{{\n "db": {{"password": "{VALUE}"}}\n}}', 2),
        ("config/prod.json", f'// kept\n{{"keys": 1, /* or */ "apiKey": "{VALUE}",}}', 2),
        ("config/escaped.json", '{"db_password": "Zx81-quiet-\\u0068arbour"}', 1),
        ("task.json", f'{{"environment": [{{"name": "API_TOKEN", "value": "{VALUE}"}}]}}', 1),
        ("package.json", f'{{"scripts": {{"deploy": "deploy --token {VALUE}"}}}}', 1),
        ("ecosystem.json", f'{{"apps": [{{"env": {{"JWT_SECRET": "{VALUE}"}}}}]}}', 1),
        ("ecosystem.config.js", f"module.exports = {{ env: {{ JWT_SECRET: '{VALUE}' }} }};", 1),
        ("compose.yml", f"services:\n  a:\n    environment:\n      - DB_PASSWORD={VALUE}\n", 4),
        ("compose.yml", f"services:\n  a:\n    environment:\n      DB_PASSWORD: {VALUE}\n", 4),
        ("compose.yml", f"services:\n  a:\n    command: run --password {VALUE}\n", 3),
        ("compose.yml", f"x: &p {VALUE}\ndb_password: *p\n", 2),
        ("serverless.yml", f"provider:\n  environment:\n    API_KEY: '{VALUE}'\n", 3),
        ("values.yaml", f"db:\n  password: {VALUE}\n{{{{- if broken }}}}\n", 2),
        ("k8s.yaml", f"kind: ConfigMap\ndata:\n  app.properties: |\n    db.password={VALUE}\n", 4),
        ("Dockerfile", f"FROM node\nENV A=b API_TOKEN={VALUE}\n", 2),
        ("Dockerfile", f"FROM node\nENV API_TOKEN {VALUE}\n", 2),
        ("Dockerfile", f"FROM node\nARG NPM_TOKEN='{VALUE}'\n", 2),
        ("Dockerfile", f"FROM node\nRUN a \\\n  && API_TOKEN={VALUE} npm ci\n", 2),
        ("Dockerfile", f"FROM node\nRUN <<END\nexport API_TOKEN={VALUE}\nEND\n", 3),
        ("Procfile", f"web: API_TOKEN={VALUE} node server.js\n", 1),
        ("deploy.sh", f"curl -u shop:{VALUE} https://api.example\n", 1),
        (".npmrc", f"//registry.example/:_authToken={VALUE}\n", 1),
        ("ci.sh", f"npm config set //registry.example/:_authToken {VALUE}\n", 1),
        (".netrc", f"machine api.example\n  login shop password {VALUE}\n", 2),
        (".pgpass", f"# host\ndb.example:5432:*:shop:{VALUE}\n", 2),
        ("prod.tfvars", f'db_password = "{VALUE}"\n', 1),
        ("app.properties", f"spring.password={VALUE}\n", 1),
        ("app.ini", f"[db]\npassword = {VALUE} ; kept\n", 2),
        ("settings.py", f"SECRET_KEY = '{VALUE}'\n", 1),
        ("src/a.js", f"jwt.sign(a, 'changeme'); // {VALUE}\n", 1),
        ("README.md", f"postgres://shop:{VALUE}@db.example/shop\n", 1),
        ("a.txt", "Authorization: Bearer Zx81quietharbour22\n", 1),
        ("a.txt", "https://a.example/?access_token=Zx81quietharbour22\n", 1),
    ],
)
def test_finds_a_secret_at_its_line(path: str, text: str, line: int) -> None:
    assert only(path, text).line == line


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (".env", "DB_PASSWORD=\nAPI_KEY=${API_KEY}\nTOKEN=$TOKEN\nSECRET=%SECRET%\n"),
        (".env", "# DB_PASSWORD=Zx81-quiet-harbour\nnot a setting\n"),
        (".env", "PASSWORD_FILE=/run/secrets/db\nDB_PASSWORD=/run/secrets/db\n"),
        ("a.json", '{"password": null, "token": true, "secret": {"a": 1}, "auth": "basic"}'),
        ("a.json", '{"password": {"type": "string"}, "token": "string", "api_key": "x-api-key"}'),
        ("openapi.yaml", "components:\n  password:\n    type: string\n    format: password\n"),
        ("a.yml", "password: Enter your password\ntoken: the token of the user\n"),
        ("a.yml", "on:\n  push:\nenv:\n  TOKEN: ${{ secrets.TOKEN }}\n"),
        ("a.yml", "token: https://id.example/token\nkey: server.key\n"),
        ("a.yml", "public_key: Zx81-quiet-harbour\nmax_tokens: 4096\ncache_key: v1-{{ hash }}\n"),
        ("i18n/de.json", '{"password": "Passw0rtEingeben", "token": "Zx81quietharbour"}'),
        ("package-lock.json", '{"token": "Zx81-quiet-harbour"}'),
        ("Dockerfile", "FROM node\nARG NPM_TOKEN\nENV API_TOKEN=$NPM_TOKEN\n"),
        ("deploy.sh", 'deploy --token "$TOKEN" --verbose && npm run auth-tests\n'),
        ("k8s.yaml", "kind: Secret\nstringData:\n  a: ${SHOP_A}\n  b: ''\n"),
        ("src/a.js", "const a = { name: 'secret', password: 'Zx81-quiet-harbour' };\n"),
        ("src/a.js", "mongoose.connect('mongodb://shop:Zx81-quiet-harbour@db.example/a');\n"),
        ("a.txt", "eyJub3QiOiJhIn0.eyJub3QiOiJhIn0.bm90IGEgc2lnbmF0dXJl\n"),
        ("a.pem", "-----BEGIN PRIVATE KEY-----\n...\n-----END PRIVATE KEY-----\n"),
        ("a.json", '{"kty": "RSA", "n": "0vx7agoebGcQSuuPiLJXZptN", "e": "AQAB"}'),
        ("a.png", "DB_PASSWORD=Zx81-quiet-harbour"),
        ("a.txt", ""),
    ],
)
def test_leaves_alone_what_is_no_secret(path: str, text: str) -> None:
    assert [each for each in found(path, text) if each.standing is not Standing.PLACEHOLDER] == []


@pytest.mark.parametrize("one", planted(44), ids=lambda one: one.kind)
def test_knows_every_form_wherever_it_stands(one: object) -> None:
    value, kind = vars(one)["value"], vars(one)["kind"]
    if kind in {"password", "passphrase", "hexadecimal"}:
        assert found("notes.txt", f"it is {value}\n") == ()
    else:
        candidate = only("notes.txt", f"it is '{value}'\n")
        assert candidate.kind == kind
        assert len(candidate.value) == len(value)


def test_knows_private_keys_in_their_forms() -> None:
    key, body = pem(random.Random(1))  # noqa: S311 -- nobody's key
    pkcs8 = "MIIEvQ" + "IBADANBgkqhkiG9w0BAQEFAASC" + "Ab3/" * 40
    jwk = '{"kty": "OKP", "crv": "Ed25519", "d": "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDus"}'
    putty = "PuTTY-User-Key-File-3: ssh-ed25519\n"

    kinds = [
        only(path, text)
        for path, text in (("a", key), ("b", pkcs8), ("c.js", ""), ("d", putty))
        if text
    ]

    assert [each.kind for each in kinds] == ["pem-private-key", "pkcs8-key", "putty-key"]
    assert (kinds[0].line, kinds[0].end_line) == (1, key.count("\n"))
    assert [each.kind for each in found("jwk.json", jwk)] == ["jwk-private-key"]
    assert body not in repr(kinds)


@pytest.mark.parametrize(
    ("path", "value", "standing", "confidence"),
    [
        ("prod.env", VALUE, Standing.DEPLOYMENT, Confidence.HIGH),
        ("prod.env", "swordfish", Standing.DEPLOYMENT, Confidence.MEDIUM),
        ("prod.env", "changeme", Standing.DEFAULT, Confidence.MEDIUM),
        ("prod.env", "keyboard cat", Standing.DEFAULT, Confidence.MEDIUM),
        ("prod.env", "db_password", Standing.DEFAULT, Confidence.MEDIUM),
        ("prod.env", "correct horse battery staple", Standing.DEPLOYMENT, Confidence.MEDIUM),
        ("prod.env", "your-password-here", Standing.PLACEHOLDER, Confidence.HIGH),
        ("prod.env", "<password>", Standing.PLACEHOLDER, Confidence.MEDIUM),
        ("test/a.env", VALUE, Standing.TEST, Confidence.LOW),
        (".env.example", VALUE, Standing.EXAMPLE, Confidence.LOW),
        ("docs/a.env", VALUE, Standing.DOCUMENTATION, Confidence.LOW),
    ],
)
def test_context_lowers_confidence_and_drops_nothing(
    path: str, value: str, standing: Standing, confidence: Confidence
) -> None:
    candidate = only(path, f"DB_PASSWORD={value}\n")

    assert candidate.standing is standing
    assert standing is Standing.PLACEHOLDER or candidate.confidence is confidence


def test_a_default_stays_one_in_a_test() -> None:
    candidate = only("test/a.env", "DB_PASSWORD=changeme\n")

    assert (candidate.standing, candidate.known) == (Standing.TEST, True)


def test_a_password_for_this_machine_counts_less() -> None:
    candidate = only("a.env", f"DATABASE_URL=postgres://shop:{VALUE}@localhost/shop\n")

    assert candidate.standing is Standing.LOCAL


def test_a_value_is_told_once_as_the_surest_of_its_kinds() -> None:
    token = planted(44)[10].value

    assert [each.kind for each in found("a.env", f"API_TOKEN={token}\n")] == ["github-token"]
    assert len(found("a.env", f"A_TOKEN={token}\nB_TOKEN={token}\n")) == 2


def test_what_a_dockerfile_sets_is_baked() -> None:
    assert only("Dockerfile", f"ENV API_TOKEN={VALUE}\n").baked
    token = planted(44)[10].value
    assert only("Dockerfile", f"ENV API_TOKEN={token}\n").baked
    assert only("Dockerfile", f"ENV A_SECRET=https://a:{token}@b.example\n").baked


def test_a_quoted_value_goes_on_over_lines() -> None:
    candidate = only("prod.env", f"A=1\nDB_PASSWORD='{VALUE}\nand-more-2'\nB=2\n")

    assert (candidate.line, candidate.end_line, len(candidate.value)) == (2, 3, 29)


def test_a_quote_that_is_never_closed_ends_with_its_line() -> None:
    text = f"DB_PASSWORD='{VALUE}\n" + "A=1\n" * 300 + f"API_TOKEN={VALUE}\n"

    assert [each.line for each in found("prod.env", text)] == [1, 302]


def test_a_long_line_of_code_is_read_in_windows() -> None:
    text = "x = 1; " * 6_000 + f"db_password = '{VALUE}'; " + "y = 2; " * 6_000

    assert only("settings.py", text).line == 1


def test_a_part_of_a_surer_find_is_not_told_again() -> None:
    token = planted(44)[10].value

    assert [each.kind for each in found("a.env", f"A_SECRET=x-{token}-y {token}\n")] == [
        "github-token"
    ]
    url = f"postgres://shop:{token}@db.example/a"
    assert [each.kind for each in found("a.env", f"DB_URL={url}\n")] == ["github-token"]


@pytest.mark.parametrize("value", ["7391556", "00000000001", "server.key", "abc"])
def test_a_short_or_plain_value_needs_a_name_for_passwords(value: str) -> None:
    assert found("a.yml", f"api_token: {value}\n") == ()


def test_a_number_may_be_a_password() -> None:
    assert only("a.env", "DB_PASSWORD=73915562\n").title == "password"
    assert only("a.env", "API_TOKEN=!!!!++++====$$$$\n").title == "token"


def test_of_code_everything_can_be_asked_for() -> None:
    text = f"connect('mongodb://shop:{VALUE}@db.example/a');\n"

    assert len(found("src/a.js", text, everything=True)) == 1


def test_says_where_a_file_is_too_large_or_holds_too_many() -> None:
    lines = "".join(f"A{at}_SECRET=Zx81-quiet-{at}\n" for at in range(MAX_CANDIDATES + 1))
    many = detect("a.env", lines.encode())
    large = detect("a.env", f"A_SECRET={VALUE}\n".encode() + b"#" * MAX_BYTES)
    at_limit = detect("a.env", b"#" * MAX_BYTES)

    assert (len(many.candidates), many.incomplete[:15]) == (MAX_CANDIDATES, "holds more than")
    assert (len(large.candidates), large.incomplete) == (1, "only the first 8 MiB are looked at")
    assert at_limit.incomplete == ""


def test_reads_any_encoding() -> None:
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"):
        assert text_of("a.env", "NAME=value\r\n".encode(encoding)) == "NAME=value\n"
    assert text_of("a.dat", b"\0\1\2NAME=value") == "\0\1\2NAME=value"
    assert text_of("a.dat", b"\0\1\2" + b"a" * 2**21) == ""


NAMES = st.sampled_from(
    [
        "a.env",
        "a.json",
        "a.yml",
        "Dockerfile",
        "a.sh",
        ".npmrc",
        ".netrc",
        ".pgpass",
        "a.py",
        "a.js",
        ".htpasswd",
    ]
)


@given(NAMES, st.binary(max_size=400))
def test_no_bytes_break_it(path: str, data: bytes) -> None:
    assert detect(path, data).incomplete == ""


@given(NAMES, st.text(alphabet="aP:=\"'{}[],\n -#\\&*|>$/@.<K", max_size=200))
def test_no_text_breaks_it(path: str, text: str) -> None:
    for candidate in found(path, text):
        assert 1 <= candidate.line <= text.count("\n") + 1
