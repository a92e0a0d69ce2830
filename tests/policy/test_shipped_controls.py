from __future__ import annotations

import pytest
from policy.postures import (
    CAREFUL_BROKEN,
    CHECKS,
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

from auditor.model import Fact, Outcome, Severity
from auditor.policy import Verdict

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


CASES: list[Case] = [
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
    case("runtime.helmet", PASS, "holds", APP, fact("helmet.used", csp=True)),
    case(
        "runtime.helmet",
        PARTIAL,
        "content security policy off",
        APP,
        fact("helmet.used", csp=False),
    ),
    case("runtime.helmet", FAIL, "helmet is mounted nowhere", APP),
    case("runtime.helmet", UNKNOWN, "csp of helmet.used", APP, fact("helmet.used", csp=None)),
    case("runtime.helmet", NOT_APPLICABLE, "no Express application", SOURCES),
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
        "checked against the shipped seed of 9 advisories only",
        fact("advisories.store", 9, complete=False),
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
    case(
        "supply.advisory",
        FAIL,
        "steals tokens",
        finding("malware", severity=Severity.LOW, message="lodahs: steals tokens"),
    ),
    case("supply.advisory", UNKNOWN, "no complete store of advisories was consulted"),
    case("supply.advisory", UNKNOWN, "complete of", fact("advisories.store", 9, complete=None)),
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


@pytest.mark.parametrize("control", shipped_controls(), ids=lambda control: control.id)
def test_each_control_has_a_case_of_every_verdict_it_can_give(control: object) -> None:
    found = next(each for each in shipped_controls() if each is control)
    expected = {PASS, FAIL}
    if found.applies_when is not None:
        expected.add(NOT_APPLICABLE)
    if found.partial_by:
        expected.add(PARTIAL)

    assert {verdict for name, verdict, _, _ in CASES if name == found.id} >= expected


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
    result = result_of("runtime.helmet", APP, fact("express.listen", at="src/app.js:90"))

    assert [str(each.location) for each in result.instances] == ["src/app.js:3"]


def test_the_strict_policy_does_not_take_the_seed_for_an_answer() -> None:
    store = fact("advisories.store", 9, complete=False)

    result = assess(store, policy="express-strict").result("supply.advisory")

    assert result.verdict is UNKNOWN


def test_a_careful_deployment_passes_the_baseline_without_signatures_and_with_the_seed() -> None:
    assessment = assess(*careful(), broken=CAREFUL_BROKEN)

    open_ones = {
        result.control.id: result.verdict
        for result in assessment.controls
        if result.verdict is not PASS
    }
    assert open_ones == {"supply.advisory": PARTIAL, "supply.signature": UNKNOWN}
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
