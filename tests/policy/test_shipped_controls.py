from __future__ import annotations

from pathlib import Path

import pytest
from policy.auth_cases import CASES as AUTH
from policy.injection_cases import CASES as INJECTION
from policy.postures import (
    CAREFUL_BROKEN,
    CHECKS,
    TODAY,
    Item,
    assess,
    careful,
    fact,
    finding,
    place,
    result_of,
    shipped_controls,
    without,
)
from policy.route_cases import ROUTE_CASES
from policy.vex_cases import CASES as VEX

from auditor.model import Fact, Outcome, Severity
from auditor.policy import Verdict
from auditor.policy.load import load_policy

PASS, PARTIAL, FAIL = Verdict.PASS, Verdict.PARTIAL, Verdict.FAIL
UNKNOWN, NOT_APPLICABLE = Verdict.UNKNOWN, Verdict.NOT_APPLICABLE

APP = fact("express.app", at="src/app.js:3")
SOURCES = fact("source.files", 12, at="", parsed=12)
NO_SOURCES = fact("source.files", 0, at="", parsed=0)

Case = tuple[str, Verdict, tuple[Item, ...], str]


def case(control: str, verdict: Verdict, reason: str, *items: Item) -> Case:
    return (control, verdict, items, reason)


def session(**attributes: str | bool | None) -> Fact:
    return Fact("session.used", True, attributes, place("src/app.js:10"))


def secret(kind: str | None) -> Fact:
    return session(secret=kind)


def cookie(**attributes: str | bool | float | None) -> Fact:
    return Fact("cookie.set", "sid", attributes, place("src/app.js:10"))


def script(name: str, *, scripts_run: bool | None) -> Fact:
    attributes = {"purl": f"pkg:npm/{name}", "scripts_run": scripts_run}
    return Fact("install_script.package", name, attributes, place("package-lock.json:9"))


LICENCES = fact("lockfile.licences", 2, at="")


def licence(first: str | None, second: str | None) -> Fact:
    attributes = {"first": first, "second": second, "third": second, "packages": 3}
    told = {**attributes, "example": "a@1"}
    return Fact("licence.used", first, told, place("package-lock.json:9"))


def node(source: str, state: str | None) -> Fact:
    return Fact("runtime.node", "24", {"source": source, "state": state}, place("Dockerfile:1"))


def step(purpose: str, **attributes: str | bool | None) -> Fact:
    told = {"tool": "a-tool", **attributes}
    return Fact("ci.step", purpose, told, place(".github/workflows/ci.yml:9"))


