"""Where in a text does a private key stand?

PEM (RFC 7468, RFC 1421), PKCS #8 without its armour (RFC 5958, as base64), private
JSON Web Keys (RFC 7517 with RFC 7518 section 6), PuTTY's own format.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

MAX_PEM_CHARACTERS = 32_768
MAX_JWK_CHARACTERS = 8_192
MIN_PEM_BODY = 24

_PEM = re.compile(r"-----BEGIN (?:[A-Z0-9]{2,12} ){0,3}PRIVATE KEY(?: BLOCK)?-----")
_PEM_END = re.compile(r"-----END [A-Z0-9 ]{1,40}-----")
_BODY = re.compile(rf"(?<![A-Za-z0-9+/=])[A-Za-z0-9+/]{{{MIN_PEM_BODY},}}")
# The version, the algorithm and the octet string of PrivateKeyInfo: RSA, then EC and Ed25519.
_PKCS8 = re.compile(
    r"(?<![A-Za-z0-9+/])MI[IGEHM][\w+/]{2,4}IBADANBgkqhkiG9w0BAQEFAASC[A-Za-z0-9+/]{100,8000}+={0,2}"
    r"|(?<![A-Za-z0-9+/])M(?:IGHAgEAMBMGByqGSM49|C4CAQAwBQYDK2Vw)[A-Za-z0-9+/]{20,400}+={0,2}"
)
_PUTTY = re.compile(r"^PuTTY-User-Key-File-[23]:.*$", re.MULTILINE)
_JWK_MEMBER = re.compile(
    r"""(?<![\w])["']?[dk]["']?\s{0,4}:\s{0,4}["']([\w-]{20,1400}+)={0,2}["']"""
)
_JWK_TYPE = re.compile(r"""(?<![\w])["']?kty["']?\s{0,4}:\s{0,4}["'](RSA|EC|OKP|oct)["']""")


@dataclass(frozen=True, slots=True)
class KeyPlace:
    """A private key: its kind, its place, and whether there is more of it than a header."""

    kind: str
    start: int
    end: int
    whole: bool = True


def private_keys(text: str) -> Iterator[KeyPlace]:
    """Yield every private key in ``text``."""
    if "PRIVATE KEY" in text:
        yield from _pem(text)
    if "IBADANBgkqhkiG9w0BAQEFAASC" in text or "MIGHAgEAMBMGByqGSM49" in text or "MC4CAQAw" in text:
        for match in _PKCS8.finditer(text):
            yield KeyPlace("pkcs8-key", match.start(), match.end())
    if "PuTTY-User-Key-File-" in text:
        for match in _PUTTY.finditer(text):
            yield KeyPlace("putty-key", match.start(), match.end())
    if "kty" in text:
        yield from _jwk(text)


def _pem(text: str) -> Iterator[KeyPlace]:
    for match in _PEM.finditer(text):
        limit = match.end() + MAX_PEM_CHARACTERS
        begun = text.find("-----BEGIN ", match.end(), limit)
        limit = limit if begun < 0 else begun
        end = _PEM_END.search(text, match.end(), limit)
        body_end = end.start() if end else min(len(text), limit)
        body = _BODY.search(text, match.end(), body_end)
        if end:
            yield KeyPlace("pem-private-key", match.start(), end.end(), body is not None)
        else:
            yield KeyPlace("pem-private-key", match.start(), match.end(), body is not None)


def _jwk(text: str) -> Iterator[KeyPlace]:
    types = [match.start() for match in _JWK_TYPE.finditer(text)]
    for match in _JWK_MEMBER.finditer(text):
        around = (at for at in types if abs(at - match.start()) < MAX_JWK_CHARACTERS)
        first = next(around, None)
        if first is not None and not _divided(text, first, match.start()):
            yield KeyPlace("jwk-private-key", match.start(1), match.end(1))


def _divided(text: str, one: int, other: int) -> bool:
    """Whether an object ends or begins between the two places: they belong to different ones."""
    first, last = sorted((one, other))
    return "{" in text[first:last] or "}" in text[first:last]
