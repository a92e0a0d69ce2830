"""Which verdict do the controls of logging give on which facts and findings?"""

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
PINO = fact("logger.used", at="src/logger.js:1", by="pino", structured=True)

CASES: list[Case] = [
    case("logging.structured", PASS, "holds", APP, PINO),
    case(
        "logging.structured",
        PARTIAL,
        "a handler writes to the console",
        APP,
        PINO,
        fact("log.console"),
    ),
    case(
        "logging.structured",
        PARTIAL,
        "morgan writes lines of text",
        APP,
        fact("logger.used", by="morgan", structured=False),
    ),
    case("logging.structured", FAIL, "this application has no logger", APP),
    case(
        "logging.structured",
        UNKNOWN,
        "structured of logger.used",
        APP,
        fact("logger.used", by="winston", structured=None),
    ),
    case("logging.structured", NOT_APPLICABLE, "no Express application", SOURCES),
    case("logging.redaction", PASS, "holds", PINO, fact("log.redaction", 7, paths="a b")),
    *(
        case(
            "logging.redaction",
            FAIL,
            "a password is logged",
            PINO,
            fact("log.redaction", 7, paths="a b"),
            finding(tag, message="a password is logged"),
        )
        for tag in ("log-secret", "log-request", "log-environment")
    ),
    case(
        "logging.redaction",
        PARTIAL,
        "every query is logged",
        PINO,
        fact("log.redaction", 7, paths="a b"),
        finding("log-query", message="every query is logged"),
    ),
    case("logging.redaction", PARTIAL, "nothing would take it out", PINO),
    case("logging.redaction", UNKNOWN, "value of", PINO, fact("log.redaction", None, paths=None)),
    case("logging.redaction", NOT_APPLICABLE, "logs nothing", SOURCES),
    case("logging.auth_events", PASS, "holds", APP, fact("auth_event.logged", outcome="failure")),
    case("logging.auth_events", PASS, "holds", APP, fact("auth_event.logged", outcome="denial")),
    case("logging.auth_events", FAIL, "no failed login and no refused access", APP),
    case("logging.auth_events", UNKNOWN, "outcome", APP, fact("auth_event.logged", outcome=None)),
    case(
        "logging.auth_events",
        FAIL,
        "no failed login and no refused access",
        APP,
        fact("auth_event.logged", outcome="success"),
    ),
    case("logging.auth_events", NOT_APPLICABLE, "no Express application", SOURCES),
    case("logging.correlation", PASS, "holds", APP, fact("log.correlation")),
    case("logging.correlation", FAIL, "do not name their request", APP),
    case("logging.correlation", NOT_APPLICABLE, "no Express application", SOURCES),
    case("logging.otel", PASS, "holds", APP, fact("otel.sdk")),
    case("logging.otel", UNKNOWN, "an agent of the platform may", APP),
    case("logging.otel", NOT_APPLICABLE, "no Express application", SOURCES),
]
