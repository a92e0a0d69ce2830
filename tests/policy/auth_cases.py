"""Which verdict do the controls of accounts, cookies, TLS and secrets give on which facts?"""

from __future__ import annotations

from policy.postures import fact, finding
from policy.retention_cases import (
    FAIL,
    NOT_APPLICABLE,
    PARTIAL,
    PASS,
    SOURCES,
    UNKNOWN,
    Case,
    case,
)

APP = fact("express.app", at="src/app.js:3")
NO_SOURCES = fact("source.files", 0, at="", parsed=0)
SESSION = fact("session.used", store="connect-redis")

TOKENS: list[Case] = [
    case("auth.jwt.alg", PASS, "holds", fact("token.verified", algorithms="listed")),
    case("auth.jwt.alg", PARTIAL, "without a list", fact("token.verified", algorithms="default")),
    case("auth.jwt.alg", FAIL, "only decoded", finding("token-decoded", message="only decoded")),
    case("auth.jwt.alg", UNKNOWN, "algorithms of", fact("token.verified", algorithms=None)),
    case("auth.jwt.alg", NOT_APPLICABLE, "checks no tokens", SOURCES),
    case("auth.jwt.claims", PASS, "holds", fact("token.verified", audience=True, issuer=True)),
    case(
        "auth.jwt.claims",
        PARTIAL,
        "for whomever it was issued",
        fact("token.verified", audience=False, issuer=True),
    ),
    case(
        "auth.jwt.claims",
        PARTIAL,
        "whoever issued it",
        fact("token.verified", audience=True, issuer=False),
    ),
    case(
        "auth.jwt.claims",
        FAIL,
        "whoever issued it and for whom",
        fact("token.verified", audience=False, issuer=False),
    ),
    case(
        "auth.jwt.claims",
        UNKNOWN,
        "audience of token.verified",
        fact("token.verified", audience=None, issuer=True),
    ),
    case("auth.jwt.claims", NOT_APPLICABLE, "checks no tokens", SOURCES),
    case("auth.jwks.rotation", PASS, "holds", fact("jwks.used", source="remote", cache=True)),
    case(
        "auth.jwks.rotation",
        PARTIAL,
        "fetched for each token",
        fact("jwks.used", source="remote", cache=False),
    ),
    case("auth.jwks.rotation", FAIL, "released with the code", fact("jwks.used", source="static")),
    case("auth.jwks.rotation", UNKNOWN, "source of jwks", fact("jwks.used", source=None)),
    case("auth.jwks.rotation", NOT_APPLICABLE, "no public key", SOURCES),
]

ACCOUNTS: list[Case] = [
    case("auth.oidc", PASS, "holds", fact("oauth.used", state=True, pkce=True)),
    case("auth.oidc", PARTIAL, "asks for no state", fact("oauth.used", state=False, pkce=True)),
    case("auth.oidc", PARTIAL, "without PKCE", fact("oauth.used", state=True, pkce=False)),
    case(
        "auth.oidc",
        FAIL,
        "the request decides",
        finding("oauth-redirect", message="the request decides"),
    ),
    case("auth.oidc", UNKNOWN, "state of oauth.used", fact("oauth.used", state=None, pkce=True)),
    case("auth.oidc", NOT_APPLICABLE, "by another provider", SOURCES),
    case("auth.password_hash", PASS, "holds", fact("password.hashed", state="strong")),
    case(
        "auth.password_hash",
        PARTIAL,
        "by bcrypt at a cost of 8",
        fact("password.hashed", algorithm="bcrypt", cost=8, state="low"),
    ),
    case(
        "auth.password_hash", FAIL, "a fast hash", finding("password-hash", message="a fast hash")
    ),
    case("auth.password_hash", UNKNOWN, "state of", fact("password.hashed", state=None)),
    case("auth.password_hash", NOT_APPLICABLE, "stores no passwords", SOURCES),
    case("auth.password_policy", PASS, "no rule for passwords", SOURCES),
    case("auth.password_policy", FAIL, "short", finding("password-policy", message="short")),
    case("auth.password_policy", NOT_APPLICABLE, "no JavaScript", NO_SOURCES),
    case("auth.session.regenerate", PASS, "holds", SESSION, fact("session.regenerated")),
    case(
        "auth.session.regenerate",
        PARTIAL,
        "the session stays",
        SESSION,
        fact("session.regenerated"),
        finding("session-logout", message="the session stays"),
    ),
    case(
        "auth.session.regenerate",
        FAIL,
        "the same id",
        SESSION,
        finding("session-fixation", message="the same id"),
    ),
    case("auth.session.regenerate", UNKNOWN, "changes at a login", SESSION),
    case("auth.session.regenerate", NOT_APPLICABLE, "no server-side", SOURCES),
    case("auth.idor", PASS, "holds", fact("access_control.used", by="casbin")),
    case("auth.idor", FAIL, "by its number", finding("record-owner", message="by its number")),
    case("auth.idor", UNKNOWN, "whose a record is", SOURCES),
    case("auth.rbac.map", PASS, "holds", APP, fact("access_control.used", by="casbin")),
    case("auth.rbac.map", FAIL, "its own role", finding("client-role", message="its own role")),
    case("auth.rbac.map", UNKNOWN, "guards of the application may", APP),
    case("auth.rbac.map", NOT_APPLICABLE, "no Express application", SOURCES),
]

