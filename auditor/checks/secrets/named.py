"""Is the value of a thing that is named like a secret a secret?

The name says what is meant; the value says whether it is there: not a reference,
not a word of a schema, not a sentence.
"""

from __future__ import annotations

import re

from auditor.checks.secrets.record import Candidate, Hidden, Standing
from auditor.model import Confidence
from auditor.secret_forms.defaults import is_known
from auditor.secret_forms.names import is_password_name, is_secret_name, words_of
from auditor.secret_forms.placeholders import is_placeholder, is_reference

MIN_CHARACTERS = 6
MIN_PASSWORD_CHARACTERS = 4
MAX_VALUE_CHARACTERS = 8_192
MAX_WORDS = 8
LONG_CHARACTERS = 16
SURE_CHARACTERS = 12

_TEMPLATE = re.compile(r"\$\{|\{\{|<%|#\{|\$\(|%\(")
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{1,20}:(?://|[^\s/]{0,40}/)")
_NUMBER = re.compile(r"[\d.,:_-]+")
_BCRYPT = re.compile(r"\$(?:2[abxy]|argon2(?:id?|d)|scrypt|6|5|1|apr1)\$")
_FILE = re.compile(r"[\w./-]{1,120}\.(?:pem|key|crt|cer|json|ya?ml|txt|env|js|ts|html?|p12|pfx)")


def named_candidate(
    name: str, value: str, line: int, *, end_line: int = 0, flat: bool = False
) -> Candidate | None:
    """Return the candidate where ``name`` is a secret's and ``value`` may be one, else None.

    ``flat`` says that the file holds settings alone, where a value of several words is
    a passphrase and not a sentence.
    """
    if not is_secret_name(name) or len(value) > MAX_VALUE_CHARACTERS:
        return None
    text = value.strip()
    standing = standing_of(name, text, flat=flat)
    if standing is None:
        return None
    sure = len(text) >= SURE_CHARACTERS and _is_mixed(text)
    return Candidate(
        kind="password-hash" if _BCRYPT.match(text) else "named-secret",
        title=_title(name),
        value=Hidden(text),
        line=line,
        end_line=end_line,
        name=name,
        standing=standing,
        confidence=Confidence.HIGH if sure else Confidence.MEDIUM,
    )


def standing_of(name: str, text: str, *, flat: bool) -> Standing | None:
    """Return what the value of ``name`` stands for; None where it is no secret."""
    if is_known(text):
        return Standing.DEFAULT
    if is_reference(text) or _TEMPLATE.search(text) or _ADDRESS.match(text):
        return None
    if is_password_name(name) and _repeats(name, text):
        return Standing.DEFAULT
    if is_placeholder(text):
        return Standing.PLACEHOLDER
    return Standing.DEPLOYMENT if _may_be_secret(name, text, flat=flat) else None


def _repeats(name: str, text: str) -> bool:
    """Whether the value is its own name: ``password: password``."""
    return len(text) >= MIN_PASSWORD_CHARACTERS and words_of(text) == words_of(name)


def _may_be_secret(name: str, text: str, *, flat: bool) -> bool:
    password = is_password_name(name)
    if len(text) < (MIN_PASSWORD_CHARACTERS if password else MIN_CHARACTERS):
        return False
    if _FILE.fullmatch(text):
        return False
    words = text.split()
    if len(words) > 1:
        return password and flat and len(words) <= MAX_WORDS and "<" not in text
    if _NUMBER.fullmatch(text):
        return password and len(text) >= MIN_CHARACTERS and text.isdigit()
    if password and flat:
        return True
    return _is_mixed(text) or (password and text.isalnum()) or len(text) >= LONG_CHARACTERS


def _is_mixed(text: str) -> bool:
    """Whether no word of a language looks like this: digits, or letters of both cases inside."""
    if not any(character.isalpha() for character in text):
        return len(text) >= LONG_CHARACTERS
    inner = text[1:]
    both = any(each.isupper() for each in inner) and any(each.islower() for each in inner)
    return both or any(each.isdigit() for each in text)


def _title(name: str) -> str:
    words = words_of(name)
    if re.search(r"pass|pwd|pw$", words):
        return "password"
    return "token" if "token" in words else "key" if "key" in words else "secret"
