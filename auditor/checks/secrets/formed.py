"""Which secrets of a text are known by their form?

Credentials of known issuers, private keys, and what its surroundings give away.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from auditor.checks.secrets.named import standing_of
from auditor.checks.secrets.record import Candidate, Hidden, Standing
from auditor.model import Confidence
from auditor.secret_forms.issued import issued
from auditor.secret_forms.keys import private_keys
from auditor.secret_forms.placeholders import is_placeholder
from auditor.secret_forms.tokens import Shown, shown

TITLES = {
    "authorization": "credential of an Authorization header",
    "jwk-private-key": "private JSON Web Key",
    "jwt": "JSON Web Token",
    "kubernetes-secret": "value of a Kubernetes Secret",
    "netrc-password": "password of a .netrc",
    "password-hash": "password hash",
    "pem-private-key": "private key",
    "pgpass-password": "password of a .pgpass",
    "pkcs8-key": "private key",
    "putty-key": "private key",
    "query-credential": "credential in an address",
    "url-password": "password in an address",
}
_LOCAL = ("localhost", "127.", "0.0.0.0", "[::1]", "host.docker.internal")  # noqa: S104 -- compared with, never bound
_OF_CODE_RULES = frozenset({"authorization", "url-password"})


def formed_candidates(text: str, *, script: bool) -> Iterator[Candidate]:
    """Yield the candidates; of a ``script`` only what the code rules do not report."""
    lines = _Lines(text)
    for each in issued(text):
        form, value = each.form, text[each.start : each.end]
        standing = Standing.TEST if form.test else Standing.DEPLOYMENT
        if is_placeholder(value):
            standing = Standing.PLACEHOLDER
        first, last = lines.between(each.start, each.end)
        yield Candidate(
            form.kind,
            form.title,
            Hidden(value),
            first,
            last,
            prefix=form.prefix,
            standing=standing,
        )
    for key in () if script else private_keys(text):
        if key.whole:
            first, last = lines.between(key.start, key.end)
            value = text[key.start : key.end]
            yield Candidate(key.kind, TITLES[key.kind], Hidden(value), first, last)
    for one in shown(text):
        value = text[one.start : one.end]
        judged = _judged(one, value)
        if judged and not (script and one.kind in _OF_CODE_RULES):
            first, last = lines.between(one.start, one.end)
            yield Candidate(
                one.kind,
                TITLES[one.kind],
                Hidden(value),
                first,
                last,
                standing=judged[0],
                confidence=judged[1],
            )


class _Lines:
    """Which lines the characters of a text are on."""

    def __init__(self, text: str) -> None:
        self._starts = [0]
        at = text.find("\n")
        while at >= 0:
            self._starts.append(at + 1)
            at = text.find("\n", at + 1)

    def between(self, start: int, end: int) -> tuple[int, int]:
        """The first line, and the last where it is another, else 0."""
        first = bisect_right(self._starts, start)
        last = bisect_right(self._starts, max(start, end - 1))
        return first, last if last > first else 0


def _judged(one: Shown, value: str) -> tuple[Standing, Confidence] | None:
    """What a credential in plain sight stands for; None where it is none."""
    if one.kind == "jwt":
        return Standing.DEPLOYMENT, Confidence.MEDIUM
    in_url = one.kind == "url-password"
    standing = standing_of("password" if in_url else "token", value, flat=in_url)
    if standing is None:
        return None
    if in_url and one.about.startswith(_LOCAL):
        standing = Standing.LOCAL
    return standing, Confidence.HIGH if in_url else Confidence.MEDIUM
