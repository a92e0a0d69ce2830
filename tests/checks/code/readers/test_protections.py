from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from auditor.model import Fact, Value

FactsOf = Callable[..., list[Fact]]
YEAR_S = 31_536_000


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (
            "",
            {
                "hsts": True,
                "hsts_max_age_s": YEAR_S,
                "hsts_source": "default",
                "hsts_include_subdomains": True,
                "csp": True,
            },
        ),
        ("{ hsts: false }", {"hsts": False, "hsts_max_age_s": None}),
        ("{ strictTransportSecurity: false }", {"hsts": False}),
        (
            "{ hsts: { maxAge: 60 * 60, includeSubDomains: false } }",
            {
                "hsts_max_age_s": 3600,
                "hsts_source": "explicit",
                "hsts_include_subdomains": False,
            },
        ),
        ("{ hsts: { maxAge: age } }", {"hsts": True, "hsts_max_age_s": None}),
        ("{ hsts: true }", {"hsts": True, "hsts_max_age_s": YEAR_S}),
        ("{ contentSecurityPolicy: false }", {"csp": False}),
        ("{ contentSecurityPolicy: { directives } }", {"csp": True}),
        (
            "{ contentSecurityPolicy: process.env.NODE_ENV === 'production' ? undefined : false }",
            {"csp": True},
        ),
        ("options", {"hsts": None, "csp": None}),
    ],
)
def test_reads_what_helmet_sets(
    facts_of: FactsOf, options: str, expected: Mapping[str, Value]
) -> None:
    fact = facts_of("helmet", f"helmet({options})", "helmet")[0]
    assert {key: fact.attributes[key] for key in expected} == dict(expected)


@pytest.mark.parametrize(
    ("options", "hidden"),
    [("", True), ("{ xPoweredBy: false }", False), ("{ hidePoweredBy: false }", False)],
)
def test_helmet_hides_express(facts_of: FactsOf, options: str, *, hidden: bool) -> None:
    found = facts_of("helmet", f"helmet({options})", "helmet")
    assert [fact.value for fact in found if fact.name == "headers.powered_by"] == (
        [False] if hidden else []
    )


@pytest.mark.parametrize(
    ("options", "version", "source"),
    [
        ("app", None, "explicit"),
        ("{ key, cert }", "1.2", "default"),
        ("{ minVersion: 'TLSv1.3' }", "1.3", "explicit"),
        ("{ minVersion: 'TLSv1' }", "1.0", "explicit"),
        ("{ minVersion: process.env.TLS }", None, "explicit"),
        ("{ secureProtocol: 'TLSv1_1_server_method' }", "1.1", "explicit"),
        ("{ secureProtocol: 'SSLv23_method' }", "1.0", "explicit"),
    ],
)
def test_reads_the_oldest_version_a_server_accepts(
    facts_of: FactsOf, options: str, version: str | None, source: str
) -> None:
    (fact,) = facts_of("tls_server", f"https.createServer({options}, app)", "https")
    assert dict(fact.attributes) == {
        "min_version": version,
        "min_version_source": source,
        "client_certificate": None if options == "app" else "none",
    }


@pytest.mark.parametrize(
    ("options", "window_s", "limit"),
    [
        ("{ windowMs: 15 * 60 * 1000, limit: 5 }", 900, 5),
        ("{ max: 100 }", 60, 100),
        ("{}", 60, 5),
        ("{ windowMs: minutes, limit: (req) => 5 }", None, None),
        ("{ windowMs: true, limit: true }", None, None),
    ],
)
def test_reads_how_much_a_limiter_lets_through(
    facts_of: FactsOf, options: str, window_s: Value, limit: Value
) -> None:
    (fact,) = facts_of("rate_limit", f"rateLimit({options})", "rateLimit")
    assert dict(fact.attributes) == {"on_login": None, "window_s": window_s, "limit": limit}


@pytest.mark.parametrize(
    ("code", "package"),
    [
        ("import { cleanEnv } from 'envalid'; FACT(cleanEnv)(process.env)", None),
        ("import { cleanEnv as FACT } from 'envalid'; FACT(process.env, {})", "envalid"),
        ("const FACT = require('convict'); FACT({})", "convict"),
        ("import FACT from 'left-pad'; FACT(process.env)", None),
    ],
)
def test_names_the_package_that_checks_the_environment(
    facts_of: FactsOf, code: str, package: str | None
) -> None:
    found = facts_of("environment_validated", code, "FACT(")
    assert [fact.attributes["by"] for fact in found] == ([package] if package else [])


def test_a_schema_built_before_is_followed_to_its_package(facts_of: FactsOf) -> None:
    code = "import { z } from 'zod'; const S = z.object({ A: z.string() }); S.parse(process.env);"
    (fact,) = facts_of("environment_validated", code, "S.parse")
    assert fact.attributes["by"] == "zod"


@pytest.mark.parametrize(
    ("options", "asked"),
    [
        ("{ requestCert: true, ca }", "required"),
        ("{ requestCert: true, rejectUnauthorized: false }", "requested"),
        ("{ requestCert: true, rejectUnauthorized: strict }", None),
        ("{ requestCert: wanted }", None),
        ("{ requestCert: true, minVersion: 'TLSv1.3' }", "required"),
    ],
)
def test_reads_whether_clients_need_a_certificate(
    facts_of: FactsOf, options: str, asked: str | None
) -> None:
    (fact,) = facts_of("tls_server", f"https.createServer({options}, app)", "https")
    assert fact.attributes["client_certificate"] == asked
