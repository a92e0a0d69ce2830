"""Does nginx in front of the application speak TLS well, and tell it the truth?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.check import Context, Examined, NotApplicable, Yield, check
from auditor.checks.deployment._files import named, parsed
from auditor.checks.deployment._nginx_rules import RULES
from auditor.checks.deployment._rules import apart
from auditor.formats.nginx import Directive, is_nginx, read_nginx, walk
from auditor.model import Fact, Gap, Location, Value

_VERSIONS = {
    "SSLv2": "1.0",
    "SSLv3": "1.0",
    "TLSv1": "1.0",
    "TLSv1.1": "1.1",
    "TLSv1.2": "1.2",
    "TLSv1.3": "1.3",
}
_WEAK = re.compile(
    r"(?:^|[:+ -])(?:[ae]?NULL|EXP(?:ORT)?|LOW|RC4|3?DES|MD5|ALL|ADH)(?=[:+ -]|$)", re.IGNORECASE
)
_FORWARDED = ("x-forwarded-for", "x-real-ip", "x-forwarded-proto")
_AGE = re.compile(r"max-age\s*=\s*\"?([0-9]{1,12})", re.IGNORECASE)
_PERMANENT = {
    "301": 301,
    "308": 308,
    "302": 302,
    "303": 303,
    "307": 307,
    "permanent": 301,
    "redirect": 302,
}

Around = tuple[Directive, ...]


@check("deployment.nginx", rules=RULES)
def nginx(context: Context) -> Iterator[Yield]:
    """Versions and ciphers of TLS, HSTS, the redirect, and what the application is told.

    Reads nginx.conf, *.nginx and the .conf files of conf.d, sites-available and
    sites-enabled. Each file is read by itself: what an `include` brings in from elsewhere
    holds for its own file only. An add_header in an inner block drops those of the outer
    ones, which is how HSTS gets lost.

    Why: TLS ends here; what is weak here no setting of Node.js makes up for, and an address
    that is taken from the client fools every limit behind.

    Fix: `ssl_protocols TLSv1.2 TLSv1.3;`, `add_header Strict-Transport-Security "max-age=31536000;
    includeSubDomains" always;`, `return 308 https://$host$request_uri;` on port 80.
    """
    paths = named(context.target, is_nginx)
    if not paths:
        yield NotApplicable("there is no configuration of nginx")
        return
    count = 0
    for path, root in parsed(context.target, paths, read_nginx):
        if isinstance(root, Gap):
            yield root
            continue
        count += 1
        yield from _tls(path, root)
        for server, around in walk(root):
            if server.name == "server" and server.block is not None:
                yield from _server(path, server, around)
        yield from _rest(path, root)
    yield Examined(count)


def _tls(path: str, root: Directive) -> Iterator[Yield]:
    for each, _ in walk(root):
        place = Location(path, each.line)
        if each.name == "ssl_protocols":
            known = sorted(_VERSIONS[word] for word in each.words if word in _VERSIONS)
            lowest = known[0] if known else None
            told: dict[str, Value] = {"min_version": lowest, "by": "nginx", **apart(path)}
            yield Fact("proxy.tls", True, told, place)
            if lowest in {"1.0", "1.1"}:
                yield RULES["nginx-tls-version-old"].at(path, each.line, " ".join(each.words))
        elif each.name == "ssl_ciphers":
            on = ":".join(one for one in " ".join(each.words).split(":") if one[:1] not in "!-")
            if _WEAK.search(on):
                yield RULES["nginx-ciphers-weak"].at(path, each.line)


def _server(path: str, server: Directive, around: Around) -> Iterator[Yield]:
    listens = list(server.all("listen"))
    secure = any("ssl" in one.words or "quic" in one.words for one in listens)
    if secure:
        yield from _hsts(path, server, around)
        return
    status = next(iter(_redirects(server)), None)
    place = Location(path, (listens or [server])[0].line)
    if status is not None:
        yield Fact("tls.redirect", True, {"status": status, "by": "nginx", **apart(path)}, place)
        return
    passes = any(one.name in {"proxy_pass", "root"} for one, _ in walk(server))
    siblings = [one for outer in around for one, _ in walk(outer) if one.name == "listen"]
    if passes and any("ssl" in one.words for one in siblings):
        yield RULES["nginx-plain-served"].at(path, place.line)


def _redirects(server: Directive) -> Iterator[int]:
    for one, _ in walk(server):
        words = one.words
        if one.name == "return" and len(words) > 1 and words[1].startswith("https://"):
            yield _PERMANENT.get(words[0], 302)
        elif one.name == "rewrite" and any(word.startswith("https://") for word in words):
            yield _PERMANENT.get(words[-1], 302)


def _hsts(path: str, server: Directive, around: Around) -> Iterator[Yield]:
    found: Directive | None = None
    for block in (*around, server):
        headers = list(block.all("add_header"))
        if headers:
            found = next((one for one in headers if _is_hsts(one)), None)
    if found is None:
        return
    value = " ".join(found.words[1:])
    age = _AGE.search(value)
    told: dict[str, Value] = {
        "max_age_s": int(age[1]) if age else None,
        "include_subdomains": "includesubdomains" in value.lower(),
        "by": "nginx",
        **apart(path),
    }
    yield Fact("proxy.hsts", True, told, Location(path, found.line))
    if "always" not in found.words:
        yield RULES["nginx-hsts-not-always"].at(path, found.line)
    for one, _ in walk(server):
        headers = list(one.all("add_header"))
        if one is not server and headers and not any(_is_hsts(each) for each in headers):
            yield RULES["nginx-hsts-lost"].at(path, headers[0].line)


def _is_hsts(directive: Directive) -> bool:
    return directive.first == "strict-transport-security"


def _rest(path: str, root: Directive) -> Iterator[Yield]:
    tokens = [one for one, _ in walk(root) if one.name == "server_tokens"]
    has_http = any(one.name == "http" for one, _ in walk(root))
    shown = [one for one in tokens if one.first == "on"]
    if shown or (has_http and not tokens):
        yield RULES["nginx-version-shown"].at(path, shown[0].line if shown else 1)
    for one, around in walk(root):
        if one.name == "client_max_body_size" and one.first == "0":
            yield RULES["nginx-body-unlimited"].at(path, one.line)
        elif one.name == "autoindex" and one.first == "on":
            yield RULES["nginx-folder-listed"].at(path, one.line)
        elif one.name in {"proxy_ssl_verify", "grpc_ssl_verify"} and one.first == "off":
            yield RULES["nginx-upstream-unverified"].at(path, one.line)
        elif one.name == "alias" and _leaves(one, around):
            yield RULES["nginx-alias-leaves"].at(path, one.line, " ".join(around[-1].words))
        elif one.name == "proxy_set_header" and one.first in _FORWARDED:
            variable = f"$http_{one.first.replace('-', '_')}"
            if variable in " ".join(one.words[1:]).lower():
                yield RULES["nginx-address-believed"].at(path, one.line, one.words[0])


def _leaves(alias: Directive, around: Around) -> bool:
    """``location /files`` with ``alias /data/``: /files../ is the folder above."""
    location = around[-1]
    if location.name != "location" or len(location.words) != 1 or not alias.words:
        return False
    return not location.words[0].endswith("/") and alias.words[0].endswith("/")
