"""Where in a text does a credential stand that its surroundings give away?

JSON Web Tokens (RFC 7519), passwords in addresses (RFC 3986 section 3.2.1),
credentials of the Authorization header (RFC 7617, RFC 6750) and of query strings.
"""

from __future__ import annotations

import binascii
import json
import re
from base64 import urlsafe_b64decode
from collections.abc import Iterator
from dataclasses import dataclass

_JWT = re.compile(
    r"(?<![\w.-])(eyJ[\w-]{8,2000}+)\.(eyJ[\w-]{8,6000}+|[\w-]{16,6000}+)\.([\w-]{16,1400}+)(?![\w-])"
)
_URL = re.compile(
    r"(?<![A-Za-z0-9+.-])([A-Za-z][A-Za-z0-9+.-]{1,20}+)://"
    r"([^\s:/@'\"`<>?#\\(){}|]{0,100}+):([^\s/@'\"`<>\\|?#]{1,300}+)@([\w.\-\[\]:{}$%]{1,255}+)"
)
_HEADER = re.compile(
    r"""(?i)authorization["']?\s{0,4}[:=,]\s{0,4}["'`]?\s{0,4}(bearer|basic|token)\s{1,4}"""
    r"""([A-Za-z0-9._~+/=-]{8,1000}+)"""
)
_QUERY = re.compile(
    r"(?i)[?&](access_token|auth_token|api_?key|apikey|client_secret|password|passwd|sig|signature"
    r"|secret|token|x-amz-signature)=([^\s&'\"`<>#;)}\]]{12,500}+)"
)


@dataclass(frozen=True, slots=True)
class Shown:
    """A credential in plain sight: its kind, where its value begins and ends.

    ``about`` is the part that stands beside it: a host, a scheme, the name of a parameter.
    """

    kind: str
    start: int
    end: int
    about: str = ""


def shown(text: str) -> Iterator[Shown]:
    """Yield every credential in ``text`` that its surroundings give away."""
    if "eyJ" in text:
        for match in _JWT.finditer(text):
            if _is_header(match[1]):
                yield Shown("jwt", match.start(), match.end())
    if "://" in text:
        for match in _URL.finditer(text):
            yield Shown("url-password", match.start(3), match.end(3), match[4])
    if "uthorization" in text or "UTHORIZATION" in text:
        for match in _HEADER.finditer(text):
            yield Shown("authorization", match.start(2), match.end(2), match[1].lower())
    if "=" in text and ("?" in text or "&" in text):
        for match in _QUERY.finditer(text):
            yield Shown("query-credential", match.start(2), match.end(2), match[1].lower())


def _is_header(part: str) -> bool:
    """Whether a part of a token is a JOSE header: an object that names an algorithm."""
    try:
        header = json.loads(urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    except (ValueError, binascii.Error, RecursionError):
        return False
    return isinstance(header, dict) and "alg" in header