COOKIES: list[Case] = [
    case("cookies.signed", PASS, "holds", fact("cookie.signed", keys="list", by="cookie-parser")),
    case(
        "cookies.signed",
        PARTIAL,
        "cookie-parser signs with one key",
        fact("cookie.signed", keys="one", by="cookie-parser"),
    ),
    case(
        "cookies.signed",
        FAIL,
        "that nobody signs",
        fact("cookie.signed", keys="none", by="cookie-session"),
    ),
    case(
        "cookies.signed", UNKNOWN, "keys of", fact("cookie.signed", keys=None, by="cookie-session")
    ),
    case("cookies.signed", NOT_APPLICABLE, "no cookie is signed", SOURCES),
    case("cookies.domain", PASS, "holds", fact("cookie.set", "sid", domain="host")),
    case(
        "cookies.domain",
        PARTIAL,
        "the hosts below its own",
        fact("cookie.set", "sid", domain="subdomains"),
    ),
    case(
        "cookies.domain",
        FAIL,
        "the sid cookie is sent to every host",
        fact("cookie.set", "sid", domain="registrable"),
    ),
    case("cookies.domain", UNKNOWN, "domain of cookie.set", fact("cookie.set", "sid", domain=None)),
    case("cookies.domain", NOT_APPLICABLE, "no cookie is set", SOURCES),
    case(
        "cookies.same_site",
        FAIL,
        "none and not Secure",
        finding("cookie-samesite", message="SameSite none and not Secure"),
    ),
]

TRANSPORT: list[Case] = [
    case("tls.mtls", PASS, "holds", fact("tls.server", client_certificate="required")),
    case(
        "tls.mtls", FAIL, "let in without one", fact("tls.server", client_certificate="requested")
    ),
    case("tls.mtls", UNKNOWN, "client_certificate of", fact("tls.server", client_certificate=None)),
    case(
        "tls.mtls", NOT_APPLICABLE, "no server asks", fact("tls.server", client_certificate="none")
    ),
    case("tls.ciphers", PASS, "holds", fact("tls.server")),
    case("tls.ciphers", FAIL, "RC4", finding("tls-ciphers", message="RC4 is accepted")),
    case("tls.ciphers", UNKNOWN, "TLS may end at a proxy", APP),
    case("tls.ciphers", NOT_APPLICABLE, "serves nothing", SOURCES),
    case("tls.pinning", PASS, "holds", fact("tls.pinned", by="authority")),
    case(
        "tls.pinning",
        FAIL,
        "not verified",
        fact("tls.pinned", by="authority"),
        finding("tls-verification", message="certificates are not verified"),
    ),
    case("tls.pinning", NOT_APPLICABLE, "recommended, not required", SOURCES),
    case("tls.redirect", PASS, "holds", fact("tls.redirect", status=308)),
    case("tls.redirect", PARTIAL, "redirected with 302", fact("tls.redirect", status=302)),
    case("tls.redirect", FAIL, "in plain", finding("plain-listener", message="served in plain")),
    case("tls.redirect", UNKNOWN, "a gateway in front of it may send one", APP),
    case("tls.redirect", NOT_APPLICABLE, "serves nothing", SOURCES),
    case(
        "tls.datastores",
        PARTIAL,
        "without the variable",
        fact("datastore.connection", kind="redis", tls=True, local=False),
        finding("datastore-fallback", message="without the variable, in plain"),
    ),
]

SECRETS: list[Case] = [
    case("secrets.vault", PASS, "holds", fact("secret.from_vault", by="node-vault")),
    case("secrets.vault", FAIL, "in the code", finding("service-secret", message="in the code")),
    case("secrets.vault", NOT_APPLICABLE, "not told by the tree", SOURCES),
    case("secrets.crypto", PASS, "every source file was read", SOURCES),
    case("secrets.crypto", PARTIAL, "MD5", SOURCES, finding("crypto-dated", message="MD5 is used")),
    case(
        "secrets.crypto", FAIL, "a broken cipher", finding("crypto-weak", message="a broken cipher")
    ),
    case("secrets.crypto", NOT_APPLICABLE, "no JavaScript", NO_SOURCES),
    case("secrets.exposure", PASS, "every source file was read", SOURCES),
    case(
        "secrets.exposure", FAIL, "in an address", finding("secret-in-url", message="in an address")
    ),
    case("secrets.exposure", NOT_APPLICABLE, "no JavaScript", NO_SOURCES),
]

ANSWERS: list[Case] = [
    case(
        "runtime.cache_control",
        PASS,
        "holds",
        SESSION,
        fact("cache_control.set", no_store=True, public=False),
    ),
    case(
        "runtime.cache_control",
        FAIL,
        "kept by every cache",
        SESSION,
        fact("cache_control.set", no_store=False, public=True),
    ),
    case("runtime.cache_control", UNKNOWN, "a gateway in front of it may", SESSION),
    case("runtime.cache_control", NOT_APPLICABLE, "nobody logs in", SOURCES),
]

WEAKENED: list[Case] = [
    case("auth.bruteforce", FAIL, "by a header", finding("limiter-key", message="by a header")),
    case(
        "auth.csrf",
        PARTIAL,
        "a link is enough",
        fact("route", "POST /orders", mutating=True, cookie_auth=True, csrf=True),
        finding("csrf-get", message="a link is enough"),
    ),
    case("auth.csrf", FAIL, "exempt", finding("csrf-weakened", message="changes are exempt")),
    case("runtime.cors", FAIL, "in part", finding("cors-loose", message="compared in part")),
    case("runtime.static", FAIL, "listed", finding("static-exposed", message="files are listed")),
]

CASES = [*TOKENS, *ACCOUNTS, *COOKIES, *TRANSPORT, *SECRETS, *ANSWERS, *WEAKENED]