CASES: list[Case] = [
    *ROUTE_CASES,
    *AUTH,
    *INJECTION,
    *VEX,
    case("audit.suppression_attempt", PASS, "nothing in the tree silences a scanner"),
    case(
        "audit.suppression_attempt",
        FAIL,
        "configuration for scanners is brought along: .semgrep.yml",
        fact("suppression.attempted", ".semgrep.yml", kind="config"),
    ),
    case(
        "audit.suppression_attempt",
        PARTIAL,
        "a scanner is told to look away: nosemgrep",
        fact("suppression.attempted", "nosemgrep", kind="nosemgrep"),
    ),
    case(
        "audit.suppression_attempt",
        UNKNOWN,
        "could not be established: src/app.js:10: kind of suppression.attempted",
        fact("suppression.attempted", "nosemgrep", kind=None),
    ),
    case(
        "auth.session.fixed_secret",
        PASS,
        "holds: seen in src/app.js:10",
        secret("environment"),
    ),
    case(
        "auth.session.fixed_secret",
        FAIL,
        "the session secret is written down",
        secret("literal"),
        finding("session-secret", "secret-literal", message="the session secret is written down"),
    ),
    case("auth.session.fixed_secret", UNKNOWN, "secret of session.used", secret(None)),
    case("auth.session.fixed_secret", UNKNOWN, "where the session secret", secret("kms")),
    case("auth.session.fixed_secret", NOT_APPLICABLE, "no session is kept", SOURCES),
    case("auth.session.store", PASS, "holds", session(store="connect-redis")),
    case(
        "auth.session.store",
        FAIL,
        "sessions are kept in the memory of the process",
        session(store="memory"),
    ),
    case("auth.session.store", UNKNOWN, "store of session.used", session(store=None)),
    case("auth.session.store", NOT_APPLICABLE, "no server-side", session(store="cookie-session")),
    case(
        "auth.jwt.lifetime",
        PASS,
        "holds",
        fact("token.issued", lifetime="bounded", max_age_s=900),
        fact("token.verified"),
    ),
    case(
        "auth.jwt.lifetime",
        FAIL,
        "a token is issued that never expires",
        fact("token.issued", lifetime="unbounded"),
    ),
    case(
        "auth.jwt.lifetime",
        FAIL,
        "tokens are accepted",
        fact("token.verified"),
        finding("token-expiry-ignored", message="tokens are accepted after they have expired"),
    ),
    case("auth.jwt.lifetime", UNKNOWN, "lifetime of token", fact("token.issued", lifetime=None)),
    case("auth.jwt.lifetime", NOT_APPLICABLE, "the code issues and checks no tokens", SOURCES),
    case("cookies.secure", PASS, "holds", cookie(secure=True), cookie(secure="auto")),
    case(
        "cookies.secure",
        PARTIAL,
        "the sid cookie is Secure only where NODE_ENV says production",
        cookie(secure="production"),
    ),
    case(
        "cookies.secure",
        FAIL,
        "the sid cookie is sent without Secure",
        cookie(secure=False),
        cookie(secure=True),
        cookie(secure=None),
    ),
    case("cookies.secure", UNKNOWN, "secure of cookie.set", cookie(secure=None)),
    case("cookies.secure", NOT_APPLICABLE, "no cookie is set anywhere", SOURCES),
    case("cookies.http_only", PASS, "holds", cookie(origin="session", http_only=True)),
    case(
        "cookies.http_only",
        PARTIAL,
        "the sid cookie can be read by scripts; only one",
        cookie(origin="response", http_only=False),
    ),
    case(
        "cookies.http_only",
        FAIL,
        "the sid session cookie can be read by scripts",
        cookie(origin="session", http_only=False),
    ),
    case("cookies.http_only", UNKNOWN, "http_only", cookie(origin="session", http_only=None)),
    case("cookies.http_only", NOT_APPLICABLE, "no cookie is set anywhere", SOURCES),
    case("cookies.same_site", PASS, "holds", cookie(same_site="lax")),
    case(
        "cookies.same_site",
        FAIL,
        "the sid cookie has no SameSite, the policy allows lax, strict",
        cookie(same_site="absent"),
    ),
    case(
        "cookies.same_site",
        FAIL,
        "the sid cookie has SameSite none, the policy allows lax, strict",
        cookie(same_site="none"),
    ),
    case("cookies.same_site", UNKNOWN, "same_site of cookie.set", cookie(same_site=None)),
    case("cookies.same_site", NOT_APPLICABLE, "no cookie is set anywhere", SOURCES),
    case("cookies.max_age", PASS, "holds", cookie(lifetime="bounded", max_age_s=86_400)),
    case("cookies.max_age", PARTIAL, "until the browser is closed", cookie(lifetime="session")),
    case(
        "cookies.max_age",
        FAIL,
        "the sid cookie lives 14d, the policy allows 24h",
        cookie(lifetime="bounded", max_age_s=1_209_600),
    ),
    case("cookies.max_age", UNKNOWN, "max_age_s", cookie(lifetime="bounded", max_age_s=None)),
    case("cookies.max_age", UNKNOWN, "lifetime", cookie(lifetime=None, max_age_s=None)),
    case("cookies.max_age", NOT_APPLICABLE, "no cookie is set anywhere", SOURCES),
    case("cookies.name", PASS, "holds", session(name="__Host-shop")),
    case("cookies.name", FAIL, "its default name, connect.sid", session(name="connect.sid")),
    case("cookies.name", UNKNOWN, "name of session.used", session(name=None)),
    case("cookies.name", NOT_APPLICABLE, "the code keeps no server-side sessions", SOURCES),
    case("cookies.prefix", PASS, "holds", cookie(origin="session", prefixed=True)),
    case(
        "cookies.prefix",
        FAIL,
        "the sid session cookie has neither the __Host- nor the __Secure- prefix",
        cookie(origin="cookie-session", prefixed=False),
    ),
    case("cookies.prefix", UNKNOWN, "prefixed", cookie(origin="session", prefixed=None)),
    case("cookies.prefix", NOT_APPLICABLE, "no session cookie", cookie(origin="response")),
    case("cookies.session_opts", PASS, "holds", session(save_uninitialized=False, resave=False)),
    case(
        "cookies.session_opts",
        PARTIAL,
        "saveUninitialized is on",
        session(save_uninitialized=True, resave=False),
    ),
    case(
        "cookies.session_opts",
        PARTIAL,
        "resave is on",
        session(save_uninitialized=False, resave=True),
    ),
    case(
        "cookies.session_opts",
        FAIL,
        "saveUninitialized and resave both on",
        session(save_uninitialized=True, resave=True),
    ),
    case(
        "cookies.session_opts",
        UNKNOWN,
        "resave of session.used",
        session(save_uninitialized=True, resave=None),
    ),
    case("cookies.session_opts", NOT_APPLICABLE, "these options", session(store="cookie-session")),
    case("retention.logs", PASS, "holds", fact("log.rotation", 365, state="bounded")),
    case("retention.logs", PASS, "holds", fact("log.rotation", 730, state="bounded")),
    case(
        "retention.logs",
        FAIL,
        "logs are kept 14 days, the policy asks for 365",
        fact("log.rotation", 14, state="bounded"),
    ),
    case(
        "retention.logs",
        FAIL,
        "logs are kept 731 days, the policy allows 730",
        fact("log.rotation", 731, state="bounded"),
    ),
    case("retention.logs", FAIL, "never deleted", fact("log.rotation", None, state="unbounded")),
    case("retention.logs", FAIL, "grows without rotation", fact("log.file")),
    case("retention.logs", UNKNOWN, "value of", fact("log.rotation", None, state="unknown")),
    case("retention.logs", UNKNOWN, "the platform that collects them may", APP),
    case("retention.logs", NOT_APPLICABLE, "neither serves nor logs", SOURCES),
    case("retention.session_ttl", PASS, "holds", fact("session.lifetime", 86_400, state="bounded")),
    case(
        "retention.session_ttl",
        FAIL,
        "a session lives 7d, the policy allows 24h",
        fact("session.lifetime", 604_800, state="bounded"),
    ),
    case(
        "retention.session_ttl",
        FAIL,
        "sessions have no end, the policy allows 24h",
        fact("session.lifetime", None, state="unbounded"),
    ),
    case(
        "retention.session_ttl",
        UNKNOWN,
        "value of session.lifetime",
        fact("session.lifetime", None, state="unknown"),
    ),
    case("retention.session_ttl", UNKNOWN, "how long sessions live", session(store="memory")),
    case("retention.session_ttl", NOT_APPLICABLE, "no server-side sessions", SOURCES),
    case(
        "retention.token_ttl",
        PASS,
        "holds",
        fact("token.issued", lifetime="bounded", max_age_s=3600),
    ),
    case(
        "retention.token_ttl",
        FAIL,
        "a token lives 7d, the policy allows 1h",
        fact("token.issued", lifetime="bounded", max_age_s=604_800),
        fact("token.issued", lifetime="unbounded"),
    ),
    case(
        "retention.token_ttl",
        UNKNOWN,
        "lifetime and max_age_s of token.issued",
        fact("token.issued", lifetime=None, max_age_s=None),
    ),
    case(
        "retention.token_ttl",
        NOT_APPLICABLE,
        "auth.jwt.lifetime judges the others",
        fact("token.issued", lifetime="unbounded"),
    ),
    case("runtime.powered_by", PASS, "holds", APP, fact("headers.powered_by", False, by="helmet")),
    case("runtime.powered_by", FAIL, "names Express in every answer", APP),
    case(
        "runtime.powered_by", FAIL, "switched on", APP, fact("headers.powered_by", True, by="set")
    ),
    case(
        "runtime.powered_by", UNKNOWN, "value of", APP, fact("headers.powered_by", None, by="set")
    ),
    case("runtime.powered_by", NOT_APPLICABLE, "no Express application", SOURCES),
    case("secrets.code_literals", PASS, "every source file was read", SOURCES),
    case(
        "secrets.code_literals",
        FAIL,
        "a key is written down (and 1 more)",
        SOURCES,
        finding("secret-literal", message="a key is written down"),
        finding("secret-literal", at="src/db.js:2", message="a password is written down"),
    ),
    case("secrets.code_literals", NOT_APPLICABLE, "no JavaScript", NO_SOURCES),
    case("secrets.code_literals", UNKNOWN, "whether it applies", fact("source.files", None, at="")),
    case(
        "secrets.startup_validation",
        PASS,
        "holds",
        fact("secret.from_environment", "KEY"),
        fact("environment.validated", by="envalid"),
    ),
    case(
        "secrets.startup_validation",
        FAIL,
        "nothing checks that it is there",
        fact("secret.from_environment", "KEY"),
    ),
    case(
        "secrets.startup_validation",
        FAIL,
        "a secret has a fallback",
        fact("environment.validated", by="envalid"),
        finding("secret-fallback", message="a secret has a fallback"),
    ),
    case("secrets.startup_validation", NOT_APPLICABLE, "no secret from the environment", SOURCES),
    case(
        "secrets.dotenv", PASS, "holds", fact("dotenv.ignored", True, by="gitignore", path=".env")
    ),
    case(
        "secrets.dotenv",
        PARTIAL,
        "no line of the dockerignore covers .env",
        fact("dotenv.ignored", True, by="gitignore", path=".env"),
        fact("dotenv.ignored", False, by="dockerignore", path=".env"),
    ),
    case("secrets.dotenv", PARTIAL, "nothing that would keep one out"),
    case(
        "secrets.dotenv",
        FAIL,
        "an .env file is in the tree",
        finding("dotenv-tracked", at=".env:1", message="an .env file is in the tree"),
    ),
    case(
        "secrets.dotenv",
        UNKNOWN,
        "value of dotenv.ignored",
        fact("dotenv.ignored", None, by="gitignore", path=".env"),
    ),
    case("supply.lockfile", PASS, "holds", fact("lockfile.present", "l", version=3, in_sync=True)),
    case(
        "supply.lockfile",
        PARTIAL,
        "package-lock.json is out of step with package.json",
        fact("lockfile.present", "package-lock.json", version=3, in_sync=False),
    ),
    case(
        "supply.lockfile",
        PARTIAL,
        "is of version 1",
        fact("lockfile.present", "package-lock.json", version=1, in_sync=None),
    ),
    case(
        "supply.lockfile",
        PARTIAL,
        "a second lockfile",
        fact("lockfile.present", "package-lock.json", version=3, in_sync=True),
        finding("lockfile-problem", severity=Severity.LOW, message="there is a second lockfile"),
    ),
    case("supply.lockfile", FAIL, "there is no lockfile"),
    case(
        "supply.lockfile",
        FAIL,
        "an entry outside the project",
        fact("lockfile.present", "package-lock.json", version=3, in_sync=True),
        finding("lockfile-problem", message="an entry outside the project"),
    ),
    case("supply.lockfile", UNKNOWN, "in_sync", fact("lockfile.present", version=3, in_sync=None)),
    case("supply.integrity", PASS, "holds", fact("lockfile.integrity", 9, weak=0, missing=0)),
    case("supply.integrity", FAIL, "no lockfile pins any package"),
    case(
        "supply.integrity",
        FAIL,
        "left-pad has no integrity",
        fact("lockfile.integrity", 8, weak=0, missing=1),
        finding("integrity-missing", message="left-pad has no integrity"),
    ),
    case(
        "supply.integrity",
        PARTIAL,
        "left-pad is pinned by SHA-1",
        fact("lockfile.integrity", 8, weak=1, missing=0),
        finding("integrity-weak", message="left-pad is pinned by SHA-1"),
    ),
    case("supply.integrity", UNKNOWN, "weak", fact("lockfile.integrity", 8, weak=None, missing=0)),
    case("supply.registry", PASS, "holds", fact("lockfile.resolved", 9, foreign=0, insecure=0)),
    case("supply.registry", FAIL, "no lockfile says where packages come from"),
    case(
        "supply.registry",
        FAIL,
        "is fetched over http",
        fact("lockfile.resolved", 9, foreign=0, insecure=1),
        finding("resolved-insecure", message="left-pad is fetched over http"),
    ),
    case(
        "supply.registry",
        FAIL,
        "another package",
        fact("lockfile.resolved", 9),
        finding("resolved-mismatch", message="left-pad is another package"),
    ),
    case(
        "supply.registry",
        PARTIAL,
        "is fetched from elsewhere",
        fact("lockfile.resolved", 9, foreign=1, insecure=0),
        finding("resolved-foreign", message="left-pad is fetched from elsewhere"),
    ),
    case("supply.advisory", PASS, "holds", fact("advisories.store", 9, complete=True)),
    case(
        "supply.advisory",
        PARTIAL,
        "checked against 9 advisories only (seed), not declared complete",
        fact("advisories.store", 9, complete=False, origin="seed"),
    ),
    case(
        "supply.advisory",
        FAIL,
        "lodash: prototype pollution",
        fact("advisories.store", 9, complete=True),
        finding("advisory", severity=Severity.MEDIUM, message="lodash: prototype pollution"),
    ),
    case(
        "supply.advisory",
        PASS,
        "holds",
        fact("advisories.store", 9, complete=True),
        finding("advisory", severity=Severity.LOW, message="lodash: slow"),
    ),
    *(
        case(
            "supply.advisory",
            verdict,
            "holds" if verdict is PASS else "lodash: prototype pollution",
            fact("advisories.store", 9, complete=True),
            finding("advisory", message="lodash: prototype pollution", vex_status=status),
        )
        for status, verdict in (
            ("not_affected", PASS),
            ("fixed", PASS),
            ("affected", FAIL),
            ("under_investigation", FAIL),
        )
    ),
    case(
        "supply.advisory",
        PASS,
        "holds",
        fact("advisories.store", 9, complete=True),
        finding("malware", message="lodahs: steals tokens"),
    ),
    case("supply.advisory", UNKNOWN, "no complete store of advisories was consulted"),
    case("supply.advisory", UNKNOWN, "complete of", fact("advisories.store", 9, complete=None)),
    case("supply.malware", PASS, "holds", fact("advisories.store", 9, complete=True)),
    case(
        "supply.malware",
        PARTIAL,
        "checked against 9 advisories only (osv), not declared complete",
        fact("advisories.store", 9, complete=False, origin="osv"),
    ),
    case(
        "supply.malware",
        FAIL,
        "lodahs: steals tokens",
        finding("malware", severity=Severity.LOW, message="lodahs: steals tokens"),
    ),
    case(
        "supply.malware",
        FAIL,
        "no VEX excuses malware",
        fact("advisories.store", 9, complete=True),
        finding("malware", message="no VEX excuses malware", vex_status="not_affected"),
    ),
    case("supply.malware", UNKNOWN, "no complete store of advisories was consulted"),
    case(
        "supply.publisher_change",
        PASS,
        "holds",
        fact("origins.compared", 9, total=20, unknown=0),
    ),
    case(
        "supply.publisher_change",
        FAIL,
        "the provenance is gone",
        fact("origins.compared", 9, total=20, unknown=0),
        finding("provenance-lost", message="the provenance is gone"),
    ),
    case(
        "supply.publisher_change",
        FAIL,
        "the source repository changed",
        fact("origins.compared", 9, total=20, unknown=0),
        finding("publisher-changed", message="the source repository changed"),
    ),
    case(
        "supply.publisher_change",
        UNKNOWN,
        "no origin could be compared",
        fact("origins.compared", 0, total=20, unknown=0),
    ),
    case(
        "supply.publisher_change",
        NOT_APPLICABLE,
        "holds no packages",
        fact("origins.compared", 0, total=0, unknown=0),
    ),
    case("supply.provenance", PASS, "holds", fact("provenance.checked", 8, missing=9)),
    case(
        "supply.provenance",
        FAIL,
        "do not hold",
        fact("provenance.checked", 7, missing=9, invalid=1),
        finding("provenance-invalid", message="its attestations do not hold"),
    ),
    case(
        "supply.provenance",
        FAIL,
        "are incomplete",
        fact("provenance.checked", 0, missing=9, stripped=1),
        finding("provenance-stripped", message="its attestations are incomplete"),
    ),
    case("supply.provenance", UNKNOWN, "no attestation could be checked"),
    case(
        "supply.provenance",
        NOT_APPLICABLE,
        "attests none of the packages",
        fact("provenance.checked", 0, missing=9),
    ),
    case(
        "supply.signature",
        PASS,
        "holds",
        fact("signatures.checked", 9, total=9, invalid=0, missing=0),
    ),
    case(
        "supply.signature",
        PARTIAL,
        "has no signature",
        fact("signatures.checked", 8, total=9, invalid=0, missing=1),
        finding("signature-missing", message="left-pad has no signature"),
    ),
    case(
        "supply.signature",
        FAIL,
        "never signed",
        fact("signatures.checked", 8, total=9, invalid=1, missing=0),
        finding("signature-invalid", message="the registry never signed this"),
    ),
    case("supply.signature", UNKNOWN, "no signature could be checked"),
    case(
        "supply.signature",
        UNKNOWN,
        "no signature could be checked",
        fact("signatures.checked", 0, total=9, invalid=0, missing=0),
    ),
    case(
        "supply.signature",
        NOT_APPLICABLE,
        "no package of a registry",
        fact("signatures.checked", 0, total=0, invalid=0, missing=0),
    ),
    case("tls.reject_unauthorized", PASS, "every source file was read", SOURCES),
    case(
        "tls.reject_unauthorized",
        FAIL,
        "verification is off",
        SOURCES,
        finding("tls-verification", message="verification is off"),
    ),
    case("tls.reject_unauthorized", NOT_APPLICABLE, "no JavaScript", NO_SOURCES),
    case("tls.plain_outbound", PASS, "every source file was read", SOURCES),
    case(
        "tls.plain_outbound",
        FAIL,
        "a plain http address",
        SOURCES,
        finding("tls-outbound", message="a plain http address is called"),
    ),
    case("tls.plain_outbound", NOT_APPLICABLE, "no JavaScript", NO_SOURCES),
    case("tls.min_version", PASS, "holds", fact("tls.server", min_version="1.2")),
    case(
        "tls.min_version",
        FAIL,
        "a server accepts TLS 1.0, the policy asks for 1.2",
        fact("tls.server", min_version="1.0"),
    ),
    case(
        "tls.min_version",
        FAIL,
        "below 1.2 is accepted",
        finding("tls-version", message="a TLS version below 1.2 is accepted"),
    ),
    case("tls.min_version", UNKNOWN, "min_version of", fact("tls.server", min_version=None)),
    case("tls.min_version", UNKNOWN, "TLS may end at a proxy", APP),
    case("tls.min_version", NOT_APPLICABLE, "the code serves nothing", SOURCES),
    case(
        "tls.hsts",
        PASS,
        "holds",
        APP,
        fact("helmet.used", hsts=True, hsts_max_age_s=31_536_000, hsts_include_subdomains=True),
    ),
    case(
        "tls.hsts",
        PARTIAL,
        "HSTS leaves the subdomains out",
        APP,
        fact("helmet.used", hsts=True, hsts_max_age_s=31_536_000, hsts_include_subdomains=False),
    ),
    case(
        "tls.hsts",
        FAIL,
        "HSTS lasts 180d, the policy asks for 365d",
        APP,
        fact("helmet.used", hsts=True, hsts_max_age_s=15_552_000, hsts_include_subdomains=True),
    ),
    case(
        "tls.hsts",
        FAIL,
        "helmet is mounted with HSTS off",
        APP,
        fact("helmet.used", hsts=False, hsts_max_age_s=None, hsts_include_subdomains=None),
    ),
    case(
        "tls.hsts",
        UNKNOWN,
        "hsts of helmet.used",
        APP,
        fact("helmet.used", hsts=None, hsts_max_age_s=None, hsts_include_subdomains=None),
    ),
    case("tls.hsts", UNKNOWN, "a gateway in front of it may add it", APP),
    case("tls.hsts", NOT_APPLICABLE, "no Express application", SOURCES),
    case("tls.datastores", PASS, "holds", fact("datastore.connection", tls=True, local=False)),
    case("tls.datastores", PASS, "holds", fact("datastore.connection", tls=None, local=True)),
    case(
        "tls.datastores",
        FAIL,
        "the connection to redis is not encrypted",
        fact("datastore.connection", kind="redis", tls=False, local=False),
    ),
    case(
        "tls.datastores",
        FAIL,
        "reached without TLS",
        fact("datastore.connection", at="src/app.js:20", kind="redis", tls=False, local=False),
        finding("tls-datastore", message="a datastore is reached without TLS"),
    ),
    case(
        "tls.datastores",
        UNKNOWN,
        "tls and local of datastore.connection",
        fact("datastore.connection", kind="mongodb", tls=None, local=None),
    ),
    case("tls.datastores", NOT_APPLICABLE, "no data store", SOURCES),
    case(
        "supply.lockfile",
        PARTIAL,
        "yarn.lock of yarn stands beside",
        fact("lockfile.present", "package-lock.json", version=3, in_sync=True),
        finding("lockfile-rival", message="yarn.lock of yarn stands beside package-lock.json"),
    ),
    case(
        "supply.registry",
        FAIL,
        "strict-ssl is off",
        fact("lockfile.resolved", 9),
        finding("npmrc-strict-ssl-off", at=".npmrc:1", message="strict-ssl is off"),
    ),
    case(
        "supply.install_scripts",
        PASS,
        "holds",
        fact("lockfile.install_scripts", 0, scripts_run=True, unmet_mode="deny"),
    ),
    case(
        "supply.install_scripts",
        PASS,
        "holds",
        script("sharp", scripts_run=False),
        fact("lockfile.install_scripts", 1, scripts_run=False, unmet_mode="none"),
    ),
    case(
        "supply.install_scripts",
        FAIL,
        "sharp runs a script of its own when it is installed, and nobody has allowed it",
        script("sharp", scripts_run=True),
        fact("lockfile.install_scripts", 1, scripts_run=True, unmet_mode="deny"),
    ),
    case("supply.install_scripts", FAIL, "no lockfile says"),
    case(
        "supply.install_scripts",
        UNKNOWN,
        "scripts_run of install_script.package",
        script("sharp", scripts_run=None),
        fact("lockfile.install_scripts", 1, scripts_run=None, unmet_mode=None),
    ),
    case("supply.deprecated", PASS, "holds", fact("lockfile.deprecated", 0)),
    case(
        "supply.deprecated",
        PARTIAL,
        "is given up",
        fact("lockfile.deprecated", 1),
        finding("package-deprecated", message="it is given up", dev=True),
    ),
    case(
        "supply.deprecated",
        FAIL,
        "is given up",
        fact("lockfile.deprecated", 1),
        finding("package-deprecated", message="it is given up", dev=False),
    ),
    case("supply.deprecated", UNKNOWN, "no lockfile says which packages are deprecated"),
    case("supply.unused", PASS, "holds", fact("dependencies.imported", undeclared=0, unused=0)),
    case(
        "supply.unused",
        PARTIAL,
        "nothing imports it",
        fact("dependencies.imported", undeclared=0, unused=1),
        finding("dependency-unused", message="a is asked for, and nothing imports it"),
    ),
    case(
        "supply.unused",
        FAIL,
        "the code imports b",
        fact("dependencies.imported", undeclared=1, unused=0),
        finding("import-undeclared", message="the code imports b"),
    ),
    case(
        "supply.unused",
        UNKNOWN,
        "unused of dependencies.imported",
        fact("dependencies.imported", undeclared=0, unused=None),
    ),
    case("supply.unused", NOT_APPLICABLE, "no package.json asks"),
    case("supply.license", PASS, "holds", LICENCES, licence("MIT", "MIT")),
    case("supply.license", PASS, "holds", LICENCES, licence("AGPL-3.0-only", "MIT")),
    case(
        "supply.license",
        PARTIAL,
        "3 packages, a@1 among them, are under GPL-3.0-only; not on the policy's list",
        LICENCES,
        licence("MIT", "MIT"),
        licence("GPL-3.0-only", "GPL-3.0-only"),
    ),
    case(
        "supply.license",
        FAIL,
        "3 packages, a@1 among them, are under SSPL-1.0; the policy forbids it",
        LICENCES,
        licence("SSPL-1.0", "SSPL-1.0"),
        licence(None, None),
    ),
    case(
        "supply.license",
        UNKNOWN,
        "first and second and third of licence.used",
        LICENCES,
        licence("MIT", "MIT"),
        licence(None, None),
    ),
    case("supply.license", NOT_APPLICABLE, "no packages of others"),
    case("supply.eol", PASS, "holds", node("dockerfile", "supported")),
    case(
        "supply.eol",
        PARTIAL,
        "is past its end",
        node("dockerfile", "supported"),
        node("workflow", "end_of_life"),
        finding("node-end-of-life", message="it is past its end", runs=False, source="workflow"),
    ),
    case(
        "supply.eol",
        FAIL,
        "has 3 known holes",
        node("dockerfile", "supported"),
        finding("node-advisory", message="it has 3 known holes", runs=True, source="dockerfile"),
    ),
    case(
        "supply.eol",
        FAIL,
        "is past its end",
        node("nvmrc", "end_of_life"),
        finding("node-end-of-life", message="it is past its end", runs=False, source="nvmrc"),
    ),
    case("supply.eol", UNKNOWN, "state of runtime.node", node("dockerfile", None)),
    case("supply.eol", UNKNOWN, "says which line of Node.js", node("engines", "floating")),
    case("supply.eol", UNKNOWN, "says which line of Node.js", node("workflow", "supported")),
    case(
        "supply.confusion",
        PASS,
        "holds",
        fact("registry.scope", "@acme", public=False, mapped=True),
    ),
    case(
        "supply.confusion",
        PARTIAL,
        "come from",
        fact("registry.scope", None, public=False, mapped=False),
        finding("scope-without-registry", severity=Severity.LOW, message="they come from a mirror"),
    ),
    case(
        "supply.confusion",
        FAIL,
        "no .npmrc says so",
        fact("registry.scope", "@acme", public=False, mapped=False),
        finding("scope-without-registry", severity=Severity.MEDIUM, message="no .npmrc says so"),
    ),
    case(
        "supply.confusion",
        NOT_APPLICABLE,
        "private registry",
        fact("registry.scope", "@acme", public=True, mapped=False),
    ),
    case(
        "supply.confusion", UNKNOWN, "public of registry.scope", fact("registry.scope", public=None)
    ),
    case("supply.typosquat", PASS, "holds", fact("lockfile.typosquat", 0)),
    case("supply.typosquat", PASS, ""),
    case(
        "supply.typosquat",
        PARTIAL,
        "lodahs could be",
        finding("typosquat-suspected", message="lodahs could be lodash", install_script=False),
    ),
    case(
        "supply.typosquat",
        PARTIAL,
        "installed as express",
        finding("alias-confusing", message="evil is installed as express"),
    ),
    case(
        "supply.typosquat",
        FAIL,
        "lodahs could be",
        finding("typosquat-suspected", message="lodahs could be lodash", install_script=True),
    ),
    case(
        "supply.typosquat",
        FAIL,
        "nobody asks",
        finding("alias-unrequested", message="evil is installed as express, nobody asks for it"),
    ),
    case(
        "supply.typosquat",
        UNKNOWN,
        "install_script of a-rule",
        finding("typosquat-suspected", message="lodahs could be lodash", install_script=None),
    ),
    case("supply.release_age", PASS, "holds", fact("lockfile.release_age", 259_200, unknown=0)),
    case(
        "supply.release_age",
        FAIL,
        "left-pad@1.0.0 had been out for 2d, the policy asks for 3d",
        fact("lockfile.release_age", 172_800, unknown=0),
        fact("release.recent", 172_800, package="left-pad@1.0.0"),
    ),
    case(
        "supply.release_age",
        UNKNOWN,
        "of every package",
        fact("lockfile.release_age", 900_000, unknown=1),
    ),
    case("supply.release_age", UNKNOWN, "value of", fact("lockfile.release_age", None, unknown=0)),
    case("supply.release_age", NOT_APPLICABLE, "no package of a registry"),
    case("supply.pins", PASS, "holds", fact("pins.ranges", True, loose=0, total=4)),
    case(
        "supply.pins",
        PARTIAL,
        "3 of 4 dependencies are asked for as a range",
        fact("pins.ranges", False, loose=3, total=4),
    ),
    case(
        "supply.pins",
        FAIL,
        "npm install may",
        fact("pins.ranges", True, loose=0, total=4),
        finding("install-not-from-lockfile", message="npm install may install anything"),
    ),
    case("supply.pins", FAIL, "no package.json"),
    case("supply.pins", UNKNOWN, "value of pins.ranges", fact("pins.ranges", None)),
    case("supply.image.digest", PASS, "holds", fact("image.base", "node", pinned_by="digest")),
    case(
        "supply.image.digest",
        PARTIAL,
        "node is named by a tag",
        fact("image.base", "node", pinned_by="tag"),
    ),
    case(
        "supply.image.digest",
        FAIL,
        "node is named without a version",
        fact("image.base", "node", pinned_by="nothing"),
    ),
    case("supply.image.digest", UNKNOWN, "pinned_by", fact("image.base", "n", pinned_by=None)),
    case("supply.image.digest", NOT_APPLICABLE, "no Dockerfile"),
    case("supply.sbom", PASS, "holds", step("sbom", neutered=False)),
    case(
        "supply.sbom",
        PARTIAL,
        "a-tool writes an SBOM, but may fail unnoticed: || true",
        step("sbom", neutered=True, why="|| true"),
    ),
    case("supply.sbom", FAIL, "no workflow writes an SBOM", step("dep_scan", neutered=False)),
    case("supply.sbom", UNKNOWN, "neutered of ci.step", step("sbom", neutered=None)),
    case("supply.provenance_in_ci", PASS, "holds", step("audit_signatures", neutered=False)),
    case(
        "supply.provenance_in_ci",
        PARTIAL,
        "cannot stop the build: continue-on-error",
        step("audit_signatures", neutered=True, why="continue-on-error"),
    ),
    case("supply.provenance_in_ci", FAIL, "no workflow verifies", step("sbom", neutered=False)),
    case(
        "supply.provenance_in_ci",
        UNKNOWN,
        "neutered of ci.step",
        step("audit_signatures", neutered=None),
    ),
    case("supply.release.signed", PASS, "holds", step("publish", provenance=True)),
    case(
        "supply.release.signed",
        FAIL,
        "a-tool publishes without provenance",
        step("publish", provenance=False),
        step("publish", provenance=True),
    ),
    case("supply.release.signed", UNKNOWN, "provenance of", step("publish", provenance=None)),
    case("supply.release.signed", NOT_APPLICABLE, "no workflow publishes", step("sbom")),
    case("secrets.npmrc", PASS, "holds", fact("npmrc.hardening", True, files=1)),
    case(
        "secrets.npmrc",
        FAIL,
        "is written out",
        fact("npmrc.hardening", True, files=1),
        finding("npmrc-token-literal", at=".npmrc:1", message="_authToken is written out"),
    ),
    case("secrets.npmrc", NOT_APPLICABLE, "no .npmrc", fact("npmrc.hardening", False, files=0)),
    case("secrets.npmrc", UNKNOWN, "files of npmrc.hardening", fact("npmrc.hardening", files=None)),
]


