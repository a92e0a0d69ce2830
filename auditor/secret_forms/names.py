"""Which names are given to secrets?

A name is split into lower-case words (``dbPassword``, ``DB_PASSWORD`` and
``db.password`` are the same name); what it is about stands at its end.
"""

from __future__ import annotations

import re
from functools import lru_cache

MAX_NAME_CHARACTERS = 100

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_SEPARATORS = re.compile(r"[^a-z0-9]+")
_OWNERS = (
    "secret|private|access|api|auth|signing|signature|encryption|encrypt|crypto|master|session|cookie"
    "|jwt|token|hmac|aes|account|storage|shared|service|client|app|application|webhook|license|ssh|deploy"
    "|publishable|subscription|zap|salt|db|root"
)
_END = re.compile(
    rf"(?:^|_)(?:passwords?|passwd|passwort|passphrase|passcode|pass|pwd|pw|secrets?|tokens?|credentials?"
    rf"|(?:{_OWNERS})_?keys?|apikeys?|authkey|salt|pepper|auth|dsn|connection_?string|pin_code)"
    r"(?:_(?:\d{1,3}|base64|b64|hex|raw|value|current|previous|old|new|prod|production|dev|staging|default))?$"
)
_PLAIN = re.compile(r"(?:^|_)(?:keys?)$")
# Ends like a secret, and names something else.
_NOT = re.compile(
    r"(?:^|_)(?:(?:public|primary|foreign|sort|partition|cache|translation|i18n|site|csrf|xsrf|cancel"
    r"|max|min|num|total|prompt|completion|input|output|next_page|page|continuation|design|color|eos|bos|pad"
    r"|unk|stop)_(?:keys?|tokens?)|no_auth|use_auth|basic_auth|require_?pass|forgot_password|reset_password"
    r"|change_password|confirm_password|show_password|bypass|compass|public_key_\w+)$"
)
# What may be any length and is still a name of its own: a registry's credentials in an .npmrc.
_NPMRC = re.compile(r"(?:^|:)_(?:authToken|auth|password)$")


@lru_cache(maxsize=8192)
def is_secret_name(name: str) -> bool:
    """Whether a thing called ``name`` is meant to be known to few."""
    if _NPMRC.search(name):
        return True
    words = words_of(name)
    return bool(words) and _END.search(words) is not None and _NOT.search(words) is None


@lru_cache(maxsize=8192)
def is_password_name(name: str) -> bool:
    """Whether a thing called ``name`` is a password that people choose, words among them."""
    return re.search(r"pass|pwd|pw$|secret", words_of(name)) is not None


def words_of(name: str) -> str:
    """The words of a name, in lower case, joined by underscores."""
    split = _CAMEL.sub("_", name[-MAX_NAME_CHARACTERS:])
    return _SEPARATORS.sub("_", split.lower()).strip("_")
