"""Which secrets do the tests plant? Made at run time, of every kind, and none is anybody's."""

from __future__ import annotations

import base64
import random
import string
from collections.abc import Callable, Iterator
from dataclasses import dataclass

LETTERS = string.ascii_letters + string.digits
WORD = LETTERS + "_"
UPPER = string.ascii_uppercase + string.digits
BASE32 = string.ascii_uppercase + "234567"
HEX = "0123456789abcdef"
BASE64 = LETTERS + "+/"


@dataclass(frozen=True)
class Planted:
    """A secret: its kind, its value, and the part of it that is not the same for everybody."""

    kind: str
    value: str
    own: str


def _run(source: random.Random, alphabet: str, length: int) -> str:
    return "".join(source.choice(alphabet) for _ in range(length))


# Kind, what every value begins with, alphabet, length, what every value ends with.
_TOKENS: tuple[tuple[str, str, str, int, str], ...] = (
    ("age-key", "AGE-SECRET-KEY-1", UPPER, 58, ""),
    ("anthropic-key", "sk-ant-" + "api03-", WORD, 93, ""),
    ("atlassian-token", "ATATT" + "3", WORD, 180, ""),
    ("aws-access-key", "AK" + "IA", BASE32, 16, ""),
    ("braintree-token", "access_token$production$0123456789abcdef$", HEX, 32, ""),
    ("databricks-token", "da" + "pi", HEX, 32, ""),
    ("digitalocean-token", "dop" + "_v1_", HEX, 64, ""),
    ("docker-token", "dckr" + "_pat_", WORD, 27, ""),
    ("doppler-token", "dp." + "pt.", LETTERS, 43, ""),
    ("facebook-token", "EA" + "A", LETTERS, 120, ""),
    ("github-token", "gh" + "p_", LETTERS, 36, ""),
    ("github-token", "github" + "_pat_", WORD, 82, ""),
    ("gitlab-token", "gl" + "pat-", WORD, 20, ""),
    ("google-api-key", "AI" + "za", WORD, 35, ""),
    ("google-oauth-secret", "GOC" + "SPX-", WORD, 28, ""),
    ("heroku-key", "HRKU" + "-", WORD, 60, ""),
    ("huggingface-token", "h" + "f_", LETTERS, 34, ""),
    ("linear-key", "lin" + "_api_", LETTERS, 40, ""),
    ("mailchimp-key", "", HEX, 32, "-us12"),
    ("mailgun-key", "key" + "-", HEX, 32, ""),
    ("netlify-token", "nf" + "p_", LETTERS, 36, ""),
    ("newrelic-key", "NRAK" + "-", UPPER, 27, ""),
    ("notion-token", "nt" + "n_", LETTERS, 46, ""),
    ("npm-token", "np" + "m_", LETTERS, 36, ""),
    ("openai-key", "sk-" + "proj-", WORD, 90, ""),
    ("planetscale-token", "pscale" + "_tkn_", LETTERS, 43, ""),
    ("pulumi-token", "pu" + "l-", HEX, 40, ""),
    ("pypi-token", "pypi" + "-AgE", WORD, 150, ""),
    ("razorpay-key", "rzp" + "_live_", LETTERS, 14, ""),
    ("rubygems-key", "rubygems" + "_", HEX, 48, ""),
    ("sentry-token", "sntryu" + "_", HEX, 64, ""),
    ("shopify-token", "shp" + "at_", HEX, 32, ""),
    ("slack-token", "xo" + "xb-", LETTERS, 40, ""),
    ("square-token", "sq0" + "csp-", WORD, 43, ""),
    ("stripe-key", "sk" + "_live_", LETTERS, 24, ""),
    ("supabase-token", "sb" + "p_", HEX, 40, ""),
    ("telegram-token", "123456789:A" + "A", WORD, 33, ""),
    ("twilio-key", "S" + "K", HEX, 32, ""),
    ("vault-token", "hv" + "s.", WORD, 40, ""),
)


def _made() -> Iterator[Callable[[random.Random], Planted]]:
    for kind, start, alphabet, length, end in _TOKENS:

        def token(
            source: random.Random,
            kind: str = kind,
            start: str = start,
            alphabet: str = alphabet,
            length: int = length,
            end: str = end,
        ) -> Planted:
            # A letter first and last: a sign there may end the word.
            inner = _run(source, alphabet, length - 2)
            edge = "A" if alphabet in (UPPER, BASE32) else "a"
            own = f"{edge}{inner}{edge}"
            return Planted(kind, f"{start}{own}{end}", own)

        yield token
    yield _jwt
    yield _password
    yield _passphrase
    yield _hexadecimal
    yield _sendgrid


def _jwt(source: random.Random) -> Planted:
    head = base64.urlsafe_b64encode(b'{"alg":"HS256","typ":"JWT"}').decode().rstrip("=")
    body = base64.urlsafe_b64encode(
        b'{"sub":"' + _run(source, LETTERS, 18).encode() + b'"}'
    ).decode()
    own = _run(source, WORD, 43)
    return Planted("jwt", f"{head}.{body.rstrip('=')}.{own}", own)


def _password(source: random.Random) -> Planted:
    own = f"P{_run(source, LETTERS, 18)}7x"
    return Planted("password", own, own)


def _passphrase(source: random.Random) -> Planted:
    own = "-".join(f"{_run(source, LETTERS, 9)}4Z" for _ in range(3))
    return Planted("passphrase", own, own)


def _hexadecimal(source: random.Random) -> Planted:
    own = f"{_run(source, HEX, 47)}c"
    return Planted("hexadecimal", own, own)


def _sendgrid(source: random.Random) -> Planted:
    own = _run(source, LETTERS, 43)
    return Planted("sendgrid-key", "S" + f"G.{_run(source, LETTERS, 22)}.{own}", own)


def pem(source: random.Random) -> tuple[str, str]:
    """Return a private key as PEM, and the text between its armour."""
    body = "\n".join(
        [*(_run(source, BASE64, 64) for _ in range(4)), _run(source, BASE64, 22) + "=="]
    )
    name = "PRIVATE" + " KEY"
    return f"-----BEGIN {name}-----\n{body}\n-----END {name}-----\n", body


def planted(count: int, seed: int = 7) -> list[Planted]:
    """Return ``count`` secrets, of all kinds in turn."""
    source = random.Random(seed)  # noqa: S311 -- nobody's secrets
    makers = list(_made())
    return [makers[number % len(makers)](source) for number in range(count)]