@pytest.mark.parametrize(
    ("control", "verdict", "items", "reason"),
    CASES,
    ids=[f"{number}-{each[0]}-{each[1]}" for number, each in enumerate(CASES)],
)
def test_judges(control: str, verdict: Verdict, items: tuple[Item, ...], reason: str) -> None:
    result = result_of(control, *items)

    assert result.verdict is verdict, result.reason
    assert reason in result.reason


@pytest.mark.parametrize("control", [control.id for control in shipped_controls()])
@pytest.mark.parametrize("outcome", [Outcome.FAILED, Outcome.PARTIAL, Outcome.SKIPPED])
def test_no_control_passes_when_a_check_that_establishes_it_did_not_end(
    control: str, outcome: Outcome
) -> None:
    found = next(each for each in shipped_controls() if each.id == control)
    for check in found.established_by:
        result = result_of(control, *careful(), broken={check: outcome})

        assert result.verdict is UNKNOWN
        assert result.unknown_because == (f"{check}: {outcome}: it was switched off",)


@pytest.mark.parametrize("control", shipped_controls(), ids=lambda control: control.id)
def test_names_checks_that_exist(control: object) -> None:
    found = next(each for each in shipped_controls() if each is control)

    assert set(found.established_by) <= set(CHECKS)


def test_a_failing_instance_counts_once_where_rule_and_reader_see_the_same_line() -> None:
    result = result_of(
        "tls.datastores",
        fact("datastore.connection", at="src/db.js:4", kind="redis", tls=False, local=False),
        fact("datastore.connection", at="src/db.js:9", kind="redis", tls=False, local=False),
        finding("tls-datastore", at="src/db.js:4", message="a datastore is reached without TLS"),
    )

    assert [(str(each.location), each.message) for each in result.instances] == [
        ("src/db.js:4", "a datastore is reached without TLS"),
        ("src/db.js:9", "the connection to redis is not encrypted"),
    ]


def test_absence_of_helmet_points_at_the_line_that_creates_the_app() -> None:
    absent = fact("app.protection", "helmet", at="src/app.js:3", state="absent", csp=None)
    result = result_of("runtime.helmet", absent)

    assert [str(each.location) for each in result.instances] == ["src/app.js:3"]


def test_a_package_that_the_policy_allows_may_run_its_script(tmp_path: Path) -> None:
    file = tmp_path / "policy.yaml"
    file.write_text(
        "schema: auditor.policy/1\nname: shop\nextends: [builtin:express-baseline]\n"
        "supply_chain: {install_scripts: {allow: ['pkg:npm/sharp', 'pkg:npm/@acme/a']}}\n"
    )
    policy = load_policy(str(file), today=TODAY, controls=shipped_controls())
    scripts = (
        script("sharp", scripts_run=True),
        script("%40acme/a", scripts_run=True),
        fact("lockfile.install_scripts", 2, scripts_run=True, unmet_mode="deny"),
    )

    one = assess(*scripts, policy=policy).result("supply.install_scripts")
    other = assess(*scripts, script("evil", scripts_run=True), policy=policy)

    assert (one.verdict, len(one.instances)) == (PARTIAL, 2)
    assert [each.message for each in other.result("supply.install_scripts").instances] == [
        "evil runs a script of its own when it is installed, and nobody has allowed it"
    ]


def test_the_strict_policy_asks_npm_to_run_no_scripts_at_all() -> None:
    for runs, verdict in ((True, FAIL), (False, PASS)):
        unmet = "deny" if runs else "none"
        about = fact("lockfile.install_scripts", 0, scripts_run=runs, unmet_mode=unmet)

        assessment = assess(about, policy="express-strict")

        assert assessment.result("supply.install_scripts").verdict is verdict


@pytest.mark.parametrize("control", ["supply.advisory", "supply.malware"])
def test_the_strict_policy_does_not_take_the_seed_for_an_answer(control: str) -> None:
    store = fact("advisories.store", 9, complete=False)

    result = assess(store, policy="express-strict").result(control)

    assert result.verdict is UNKNOWN


def test_a_careful_deployment_passes_the_baseline_without_signatures_and_with_the_seed() -> None:
    assessment = assess(*careful(), broken=CAREFUL_BROKEN)

    open_ones = {
        result.control.id: result.verdict
        for result in assessment.controls
        if result.verdict not in {PASS, NOT_APPLICABLE}
    }
    assert open_ones == {
        "supply.advisory": PARTIAL,
        "supply.malware": PARTIAL,
        "supply.provenance": UNKNOWN,
        "supply.publisher_change": UNKNOWN,
        "supply.release_age": UNKNOWN,
        "supply.signature": UNKNOWN,
        "supply.vendor_terms": UNKNOWN,
    }
    assert assessment.gate == "pass"


def test_the_baseline_is_incomplete_without_semgrep() -> None:
    broken = {"code.semgrep": Outcome.FAILED} | CAREFUL_BROKEN

    assert assess(*careful(), broken=broken).gate == "incomplete"


def test_the_baseline_is_incomplete_without_advisory_data() -> None:
    broken = {"advisories.osv": Outcome.SKIPPED} | CAREFUL_BROKEN

    assert assess(*without("advisories.store"), broken=broken).gate == "incomplete"


def test_the_strict_policy_is_incomplete_where_the_baseline_passes() -> None:
    assessment = assess(*careful(), broken=CAREFUL_BROKEN, policy="express-strict")

    assert assessment.gate != "pass"
